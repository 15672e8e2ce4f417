"""A table as it may be given away: small rows hidden (``rules.small_cells``)."""

from __future__ import annotations

from dataclasses import replace

from iop.core.words import say, sentence
from iop.reports.rules.small_cells import Counts, hidden, hides_total
from iop.reports.shapes import Result, Row, Unit

HIDDEN_KEY = "reports.small_cells"


def for_giving_away(result: Result, limit: int) -> Result:
    """Hide every row in which fewer than ``limit`` people are counted, and what would tell them; real numbers stay inside.

    Names of rows stay: they name colleagues at most, and no clients. A hidden number is ``None``. Sentences with numbers in
    them go: they would tell what is hidden.
    """
    people = [column.key for column in result.columns if column.unit == Unit.PEOPLE]
    counts = [_counts(row.cells, people) for row in result.rows]
    gone = hidden(counts, limit)
    rows = [
        Row(row.key, row.label, dict.fromkeys(row.cells), row.place) if place in gone else row
        for place, row in enumerate(result.rows)
    ]
    totals = result.totals
    if totals is not None and hides_total(counts, _counts(totals, people), gone, limit):
        totals = dict.fromkeys(totals)
    note = sentence(
        say("For giving away: rows with fewer than {limit} people are hidden, and the next where it would tell."),
        limit=limit,
    )
    return replace(result, rows=rows, totals=totals, notes=(*result.notes, note), counted=())


def _counts(cells: object, people: list[str]) -> Counts:
    known = dict(cells)  # type: ignore[call-overload]
    return {key: int(known[key]) for key in people if known.get(key)}
