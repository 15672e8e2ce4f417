"""Sentences that rules may speak: translatable, and made only when they are shown.

Rules stay free of Django; this is the one door through which they reach the catalogue.
"""

from __future__ import annotations

import datetime as dt
from typing import cast
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

Sentence = str | Promise

__all__ = [
    "Sentence",
    "count_words",
    "day_words",
    "hours_minutes",
    "say",
    "say_in_context",
    "sentence",
    "time_words",
    "weekday_words",
]

say = gettext_lazy
say_in_context = pgettext_lazy
count_words = ngettext_lazy


def sentence(words: Sentence, **values: object) -> Sentence:
    """Fill ``{name}`` places of translated ``words`` when the sentence is shown, so the catalogue holds the pattern."""
    return format_lazy(cast(str, words), **values)


def hours_minutes(minutes: int) -> str:
    """Say minutes as people do: 195 is "3 h 15", 180 is "3 h", 40 is "40 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def day_words(day: dt.date) -> Sentence:
    """Say a date as people do, when it is shown: "Monday, March 2, 2026"."""
    return sentence("{weekday}, {date}", weekday=WEEKDAYS[day.weekday()], date=_date_format(day, "DATE_FORMAT"))


def time_words(at: dt.datetime | dt.time, zone: str = "UTC") -> Sentence:
    """Say a wall time, or the wall time of an instant in ``zone``, in the reader's own format."""
    wall = at.astimezone(ZoneInfo(zone)).time() if isinstance(at, dt.datetime) else at
    return _time_format(wall, "TIME_FORMAT")


def weekday_words(weekday: int) -> Sentence:
    """Say a weekday's name; Monday is 0."""
    return WEEKDAYS[weekday]


_date_format = lazy(date_format, str)
_time_format = lazy(time_format, str)
