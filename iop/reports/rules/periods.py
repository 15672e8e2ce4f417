"""Periods that have a name, and the months and weeks that they fall into."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator

from iop.core.words import Sentence, say

DAY = dt.timedelta(days=1)
LONGEST_DAYS = 3 * 366
"""The longest period of one report."""
DAILY_UP_TO, WEEKLY_UP_TO = 100, 400
"""Days of a period that are drawn day by day, or week by week; longer ones by the month."""

NAMED: dict[str, Sentence] = {
    "last_28": say("Last 28 days"),
    "last_90": say("Last 90 days"),
    "this_month": say("This month"),
    "last_month": say("Last month"),
    "this_quarter": say("This quarter"),
    "last_quarter": say("Last quarter"),
    "this_year": say("This year"),
    "last_year": say("Last year"),
    "last_365": say("Last 12 months"),
}
USUAL = "last_90"


def month_of(day: dt.date) -> dt.date:
    """A month goes by its first day."""
    return day.replace(day=1)


def month_end(day: dt.date) -> dt.date:
    """The last day of the month of ``day``."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def named(name: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """A period with a name, seen from ``today``; one that is not over ends today. Raises ``KeyError`` for another name."""
    if name.startswith("last_") and name[5:].isdigit():
        return today - (int(name[5:]) - 1) * DAY, today
    return _CALENDAR[name](today)


def _quarter(day: dt.date) -> dt.date:
    return dt.date(day.year, day.month - (day.month - 1) % 3, 1)


def _before(day: dt.date) -> dt.date:
    return day - DAY


_CALENDAR = {
    "this_month": lambda today: (month_of(today), today),
    "last_month": lambda today: (month_of(_before(month_of(today))), _before(month_of(today))),
    "this_quarter": lambda today: (_quarter(today), today),
    "last_quarter": lambda today: (_quarter(_before(_quarter(today))), _before(_quarter(today))),
    "this_year": lambda today: (dt.date(today.year, 1, 1), today),
    "last_year": lambda today: (dt.date(today.year - 1, 1, 1), dt.date(today.year - 1, 12, 31)),
}


def before(first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """The period of the same length that ended the day before ``first``, to compare with."""
    return first - (last - first + DAY), first - DAY


def step_for(days: int) -> str:
    """A short period is shown by the day, a longer one by the week, the longest by the month."""
    if days <= DAILY_UP_TO:
        return "day"
    return "week" if days <= WEEKLY_UP_TO else "month"


def steps(first: dt.date, last: dt.date, step: str, week_starts_on: int = 0) -> Iterator[tuple[dt.date, dt.date]]:
    """Cut a period into days, weeks or months; the first and the last may be shorter than the others."""
    day = first
    while day <= last:
        end = min(_end(day, step, week_starts_on), last)
        yield day, end
        day = end + DAY


def _end(day: dt.date, step: str, week_starts_on: int) -> dt.date:
    if step == "day":
        return day
    if step == "week":
        return day + (6 - (day.weekday() - week_starts_on) % 7) * DAY
    return month_end(day)
