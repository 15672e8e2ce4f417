"""Which check-ins are due after treatment: made for everybody at once, taken back when they may not be, put on the lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction

from clients.models import Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic import settings
from iop.clinic.models import Site
from iop.core import clock
from iop.core.words import say
from iop.work.actions import NewItem, drop_many, open_items
from iop.work.choices import WorkKind
from therapy.actions.measures import assign_due
from therapy.choices.follow_ups import FOLLOW_UP, FOLLOW_UP_ROLE, FollowUpStatus, Withdrawn
from therapy.follow_ups import ended_stays
from therapy.models import FollowUp
from therapy.rules.follow_ups import Ended, days_due, why_none


def watch_follow_ups(*, by: Actor, at: dt.datetime) -> int:
    """Plan check-ins, take back those that may not be, and put those that are due on the lists; say how many are newly due.

    Each site in a transaction of its own and by its own date. Running twice changes nothing; statements do not grow with the
    people.
    """
    return sum(_watch(by, site, at) for site in Site.objects.filter(is_active=True).order_by("pk"))


@transaction.atomic
def plan_for(*, by: Actor, episode: Episode, at: dt.datetime) -> int:
    """Plan the check-ins of one stay that has just ended, or whose consent was signed since; say how many are new."""
    site = Site.objects.get(pk=episode.site_id)
    today = clock.local_date(at, site.time_zone)
    stays = ended_stays([episode.pk], today)
    _take_back(by, site, stays, at)
    return _plan(by, site, stays, today, at)


@transaction.atomic
def _watch(by: Actor, site: Site, at: dt.datetime) -> int:
    # One watch of a site at a time: the second finds what the first has written.
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    today = clock.local_date(at, site.time_zone)
    stays = ended_stays(_looked_at(site, today), today)
    _take_back(by, site, stays, at)
    _plan(by, site, stays, today, at)
    return _open_due(by, site, today, at)


def _looked_at(site: Site, today: dt.date) -> Any:
    """Give the stays whose check-ins may still change: as many days back as the longest one, and those with one due."""
    longest = max(_days(site, today), default=0)
    recent = Episode.objects.filter(site=site, discharged_on__gte=today - dt.timedelta(days=longest))
    waiting = FollowUp.objects.due().filter(episode__site=site).values("episode")
    return [*recent.values_list("pk", flat=True), *waiting.values_list("episode", flat=True)]


def _days(site: Site, today: dt.date) -> list[int]:
    return [int(day) for day in settings.value("followup.days", on=today, site_id=site.pk)]


def _plan(by: Actor, site: Site, stays: Mapping[Any, Ended], today: dt.date, at: dt.datetime) -> int:
    after = _days(site, today)
    wanted = {
        (episode_id, number): on for episode_id, ended in stays.items() for number, on in days_due(ended, after, today)
    }
    known = FollowUp.objects.filter(episode__in=[episode_id for episode_id, _ in wanted])
    have = {(row.episode_id, row.after_days): row for row in known}
    rows = [
        FollowUp(episode_id=episode_id, after_days=number, due_on=on, created_at=at)
        for (episode_id, number), on in wanted.items()
        if (episode_id, number) not in have
    ]
    FollowUp.objects.bulk_create(rows, ignore_conflicts=True)
    again = [row for key, row in have.items() if key in wanted and _may_stand_again(row)]
    FollowUp.objects.filter(pk__in=[row.pk for row in again]).update(
        status=FollowUpStatus.DUE, withdrawn_why="", settled_at=None, settled_by=None
    )
    if rows or again:
        _tell(
            by, site, "therapy.follow_ups_planned", [row.episode_id for row in [*rows, *again]], len(rows) + len(again)
        )
    return len(rows) + len(again)


def _may_stand_again(row: FollowUp) -> bool:
    """A consent that was signed anew brings back what its end took away; a spoken no, or a return, does not come undone."""
    return row.status == FollowUpStatus.WITHDRAWN and row.withdrawn_why == Withdrawn.CONSENT


def _take_back(by: Actor, site: Site, stays: Mapping[Any, Ended], at: dt.datetime) -> None:
    reasons = {episode_id: why for episode_id, ended in stays.items() if (why := why_none(ended))}
    rows = list(FollowUp.objects.due().filter(episode__in=list(reasons)).select_for_update().order_by("pk"))
    if not rows:
        return
    for row in rows:
        row.status, row.withdrawn_why, row.settled_at = FollowUpStatus.WITHDRAWN, reasons[row.episode_id], at
        row.version += 1
    FollowUp.objects.bulk_update(rows, ["status", "withdrawn_why", "settled_at", "version"])
    drop_many(by=by, subject_kind=FOLLOW_UP, subject_ids=[row.pk for row in rows], at=at)
    _tell(by, site, "therapy.follow_ups_withdrawn", [row.episode_id for row in rows], len(rows))


def _open_due(by: Actor, site: Site, today: dt.date, at: dt.datetime) -> int:
    rows = list(
        FollowUp.objects.due().filter(episode__site=site, due_on__lte=today).values_list(
            "pk", "episode_id", "episode__client_id", "due_on"
        )
    )  # fmt: skip
    items = [
        NewItem(
            kind=WorkKind.FOLLOW_UP, site_id=site.pk, subject=(FOLLOW_UP, pk), client_id=client_id,
            summary=say("Call somebody who was here, and ask how they are."),
            due_at=clock.day_bounds(due_on, site.time_zone)[1], dedupe_key=f"follow_up:{pk}", role_key=FOLLOW_UP_ROLE,
        )
        for pk, _, client_id, due_on in rows
    ]  # fmt: skip
    new = open_items(by=by, items=items)
    if new:
        # The questionnaires of these days are the rhythm's; they are made with the call, not an hour after it.
        assign_due(by=by, at=at, episode_ids=[episode_id for _, episode_id, _, _ in rows])
    return new


def _tell(by: Actor, site: Site, verb: str, episode_ids: Collection[Any] | Sequence[Any], count: int) -> None:
    clients = set(Episode.objects.filter(pk__in=episode_ids).values_list("client_id", flat=True))
    record(by=by, verb=verb, subject=None, site_id=site.pk, clients=clients, detail={"check_ins": count})
