"""Deciding about rows that look like somebody: the same person, somebody else, or left out; row by row, or all that are left."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from clients.import_choices import RowDecision, RowOutcome
from clients.import_policies import may_import
from clients.models import Client, ImportedRow, ImportRun
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale, require, require_current
from iop.core.words import say
from iop.workflows.importing.seeing import CHART, Sight, seen_by
from iop.workflows.importing.states import held

AT_A_TIME = 500
OPEN = ""
"""Nobody decided, or it was taken back: the row follows what is said of the whole file."""
SOMEBODY_WHO_MAY = say(
    "Somebody who may see everybody this person looks like has to decide. You can leave the row out, or ask your privacy officer."
)
MEANWHILE = say("Somebody else decided about this row meanwhile. Look at it again.")
READ_ANEW = say("This file was read again meanwhile. Look at the row as it stands now.")


@dataclass(frozen=True)
class Rest:
    """How many rows were decided at once, and how many wait for somebody who may see more."""

    decided: int
    waiting: int


@transaction.atomic
def decide(
    *, by: Actor, row: ImportedRow, version: int, decision: str, at: dt.datetime, client: Client | None = None
) -> ImportedRow:  # fmt: skip
    """Decide about one row: ``client`` is the chart for "link"; an empty ``decision`` takes back what was decided.

    Nothing happens to anybody before the file is brought in. The file gets a new version with it, so that nobody brings in what
    they did not look at. Raises ``Stale`` for the later of two people, ``NotAllowed`` where the row looks like somebody whom
    ``by`` may not see.
    """
    if decision not in (*RowDecision.values, OPEN):
        raise Invalid(say("Choose from the list."), field="decision")
    run = held(by, row.run, None)
    found = ImportedRow.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if found is None:
        raise Stale(READ_ANEW)
    require_current(found.version, version, MEANWHILE)
    if found.outcome != RowOutcome.ALIKE:
        raise Conflict(say("This row looks like nobody here: there is nothing to decide about it."), code="not_alike")
    sight = seen_by(by, [found])
    if decision == RowDecision.NEW and sight.is_partial(found):
        raise NotAllowed(SOMEBODY_WHO_MAY, code="not_yours")
    chart = _linked(found, client, sight) if decision == RowDecision.LINK else None
    found.client_id = chart.pk if chart is not None else _closest(found)
    found.decision = decision
    found.decided_at, found.decided_by = (at, by.staff_id or by.id) if decision else (None, None)
    found.version += 1
    found.save(update_fields=["client", "decision", "decided_at", "decided_by", "version"])
    _tick(run)
    record(
        by=by, verb="clients.import_row_decided", subject=found, site_id=run.site_id, clients=[chart.pk] if chart else [],
        detail={"run": str(run.pk), "row": found.position, "decision": str(decision) or "taken_back"},
    )  # fmt: skip
    return found


@transaction.atomic
def decide_rest(*, by: Actor, run: ImportRun, version: int, decision: str, at: dt.datetime) -> Rest:
    """Decide "new" or "leave_out" for all rows that look like somebody and that nobody decided about.

    As new come those alone of whom ``by`` may see everybody they look like; the others go on waiting. Raises ``Stale`` for the
    later of two people, ``Conflict`` when nothing is left, ``NotAllowed`` when all that is left is for somebody else.
    """
    if decision not in (RowDecision.NEW, RowDecision.LEAVE_OUT):
        raise Invalid(say("Choose from the list."), field="decision")
    row = held(by, run, version)
    decided = waiting = 0
    for rows in _undecided(row):
        sight = seen_by(by, rows) if decision == RowDecision.NEW else None
        theirs = [each.pk for each in rows if sight is None or not sight.is_partial(each)]
        decided += ImportedRow.objects.filter(pk__in=theirs).update(
            decision=decision, decided_at=at, decided_by=by.staff_id or by.id, version=F("version") + 1
        )
        waiting += len(rows) - len(theirs)
    if not decided:
        _nothing_left(waiting)
    _tick(row)
    record(
        by=by, verb="clients.import_rest_decided", subject=row, site_id=row.site_id,
        detail={"decision": str(decision), "rows": decided, "waiting": waiting},
    )  # fmt: skip
    return Rest(decided, waiting)


@transaction.atomic
def unlink(*, by: Actor, row: ImportedRow, version: int, at: dt.datetime) -> ImportedRow:
    """Undo a link that was a mistake, after the file was brought in: the next file no longer knows the person as that chart's.

    Nothing had changed in the chart, so nothing goes back there. The row counts as left out. Raises ``Stale`` for the later of two
    people, ``NotAllowed`` where the chart is not to be seen.
    """
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=row.run_id)
    require(may_import(by, run.site_id))
    found = ImportedRow.objects.select_for_update(of=("self",)).select_related("client__merged_into").get(pk=row.pk)
    require_current(found.version, version, MEANWHILE)
    if found.outcome != RowOutcome.LINKED or found.client is None:
        raise Conflict(say("This row is not linked to a chart."), code="not_linked")
    chart = found.client.merged_into or found.client
    if not Client.objects.visible_to(by).filter(pk=chart.pk).exists():
        raise NotAllowed(say("Somebody who may open that chart has to undo this link."), code="not_yours")
    found.outcome, found.client, found.decision = RowOutcome.LEFT_OUT, None, RowDecision.LEAVE_OUT
    found.decided_at, found.decided_by = at, by.staff_id or by.id
    found.version += 1
    found.save(update_fields=["outcome", "client", "decision", "decided_at", "decided_by", "version"])
    counts = Counter(run.counts) + Counter({RowOutcome.LEFT_OUT.value: 1}) - Counter({RowOutcome.LINKED.value: 1})
    run.counts = dict(counts)
    run.save(update_fields=["counts"])
    _tick(run)
    record(
        by=by, verb="clients.import_unlinked", subject=chart, site_id=run.site_id, clients=[chart.pk],
        detail={"run": str(run.pk), "row": found.position},
    )  # fmt: skip
    if run.file_removed_at is not None:
        # Of a removed file only who was brought in under which number stays.
        ImportedRow.objects.filter(pk=found.pk).delete()
    return found


def _nothing_left(waiting: int) -> None:
    if waiting:
        raise NotAllowed(SOMEBODY_WHO_MAY, code="not_yours")
    raise Conflict(say("Everything that looks like somebody is decided."), code="decided")


def _linked(row: ImportedRow, client: Client | None, sight: Sight) -> Client:
    """Give the chart a row is linked to: one it looks like, and that may be seen."""
    if client is None:
        raise Invalid(say("Say which chart is this person’s."), field="client")
    charts = {each.client.pk: each.client for each in sight.of(row) if each.client is not None}
    if client.pk not in charts:
        raise Invalid(say("Choose one of the charts that this row looks like."), field="client")
    return charts[client.pk]


def _closest(row: ImportedRow) -> uuid.UUID | None:
    """Give the chart a row names while nobody chose one: the likeliest, unless it is restricted, as when the file was read."""
    first = row.alike[0] if row.alike else None
    if first is None or first["kind"] != CHART:
        return None
    return Client.objects.filter(pk=first["id"], is_restricted=False).values_list("pk", flat=True).first()


def _undecided(run: ImportRun) -> Iterator[list[ImportedRow]]:
    after = 0
    rows = (
        run.rows.filter(outcome=RowOutcome.ALIKE, decision=OPEN)
        .order_by("position")
        .only("alike", "position", "version")
    )
    while found := list(rows.filter(position__gt=after)[:AT_A_TIME]):
        yield found
        after = found[-1].position


def _tick(run: ImportRun) -> None:
    run.version += 1
    run.save(update_fields=["version"])
