"""The group note beside the roster: the shared part once, and a line for each client who was there."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.pages.presenters.days.objectives import of_lines
from iop.pages.presenters.days.words import clock_of
from sessions_app.models import ProgramSession
from therapy.choices import Modality, NoteStatus
from therapy.models import GroupNote, GroupNoteLine

STATUS_TONES = {
    NoteStatus.DRAFT: "note",
    NoteStatus.AWAITING_COSIGNATURE: "wait",
    NoteStatus.SIGNED: "lock",
}


def panel(
    session: ProgramSession, actor: Actor, roster: Sequence[Mapping[str, Any]], component_id: uuid.UUID | None = None
) -> dict[str, Any]:
    """Give the note of a day or of one of its groups as the actor sees it; the statements do not grow with the lines.

    ``roster`` are lines put into words (``roster.shown``).
    """
    notes = list(
        GroupNote.objects.filter(session=session, component=component_id)
        .select_related("author")
        .order_by("created_at")
    )
    mine = next((note for note in notes if note.author_id == actor.staff_id), None)
    shown = mine or next((note for note in notes if note.signed_at), None)
    others = [note for note in notes if note is not mine and (note.signed_at or note.shared_text.strip())]
    lines = _lines(shown)
    zone = ZoneInfo(session.site.time_zone)
    may_edit = mine.signed_at is None if mine else shown is None
    may_read = actor.can(Permission.NOTE_VIEW, session.site_id) or mine is not None
    return {
        "id": str(shown.pk) if shown else "",
        "version": mine.version if mine else 0,
        "text": shown.shared_text if shown and may_read else "",
        "modalities": [
            {"value": value, "label": label, "checked": bool(shown and value in shown.modalities)}
            for value, label in Modality.choices
        ],
        "chosen": [Modality(value).label for value in shown.modalities] if shown else [],
        "saved": clock_of(mine.saved_at, zone) if mine and mine.status == NoteStatus.DRAFT else "",
        "status": NoteStatus(shown.status).label if shown else "",
        "tone": STATUS_TONES[NoteStatus(shown.status)] if shown else "",
        "is_draft": mine is None or mine.status == NoteStatus.DRAFT,
        "is_mine": mine is not None,
        "is_signed": shown is not None and shown.signed_at is not None,
        "signed_at": clock_of(shown.signed_at, zone) if shown else "",
        "author": shown.author.name if shown else "",
        "others": [{"name": note.author.name, "status": NoteStatus(note.status).label} for note in others],
        "others_write": mine is None and any(note.signed_at is None for note in others),
        "lines": _lines_shown(session, actor, [row for row in roster if mine or row["url"]], lines, may_edit=may_edit)
        if may_read
        else [],
        "written": sum(bool(line.text.strip()) for line in lines.values()),
        "may_read": may_read,
        "component": str(component_id) if component_id else "",
        "save_url": reverse("session_note", args=[session.pk]),
        "sign_url": reverse("note_sign", args=[mine.pk]) if mine else "",
        "note_url": reverse("note", args=[shown.pk]) if shown and shown.signed_at else "",
    }


def _lines(note: GroupNote | None) -> dict[str, GroupNoteLine]:
    if note is None:
        return {}
    rows = note.lines.filter(error__isnull=True).only("id", "note_id", "attendance_id", "text", "version")
    return {str(line.attendance_id): line for line in rows}


def _lines_shown(
    session: ProgramSession,
    actor: Actor,
    rows: Sequence[Mapping[str, Any]],
    lines: Mapping[str, GroupNoteLine],
    *,
    may_edit: bool,
) -> list[dict[str, Any]]:
    goals = of_lines(session, actor, rows, lines)
    shown = [_line(row, lines.get(row["id"]), session, may_edit=may_edit) for row in rows]
    return [{**line, "objectives": goals.get(str(line["attendance"]))} for line in shown]


def _line(
    row: Mapping[str, Any], line: GroupNoteLine | None, session: ProgramSession, *, may_edit: bool
) -> dict[str, Any]:
    return {
        "is_here": row["is_here"],
        "may_edit": may_edit,
        "attendance": row["id"],
        "name": row["name"],
        "text": line.text if line else "",
        "version": line.version if line else 0,
        "url": f"/sessions/{session.pk}/clients/{row['id']}/line/",
    }


def line_now(
    session: ProgramSession, actor: Actor, attendance_id: uuid.UUID, component_id: uuid.UUID | None
) -> GroupNoteLine | None:
    """Give a line of the actor's own note as it stands, to show beside what could not be saved."""
    return GroupNoteLine.objects.filter(
        note__session=session, note__component=component_id, note__author=actor.staff_id, attendance=attendance_id
    ).first()


def note_now(session: ProgramSession, actor: Actor, component_id: uuid.UUID | None) -> GroupNote | None:
    """Give the actor's own note as it stands."""
    return GroupNote.objects.filter(session=session, component=component_id, author=actor.staff_id).first()


def slot(session: ProgramSession, actor: Actor, row: Mapping[str, Any]) -> dict[str, Any]:
    """Give the place of one client's line, for a row that has just come or gone."""
    found = line_now(session, actor, row["id"], None)
    lines = {str(row["id"]): found} if found else {}
    return _lines_shown(session, actor, [row], lines, may_edit=True)[0]
