"""What is due of one-to-one care in a stretch of weeks, and what is missing. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from iop.core.words import Sentence, say, sentence
from scheduling.choices import MOST_TIMES, MOST_WEEKS_BETWEEN, AppointmentStatus

ONE_WEEK = dt.timedelta(weeks=1)
ONE_DAY = dt.timedelta(days=1)
COMING = (AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED)


@dataclass(frozen=True)
class Rhythm:
    """So many ``times`` in every ``every_weeks`` weeks, counted from ``since``; ``is_own``: set for this client alone."""

    times: int
    every_weeks: int = 1
    since: dt.date | None = None
    is_own: bool = False


@dataclass(frozen=True)
class Standing:
    """How appointments of a kind stand in the weeks that count: ``until`` is the last day on which a miss can be mended."""

    kind: str
    expected: int
    booked: int
    held: int
    missing: int
    first: dt.date
    until: dt.date
    every_weeks: int = 1
    is_own: bool = False


def week_first(on: dt.date, starts_on: int) -> dt.date:
    """A counted week begins on the clinic's own weekday (0 is Monday). Source: levels_of_care.md."""
    return on - dt.timedelta(days=(on.weekday() - starts_on) % 7)


def window(rhythm: Rhythm, week: dt.date) -> tuple[dt.date, dt.date]:
    """A rhythm of several weeks counts in stretches of so many weeks from its beginning; the one that holds ``week``.

    ``week`` is the first day of a counted week; so is each stretch's first day.
    """
    since = week if rhythm.since is None else week_first(rhythm.since, week.weekday())
    number = (week - since).days // 7 // rhythm.every_weeks
    first = since + ONE_WEEK * rhythm.every_weeks * number
    return first, first + ONE_WEEK * rhythm.every_weeks - ONE_DAY


def expected(times: int, first: dt.date, last: dt.date, covers: tuple[dt.date, dt.date | None]) -> int:
    """Somebody who is in treatment for a part of the stretch is due that part of it, rounded to the nearest whole."""
    begins, ends = max(first, covers[0]), min(last, covers[1] or last)
    days = (ends - begins).days + 1
    if days <= 0:
        return 0
    whole = (last - first).days + 1
    return (2 * times * days + whole) // (2 * whole)


def standing(
    kind: str,
    rhythm: Rhythm,
    week: dt.date,
    covers: tuple[dt.date, dt.date | None],
    meetings: Sequence[tuple[dt.date, str]],
) -> Standing:
    """Missing is what is neither held nor booked. Cancelled and missed appointments count for nothing.

    ``meetings`` are the days and statuses of the client's appointments of this kind; those outside the stretch are left out.
    """
    first, last = window(rhythm, week)
    counted = [status for day, status in meetings if first <= day <= last]
    held = sum(status == AppointmentStatus.COMPLETED for status in counted)
    booked = sum(status in COMING for status in counted)
    due = expected(rhythm.times, first, last, covers)
    missing = max(0, due - held - booked)
    return Standing(kind, due, booked, held, missing, first, last, rhythm.every_weeks, rhythm.is_own)


def why_not_rhythm(times: int, every_weeks: int, first: dt.date, last: dt.date | None) -> Sentence | None:
    """A rhythm is at most seven times, in one to eight weeks, and its last day does not lie before its first."""
    if not 0 <= times <= MOST_TIMES:
        return sentence(say("Say how many times, 0 to {most}."), most=MOST_TIMES)
    if not 1 <= every_weeks <= MOST_WEEKS_BETWEEN:
        return sentence(say("Say in how many weeks, 1 to {most}."), most=MOST_WEEKS_BETWEEN)
    if last is not None and last < first:
        return say("The last day lies before the first.")
    return None
