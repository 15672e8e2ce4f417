"""What the actions on a medication list share: the day, the lock, the mark of an error."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, TypeVar

from clients.models import Client
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Conflict, require_current
from iop.core.words import say
from therapy.actions.lines import line
from therapy.models.medications import Medication, Mistakable
from therapy.policies import signer

MEDICATION_KIND = "therapy.medication"
LIST_KIND = "therapy.medications_of"
"""The list of one client, by the client's id."""

R = TypeVar("R", bound=Mistakable)


def today_at(site_id: uuid.UUID, at: dt.datetime) -> dt.date:
    """Say the date on a site's wall clock."""
    return clock.local_date(at, Site.objects.values_list("time_zone", flat=True).get(pk=site_id))


def hold_client(client_id: uuid.UUID) -> None:
    """Hold a client's row: of two colleagues who change one list, one waits for the other."""
    Client.objects.select_for_update().get(pk=client_id)


def held_medication(medication_id: uuid.UUID, version: int | None = None) -> Medication:
    """Read a medication and hold it. Raises ``Conflict`` for one marked in error, ``Stale`` when it was changed meanwhile."""
    row = Medication.objects.select_for_update(of=("self",)).select_related("site").get(pk=medication_id)
    if row.entered_in_error_at is not None:
        raise Conflict(say("This medication is marked as entered in error."), code="in_error")
    require_current(row.version, version, say("A colleague changed this medication meanwhile. Read it again first."))
    return row


def mark_error(row: R, by: Actor, reason: str, at: dt.datetime) -> R:
    """Mark a held row that was never true. It is kept, crossed out, with who said so and why."""
    if row.entered_in_error_at is not None:
        raise Conflict(say("This is marked as entered in error already."), code="in_error")
    row.error_reason = line(reason, "reason", 300, say("Say why it was entered in error."))
    row.entered_in_error_at, row.entered_in_error_by_id = at, signer(by)
    row.save(update_fields=["entered_in_error_at", "entered_in_error_by", "error_reason"])
    return row


def told(by: Actor, verb: str, row: Any, client_id: uuid.UUID, site_id: uuid.UUID, **detail: object) -> None:
    """Record what happened on a list: codes and counts. Which medication it is stays in the chart."""
    record(by=by, verb=verb, subject=row, clients=[client_id], site_id=site_id, detail=detail)
