"""Two charts of one person become one, and two again if that was wrong."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.db.models import F

from clients import policies_charts as policies
from clients import rules
from clients.merging import Move, all_plans
from clients.models import ChannelPermission, ChartMerge, Client
from clients.privacy_desk import last_site
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic import settings
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import Sentence, say


@dataclass(frozen=True)
class Preview:
    """What joining two charts would do: how many rows move and stay, in words, and what is in the way."""

    moves: list[tuple[Sentence, int]]
    stays: list[tuple[Sentence, int]]
    why_not: list[Sentence]


def preview(*, by: Actor, kept: Client, absorbed: Client, at: dt.datetime) -> Preview:
    """Show what would happen, and to what, before it does. Raises ``NotAllowed``."""
    require(policies.may_merge(by, kept, absorbed))
    if kept.pk == absorbed.pk:
        return Preview([], [], [say("These are the same chart.")])
    plans = all_plans(kept, absorbed, at)
    counted = [(move.words, move.rows(move.back).count()) for plan in plans for move in plan.moves if str(move.words)]
    return Preview(
        moves=[(words, number) for words, number in counted if number],
        stays=[pair for plan in plans for pair in plan.stays],
        why_not=[why for plan in plans for why in plan.why_not],
    )


@transaction.atomic
def merge(*, by: Actor, kept: Client, absorbed: Client, reason: str, at: dt.datetime) -> ChartMerge:
    """Let ``kept`` go on with all that follows the person from ``absorbed``; both record numbers find it from then on.

    What is signed or append-only stays with the absorbed chart and is shown through the kept one. It can be undone up to a
    day (``merge.undo_days``). Raises ``Conflict`` with what is in the way; then nothing has changed.
    """
    kept, absorbed = _locked(kept, absorbed)
    require(policies.may_merge(by, kept, absorbed))
    if kept.pk == absorbed.pk:
        raise Conflict(say("These are the same chart."), code="same")
    words = rules.plain_line(reason)
    if not words:
        raise Invalid(say("Say how you know that both are one person."), field="reason")
    if kept.merged_into_id or absorbed.merged_into_id:
        raise Conflict(say("One of these charts has been joined with another already."), code="joined")
    site = Site.objects.get(pk=last_site(kept))
    plans = all_plans(kept, absorbed, at)
    why_not = [why for plan in plans for why in plan.why_not]
    if why_not:
        raise Conflict(why_not[0], code="in_the_way")
    moves = [move for plan in plans for move in plan.moves]
    counts = _carry_out(moves)
    _keep_no(by, kept, absorbed, at)
    Client.objects.filter(pk=absorbed.pk).update(merged_into=kept, version=F("version") + 1)
    Client.objects.filter(pk=kept.pk).update(version=F("version") + 1)
    today = clock.local_date(at, site.time_zone)
    days = int(settings.value("merge.undo_days", on=today, site_id=site.pk))
    row = ChartMerge.objects.create(
        kept=kept, absorbed=absorbed, reason=words[:500], at=at, by_id=cast(uuid.UUID, by.staff_id), moved=[move.as_data() for move in moves],
        can_be_undone_until=today + dt.timedelta(days=days),
    )  # fmt: skip
    record(
        by=by, verb="clients.charts_joined", subject=row, clients=[kept.pk, absorbed.pk], site_id=site.pk,
        detail={"kept": kept.pk, "absorbed": absorbed.pk, "rows": counts},
    )  # fmt: skip
    return row


@transaction.atomic
def undo_merge(*, by: Actor, merge: ChartMerge, at: dt.datetime) -> ChartMerge:
    """Make two charts of one again: what had moved goes back, with what was added to it since; the rest stays with ``kept``.

    Raises ``Conflict`` after its last day, and while the kept chart is itself joined into another.
    """
    row = ChartMerge.objects.select_for_update().get(pk=merge.pk)
    kept, absorbed = _locked(row.kept, row.absorbed)
    # The absorbed chart has no episode of its own now: whoever may join at the kept one's site parts them.
    require(policies.may_merge(by, kept, kept))
    if row.undone_at:
        raise Conflict(say("This has been undone already."), code="undone")
    if kept.merged_into_id or absorbed.merged_into_id != kept.pk:
        raise Conflict(say("The kept chart has been joined with another since: undo that first."), code="joined_since")
    site = Site.objects.get(pk=last_site(kept))
    late = policies.can_be_undone(row.can_be_undone_until, clock.local_date(at, site.time_zone))
    if late:
        raise Conflict(late, code="too_late")
    _put_back(row.moved)
    Client.objects.filter(pk=absorbed.pk).update(merged_into=None, version=F("version") + 1)
    Client.objects.filter(pk=kept.pk).update(version=F("version") + 1)
    row.undone_at, row.undone_by_id = at, by.staff_id
    row.save(update_fields=["undone_at", "undone_by"])
    record(
        by=by, verb="clients.charts_parted", subject=row, clients=[kept.pk, absorbed.pk], site_id=site.pk,
        detail={"kept": kept.pk, "absorbed": absorbed.pk},
    )  # fmt: skip
    return row


def _carry_out(moves: list[Move]) -> dict[str, int]:
    counts: dict[str, int] = {}
    try:
        with transaction.atomic():
            for move in moves:
                number = move.rows(move.back).update(**{move.column: move.to})
                counts[move.model] = counts.get(move.model, 0) + number
    except IntegrityError as clash:
        raise Conflict(
            say("Both charts hold something that one chart cannot hold twice. Nothing was changed."), code="clash"
        ) from clash
    return counts


def _put_back(moved: list[Mapping[str, Any]]) -> None:
    try:
        with transaction.atomic():
            for item in reversed(moved):
                move = Move(item["model"], item["column"], item["match"], item["ids"], item["to"], item["back"])
                move.rows(move.to).update(**{move.column: move.back})
    except IntegrityError as clash:
        raise Conflict(
            say("Something entered since stands in the way of parting the charts. Nothing was changed."), code="clash"
        ) from clash


def _keep_no(by: Actor, kept: Client, absorbed: Client, at: dt.datetime) -> None:
    # Whoever said no in either chart said no. History is only added to, so undoing leaves the no: the safe side.
    newest = ChannelPermission.objects.order_by("client_id", "channel", "-since", "-id").distinct(
        "client_id", "channel"
    )
    said = {(row.client_id, row.channel): row.allowed for row in newest.filter(client__in=[kept.pk, absorbed.pk])}
    for (client_id, channel), allowed in said.items():
        if client_id == absorbed.pk and not allowed and said.get((kept.pk, channel)):
            ChannelPermission.objects.create(
                client=kept, channel=channel, allowed=False, since=at, recorded_by=by.staff_id or by.id
            )


def _locked(kept: Client, absorbed: Client) -> tuple[Client, Client]:
    # Always in one order: of two that join the same charts at once, one waits and then finds it done.
    keys: list[uuid.UUID] = sorted({kept.pk, absorbed.pk})
    rows = {row.pk: row for row in Client.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    return rows[kept.pk], rows[absorbed.pk]
