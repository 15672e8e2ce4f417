"""Where the lines of a timeline stand: lanes from the top, one axis of days. Pure: lines in, plain data for the drawing out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from clients.timeline import Line, LineKind, Point

Address = Callable[[Point], str]

BAND_HEIGHT, ROW_HEIGHT, VALUE_HEIGHT = 34, 26, 104
"""How tall a row of bands, a row of events and a lane of values is, in CSS pixels."""


@dataclass(frozen=True)
class Lane:
    """A strip of the drawing with its own scale; ``rows`` names the rows of one that has no values."""

    key: str
    kind: str
    label: str
    height: int
    low: float
    high: float
    rows: Sequence[str] = ()


def lanes_of(lines: Sequence[Line]) -> list[Lane]:
    """Give the lanes in the order of their lines: stretches on top, then values, events at the foot in one lane of rows."""
    bands = [line for line in lines if line.kind == LineKind.BAND]
    events = [line for line in lines if line.kind == LineKind.EVENT]
    lanes = [_rows("bands", LineKind.BAND, bands, BAND_HEIGHT)] if bands else []
    values: dict[str, list[Line]] = {}
    for line in lines:
        if line.kind == LineKind.VALUE:
            values.setdefault(line.lane or line.key, []).append(line)
    lanes += [_scale(key, members) for key, members in values.items()]
    return [*lanes, *([_rows("events", LineKind.EVENT, events, ROW_HEIGHT)] if events else [])]


def drawing(lines: Sequence[Line], first: dt.date, last: dt.date, address: Address) -> dict[str, Any]:
    """Give all that the script needs: days are counted from ``first``, so that it does no arithmetic on dates."""
    rows = {
        kind: [line.key for line in lines if line.kind == kind] for kind in (LineKind.BAND, LineKind.EVENT)
    }  # fmt: skip
    return {
        "first": first.isoformat(),
        "days": (last - first).days,
        "lanes": [
            {
                "key": lane.key, "kind": lane.kind, "label": lane.label, "height": lane.height, "low": lane.low,
                "high": lane.high, "rows": list(lane.rows),
            }
            for lane in lanes_of(lines)
        ],
        "lines": [_line(line, rows, first, last, address) for line in lines],
    }  # fmt: skip


def _line(
    line: Line, rows: dict[LineKind, list[str]], first: dt.date, last: dt.date, address: Address
) -> dict[str, Any]:
    is_value = line.kind == LineKind.VALUE
    lane = (line.lane or line.key) if is_value else ("bands" if line.kind == LineKind.BAND else "events")
    row = None if is_value else rows[line.kind].index(line.key)
    return {
        "key": line.key, "label": str(line.label), "kind": line.kind, "lane": lane, "unit": str(line.unit),
        "points": [
            {
                "day": max((point.on - first).days, 0),
                "until": (min(point.until or last, last) - first).days if line.kind == LineKind.BAND else None,
                "value": point.value if is_value else row,
                "says": str(point.says),
                "tone": point.tone,
                "url": address(point),
            }
            for point in line.points
        ],
    }  # fmt: skip


def _rows(key: str, kind: LineKind, lines: Sequence[Line], height: int) -> Lane:
    names = [str(line.label) for line in lines]
    return Lane(key, kind, names[0] if len(names) == 1 else "", height * len(names) + 12, -0.5, len(names) - 0.5, names)


def _scale(key: str, lines: Sequence[Line]) -> Lane:
    label = " · ".join(str(line.label) for line in lines)
    low, high = min(line.low for line in lines), max(line.high for line in lines)
    return Lane(key, LineKind.VALUE, label, VALUE_HEIGHT, low, high)
