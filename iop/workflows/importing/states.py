"""Where a file stands: locked for a decision, moved on, with a line of its history."""

from __future__ import annotations

import datetime as dt
import uuid

from clients.import_choices import IMPORT_MOVES, ImportStatus
from clients.import_policies import may_import
from clients.models import ImportRun, ImportRunChange
from iop.access.actors import SYSTEM, Actor
from iop.core.errors import Conflict, require, require_current
from iop.core.words import say

IN_A_ROUND = 5


def held(by: Actor, run: ImportRun, version: int | None) -> ImportRun:
    """Lock a file that waits for a decision. Raises ``NotAllowed``, ``Stale`` for the later of two people, ``Conflict``.

    Who decides about a single row names that row's version, and none of the file.
    """
    row = ImportRun.objects.select_for_update(of=("self",)).select_related("file", "site").get(pk=run.pk)
    require(may_import(by, row.site_id))
    require_current(row.version, version, say("Somebody else decided about this file meanwhile. Look at it again."))
    if row.status != ImportStatus.READY:
        raise Conflict(say("This file no longer waits for a decision."), code="not_waiting")
    return row


def waiting_for(status: ImportStatus, run_id: uuid.UUID | None) -> list[uuid.UUID]:
    """Name the files to be taken up next, the oldest first and a few in a round, or the one that is asked for."""
    rows = ImportRun.objects.filter(status=status).order_by("received_at", "pk")
    return list((rows.filter(pk=run_id) if run_id else rows).values_list("pk", flat=True)[:IN_A_ROUND])


def taken_up(run_id: uuid.UUID, status: ImportStatus) -> ImportRun | None:
    """Lock a file that still stands so; none when another worker has it or it has moved on."""
    rows = ImportRun.objects.select_for_update(skip_locked=True, of=("self",)).select_related("file", "site")
    return rows.filter(pk=run_id, status=status).first()


def move_for(row: ImportRun, to: ImportStatus, words: str, at: dt.datetime) -> None:
    """Move a locked file on because it was refused, with the reason for all to see."""
    row.refusal = words[:500]
    row.save(update_fields=["refusal"])
    move(row, to, SYSTEM, at)


def move(row: ImportRun, to: ImportStatus, by: Actor, at: dt.datetime) -> None:
    """Bring a locked file to its next status, with a line of its history."""
    if to not in IMPORT_MOVES[row.status]:
        raise Conflict(say("This file no longer waits for a decision."), code="not_waiting")
    note(row, to, by, at)
    row.status = to
    row.version += 1
    row.save(update_fields=["status", "version"])


def note(row: ImportRun, status: ImportStatus, by: Actor, at: dt.datetime) -> None:
    """Write a line of a file's history."""
    ImportRunChange.objects.create(run=row, status=status, at=at, by_id=by.staff_id or by.id)
