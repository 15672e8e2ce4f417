"""Tracks with their free seats of the coming weeks and the first possible start, as a caller wants to hear it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iop.pages.presenters.schedule.when import day_words, weekday_short
from scheduling import openings
from scheduling.openings import Opening

WEEKS = 4


@dataclass(frozen=True)
class SeatLine:
    """One track."""

    track_id: uuid.UUID
    name: str
    start: dt.date | None
    start_words: str
    says: str
    tone: str
    days: Sequence[dict[str, Any]]
    notes: str
    is_wished: bool


def read_seats(
    site_id: uuid.UUID,
    *,
    weekdays: Collection[int],
    first: dt.date,
    at: dt.datetime,
    wished: Any = None,
    wished_id: uuid.UUID | None = None,
) -> list[SeatLine]:
    """Read the openings of a site: a fixed number of statements. The wished track comes first."""
    wanted = wished.pk if wished else wished_id
    found = openings.openings(site_id=site_id, weekdays=weekdays, first=first, weeks=WEEKS, at=at)
    return sorted((_line(one, wanted) for one in found), key=lambda line: not line.is_wished)


def _line(one: Opening, wanted: uuid.UUID | None) -> SeatLine:
    start = one.first_possible_start
    words = day_words(start) if start else ""
    return SeatLine(
        track_id=one.track.pk,
        name=f"{one.track.name} · {one.track.program.level.short_name}",
        start=start,
        start_words=words,
        says=_("from %(day)s") % {"day": words} if start else _("full"),
        tone="good" if start else "warn",
        days=_days(one),
        notes=_notes(one),
        is_wished=one.track.pk == wanted,
    )


def _days(one: Opening) -> list[dict[str, Any]]:
    # Of each weekday the fewest free seats count: whoever comes, comes every week.
    least: dict[int, int] = {}
    for day, number in one.free.items():
        least[day.weekday()] = min(number, least.get(day.weekday(), number))
    return [
        {"label": weekday_short(day), "free": least[day], "words": str(least[day]) if least[day] else _("full")}
        for day in sorted(least)
    ]


def _notes(one: Opening) -> str:
    found = [
        str(one.reason) if one.first_possible_start is None else "",
        ngettext("%(n)d leaves within four weeks", "%(n)d leave within four weeks", one.known_leavers)
        % {"n": one.known_leavers}
        if one.known_leavers
        else "",
        ngettext("%(n)d seat held for somebody", "%(n)d seats held for somebody", one.held) % {"n": one.held}
        if one.held
        else "",
    ]
    return " · ".join(part for part in found if part)
