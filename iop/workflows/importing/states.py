"""Where a file stands: locked for a decision, moved on, with a line of its history."""

from __future__ import annotations

import datetime as dt

from clients.import_choices import IMPORT_MOVES, ImportStatus
from clients.import_policies import may_import
from clients.models import ImportRun, ImportRunChange
from iop.access.actors import Actor
from iop.core.errors import Conflict, Stale, require
from iop.core.words import say


def held(by: Actor, run: ImportRun, version: int) -> ImportRun:
    """Lock a file that waits for a decision. Raises ``NotAllowed``, ``Stale`` for the later of two people, ``Conflict``."""
    row = ImportRun.objects.select_for_update(of=("self",)).select_related("file", "site").get(pk=run.pk)
    require(may_import(by, row.site_id))
    if row.version != version:
        raise Stale(say("Somebody else decided about this file meanwhile. Look at it again."))
    if row.status != ImportStatus.READY:
        raise Conflict(say("This file no longer waits for a decision."), code="not_waiting")
    return row


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
