"""The demo's story of what the state is told of admissions and discharges."""

from __future__ import annotations

import datetime as dt
from random import Random

from iop.demo.clinic import Clinic


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``."""
