"""Taking attendance: one tap or a whole roster, with its history, its minutes, and corrections after closing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale, require
from iop.core.words import Sentence, say
from sessions_app import facts, policies, taking
from sessions_app.choices import ATTENDED, MISSED, AttendanceStatus, Participation, SessionStatus
from sessions_app.models import (
    Attendance,
    AttendanceChange,
    ComponentAttendance,
    MakeUp,
    ProgramSession,
    SessionComponent,
)
from sessions_app.rules import attendance as rules
from sessions_app.rules.attendance import Day, Part, Tap

Policy = Callable[[Actor, ProgramSession, str], Sentence | None]


@dataclass(frozen=True)
class Mark:
    """One tap on a roster line, with the version of the line that was seen. Times not said follow from the present."""

    attendance_id: uuid.UUID
    version: int
    status: str
    arrived_at: dt.datetime | None = None
    left_at: dt.datetime | None = None
    mode: str | None = None
    absence_reason: str = ""


@transaction.atomic
def mark(
    *,
    by: Actor,
    attendance: Attendance,
    version: int,
    status: str,
    at: dt.datetime,
    arrived_at: dt.datetime | None = None,
    left_at: dt.datetime | None = None,
    mode: str | None = None,
    absence_reason: str = "",
    reason: str = "",
) -> Attendance:
    """Mark one client of a roster: status, times in and out, in person or by video.

    After closing it needs ``reason`` and the right to correct. Raises ``Stale`` when the line changed since ``version``.
    """
    entry = Mark(attendance.pk, version, status, arrived_at, left_at, mode, absence_reason)
    return _mark(by, attendance.session_id, [entry], at, reason, policies.may_mark)[0]


@transaction.atomic
def mark_many(
    *, by: Actor, session: ProgramSession, entries: Sequence[Mark], at: dt.datetime, reason: str = ""
) -> list[Attendance]:
    """Mark many clients of one roster, all or none, in at most ten statements whatever their number."""
    return _mark(by, session.pk, entries, at, reason, policies.may_mark)


@transaction.atomic
def enter_late(
    *,
    by: Actor,
    attendance: Attendance,
    version: int,
    status: str,
    reason: str,
    at: dt.datetime,
    arrived_at: dt.datetime | None = None,
    left_at: dt.datetime | None = None,
) -> Attendance:
    """Correct a line after its day was closed or became final: the clinical director's way, with the reason kept.

    What stood before stays in the line's history.
    """
    entry = Mark(attendance.pk, version, status, arrived_at, left_at)
    return _mark(by, attendance.session_id, [entry], at, reason, _may_enter_late)[0]


@transaction.atomic
def set_participation(
    *, by: Actor, attendance: Attendance, version: int, participation: str, at: dt.datetime
) -> Attendance:
    """Note how somebody took part; present and silent is fine, and says so."""
    session, line = lock_line(attendance, version)
    require(policies.may_mark(by, session, "participation"))
    if line.status not in ATTENDED:
        raise Conflict(say("Participation is noted for somebody who is here."))
    if participation not in Participation.values:
        raise Invalid(say("Choose how they took part."), field="participation")
    line.participation = participation
    save_lines([line])
    keep_history(by, [line], at, "", is_late=_is_late(session))
    record_lines(by, session, "sessions.participation", [line], {"participation": participation})
    return line


@transaction.atomic
def correct_component(
    *, by: Actor, attendance: Attendance, component: SessionComponent, minutes: int, reason: str, at: dt.datetime,
    version: int | None = None,
) -> ComponentAttendance:  # fmt: skip
    """Say that somebody was there for only ``minutes`` of one part of the day; their minutes follow. Raises ``Stale``."""
    session, line = lock_line(attendance, version)
    require(policies.may_mark(by, session, reason))
    if component.session_id != session.pk:
        raise Invalid(say("That part belongs to another day."), field="component")
    known = facts.limits(session.site_id, session.on, session.track_id)
    parts = facts.parts_of(session.pk, known)
    whole = next(
        int((part.ends_at - part.starts_at).total_seconds() // 60) for part in parts if part.id == component.pk
    )
    if not 0 <= minutes <= whole:
        raise Invalid(say("The minutes must lie between nothing and the length of the part."), field="minutes")
    row, _ = ComponentAttendance.objects.update_or_create(
        attendance=line, component=component, defaults={"minutes": minutes, "reason": reason.strip()[:200]}
    )
    recount(by=by, session=session, lines=[line], day=facts.day_of(session, at, known), parts=parts, reason=reason)
    record_lines(by, session, "sessions.part_corrected", [line], {"component": component.pk, "minutes": minutes})
    return row


def recount(
    *,
    by: Actor,
    session: ProgramSession,
    lines: Sequence[Attendance],
    day: Day,
    parts: Sequence[Part],
    reason: str = "",
) -> list[Attendance]:
    """Work out the minutes of lines again and keep each change; lines that are worth the same stay untouched."""
    corrections = facts.corrections_of([line.pk for line in lines])
    changed = []
    for line in lines:
        minutes = rules.credited_minutes(facts.line_of(line), parts, day, corrections.get(line.pk))
        if minutes != line.credited_minutes:
            line.credited_minutes = minutes
            changed.append(line)
    save_lines(changed)
    keep_history(by, changed, day.at, reason, is_late=_is_late(session))
    return changed


def lock_session(session_id: uuid.UUID) -> ProgramSession:
    """Lock a day for whatever changes its roster or state. Always before its lines, so that two writers queue in order."""
    return ProgramSession.objects.select_for_update(of=("self",), no_key=True).get(pk=session_id)


def lock_line(attendance: Attendance, version: int | None = None) -> tuple[ProgramSession, Attendance]:
    """Lock a day and one line of its roster; raise ``Stale`` when the line is no longer at ``version``."""
    session = lock_session(attendance.session_id)
    line = Attendance.objects.select_for_update(no_key=True).get(pk=attendance.pk)
    line.session = session
    if version is not None and line.version != version:
        raise stale([line])
    return session, line


def stale(lines: Sequence[Attendance]) -> Stale:
    """Tell the later of two people that somebody else was faster."""
    return Stale(
        say("Somebody else has changed this line meanwhile. Look again; nothing of theirs was overwritten."),
        detail={"attendance": [str(line.pk) for line in lines]},
    )


def _mark(
    by: Actor, session_id: uuid.UUID, entries: Sequence[Mark], at: dt.datetime, reason: str, policy: Policy
) -> list[Attendance]:
    session = lock_session(session_id)
    require(policy(by, session, reason))
    lines = _lock_lines(session, entries)
    day = facts.day_of(session, at)
    was_missed = [lines[entry.attendance_id].pk for entry in entries if lines[entry.attendance_id].status in MISSED]
    for entry in entries:
        _settle(lines[entry.attendance_id], entry, day)
    marked = [lines[entry.attendance_id] for entry in entries]
    _refuse_mended_twice([line for line in marked if line.pk in was_missed and line.status not in MISSED])
    _credit(marked, session, day)
    save_lines(marked)
    keep_history(by, marked, at, reason, is_late=_is_late(session))
    _update_busy(session, marked, at)
    record_lines(by, session, "sessions.attendance", marked, {"lines": {str(line.pk): line.status for line in marked}})
    return marked


def _lock_lines(session: ProgramSession, entries: Sequence[Mark]) -> dict[uuid.UUID, Attendance]:
    wanted = [entry.attendance_id for entry in entries]
    rows = Attendance.objects.select_for_update(no_key=True).filter(pk__in=wanted, session=session).order_by("pk")
    lines = {row.pk: row for row in rows}
    if len(lines) != len(wanted) or any(line.status == AttendanceStatus.REMOVED for line in lines.values()):
        raise Conflict(say("This person is not on the roster of this day. Add them first."), code="not_on_roster")
    behind = [lines[entry.attendance_id] for entry in entries if lines[entry.attendance_id].version != entry.version]
    if behind:
        raise stale(behind)
    return lines


def _settle(line: Attendance, entry: Mark, day: Day) -> None:
    if entry.status not in AttendanceStatus.values or entry.status == AttendanceStatus.REMOVED:
        raise Invalid(say("Choose one of the marks of the roster."), field="status")
    before = facts.line_of(line)
    after = rules.settled(before, Tap(entry.status, entry.arrived_at, entry.left_at), day)
    if refusal := rules.why_not(before, after, day, says_both_times=bool(entry.arrived_at and entry.left_at)):
        raise Conflict(refusal, code="attendance_refused", detail={"attendance": str(line.pk)})
    line.status, line.arrived_at, line.left_at = after.status, after.arrived_at, after.left_at
    line.mode = entry.mode or line.mode
    line.absence_reason = entry.absence_reason.strip()[:300] if after.status in MISSED else ""
    if after.status not in ATTENDED:
        line.participation = ""


def _credit(lines: Sequence[Attendance], session: ProgramSession, day: Day) -> None:
    parts, corrections = facts.parts_and_corrections(session.pk, day.limits, [line.pk for line in lines])
    for line in lines:
        line.credited_minutes = rules.credited_minutes(facts.line_of(line), parts, day, corrections.get(line.pk))


def _refuse_mended_twice(lines: Sequence[Attendance]) -> None:
    # A miss that turns out to be none must not keep the make-up that replaces it: its hours would count twice.
    if lines and MakeUp.objects.filter(missed__in=lines, cancelled_at__isnull=True).exists():
        raise Conflict(say("A make-up is booked for this miss. Cancel the make-up first."), code="has_make_up")


def _update_busy(session: ProgramSession, lines: Sequence[Attendance], at: dt.datetime) -> None:
    """Free the time of those who said beforehand that they will not come, and take it again when they come after all."""
    if session.status != SessionStatus.PLANNED or session.ends_at <= at:
        return
    away = [(session.pk, line.client_id) for line in lines if line.status in MISSED]
    taking.release_clients(away)
    if len(away) < len(lines):
        taking.fill([session.pk])


def save_lines(lines: Sequence[Attendance], *more: str) -> None:
    """Write changed lines, each one version on, in one statement."""
    for line in lines:
        line.version += 1
    if lines:
        Attendance.objects.bulk_update(lines, [*FIELDS, *more])


FIELDS = [
    "status", "mode", "arrived_at", "left_at", "participation", "absence_reason", "credited_minutes", "version",
]  # fmt: skip


def keep_history(by: Actor, lines: Sequence[Attendance], at: dt.datetime, reason: str, *, is_late: bool) -> None:
    """Add how lines stand now to their own history."""
    AttendanceChange.objects.bulk_create(
        AttendanceChange(
            attendance=line,
            at=at,
            by_id=by.staff_id or by.id,
            status=line.status,
            arrived_at=line.arrived_at,
            left_at=line.left_at,
            credited_minutes=line.credited_minutes,
            reason=reason.strip()[:300],
            is_late_entry=is_late,
        )
        for line in lines
    )


def record_lines(
    by: Actor, session: ProgramSession, verb: str, lines: Sequence[Attendance], detail: dict[str, object]
) -> None:
    """Record one event for all lines of a day that an action touched."""
    record(
        by=by, verb=verb, subject=session, site_id=session.site_id, clients=[line.client_id for line in lines],
        detail=detail | ({"late_entry": True} if _is_late(session) else {}),
    )  # fmt: skip


def _is_late(session: ProgramSession) -> bool:
    return session.status in (SessionStatus.CLOSED, SessionStatus.FINAL)


def _may_enter_late(actor: Actor, session: ProgramSession, reason: str) -> Sentence | None:
    if not _is_late(session):
        raise NotAllowed(say("This day is still open; mark it on the roster."))
    return policies.may_correct(actor, session, reason)
