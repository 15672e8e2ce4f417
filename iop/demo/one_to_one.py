"""The demo's story of individual sessions, what is due, and when a client cannot."""

from __future__ import annotations

import datetime as dt
import random

from iop.demo.clinic import Clinic


def fill(house: Clinic, dice: random.Random, now: dt.datetime) -> None:
    """Tell the story up to ``now``."""
