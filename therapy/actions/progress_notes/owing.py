"""Which progress notes and signatures are owed, as work of the one who owes them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from iop.access.actors import Actor
from iop.clinic import settings
from iop.core import clock
from iop.core.words import say
from iop.work.actions import NewItem, open_item, open_items
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from scheduling.choices import AppointmentKind, AppointmentStatus
from scheduling.models import Appointment
from therapy.actions.cosigners import SUPERVISOR_ROLE, cosigner_of
from therapy.models import ProgressNote
from therapy.policies.progress_notes import has_left
from therapy.progress_contents import PROGRESS_NOTE_KIND

APPOINTMENT_KIND = "scheduling.appointment"
LOOKS_BACK = dt.timedelta(days=30)
"""How far back an appointment without a note is looked for."""
WRITTEN_UP = (AppointmentStatus.COMPLETED, AppointmentStatus.NO_SHOW)


def owe_progress_signature(*, by: Actor, note: ProgressNote, at: dt.datetime) -> None:
    """Put a draft on its author's work list, due when the clinic's hours for signing are over."""
    open_item(
        by=by, kind=WorkKind.SIGN_NOTE, site_id=note.episode.site_id, subject=(PROGRESS_NOTE_KIND, note.pk),
        summary=say("Finish and sign the progress note"), due_at=_due(note, at), dedupe_key=f"sign_progress:{note.pk}",
        assignee_id=note.author_id, client_id=note.episode.client_id,
    )  # fmt: skip


def move_due(note: ProgressNote) -> None:
    """Let the work item of a draft follow the end of the contact."""
    WorkItem.objects.open().filter(dedupe_key=f"sign_progress:{note.pk}").update(due_at=_due(note, note.created_at))


def _due(note: ProgressNote, at: dt.datetime) -> dt.datetime:
    return (note.ends_at or at) + dt.timedelta(hours=hours_to_sign(note, at))


def hours_to_sign(note: ProgressNote, at: dt.datetime) -> int:
    """Give the clinic's hours after which a note about this contact is late."""
    site = note.episode.site
    day = clock.local_date(note.ends_at or at, site.time_zone)
    hours: int = settings.value("notes.sign_hours", on=day, site_id=site.pk)
    return hours


def owe_progress_cosignature(*, by: Actor, note: ProgressNote, at: dt.datetime) -> None:
    """Put a waiting note on the supervisor's work list; without one, on that of the clinical directors of the site."""
    site = note.episode.site
    days = settings.value("notes.cosign_days", on=clock.local_date(at, site.time_zone), site_id=site.pk)
    staff_id, role_key = cosigner_of(note.author.supervisor_id, site.pk, at)
    open_item(
        by=by, kind=WorkKind.COSIGN_NOTE, site_id=site.pk, subject=(PROGRESS_NOTE_KIND, note.pk),
        summary=say("Read a colleague's progress note and co-sign it, or return it"), due_at=at + dt.timedelta(days=days),
        dedupe_key=f"cosign_progress:{note.pk}", assignee_id=staff_id, role_key=role_key,
        client_id=note.episode.client_id,
    )  # fmt: skip


@transaction.atomic
def owe_progress_notes(*, by: Actor, at: dt.datetime) -> int:
    """Put appointments without a note on the work list of who held them, and drafts of those who left on the director's.

    A note follows every contact and every attempt at one (105 CMR 164.083(B)(9)). Says how many items were new; statements
    do not grow with the rows.
    """
    meetings = list(unwritten(at))
    hours = _hours({row.site_id: row.site for row in meetings}.values(), at)
    items = [_unwritten_item(row, hours[row.site_id], at) for row in meetings]
    return open_items(by=by, items=items + [_orphan_item(note, at) for note in _orphans(at)])


def unwritten(at: dt.datetime) -> Any:
    """Give the appointments of the last weeks that took place, or were missed, and have no progress note."""
    written = ProgressNote.objects.standing().filter(appointment=OuterRef("pk"))
    return (
        Appointment.objects.filter(
            ~Exists(written), status__in=WRITTEN_UP, episode__isnull=False, ends_at__lte=at, ends_at__gt=at - LOOKS_BACK
        )
        .exclude(kind=AppointmentKind.ASSESSMENT)
        .select_related("site", "staff")
        .order_by("ends_at")
    )


def _hours(sites: Iterable[Any], at: dt.datetime) -> dict[uuid.UUID, int]:
    return {
        site.pk: settings.value("notes.sign_hours", on=clock.local_date(at, site.time_zone), site_id=site.pk)
        for site in sites
    }


def _unwritten_item(row: Appointment, hours: int, at: dt.datetime) -> NewItem:
    gone = has_left(row.staff, clock.local_date(at, row.site.time_zone))
    return NewItem(
        kind=WorkKind.SIGN_NOTE, site_id=row.site_id, subject=(APPOINTMENT_KIND, row.pk),
        summary=say("Write the note of an appointment"), due_at=row.ends_at + dt.timedelta(hours=hours),
        dedupe_key=f"write_progress:{row.pk}", assignee_id=None if gone else row.staff_id,
        role_key=SUPERVISOR_ROLE if gone else "", client_id=row.client_id,
    )  # fmt: skip


def _orphans(at: dt.datetime) -> Iterable[ProgressNote]:
    owed = WorkItem.objects.open().filter(subject_kind=PROGRESS_NOTE_KIND)
    return (
        ProgressNote.objects.drafts()
        .filter(author__left_on__lte=at.date())
        .exclude(pk__in=owed.values("subject_id"))
        .select_related("episode")
    )


def _orphan_item(note: ProgressNote, at: dt.datetime) -> NewItem:
    return NewItem(
        kind=WorkKind.SIGN_NOTE, site_id=note.episode.site_id, subject=(PROGRESS_NOTE_KIND, note.pk),
        summary=say("Finish the draft of a colleague who has left"), due_at=at, dedupe_key=f"sign_progress:{note.pk}",
        role_key=SUPERVISOR_ROLE, client_id=note.episode.client_id,
    )  # fmt: skip
