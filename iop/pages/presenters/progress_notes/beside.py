"""The notes of an appointment, as its page shows them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from clients.models import Client
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.pages.presenters.progress_notes.words import TONES
from scheduling.choices import AppointmentStatus
from scheduling.models import Appointment
from therapy.choices.notes import NoteStatus
from therapy.models import ProgressNote
from therapy.policies.progress_notes import may_write_progress_notes


def note_beside(appointment: Appointment, actor: Actor) -> dict[str, Any] | None:
    """Give an appointment's notes to who reads notes there, and where to write one; nothing for others. Two statements."""
    may_read = actor.can(Permission.NOTE_VIEW, appointment.site_id)
    if not may_read or appointment.episode_id is None or appointment.status == AppointmentStatus.CANCELLED:
        return None
    if not Client.objects.visible_to(actor, Permission.NOTE_VIEW).filter(pk=appointment.client_id).exists():
        return None
    notes = list(ProgressNote.objects.standing().filter(appointment=appointment).select_related("author"))
    mine = next((note for note in notes if note.author_id == actor.staff_id), None)
    may_write = may_write_progress_notes(actor, appointment.site_id) is None
    opens = may_write and (mine is None or mine.signed_at is None) and (mine is not None or not notes)
    return {
        "rows": [_row(note, actor) for note in notes],
        "write_url": reverse("appointment_note", args=[appointment.pk]) if opens else "",
        "is_begun": mine is not None,
    }


def _row(note: ProgressNote, actor: Actor) -> dict[str, str]:
    shown = note.signed_at is not None or note.author_id == actor.staff_id
    return {
        "title": str(note.get_kind_display()),
        "author": note.author.name,
        "status": str(note.get_status_display()),
        "tone": TONES[NoteStatus(note.status)],
        "url": reverse("progress_note", args=[note.pk]) if shown else "",
    }
