"""The demo's story of who else is connected to the clinic."""

from __future__ import annotations

import datetime as dt
from random import Random

from iop.demo.clinic import Clinic


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``."""
