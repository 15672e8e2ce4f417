"""The timeline of a chart: one picture on one axis, with its table beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from clients import timeline
from clients.timeline import Line, Point
from iop.core.words import Sentence
from iop.pages.places import address
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.when import day_words
from iop.pages.presenters.timeline.lanes import drawing

PERIODS = {"4": 4, "12": 12, "26": 26}
"""Weeks back from the last day, by the value in the address; anything else is the whole stay."""
ROWS_A_PAGE = 60


@dataclass(frozen=True)
class Row:
    """One fact in the table."""

    when: str
    label: str
    says: Sentence
    tone: str
    url: str


@dataclass(frozen=True)
class Timeline:
    """What the page shows. ``drawn`` is for the script; ``table`` says the same in words."""

    drawn: dict[str, Any]
    table: Page[Any]
    choices: Sequence[dict[str, Any]]
    periods: Sequence[tuple[str, str, bool]]
    first: str
    last: str
    says: str
    """Which page of the table this is."""
    newer: str
    older: str
    is_empty: bool


def read_timeline(chart: Chart, *, period: str, hidden: Collection[str], page: int) -> Timeline:
    """Read a chart's timeline: ``period`` is weeks back as in the address, ``hidden`` the keys of lines not wanted."""
    first, last = span(chart, period)
    lines = lines_for(chart, first, last)
    shown = [line for line in lines if line.key not in hidden]
    table = Paginator(_rows(shown), ROWS_A_PAGE).get_page(page)
    kept = "".join(f"&hide={key}" for key in sorted(hidden)) + (f"&weeks={period}" if period in PERIODS else "")
    return Timeline(
        drawn=drawing(shown, first, last, address_of),
        table=table,
        choices=[{"key": line.key, "label": line.label, "shown": line.key not in hidden} for line in lines],
        periods=[(value, label, value == (period if period in PERIODS else "")) for value, label in _periods()],
        first=day_words(first), last=day_words(last),
        says=_("Page %(now)d of %(all)d") % {"now": table.number, "all": table.paginator.num_pages},
        newer=f"?page={table.previous_page_number()}{kept}#facts" if table.has_previous() else "",
        older=f"?page={table.next_page_number()}{kept}#facts" if table.has_next() else "",
        is_empty=not lines,
    )  # fmt: skip


def lines_for(chart: Chart, first: dt.date, last: dt.date) -> list[Line]:
    """Give the lines that this colleague may see."""
    found = timeline.lines(chart.client.pk, first, last)
    return [line for line in found if line.needs is None or chart.can(line.needs)]


def span(chart: Chart, period: str) -> tuple[dt.date, dt.date]:
    """Say from when to when: the stay shown, or its last weeks."""
    episode = chart.stay.episode
    last = episode.discharged_on or chart.today
    first = min(episode.admitted_on or episode.opened_on, last)
    weeks = PERIODS.get(period)
    return (max(first, last - dt.timedelta(weeks=weeks)) if weeks else first), last


def address_of(point: Point) -> str:
    """Say where a fact is written, empty when it has no page of its own."""
    if point.place is None:
        return ""
    return address(*point.place)


def _rows(lines: Sequence[Line]) -> list[Row]:
    facts = [(point, line) for line in lines for point in line.points]
    facts.sort(key=lambda fact: fact[0].on, reverse=True)
    return [
        Row(f"{day_words(point.on)} {point.on.year}", str(line.label), point.says, point.tone, address_of(point))
        for point, line in facts
    ]


def _periods() -> list[tuple[str, str]]:
    return [("", _("Whole stay")), ("4", _("4 weeks")), ("12", _("12 weeks")), ("26", _("26 weeks"))]
