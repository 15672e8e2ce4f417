"""What a tap on the roster means and what a day is worth in minutes. Pure."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from iop.core.words import Sentence, hours_minutes, say, sentence
from sessions_app.choices import ATTENDANCE_MOVES, ATTENDED, MISSED, AttendanceStatus

STATUS_LABELS = dict(AttendanceStatus.choices)


@dataclass(frozen=True)
class Part:
    """A part of the day with the times that count: as recorded when it was, else as planned."""

    id: uuid.UUID
    starts_at: dt.datetime
    ends_at: dt.datetime
    counts: bool


@dataclass(frozen=True)
class Limits:
    """The dated settings that decide about attendance, in minutes and hours; ``break_counts`` as a switch."""

    early_minutes: int = 30
    late_after_minutes: int = 5
    absent_after_minutes: int = 15
    final_after_hours: int = 72
    break_counts: bool = False


@dataclass(frozen=True)
class Tap:
    """What somebody asks of a roster line. Times that are not said follow from ``at``."""

    status: str
    arrived_at: dt.datetime | None = None
    left_at: dt.datetime | None = None


@dataclass(frozen=True)
class Line:
    """A roster line as it stands."""

    status: str = AttendanceStatus.EXPECTED
    arrived_at: dt.datetime | None = None
    left_at: dt.datetime | None = None


@dataclass(frozen=True)
class Day:
    """When a treatment day is planned, and when it was closed; ``at`` is the present instant."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    at: dt.datetime
    closed_at: dt.datetime | None = None
    limits: Limits = field(default_factory=Limits)


def to_minute(at: dt.datetime) -> dt.datetime:
    """Times in and out are kept to the minute, as a sign-in sheet does."""
    return at.replace(second=0, microsecond=0)


def why_cannot_follow(before: str, after: str) -> Sentence | None:
    """A roster line moves by the table of legal next states; naming the same state again corrects its times."""
    if before == after or after in ATTENDANCE_MOVES[before]:
        return None
    words = say("A line that says “{before}” cannot become “{after}”.")
    return sentence(words, before=STATUS_LABELS[before], after=STATUS_LABELS[after])


def settled(line: Line, tap: Tap, day: Day) -> Line:
    """One tap settles status and times: who is tapped present late in the round was there from the start.

    A said time of arrival decides between present and late; absent, expected and removed keep no times.
    """
    if tap.status not in ATTENDED:
        return Line(tap.status)
    arrived = to_minute(tap.arrived_at) if tap.arrived_at else _arrival(line, tap.status, day)
    left = to_minute(tap.left_at) if tap.left_at else None
    if tap.status == AttendanceStatus.LEFT_EARLY:
        return Line(tap.status, arrived, left or line.left_at or to_minute(day.at))
    # Present or late again after "left early" takes the leaving back; otherwise a known leaving stays.
    kept = None if line.status == AttendanceStatus.LEFT_EARLY else line.left_at
    status = _by_arrival(tap.status, arrived, day) if tap.arrived_at else tap.status
    return Line(status, arrived, left or kept)


def why_not(line: Line, new: Line, day: Day, *, says_both_times: bool = False) -> Sentence | None:
    """A roster line is refused when its next state is illegal or its times cannot be true.

    Arrivals may be noted from ``early_minutes`` before the start, never in the future; leaving comes after arriving.
    ``says_both_times``: copied from paper with its times in and out, so somebody expected may at once have left early.
    """
    from_paper = says_both_times and (line.status, new.status) == (
        AttendanceStatus.EXPECTED,
        AttendanceStatus.LEFT_EARLY,
    )
    reason = None if from_paper else why_cannot_follow(line.status, new.status)
    if reason:
        return reason
    if new.status in ATTENDED:
        return _why_times_wrong(new, day)
    if new.status == AttendanceStatus.ABSENT and day.at < day.starts_at:
        return say("Nobody is absent before the day has begun; mark “Absent, excused” when somebody called ahead.")
    return None


def late_from(day: Day) -> dt.datetime:
    """An arrival more than ``late_after_minutes`` after the planned start is late."""
    return day.starts_at + dt.timedelta(minutes=day.limits.late_after_minutes)


def earliest(day: Day) -> dt.datetime:
    """Attendance may be noted from ``early_minutes`` before the planned start."""
    return day.starts_at - dt.timedelta(minutes=day.limits.early_minutes)


def belongs_on_call_list(status: str, day: Day, *, has_outcome: bool) -> bool:
    """Somebody not there ``absent_after_minutes`` after the start is called, until an outcome is noted."""
    if has_outcome or status not in (AttendanceStatus.EXPECTED, AttendanceStatus.ABSENT):
        return False
    return day.at >= day.starts_at + dt.timedelta(minutes=day.limits.absent_after_minutes)


def counted_until(day: Day) -> dt.datetime:
    """Whoever did not leave stayed to the end: the planned end, or the closing when that came clearly earlier.

    Closing a few minutes (``late_after_minutes``) before the planned end is ending on time.
    """
    grace = dt.timedelta(minutes=day.limits.late_after_minutes)
    if day.closed_at is None or day.closed_at >= day.ends_at - grace:
        return day.ends_at
    return to_minute(day.closed_at)


