"""Which rows are hidden in a table that leaves the clinic, so that nobody can be recognized in a small number.

A row goes as a whole: the numbers of a row can be worked out from one another. And never one row alone, nor rows that
together are still small: the total would tell them. Source: reporting.md §6, small-cell rule (CMS practice).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Counts = Mapping[str, int]
"""Counts of people in one row, by column."""


def is_small(counts: Counts, limit: int) -> bool:
    """A count of nobody tells nothing; one of somebody, and of fewer than ``limit``, does."""
    return any(0 < number < limit for number in counts.values())


def hidden(rows: Sequence[Counts], limit: int) -> frozenset[int]:
    """Give the places of the rows to hide: the small ones, and the next larger until their sum is not small either."""
    found = {place for place, row in enumerate(rows) if is_small(row, limit)}
    if not found:
        return frozenset()
    others = sorted(
        (place for place, row in enumerate(rows) if place not in found and any(row.values())),
        key=lambda place: (sum(rows[place].values()), place),
    )
    for place in others:
        if len(found) > 1 and not is_small(_sum(rows, found), limit):
            break
        found.add(place)
    return frozenset(found)


def hides_total(rows: Sequence[Counts], total: Counts, gone: frozenset[int], limit: int) -> bool:
    """The total is hidden when it is small, or when what is hidden can be read off it."""
    if is_small(total, limit):
        return True
    return bool(gone) and (len(gone) == 1 or is_small(_sum(rows, gone), limit))


def _sum(rows: Sequence[Counts], places: frozenset[int] | set[int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place in places:
        for key, number in rows[place].items():
            found[key] = found.get(key, 0) + number
    return found
