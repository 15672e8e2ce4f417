"""When somebody could start in a track."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from iop.core.words import Sentence, say, sentence
from scheduling.rules.enrolment import names
from scheduling.rules.seats import ONE_DAY, ONE_WEEK, Place, Seating, days_to_check


@dataclass(frozen=True)
class Start:
    """The first possible start, or why there is none; ``weekdays`` are those it is for."""

    on: dt.date | None
    weekdays: frozenset[int]
    reason: Sentence = ""


def first_start(
    seating: Seating, weekdays: frozenset[int], first: dt.date, is_closed: Callable[[dt.date], bool]
) -> Start:
    """Somebody may start on the first chosen weekday from which on every chosen weekday has a free seat, for good.

    Not on a day on which the site is closed, nor on one on which the track does not run. Without chosen weekdays all those
    on which the track runs are meant.
    """
    running = frozenset(day.weekday() for day in _days(first, 7) if seating.runs_on(day)) or frozenset(
        weekday for week in seating.weeks for weekday in week.parts
    )
    chosen = weekdays or running
    if not chosen:
        return Start(None, chosen, say("The track has no week yet."))
    missing = chosen - running
    if missing:
        return Start(None, chosen, sentence(say("The track does not run on {days}."), days=names(missing)))
    wanted = Place(first, None, chosen)
    days = days_to_check(seating, wanted)
    full = [day for day in days if wanted.holds_on(day) and seating.taken_on(day) >= seating.limit_on(day).seats]
    if full and full[-1] > days[-1] - ONE_WEEK:
        return Start(
            None, chosen, sentence(say("No lasting seat is free on {days}."), days=_full_weekdays(full, days[-1]))
        )
    begins = full[-1] + ONE_DAY if full else first
    # A closure never lasts longer than this; a clinic closed for longer has no first day to name.
    found = (day for day in _days(begins, 120) if wanted.holds_on(day) and seating.runs_on(day) and not is_closed(day))
    on = next(found, None)
    return Start(on, chosen, "" if on else say("The site is closed for months."))


def _full_weekdays(full: list[dt.date], last: dt.date) -> Sentence:
    return names({day.weekday() for day in full if day > last - ONE_WEEK})


def _days(first: dt.date, number: int) -> list[dt.date]:
    return [first + ONE_DAY * each for each in range(number)]
