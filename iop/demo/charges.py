"""The demo's story of days that became charges: decided and charged every other week, a few days that wait."""

from __future__ import annotations

import datetime as dt
from random import Random

from billing import delivered
from billing.actions.charges import pull
from billing.actions.days import assign, decide_days
from billing.actions.held_work import owe_held_days
from billing.choices.rules import HoldOwner
from billing.models import ClientDay
from iop.access.actors import SYSTEM
from iop.core import clock
from iop.demo.clinic import WALL_CLOCK, WEEKS, Clinic
from sessions_app.actions import finalise_attendance
from sessions_app.models import ProgramSession

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)
HANDED = 2
MOST_AT_ONCE = 20_000
CHARGED, SENT = dt.time(6), dt.time(11)
"""On the Thursday after: the days are final by then, and their claims go out later that morning."""


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``: what billing's own background work did, run by run."""
    for first, last in rounds(now):
        _charge(house, first, last, instant(last, CHARGED))
    at = now - dt.timedelta(minutes=30)
    since = monday_of(now) - WEEK
    _charge(house, since, now.date(), at)
    with clock.frozen(at):
        owe_held_days(by=SYSTEM, at=at)
        _hand_over(house, at)


def rounds(now: dt.datetime) -> list[tuple[dt.date, dt.date]]:
    """Give the first and the last days that were billed together, the oldest first: two weeks each, but the week before last.

    Last week's claims have not gone out yet.
    """
    newest = monday_of(now) - 2 * WEEK
    began = ProgramSession.objects.order_by("on").values_list("on", flat=True).first() or newest
    found, last = [(newest, newest + 6 * DAY)], newest - DAY
    while last >= max(began, (now - (WEEKS + 2) * WEEK).date()):
        found.append((last - 13 * DAY, last))
        last -= 2 * WEEK
    return found[::-1]


def monday_of(now: dt.datetime) -> dt.date:
    """This week's Monday."""
    return now.date() - now.weekday() * DAY


def instant(last: dt.date, wall: dt.time) -> dt.datetime:
    """The Thursday on which days until ``last``, a Sunday, were billed."""
    return clock.at_local(last + 4 * DAY, wall, WALL_CLOCK.key)


def _charge(house: Clinic, first: dt.date, last: dt.date, at: dt.datetime) -> None:
    with clock.frozen(at):
        # What the hourly task has done by then: only final attendance is charged.
        finalise_attendance(by=SYSTEM, at=at)
        keys: set[delivered.Key] = set()
        for site in house.sites.values():
            keys |= delivered.keys(site.pk, first, min(last, clock.local_date(at, site.time_zone)))
        if keys:
            decide_days(by=SYSTEM, keys=_shared(keys), at=at)
            pull(by=SYSTEM, at=at, limit=MOST_AT_ONCE)


def _shared(keys: set[delivered.Key]) -> list[delivered.Key]:
    """The same days in the same order whenever the story is told."""
    return sorted(keys, key=lambda key: (key[1], str(key[0])))


def _hand_over(house: Clinic, at: dt.datetime) -> None:
    """The biller keeps a few of the days that wait for billing for herself."""
    by = house.acting("Marsh", at)
    rows = ClientDay.objects.visible_to(by).waiting().filter(owner=HoldOwner.BILLING).select_related("site")
    for row in rows.order_by("on", "pk")[:HANDED]:
        assign(by=by, day=row, staff=house.staff["Marsh"], at=at)
