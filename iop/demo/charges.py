"""The demo's story of days that became charges: twelve weeks decided and charged, two months closed, a few days that wait."""

from __future__ import annotations

import datetime as dt
from random import Random

from billing import delivered
from billing.actions.charges import pull
from billing.actions.days import assign, decide_days
from billing.actions.held_work import owe_held_days
from billing.actions.months import close_month, oldest_open
from billing.choices.rules import HoldOwner
from billing.models import ClientDay
from iop.access.actors import SYSTEM
from iop.core import clock
from iop.demo.clinic import Clinic
from sessions_app.actions import finalise_attendance

WEEKS = dt.timedelta(weeks=12)
AGO = dt.timedelta(days=1)
MONTHS_CLOSED = 2
HANDED = 2
MOST_AT_ONCE = 20_000


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``: what billing's own background work did, all at once."""
    at = now - dt.timedelta(minutes=30)
    with clock.frozen(at):
        # What the hourly task has done by now: only final attendance is charged.
        finalise_attendance(by=SYSTEM, at=at)
        for site in house.sites.values():
            today = clock.local_date(at, site.time_zone)
            decide_days(by=SYSTEM, keys=_shared(delivered.keys(site.pk, today - WEEKS, today)), at=at)
        pull(by=SYSTEM, at=at, limit=MOST_AT_ONCE)
        owe_held_days(by=SYSTEM, at=at)
        _hand_over(house, at)
        _close(house, at)


def _shared(keys: set[delivered.Key]) -> list[delivered.Key]:
    """The same days in the same order whenever the story is told."""
    return sorted(keys, key=lambda key: (key[1], str(key[0])))


def _hand_over(house: Clinic, at: dt.datetime) -> None:
    """The biller keeps a few of the days that wait for billing for herself."""
    by = house.acting("Marsh", at)
    rows = ClientDay.objects.visible_to(by).waiting().filter(owner=HoldOwner.BILLING).select_related("site")
    for row in rows.order_by("on", "pk")[:HANDED]:
        assign(by=by, day=row, staff=house.staff["Marsh"], at=at)


def _close(house: Clinic, at: dt.datetime) -> None:
    """The oldest months are closed, so that a correction of theirs is seen to count in a later one."""
    today = clock.local_date(at, "UTC")
    for _month in range(MONTHS_CLOSED):
        first_on = oldest_open()
        if first_on is None or first_on >= (today - dt.timedelta(days=31)).replace(day=1):
            return
        close_month(by=SYSTEM, first_on=first_on, today=today, at=at)
