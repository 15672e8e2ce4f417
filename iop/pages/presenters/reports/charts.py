"""What a chart of a report is drawn from: labels, and for each line or bar its values. The table beside it says the same."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from iop.reports.shapes import Number, Result, Unit

MOST_BARS = 24
"""A chart of more rows says less than its table."""
LONG_LABEL = 34


def chart_data(result: Result, *, by_time: bool) -> str:
    """Give the chart as JSON for ``reports.js``; nothing when there is nothing to draw."""
    chart = result.chart
    if chart is None or not result.rows or (not by_time and len(result.rows) > MOST_BARS):
        return ""
    known = {column.key: column for column in result.columns}
    columns = [known[key] for key in chart.columns if key in known]
    rows = [row for row in result.rows if by_time or any(row.cells.get(column.key) is not None for column in columns)]
    sets = [
        {"label": str(column.label), "values": [_plain(column.unit, row.cells.get(column.key)) for row in rows]}
        for column in columns
    ]
    # What never happened needs no colour of its own, unless nothing else is there to be drawn.
    sets = [each for each in sets if any(each["values"])] or [
        each for each in sets if any(value is not None for value in each["values"])
    ]
    if not sets:
        return ""
    told: dict[str, Any] = {
        "kind": chart.kind, "across": not by_time, "unit": _unit(columns[0].unit), "sets": sets,
        "labels": [_short(str(row.label)) for row in rows], "named": len(columns) > 1,
    }  # fmt: skip
    return json.dumps(told)


def _unit(unit: Unit) -> str:
    return {Unit.PERCENT: "%", Unit.CENTS: "$", Unit.MINUTES: "h"}.get(unit, "")


def _plain(unit: Unit, value: Any) -> float | None:
    if value is None:
        return None
    number: Number = value
    assert number is not None
    plain = Decimal(number)
    if unit == Unit.MINUTES:
        plain /= 60
    elif unit == Unit.CENTS:
        plain /= 100
    return round(float(plain), 2)


def _short(label: str) -> str:
    return label if len(label) <= LONG_LABEL else f"{label[: LONG_LABEL - 1]}…"
