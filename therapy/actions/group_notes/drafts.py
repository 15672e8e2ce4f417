"""A draft of a group note: opened, and saved while it is typed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, Stale, require
from iop.core.words import say
from sessions_app.choices import ATTENDED
from sessions_app.models import Attendance, ProgramSession, SessionComponent
from therapy.actions.group_notes.owing import owe_signature
from therapy.choices import Modality
from therapy.models import GroupNote, GroupNoteLine
from therapy.policies import may_edit_note, may_write_note, signer
from therapy.rules.group_notes import why_nobody_else_may_write

MAX_TEXT = 20_000


@transaction.atomic
def open_group_note(
    *, by: Actor, session: ProgramSession, at: dt.datetime, component: SessionComponent | None = None
) -> GroupNote:
    """Give the author's note of a treatment day or of one of its groups, made now if there is none.

    A group has one note: raises ``Conflict`` when a colleague has begun to write it, unless the actor supervises.
    """
    session = ProgramSession.objects.select_for_update().get(pk=session.pk)
    require(may_write_note(by, session))
    if component is not None and component.session_id != session.id:
        raise Invalid(say("This group belongs to another day."), field="component")
    notes = list(GroupNote.objects.filter(session=session, component=component).select_related("author"))
    mine = next((note for note in notes if note.author_id == by.staff_id), None)
    if mine is not None:
        return mine
    reason = why_nobody_else_may_write(note.author.name for note in notes if _is_begun(note))
    if reason is not None and not by.can(Permission.NOTE_COSIGN, session.site_id):
        raise Conflict(reason, code="note_begun")
    note = GroupNote.objects.create(session=session, component=component, author_id=signer(by), saved_at=at)
    record(by=by, verb="therapy.note_opened", subject=note, site_id=session.site_id)
    owe_signature(by=by, note=note)
    return note


@transaction.atomic
def save_group_note(
    *, by: Actor, note: GroupNote, version: int, shared_text: str, modalities: Sequence[str], at: dt.datetime
) -> GroupNote:
    """Save the shared part of a draft. ``version`` is the one that was read; an older one raises ``Stale``."""
    note = locked(note.pk)
    require(may_edit_note(by, note))
    if note.version != version:
        raise Stale(say("This text was changed in another window. Nothing was overwritten."))
    if not set(modalities) <= set(Modality.values):
        raise Invalid(say("Choose modalities from the list."), field="modalities")
    note.shared_text = fitting(shared_text, "shared_text")
    note.modalities = sorted(set(modalities))
    note.saved_at = at
    note.version += 1
    note.save(update_fields=["shared_text", "modalities", "saved_at", "version"])
    record(
        by=by, verb="therapy.note_saved", subject=note, site_id=note.session.site_id,
        detail={"characters": len(note.shared_text), "modalities": note.modalities},
    )  # fmt: skip
    return note


@transaction.atomic
def save_line(
    *, by: Actor, note: GroupNote, attendance: Attendance, version: int, text: str, at: dt.datetime
) -> GroupNoteLine:
    """Save one client's own part of a draft. ``version`` is the line's that was read, 0 for one not yet begun."""
    note = locked(note.pk)
    require(may_edit_note(by, note))
    if attendance.session_id != note.session_id:
        raise Invalid(say("This person is not on the roster of that day."), field="text")
    if attendance.status not in ATTENDED and text.strip():
        raise Conflict(say("A line is written for those who were there; mark the attendance first."), code="not_there")
    line = GroupNoteLine.objects.select_for_update().filter(note=note, client_id=attendance.client_id).first()
    if (line.version if line else 0) != version:
        raise Stale(say("This line was changed in another window. Nothing was overwritten."))
    line = line or GroupNoteLine(note=note, attendance=attendance, client_id=attendance.client_id, version=0)
    line.text = fitting(text, "text")
    line.version += 1
    line.save()
    GroupNote.objects.filter(pk=note.pk).update(saved_at=at)
    record(
        by=by, verb="therapy.line_saved", subject=line, clients=[line.client_id], site_id=note.session.site_id,
        detail={"note": note.id, "characters": len(line.text)},
    )  # fmt: skip
    return line


def locked(note_id: uuid.UUID) -> GroupNote:
    """Read a note and hold it until the transaction ends."""
    return GroupNote.objects.select_for_update(of=("self",)).select_related("session__site").get(pk=note_id)


def fitting(text: str, field: str) -> str:
    """Give a text as it may be kept: PostgreSQL holds no NUL, and a note is not a book."""
    text = text.replace("\x00", "").replace("\r\n", "\n")
    if len(text) > MAX_TEXT:
        raise Invalid(say("This text is too long to keep; shorten it below 20,000 characters."), field=field)
    return text


def _is_begun(note: GroupNote) -> bool:
    return note.signed_at is not None or bool(note.shared_text.strip()) or note.lines.exclude(text="").exists()
