"""Where things stand on a calendar drawn in quarter hours of the wall clock.

Pure: instants and a zone go in, rows and lanes come out. Classes carry the places (static/css/calendar.css), because a
strict Content-Security-Policy forbids style attributes.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from iop.core import clock

QUARTERS = 96
LANES = 4
"""Things beside each other that still can be read in a column."""


@dataclass(frozen=True)
class Place:
    """Rows on the day's grid: ``at`` counts quarter hours of the wall clock from midnight, ``rows`` is at least 1."""

    at: int
    rows: int

    @property
    def end(self) -> int:
        """The first row after it."""
        return self.at + self.rows


def place(starts_at: dt.datetime, ends_at: dt.datetime, on: dt.date, zone: ZoneInfo) -> Place | None:
    """Say which rows a stretch takes on the date ``on``; nothing when it does not touch that date.

    By the wall clock, so that 9:00 stands beside 9:00 in every column of a week. What runs through the skipped hour in
    spring covers it; what runs through the repeated hour in autumn and would end before it begins keeps its real length.
    """
    first, last = clock.day_bounds(on, zone)
    # In UTC: two instants of one zone would be compared by their wall times, which repeat in autumn.
    start, end = max(starts_at.astimezone(dt.UTC), first), min(ends_at.astimezone(dt.UTC), last)
    if end <= start:
        return None
    at = _quarter(start, zone)
    until = QUARTERS if end == last else _quarter_up(end, zone)
    if until <= at:
        until = at + round((end - start) / dt.timedelta(minutes=15))
    return Place(at, max(1, min(until, QUARTERS) - at))


def _quarter(at: dt.datetime, zone: ZoneInfo) -> int:
    local = at.astimezone(zone)
    return local.hour * 4 + local.minute // 15


def _quarter_up(at: dt.datetime, zone: ZoneInfo) -> int:
    local = at.astimezone(zone)
    return local.hour * 4 + -(-local.minute // 15)


def again(at: dt.datetime, zone: ZoneInfo) -> bool:
    """Say whether ``at`` lies in the second passing of the repeated hour in autumn."""
    return bool(at.astimezone(zone).fold)


def hours_of(on: dt.date, zone: ZoneInfo) -> int:
    """Say how many hours the date has: 23, 24 or 25."""
    first, last = clock.day_bounds(on, zone)
    return round((last - first) / dt.timedelta(hours=1))


def lanes(places: Sequence[Place]) -> list[tuple[int, int]]:
    """Give each of ``places`` (in order of beginning) its lane and how many lanes its neighbours need, both from 1.

    Places that touch each other directly or through others share one number of lanes, so that edges line up.
    """
    result: list[tuple[int, int]] = [(1, 1)] * len(places)
    group: list[int] = []
    chosen: dict[int, int] = {}
    free: list[int] = []
    open_until: list[tuple[int, int]] = []
    until, used = -1, 0
    for index, item in enumerate(places):
        if item.at >= until:
            _close(result, group, chosen, used)
            group, free, open_until, used = [], [], [], 0
        while open_until and open_until[0][0] <= item.at:
            heapq.heappush(free, heapq.heappop(open_until)[1])
        lane = heapq.heappop(free) if free else used + 1
        used = max(used, lane)
        chosen[index] = lane
        heapq.heappush(open_until, (item.end, lane))
        group.append(index)
        until = max(until, item.end)
    _close(result, group, chosen, used)
    return result


def _close(result: list[tuple[int, int]], group: list[int], chosen: dict[int, int], used: int) -> None:
    for index in group:
        result[index] = (chosen[index], used)


def place_classes(spot: Place, lane: int = 1, of: int = 1) -> str:
    """Write a place as classes of the calendar's style sheet."""
    beside = f" lane-{lane}-of-{of}" if of > 1 else ""
    return f"at-{spot.at} for-{spot.rows}{beside}"


def visible_hours(spots: Sequence[Place], opens: int = 8, closes: int = 18) -> tuple[int, int]:
    """Say which hours to draw: the opening hours, widened so that nothing is cut; from 0–12 until 14–24."""
    first = min([opens, *(spot.at // 4 for spot in spots)])
    last = max([closes, *(-(-spot.end // 4) for spot in spots)])
    return min(first, 12), max(last, 14)
