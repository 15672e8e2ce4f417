"""What notes say of objectives: set while the note is a draft, locked with it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.core.words import say
from sessions_app.choices import ATTENDED
from sessions_app.models import Attendance
from therapy.choices.plans import PlanStatus, Progress
from therapy.choices.progress_notes import NoObjective
from therapy.models import GroupNote, GroupNoteLine
from therapy.models.plans import LineWithoutObjective, ObjectiveAddressed, ObjectiveThread, PlanObjective

if TYPE_CHECKING:
    from therapy.models.progress_notes import ProgressNote

COMMENT_LENGTH = 500
REASON_LENGTH = 300
LOCKED = say("This note is signed and locked: only an addendum may follow.")


@transaction.atomic
def address(
    *,
    by: Actor,
    note: ProgressNote | None = None,
    line: GroupNoteLine | None = None,
    marks: Mapping[uuid.UUID, str],
    at: dt.datetime,
    comments: Mapping[uuid.UUID, str] | None = None,
) -> list[ObjectiveAddressed]:
    """Say in a draft which objectives it addresses and how they go; what it said before is replaced.

    Give either ``note`` or ``line``. ``marks`` holds ``Progress`` values by ``OpenObjective.id``. An objective that ended since the
    draft named it may stay; none that has ended is named anew. Raises ``Invalid`` for an objective that is not this client's or
    a progress that is none, ``NotAllowed`` in somebody else's note, ``Conflict`` once it is signed.
    """
    held = _hold_note(by, note) if note is not None else _hold_line(by, line)
    before = {row.thread_id: row for row in ObjectiveAddressed.objects.filter(**held.place)}
    _must_be_theirs(held, marks, before)
    ObjectiveAddressed.objects.filter(**held.place).delete()
    said = comments or {}
    rows = ObjectiveAddressed.objects.bulk_create(
        ObjectiveAddressed(
            thread_id=thread_id, on=held.on, progress=progress,
            comment=_comment(said.get(thread_id, before[thread_id].comment if thread_id in before else "")), **held.place,
        )
        for thread_id, progress in marks.items()
    )  # fmt: skip
    if rows and line is not None:
        LineWithoutObjective.objects.filter(line=line.pk).delete()
    record(
        by=by, verb="therapy.objectives_addressed", subject=note or line, clients=[held.client_id], site_id=held.site_id,
        detail={"objectives": len(rows), "progress": sorted(marks.values()), "at": at},
    )  # fmt: skip
    return rows


@transaction.atomic
def give_reason(
    *, by: Actor, line: GroupNoteLine, reason: str, at: dt.datetime, words: str = ""
) -> LineWithoutObjective | None:
    """Say why a line addresses no objective; an empty ``reason`` takes it back. Its marks go: a line has one or the other."""
    held = _hold_line(by, line)
    if not reason:
        LineWithoutObjective.objects.filter(line=line.pk).delete()
        return None
    said = " ".join(words.replace("\x00", "").split())[:REASON_LENGTH]
    if reason not in NoObjective.values:
        raise Invalid(say("Choose a reason from the list."), field="no_objective")
    if reason == NoObjective.OTHER and not said:
        raise Invalid(say("Say in a few words why."), field="no_objective_words")
    ObjectiveAddressed.objects.filter(line=line.pk).delete()
    kept, _ = LineWithoutObjective.objects.update_or_create(
        line_id=line.pk, defaults={"reason": reason, "words": said if reason == NoObjective.OTHER else ""}
    )
    record(
        by=by, verb="therapy.line_without_objective", subject=line, clients=[held.client_id], site_id=held.site_id,
        detail={"reason": reason, "at": at},
    )  # fmt: skip
    return kept


@transaction.atomic
def line_for(*, by: Actor, note: GroupNote, attendance: Attendance) -> GroupNoteLine:
    """Give the place of a client's line in the actor's own draft, made empty where nothing was written yet.

    It stands at version 0, as if it were not there: whoever has the empty line on their screen can still save it.
    """
    held = GroupNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    _must_be_own_draft(by, held.author_id, held.signed_at)
    if attendance.session_id != held.session_id:
        raise Invalid(say("This person is not on the roster of that day."), field="objectives")
    if attendance.status not in ATTENDED:
        raise Conflict(say("A line is written for those who were there; mark the attendance first."), code="not_there")
    row, _ = GroupNoteLine.objects.get_or_create(
        note=held, client_id=attendance.client_id, defaults={"attendance": attendance, "version": 0}
    )
    return row


class _Held:
    """A draft under lock: whose it is, of which day, and where its marks stand."""

    def __init__(
        self, place: dict[str, uuid.UUID], client_id: uuid.UUID, episode_id: uuid.UUID, site_id: uuid.UUID, on: dt.date
    ) -> None:
        self.place = place
        self.client_id = client_id
        self.episode_id = episode_id
        self.site_id = site_id
        self.on = on


def _hold_note(by: Actor, note: ProgressNote) -> _Held:
    row = type(note).objects.select_for_update(of=("self",)).select_related("episode__site").get(pk=note.pk)
    _must_be_own_draft(by, row.author_id, row.signed_at)
    on = clock.local_date(row.starts_at or row.created_at, row.episode.site.time_zone)
    return _Held({"note_id": row.pk}, row.episode.client_id, row.episode_id, row.episode.site_id, on)


def _hold_line(by: Actor, line: GroupNoteLine | None) -> _Held:
    if line is None:
        raise Invalid(say("Name the note."), field="note")
    note = GroupNote.objects.select_for_update(of=("self",)).select_related("session").get(pk=line.note_id)
    row = GroupNoteLine.objects.select_related("attendance").get(pk=line.pk)
    _must_be_own_draft(by, note.author_id, note.signed_at)
    return _Held({"line_id": row.pk}, row.client_id, row.attendance.episode_id, note.session.site_id, note.session.on)


def _must_be_own_draft(by: Actor, author_id: uuid.UUID, signed_at: dt.datetime | None) -> None:
    if signed_at is not None:
        raise Conflict(LOCKED, code="locked")
    if by.staff_id is None or by.staff_id != author_id:
        raise NotAllowed(say("A draft is changed and signed by its author only."))


def _must_be_theirs(
    held: _Held, marks: Mapping[uuid.UUID, str], before: Mapping[uuid.UUID, ObjectiveAddressed]
) -> None:
    if any(progress not in Progress.values for progress in marks.values()):
        raise Invalid(say("Choose a progress from the list."), field="progress")
    new = [thread_id for thread_id in marks if thread_id not in before]
    if len(_open_threads(held, new)) < len(new):
        raise Invalid(
            say("This objective is not an open one of this client's plan. Load the page again and choose anew."),
            field="objectives",
        )


def _open_threads(held: _Held, thread_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    asked = list(thread_ids)
    if not asked:
        return set()
    # Held, so that an objective does not end or vanish between this look and the mark that points to it.
    held_rows = set(ObjectiveThread.objects.select_for_update().filter(pk__in=asked).values_list("pk", flat=True))
    standing = PlanObjective.objects.filter(
        thread__in=held_rows, plan__episode=held.episode_id, plan__status=PlanStatus.ACTIVE
    ).exclude(thread__ended_on__lt=held.on)
    return set(standing.values_list("thread_id", flat=True))


def _comment(words: str) -> str:
    return " ".join(words.replace("\x00", "").split())[:COMMENT_LENGTH]
