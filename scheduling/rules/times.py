"""Stretches of time: which are free, what covers what. All are half-open: an end and a beginning may meet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

Stretch = tuple[dt.datetime, dt.datetime]


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Stretches that overlap or touch become one; the result is in order."""
    result: list[Stretch] = []
    for start, end in sorted(stretches):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def without(whole: Stretch, taken: Iterable[Stretch]) -> list[Stretch]:
    """What is left of ``whole`` when everything in ``taken`` is cut out, in order."""
    start, end = whole
    left = []
    for taken_from, taken_to in joined(taken):
        if taken_from > start:
            left.append((start, min(taken_from, end)))
        start = max(start, taken_to)
    left.append((start, end))
    return [piece for piece in left if piece[0] < piece[1]]


def common(one: Stretch, other: Stretch) -> Stretch | None:
    """What two stretches share, or nothing."""
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return (start, end) if start < end else None


def slots(opening: Sequence[Stretch], busy: Sequence[Stretch], minutes: int, step_minutes: int) -> list[Stretch]:
    """A slot begins on a step counted from opening, fits before closing and touches nothing busy."""
    length, step = dt.timedelta(minutes=minutes), dt.timedelta(minutes=step_minutes)
    taken = joined(busy)
    found: list[Stretch] = []
    for opens, closes in opening:
        for free in without((opens, closes), taken):
            found.extend(_slots_in(free, opens, length, step))
    return found


def by_the_day(start: dt.datetime, end: dt.datetime, longest: dt.timedelta = dt.timedelta(hours=24)) -> list[Stretch]:
    """A long stretch as pieces of at most ``longest``, each beginning where the one before ends."""
    pieces = []
    while start < end:
        stop = min(start + longest, end)
        pieces.append((start, stop))
        start = stop
    return pieces


def _slots_in(free: Stretch, opens: dt.datetime, length: dt.timedelta, step: dt.timedelta) -> Iterator[Stretch]:
    late = (free[0] - opens) % step
    start = free[0] + (step - late if late else dt.timedelta())
    while start + length <= free[1]:
        yield start, start + length
        start += step
