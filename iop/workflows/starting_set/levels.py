"""Levels of care with what each asks of a week. Names and thresholds only (levels_of_care.md §1, program.md §10)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

SINCE = dt.date(2020, 1, 1)
"""Early enough that no stay in this system begins before it."""


@dataclass(frozen=True)
class Level:
    """A level; ``asked`` are the columns of ``LevelRequirement``, none for levels given elsewhere."""

    key: str
    name: str
    short_name: str
    intensity: int
    is_off_site: bool = False
    asam_3: str = ""
    asam_4: str = ""
    asked: dict[str, int | None] = field(default_factory=dict)


LEVELS = (
    Level("detox", "Detox (off-site)", "Detox", 50, is_off_site=True, asam_3="3.7-WM", asam_4="3.7"),
    Level("residential", "Residential (off-site)", "Residential", 40, is_off_site=True, asam_3="3.5", asam_4="3.5"),
    Level(
        "php",
        "Partial hospitalization",
        "PHP",
        30,
        asam_3="2.5",
        asam_4="2.5",
        asked={
            "min_weekly_minutes": 1200,
            "max_weekly_minutes": None,
            "min_days": 4,
            "max_days": 7,
            "min_daily_minutes": 240,
            "individual_per_week": 1,
        },
    ),
    Level(
        "iop",
        "Intensive outpatient",
        "IOP",
        20,
        asam_3="2.1",
        asam_4="2.1",
        asked={
            "min_weekly_minutes": 540,
            "max_weekly_minutes": 1140,
            "min_days": 3,
            "max_days": 5,
            "min_daily_minutes": 180,
            "individual_per_week": 1,
        },
    ),
    Level(
        "op",
        "Outpatient and aftercare",
        "OP",
        10,
        asam_3="1",
        asam_4="1.5",
        asked={
            "min_weekly_minutes": 0,
            "max_weekly_minutes": 539,
            "min_days": 1,
            "max_days": 2,
            "min_daily_minutes": 0,
            "individual_per_week": 1,
        },
    ),
)
