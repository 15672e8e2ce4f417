"""How the note of a treatment day, of one of its groups or of an appointment stands."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from therapy.choices.notes import NoteStatus
from therapy.choices.progress_notes import NOT_REACHED, ContactMode
from therapy.models import GroupNote, GroupNoteLine, ProgressNote

STANDING = {NoteStatus.DRAFT: "draft", NoteStatus.AWAITING_COSIGNATURE: "cosign", NoteStatus.SIGNED: "signed"}
WORST_FIRST = ("draft", "cosign", "signed")
NONE = "none"


@dataclass(frozen=True)
class Standing:
    """How a note stands, and who wrote it."""

    state: str = NONE
    author_id: uuid.UUID | None = None
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    is_video: bool | None = None
    is_audio: bool = False


@dataclass(frozen=True)
class _Note:
    id: uuid.UUID
    component_id: uuid.UUID | None
    author_id: uuid.UUID
    state: str


@dataclass
class GroupNotes:
    """The notes of treatment days and whose lines they hold."""

    by_session: dict[uuid.UUID, list[_Note]] = field(default_factory=lambda: defaultdict(list))
    lines: set[tuple[uuid.UUID, uuid.UUID]] = field(default_factory=set)

    def of_day(self, session_id: uuid.UUID, client_id: uuid.UUID) -> Standing:
        """Say how a client's notes of a day stand: as the one that is furthest from signed. One without their line is none."""
        return self._worst(self.by_session.get(session_id, []), client_id)

    def of_group(self, session_id: uuid.UUID, component_id: uuid.UUID, client_id: uuid.UUID) -> Standing:
        """Say how the note of a group stands: its own, or else the whole day's."""
        notes = self.by_session.get(session_id, [])
        own = [note for note in notes if note.component_id == component_id]
        return self._worst(own or [note for note in notes if note.component_id is None], client_id)

    def _worst(self, notes: Collection[_Note], client_id: uuid.UUID) -> Standing:
        mine = [note for note in notes if note.state == "draft" or (note.id, client_id) in self.lines]
        if not mine:
            return Standing(author_id=next((note.author_id for note in notes), None))
        worst = min(mine, key=lambda note: WORST_FIRST.index(note.state))
        return Standing(worst.state, worst.author_id)


def group_notes(session_ids: Collection[uuid.UUID], client_ids: Collection[uuid.UUID]) -> GroupNotes:
    """Read the notes of treatment days. Two statements."""
    found = GroupNotes()
    rows = GroupNote.objects.filter(session__in=session_ids).order_by("created_at")
    for pk, session, component, author, status in rows.values_list(
        "pk", "session_id", "component_id", "author_id", "status"
    ):
        found.by_session[session].append(_Note(pk, component, author, STANDING[NoteStatus(status)]))
    lines = GroupNoteLine.objects.filter(note__session__in=session_ids, client__in=client_ids, error__isnull=True)
    found.lines = set(lines.exclude(text="").values_list("note_id", "client_id"))
    return found


def of_appointments(appointment_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Standing]:
    """Say how the notes of appointments stand: of several the one that is furthest signed. One statement.

    Notes of contacts that did not come about say nothing of a service, and those in a wrong chart are no notes here.
    """
    rows = ProgressNote.objects.filter(appointment__in=appointment_ids, error__isnull=True)
    rows = rows.exclude(kind__in=NOT_REACHED).order_by("saved_at")
    found: dict[uuid.UUID, Standing] = {}
    for row in rows.only("appointment_id", "author_id", "provided_by_id", "status", "starts_at", "ends_at", "mode"):
        standing = Standing(
            STANDING[NoteStatus(row.status)], row.provided_by_id or row.author_id, row.starts_at, row.ends_at,
            row.mode == ContactMode.VIDEO, row.mode == ContactMode.PHONE,
        )  # fmt: skip
        if row.appointment_id is None:
            continue
        before = found.get(row.appointment_id)
        if before is None or WORST_FIRST.index(standing.state) >= WORST_FIRST.index(before.state):
            found[row.appointment_id] = standing
    return found
