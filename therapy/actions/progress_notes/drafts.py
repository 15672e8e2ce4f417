"""A draft of a progress note: begun, saved while it is typed, laid out anew, taken over, thrown away."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from clients import rules as plain
from clients.models import Episode
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, Stale, require
from iop.core.words import Sentence, say
from iop.work.actions import close_for, drop_for
from iop.work.choices import WorkKind
from scheduling.choices import AppointmentKind, AppointmentStatus
from scheduling.models import Appointment
from therapy.actions.group_notes.drafts import fitting
from therapy.actions.objectives import address
from therapy.actions.progress_notes.family import begun as begun_family
from therapy.actions.progress_notes.family import take_family
from therapy.actions.progress_notes.owing import APPOINTMENT_KIND, move_due, owe_progress_signature
from therapy.choices.notes import Modality
from therapy.choices.progress_notes import ContactMode, ContactOutcome, NoObjective, NoteKind, RiskSeen
from therapy.models import NoteFormat, ProgressNote
from therapy.note_formats import of_row, row_for, usual_for
from therapy.policies.progress_notes import may_edit_progress_note, may_take_over, may_write_progress_notes
from therapy.policies.signers import signer
from therapy.progress_contents import PROGRESS_NOTE_KIND
from therapy.rules.group_notes import why_nobody_else_may_write
from therapy.rules.progress_notes import moved, why_not_times

KIND_OF: dict[str, str] = {
    AppointmentKind.INDIVIDUAL: NoteKind.INDIVIDUAL,
    AppointmentKind.FAMILY: NoteKind.FAMILY,
    AppointmentKind.MEDICATION: NoteKind.MEDICAL,
    AppointmentKind.CASE_MANAGEMENT: NoteKind.CASE_MANAGEMENT,
}
"""Which kind of note an appointment is written up in; others as a counselor check-in."""

CODED: dict[str, frozenset[str]] = {
    "mode": frozenset(ContactMode.values),
    "outcome": frozenset(["", *ContactOutcome.values]),
    "risk": frozenset(["", *RiskSeen.values]),
    "no_objective_reason": frozenset(["", *NoObjective.values]),
}
LINES = {"client_location": 200, "participants": 300, "no_objective_words": 300}
TEXTS = ("risk_words", "next_step")


@dataclass(frozen=True)
class Kept:
    """A draft as it was saved, and beside which fields something could not be kept (everything else was)."""

    note: ProgressNote
    problems: Mapping[str, Sentence]


@transaction.atomic
def open_progress_note(
    *,
    by: Actor,
    episode: Episode,
    kind: str,
    at: dt.datetime,
    format_key: str = "",
    appointment: Appointment | None = None,
    starts_at: dt.datetime | None = None,
    ends_at: dt.datetime | None = None,
) -> ProgressNote:
    """Begin a note about a contact, or give back the author's own that is begun: of that appointment, or still empty.

    Raises ``NotAllowed``, ``Invalid`` for a format that is not offered, ``Conflict`` when a colleague writes the note of
    that appointment, unless the actor supervises.
    """
    # Held, so that two clicks at once begin one note.
    row = Episode.objects.select_for_update(of=("self",)).select_related("site").get(pk=episode.pk)
    require(may_write_progress_notes(by, row.site_id))
    _require_fitting(kind, row, appointment)
    if (begun := _begun(by, row, kind, appointment)) is not None:
        return begun
    layout = _format(format_key or usual_for(kind), row.site_id)
    note = ProgressNote.objects.create(
        episode=row, kind=kind, format=layout, author_id=signer(by), appointment=appointment, saved_at=at,
        mode=_mode(kind, appointment), family=begun_family(appointment) if kind == NoteKind.FAMILY else {},
        starts_at=starts_at or (appointment.starts_at if appointment else None),
        ends_at=ends_at or (appointment.ends_at if appointment else None),
    )  # fmt: skip
    told(by, "therapy.progress_note_opened", note, kind=kind, format=layout.key)
    owe_progress_signature(by=by, note=note, at=at)
    if appointment is not None:
        close_for(by=by, subject=(APPOINTMENT_KIND, appointment.pk), kind=WorkKind.SIGN_NOTE, at=at)
    return note


def _require_fitting(kind: str, episode: Episode, appointment: Appointment | None) -> None:
    if kind not in NoteKind.values:
        raise Invalid(say("Choose a kind of note from the list."), field="kind")
    if appointment is not None and appointment.client_id != episode.client_id:
        raise Invalid(say("This appointment is another client's."), field="appointment")


def _mode(kind: str, appointment: Appointment | None) -> str:
    if appointment is not None and appointment.telehealth_link:
        return ContactMode.VIDEO
    return ContactMode.PHONE if kind in (NoteKind.PHONE, NoteKind.ATTEMPTED) else ContactMode.IN_PERSON


def _begun(by: Actor, episode: Episode, kind: str, appointment: Appointment | None) -> ProgressNote | None:
    if appointment is None:
        own = ProgressNote.objects.drafts().filter(episode=episode, author_id=by.staff_id, kind=kind, version=1)
        return own.filter(appointment__isnull=True, contents={}).select_related("episode__site", "format").first()
    rows = ProgressNote.objects.standing().filter(appointment=appointment)
    notes = list(rows.select_related("author", "episode__site", "format"))
    mine = next((note for note in notes if note.author_id == by.staff_id), None)
    if mine is not None:
        return mine
    reason = why_nobody_else_may_write(note.author.name for note in notes)
    if reason is not None and not by.can(Permission.NOTE_COSIGN, episode.site_id):
        raise Conflict(reason, code="note_begun")
    return None


def kind_of(appointment: Appointment) -> str:
    """Say in which kind of note an appointment is written up; one that was missed says so."""
    if appointment.status == AppointmentStatus.NO_SHOW:
        return NoteKind.MISSED
    return KIND_OF.get(appointment.kind, NoteKind.CHECK_IN)


def _format(key: str, site_id: uuid.UUID) -> NoteFormat:
    found = row_for(key, site_id)
    if found is None:
        raise Invalid(say("This format is no longer in use: choose another."), field="format")
    return found


@transaction.atomic
def save_progress_note(
    *,
    by: Actor,
    note: ProgressNote,
    version: int,
    at: dt.datetime,
    values: Mapping[str, Any],
    contents: Mapping[str, str] | None = None,
    marks: Mapping[uuid.UUID, str] | None = None,
    comments: Mapping[uuid.UUID, str] | None = None,
) -> Kept:
    """Save a draft. ``version`` is the one that was read; an older one raises ``Stale`` and nothing is overwritten.

    ``values`` holds any of the note's own fields, ``contents`` the text by section, ``marks`` the progress by objective (all
    of them). Text is always kept: a time or a code that makes no sense is left as it was and named in ``problems``.
    """
    row = locked(note.pk)
    require(may_edit_progress_note(by, row))
    stood = _state(row)
    _take_contents(row, contents or {})
    problems = _take_values(row, values)
    if row.version != version:
        # The same words sent twice (a save and a button pressed at once) are no conflict.
        if _state(row) == stood and _same_marks(row, marks, comments or {}):
            return Kept(row, problems)
        raise Stale(say("This note was changed in another window. Nothing was overwritten."))
    row.saved_at = at
    row.version += 1
    row.save()
    if marks is not None:
        problems |= _take_marks(by, row, marks, comments or {}, at)
    move_due(row)
    told(by, "therapy.progress_note_saved", row, characters=sum(len(text) for text in row.contents.values()))
    return Kept(row, problems)


def _take_contents(row: ProgressNote, contents: Mapping[str, str]) -> None:
    keys = {section.key for section in of_row(row.format).sections}
    for key, text in contents.items():
        if key in keys:
            row.contents[key] = fitting(text, f"section-{key}")


def _take_values(row: ProgressNote, values: Mapping[str, Any]) -> dict[str, Sentence]:
    problems: dict[str, Sentence] = {}
    for name, allowed in CODED.items():
        if name in values and values[name] in allowed:
            setattr(row, name, values[name])
        elif name in values:
            problems[name] = say("Choose from the list.")
    if "modalities" in values:
        row.modalities = sorted(set(values["modalities"]) & set(Modality.values))
    for name in TEXTS:
        if name in values:
            setattr(row, name, fitting(values[name], name))
    take_family(row, values)
    for name, limit in LINES.items():
        if name in values:
            setattr(row, name, plain.plain_line(values[name])[:limit])
    return problems | _take_times(row, values)


def _take_times(row: ProgressNote, values: Mapping[str, Any]) -> dict[str, Sentence]:
    if "starts_at" not in values and "ends_at" not in values:
        return {}
    starts, ends = values.get("starts_at", row.starts_at), values.get("ends_at", row.ends_at)
    # Whether no time at all was enough is asked at signing: while it is typed, both may stand on the same minute.
    if reason := why_not_times(starts, ends, reached=False):
        return {"ends": reason}
    row.starts_at, row.ends_at = starts, ends
    return {}


def _state(row: ProgressNote) -> dict[str, Any]:
    names = (*CODED, *TEXTS, *LINES, "modalities", "starts_at", "ends_at")
    return {"contents": dict(row.contents), "family": dict(row.family), **{name: getattr(row, name) for name in names}}


def _same_marks(row: ProgressNote, marks: Mapping[uuid.UUID, str] | None, comments: Mapping[uuid.UUID, str]) -> bool:
    if marks is None:
        return True
    stand = {mark.thread_id: (mark.progress, mark.comment) for mark in row.objectives_addressed.all()}
    return stand == {key: (progress, " ".join(comments.get(key, "").split())) for key, progress in marks.items()}


def _take_marks(
    by: Actor, row: ProgressNote, marks: Mapping[uuid.UUID, str], comments: Mapping[uuid.UUID, str], at: dt.datetime
) -> dict[str, Sentence]:
    if _same_marks(row, marks, comments):
        return {}
    try:
        with transaction.atomic():
            address(by=by, note=row, marks=marks, at=at, comments=comments)
    except Invalid as told_why:
        return {"objectives": told_why.sentence}
    return {}


@transaction.atomic
def change_format(
    *, by: Actor, note: ProgressNote, version: int, at: dt.datetime, kind: str = "", format_key: str = ""
) -> ProgressNote:
    """Give a draft another kind or another format. Every word stays: what has no place goes to the first section."""
    row = locked(note.pk)
    require(may_edit_progress_note(by, row))
    if row.version != version:
        raise Stale(say("This note was changed in another window. Nothing was overwritten."))
    if kind:
        _require_fitting(kind, row.episode, None)
        row.kind = kind
    if format_key and format_key != row.format.key:
        _lay_out(row, _format(format_key, row.episode.site_id))
    row.saved_at = at
    row.version += 1
    row.save()
    told(by, "therapy.progress_note_laid_out", row, kind=row.kind, format=row.format.key)
    return row


def _lay_out(row: ProgressNote, layout: NoteFormat) -> None:
    old, new = of_row(row.format).sections, [section.key for section in of_row(layout).sections]
    before = dict(row.contents)
    row.contents = moved(before, [(section.key, section.label) for section in old], new)
    row.format = layout
    row.carried.exclude(section__in=new).update(section=new[0])


@transaction.atomic
def take_over_draft(*, by: Actor, note: ProgressNote, at: dt.datetime) -> ProgressNote:
    """Go on with the draft of a colleague who has left. The note keeps saying who met the client."""
    row = locked(note.pk)
    require(may_take_over(by, row, at))
    row.provided_by_id = row.provided_by_id or row.author_id
    row.author_id = signer(by)
    row.saved_at = at
    row.version += 1
    row.save(update_fields=["provided_by", "author", "saved_at", "version"])
    drop_for(by=by, subject=(PROGRESS_NOTE_KIND, row.pk), kind=WorkKind.SIGN_NOTE, at=at)
    owe_progress_signature(by=by, note=row, at=at)
    told(by, "therapy.progress_note_taken_over", row, provided_by=row.provided_by_id)
    return row


@transaction.atomic
def discard_progress_note(*, by: Actor, note: ProgressNote, at: dt.datetime) -> None:
    """Throw the actor's own draft away that was begun by mistake. One that a colleague was asked about stays."""
    row = locked(note.pk)
    require(may_edit_progress_note(by, row))
    if row.mentions.exists():
        raise Conflict(say("A colleague was asked beside this draft: finish it instead."), code="asked")
    told(by, "therapy.progress_note_discarded", row)
    drop_for(by=by, subject=(PROGRESS_NOTE_KIND, row.pk), at=at)
    if row.objectives_addressed.exists():
        address(by=by, note=row, marks={}, at=at)
    row.carried.all().delete()
    row.delete()


def locked(note_id: uuid.UUID) -> ProgressNote:
    """Read a note and hold it until the transaction ends. Raises ``Conflict`` for one thrown away meanwhile."""
    row = (
        ProgressNote.objects.select_for_update(of=("self",))
        .select_related("episode__site", "author", "format")
        .filter(pk=note_id)
        .first()
    )
    if row is None:
        raise Conflict(say("This draft was thrown away in another window."), code="gone")
    return row


def told(by: Actor, verb: str, row: ProgressNote, **detail: Any) -> None:
    """Record what happened to a note: codes and counts, never a word of it."""
    record(by=by, verb=verb, subject=row, clients=[row.episode.client_id], site_id=row.episode.site_id, detail=detail)
