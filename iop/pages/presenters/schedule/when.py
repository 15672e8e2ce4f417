"""Dates and times as people say them: "Mon 3 Aug", "9:00–12:15"."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.translation import gettext as _

from iop.clinic.choices import Weekday
from iop.core import clock


def day_words(day: dt.date) -> str:
    """Say a date shortly: "Mon 3 Aug"."""
    return dateformat.format(day, "D j M")


def date_short(day: dt.date) -> str:
    """Say a date without its weekday: "3 Aug"."""
    return dateformat.format(day, "j M")


def day_words_long(day: dt.date) -> str:
    """Say a date with its year: "Monday 3 August 2026"."""
    return dateformat.format(day, "l j F Y")


def month_words(day: dt.date) -> str:
    """Say a month: "August 2026"."""
    return dateformat.format(day, "F Y")


def weekday_words(weekday: int) -> str:
    """Say a weekday; Monday is 0."""
    return str(Weekday(weekday).label)


def weekday_short(weekday: int) -> str:
    """Say a weekday in three letters or so."""
    return dateformat.format(dt.date(2024, 1, 1) + dt.timedelta(days=weekday), "D")


def clock_words(wall: dt.time | dt.datetime) -> str:
    """Say a time of the wall clock: "9:00"."""
    return f"{wall.hour}:{wall.minute:02d}"


def span_words(start: dt.datetime, end: dt.datetime, zone: ZoneInfo) -> str:
    """Say from when to when on the wall clock of ``zone``: "9:00–12:15"; a later day is named."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    until = clock_words(last)
    if last.date() != first.date() and last.time() != dt.time(0):
        until = f"{day_words(last.date())} {until}"
    return f"{clock_words(first)}–{until}"


def moment_words(start: dt.datetime, end: dt.datetime, zone: ZoneInfo) -> str:
    """Say a day and its times: "Mon 3 Aug, 9:00–12:15"."""
    return f"{day_words(clock.local_date(start, zone))}, {span_words(start, end, zone)}"


def instant_words(at: dt.datetime, zone: ZoneInfo) -> str:
    """Say one instant: "Mon 3 Aug 2026, 9:00"."""
    local = at.astimezone(zone)
    return f"{dateformat.format(local, 'D j M Y')}, {clock_words(local)}"


def period_words(first: dt.date, last: dt.date | None) -> str:
    """Say a dated stretch: "from 3 Aug 2026" or "3 Aug – 4 Sep 2026"."""
    start = dateformat.format(first, "j M Y")
    if last is None:
        return _("from %(day)s") % {"day": start}
    return f"{start} – {dateformat.format(last, 'j M Y')}"
