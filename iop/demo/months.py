"""The demo's story of the ledger's months: those that are over were closed, once what had come in was posted."""

from __future__ import annotations

import datetime as dt
from random import Random

from billing.actions.months import close_month, oldest_open
from iop.access.actors import SYSTEM
from iop.core import clock
from iop.demo.clinic import Clinic

LEFT_OPEN = dt.timedelta(days=31)
"""The month before this one is closed by its own people, some time this month."""
AGO = dt.timedelta(minutes=20)
MOST = 12


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Close the oldest months, so that a correction of theirs is seen to count in a later one."""
    at = now - AGO
    today = clock.local_date(at, "UTC")
    with clock.frozen(at):
        for _month in range(MOST):
            first_on = oldest_open()
            if first_on is None or first_on >= (today - LEFT_OPEN).replace(day=1):
                return
            close_month(by=SYSTEM, first_on=first_on, today=today, at=at)
