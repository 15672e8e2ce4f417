"""How many there are on each day, from how many there were and who came and went."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from iop.reports.rules.periods import DAY


def running(
    first: dt.date, last: dt.date, opening: int, begun: Mapping[dt.date, int], ended: Mapping[dt.date, int]
) -> dict[dt.date, int]:
    """Each day's count: those there before ``first``, with all who began until then, without those whose last day is over.

    ``begun`` counts first days, ``ended`` last days; somebody counts on both. Source: reporting.md §6, census.
    """
    found: dict[dt.date, int] = {}
    count, day = opening, first
    while day <= last:
        count += begun.get(day, 0) - ended.get(day - DAY, 0)
        found[day] = count
        day += DAY
    return found


def average(daily: Mapping[dt.date, int], first: dt.date, last: dt.date) -> tuple[int, int]:
    """The days of clients in a stretch, and of how many calendar days: their ratio is the average daily census."""
    days = (last - first).days + 1
    return sum(daily[first + number * DAY] for number in range(days)), days
