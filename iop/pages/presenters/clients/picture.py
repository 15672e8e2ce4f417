"""Where everything stands in the drawing of a stay. Pure: weeks in, places out; the template only writes them down.

One axis of weeks; from the top: level of care, track, hours attended against hours required, mood and cravings, concerns.
Widths are attributes of SVG elements, because a strict policy refuses inline styles.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

LEFT, RIGHT = 44.0, 14.0
LEAST_WIDTH = 760.0
NARROWEST, WIDEST = 18.0, 64.0
LEVEL_TOP, BAND = 44.0, 18.0
TRACK_TOP = 66.0
HOURS_TOP, HOURS_BASE = 102.0, 190.0
FEEL_TOP, FEEL_BASE = 216.0, 286.0
CONCERN_AT = 306.0
AXIS_AT = 332.0
HEIGHT = 342.0
BELOW = 8
"""How far a label keeps from the next one, in units of the drawing."""
LETTER = 6.6
"""How wide a letter of a label is, about."""


@dataclass(frozen=True)
class Week:
    """A week of a stay. Minutes are of service; mood and cravings are means of the week's check-ins, 0 to 10."""

    first: dt.date
    says: tuple[str, str]
    label: str
    attended: int = 0
    required: int = 0
    mood: float | None = None
    cravings: float | None = None
    concerns: int = 0


@dataclass(frozen=True)
class Band:
    """A stretch with its name: a level or a track. ``last`` is its last day."""

    label: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Box:
    """A rectangle with what stands in it."""

    x: float
    y: float
    width: float
    height: float
    label: str = ""
    label_x: float = 0.0
    label_y: float = 0.0


@dataclass(frozen=True)
class Dot:
    """A point of a line."""

    x: float
    y: float


@dataclass(frozen=True)
class Column:
    """A week as drawn: what to point at, what it then says, and what stands in it."""

    x: float
    width: float
    says: tuple[str, str]
    bar: Box | None
    need: Box | None
    mood: Dot | None
    cravings: Dot | None
    concern: Dot | None
    label: str
    label_x: float
    says_x: float
    anchor: str

    @property
    def right(self) -> float:
        """Where it ends."""
        return round(self.x + self.width, 1)


@dataclass(frozen=True)
class Mark:
    """A line across with its number at the left."""

    y: float
    label: str


@dataclass(frozen=True)
class Picture:
    """The whole drawing."""

    width: float
    height: float
    left: float
    right: float
    levels: Sequence[Box]
    tracks: Sequence[Box]
    columns: Sequence[Column]
    hours: Sequence[Mark]
    feelings: Sequence[Mark]
    mood_line: str
    cravings_line: str
    axis_at: float = AXIS_AT


def draw(weeks: Sequence[Week], levels: Sequence[Band], tracks: Sequence[Band]) -> Picture:
    """Draw the weeks in their order, oldest first; bands are cut to them."""
    step = min(WIDEST, max(NARROWEST, (LEAST_WIDTH - LEFT - RIGHT) / max(1, len(weeks))))
    width = max(LEAST_WIDTH, LEFT + RIGHT + step * len(weeks))
    top = _hours_top(weeks)
    columns = [_column(week, LEFT + step * number, step, number, top, width) for number, week in enumerate(weeks)]
    first = weeks[0].first if weeks else None
    return Picture(
        width=round(width, 1),
        height=HEIGHT,
        left=LEFT,
        right=round(width - RIGHT, 1),
        levels=_bands(levels, first, step, len(weeks), LEVEL_TOP),
        tracks=_bands(tracks, first, step, len(weeks), TRACK_TOP),
        columns=columns,
        hours=[Mark(_hours_y(hours * 60, top), f"{hours} h") for hours in (0, top // 120, top // 60)],
        feelings=[Mark(_feel_y(value), str(value)) for value in (0, 5, 10)],
        mood_line=_line([column.mood for column in columns]),
        cravings_line=_line([column.cravings for column in columns]),
    )


def _hours_top(weeks: Sequence[Week]) -> int:
    # Twelve hours at least, in steps of four, so that half of it is a whole number of hours too.
    most = max((max(week.attended, week.required) for week in weeks), default=0)
    return max(12 * 60, -(-most // 240) * 240)


def _hours_y(minutes: float, top: int) -> float:
    return round(HOURS_BASE - (HOURS_BASE - HOURS_TOP) * minutes / top, 1)


def _feel_y(value: float) -> float:
    return round(FEEL_BASE - (FEEL_BASE - FEEL_TOP) * value / 10, 1)


def _column(week: Week, x: float, step: float, number: int, top: int, width: float) -> Column:
    middle = round(x + step / 2, 1)
    says_x, anchor = _place_of_words(middle, max(map(len, week.says)) * LETTER, width)
    every = max(1, round(BELOW * LETTER / step + 0.5))
    return Column(
        x=round(x, 1),
        width=round(step, 1),
        says=week.says,
        bar=_bar(week.attended, x, step, top),
        need=Box(round(x, 1), _hours_y(week.required, top), round(step, 1), 0) if week.required else None,
        mood=Dot(middle, _feel_y(week.mood)) if week.mood is not None else None,
        cravings=Dot(middle, _feel_y(week.cravings)) if week.cravings is not None else None,
        concern=Dot(middle, CONCERN_AT) if week.concerns else None,
        label=week.label if number % every == 0 else "",
        label_x=round(x + 2, 1),
        says_x=says_x,
        anchor=anchor,
    )


def _place_of_words(middle: float, length: float, width: float) -> tuple[float, str]:
    """Words stand above their week, and never run out of the drawing."""
    if middle - length / 2 < 4:
        return 4.0, "start"
    if middle + length / 2 > width - 4:
        return round(width - 4, 1), "end"
    return middle, "middle"


def _bar(minutes: int, x: float, step: float, top: int) -> Box | None:
    if not minutes:
        return None
    y = _hours_y(minutes, top)
    return Box(round(x + step * 0.18, 1), y, round(step * 0.64, 1), round(HOURS_BASE - y, 1))


def _bands(bands: Sequence[Band], first: dt.date | None, step: float, weeks: int, y: float) -> list[Box]:
    if first is None:
        return []
    end = first + dt.timedelta(days=7 * weeks)
    return [_band(band, first, step, end, y) for band in bands if band.last >= first and band.first < end]


def _band(band: Band, first: dt.date, step: float, end: dt.date, y: float) -> Box:
    start = max(band.first, first)
    last = min(band.last + dt.timedelta(days=1), end)
    x = LEFT + step * (start - first).days / 7
    width = max(3.0, step * (last - start).days / 7 - 1.5)
    fits = width > len(band.label) * LETTER + 8
    return Box(round(x, 1), y, round(width, 1), BAND, band.label if fits else "", round(x + 5, 1), y + 13)


def _line(dots: Sequence[Dot | None]) -> str:
    """Write the points of a polyline; weeks without a check-in are passed over."""
    return " ".join(f"{dot.x},{dot.y}" for dot in dots if dot)
