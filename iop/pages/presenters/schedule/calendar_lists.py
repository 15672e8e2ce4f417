"""The calendar as a month and as a list: the same items, told by the day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import ngettext

from iop.core import clock
from iop.pages.presenters.schedule import when
from iop.pages.presenters.schedule.calendar import Item, items
from iop.pages.presenters.schedule.calendar_ask import Ask
from iop.pages.presenters.schedule.calendar_rows import Rows

LINES = 3
"""Treatment days named in a month's cell; the rest is counted."""


@dataclass(frozen=True)
class Cell:
    """One date of a month."""

    number: int
    label: str
    url: str
    other: bool
    today: bool
    closed: str
    lines: list[tuple[str, str, str]]
    """Where each leads, its time and its name."""
    rest: str


@dataclass(frozen=True)
class Line:
    """One row of the list."""

    item: Item
    times: str


@dataclass(frozen=True)
class Day:
    """A date of the list with its rows."""

    heading: str
    today: bool
    closed: str
    lines: list[Line]


def month(rows: Rows, ask: Ask, at: dt.datetime) -> list[Cell]:
    """Tell a month, whole weeks of it: treatment days by name, appointments by number."""
    by_day = _by_day(items(rows, ask), rows)
    today = clock.local_date(at, rows.zone)
    return [_cell(day, by_day[day], rows, ask, today) for day in ask.days]


def _cell(day: dt.date, found: list[Item], rows: Rows, ask: Ask, today: dt.date) -> Cell:
    named = [item for item in found if item.kind == "group" and item.state != "cancelled"][:LINES]
    others = len([item for item in found if item.state != "cancelled"]) - len(named)
    return Cell(
        number=day.day,
        label=when.day_words_long(day),
        url=ask.url(view="day", on=day),
        other=day.month != ask.on.month,
        today=day == today,
        closed=_closed(rows, day),
        lines=[(item.url, when.clock_words(item.starts_at.astimezone(rows.zone)), f"{item.title} {item.sub.split(' ')[0]}") for item in named],
        rest=ngettext("%(count)d more", "%(count)d more", others) % {"count": others} if others else "",
    )  # fmt: skip


def days(rows: Rows, ask: Ask, at: dt.datetime) -> list[Day]:
    """Tell two weeks as a list; days without anything are left out, unless the site is closed."""
    by_day = _by_day(items(rows, ask), rows)
    today = clock.local_date(at, rows.zone)
    told = [
        Day(
            when.day_words_long(day), day == today, _closed(rows, day),
            [Line(item, when.span_words(item.starts_at, item.ends_at, rows.zone)) for item in by_day[day]],
        )
        for day in ask.days
    ]  # fmt: skip
    return [day for day in told if day.lines or day.closed]


def _by_day(found: list[Item], rows: Rows) -> dict[dt.date, list[Item]]:
    by_day: dict[dt.date, list[Item]] = defaultdict(list)
    for item in found:
        by_day[clock.local_date(item.starts_at, rows.zone)].append(item)
    return by_day


def _closed(rows: Rows, day: dt.date) -> str:
    return next((one.reason for one in rows.closures if one.starts_on <= day <= (one.ends_on or day)), "")