def credited_minutes(
    line: Line,
    parts: Sequence[Part],
    day: Day,
    corrections: Mapping[uuid.UUID, int] | None = None,
) -> int:
    """A day is worth the minutes of its service parts between arrival and leaving; arriving early earns nothing more.

    ``parts`` carry the recorded times where there are any. Breaks count only where the dated rule says so. A correction
    caps its own part. Minutes that two parts share count once. Source: documentation.md, attendance drives minutes.
    """
    return int(sum(_seconds(line, parts, day, corrections or {}).values()) // 60)


def part_minutes(
    line: Line, parts: Sequence[Part], day: Day, corrections: Mapping[uuid.UUID, int] | None = None
) -> dict[uuid.UUID, int]:
    """Each part of a day is worth the whole minutes that somebody was there of it, by the rules of ``credited_minutes``.

    A part that does not count is left out. Added up, seconds that were cut off part by part may be missing.
    """
    worth = _seconds(line, parts, day, corrections or {})
    return {part.id: int(worth.get(part.id, 0.0) // 60) for part in parts if part.counts}


def _seconds(
    line: Line, parts: Sequence[Part], day: Day, corrections: Mapping[uuid.UUID, int]
) -> dict[uuid.UUID, float]:
    if line.status not in ATTENDED or line.arrived_at is None:
        return {}
    covered = max(line.arrived_at, day.starts_at)
    gone = min(line.left_at, last_instant(parts, day)) if line.left_at else last_instant(parts, day)
    found = {}
    for part in sorted((item for item in parts if item.counts), key=lambda item: item.starts_at):
        start, end = max(part.starts_at, covered), min(part.ends_at, gone)
        there = max((end - start).total_seconds(), 0.0)
        cap = corrections.get(part.id)
        found[part.id] = there if cap is None else min(there, cap * 60)
        covered = max(covered, end)
    return found


def last_instant(parts: Sequence[Part], day: Day) -> dt.datetime:
    """A day lasts to its planned end or its last recorded one, and never past an early closing."""
    until = counted_until(day)
    if until < day.ends_at:
        return until
    return max([until, *(part.ends_at for part in parts)])


def worth_sentence(status: str, credited: int, planned: int) -> Sentence:
    """A client's day is worth so many minutes of service, and the sentence says why it is not all of them."""
    if status in MISSED:
        return sentence(say("{status}: nothing counts."), status=STATUS_LABELS[status])
    if status not in ATTENDED:
        return say("Not marked yet.")
    if credited >= planned:
        return sentence(say("{minutes} of service."), minutes=hours_minutes(credited))
    words = say("{minutes} of {planned}: {status}.")
    return sentence(
        words, minutes=hours_minutes(credited), planned=hours_minutes(planned), status=STATUS_LABELS[status]
    )


def why_scale_wrong(value: int | None) -> Sentence | None:
    """Mood and cravings are whole numbers from 0 to 10, or not said."""
    if value is None or (isinstance(value, int) and 0 <= value <= 10):
        return None
    return say("Choose a number from 0 to 10.")


def why_too_many(name: str, clients: int, facilitators: int, limit: int | None) -> Sentence | None:
    """A group keeps to its clients per facilitator (MassHealth 130 CMR 418.410; seed A: groups stay small)."""
    if limit is None or clients <= limit * facilitators:
        return None
    words = say(
        "{name}: {clients} clients and {facilitators} facilitator(s), at most {limit} each. Add a co-facilitator first."
    )
    return sentence(words, name=name, clients=clients, facilitators=facilitators, limit=limit)


def _arrival(line: Line, status: str, day: Day) -> dt.datetime:
    if line.arrived_at and status != AttendanceStatus.LATE:
        return line.arrived_at
    now = to_minute(day.at)
    if day.closed_at or now >= day.ends_at:
        return line.arrived_at or to_minute(day.starts_at)
    if status == AttendanceStatus.LATE:
        return max(now, to_minute(day.starts_at))
    return min(now, to_minute(day.starts_at))


def _by_arrival(status: str, arrived: dt.datetime, day: Day) -> str:
    if status not in (AttendanceStatus.PRESENT, AttendanceStatus.LATE):
        return status
    return AttendanceStatus.LATE if arrived > late_from(day) else AttendanceStatus.PRESENT


def _why_times_wrong(new: Line, day: Day) -> Sentence | None:
    if new.arrived_at is None:
        return say("Say when they arrived.")
    first = earliest(day)
    if new.arrived_at < first or day.at < first:
        words = say("Attendance can be noted from {minutes} minutes before the start.")
        return sentence(words, minutes=day.limits.early_minutes)
    if new.arrived_at > day.at:
        return say("The time of arrival is still to come.")
    if new.arrived_at >= day.ends_at:
        return say("The time of arrival is after the end of the day.")
    return _why_leaving_wrong(new, day)


def _why_leaving_wrong(new: Line, day: Day) -> Sentence | None:
    if new.left_at is None or new.arrived_at is None:
        return None
    if new.left_at <= new.arrived_at:
        return say("The time out must be after the time in.")
    return say("The time out is still to come.") if new.left_at > day.at else None
