"""Payment plans: which day which amount, and where a plan stands."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from billing.choices.client_money import PlanRhythm, PlanStatus
from iop.core.words import Sentence, say

MOST = 60
LEAST_CENTS = 500
MISSED_UNTIL_BEHIND = 2
DAYS = {PlanRhythm.WEEK: 7, PlanRhythm.TWO_WEEKS: 14}


@dataclass(frozen=True)
class Due:
    """One payment of a plan: its day and cents."""

    on: dt.date
    cents: int


@dataclass(frozen=True)
class Standing:
    """Where a plan stands: payments covered by what came, missed ones, the next one with what is missing of it, and its status."""

    paid: int
    missed: int
    next: Due | None
    left: int
    status: str


def schedule(total: int, each: int, first_on: dt.date, rhythm: str) -> list[Due]:
    """Lay a plan out: the same amount each time, the rest last, without interest.

    A month's day that a shorter month has not is its last day: the 31st becomes the 28th of February and the 31st again in March.
    """
    dues: list[Due] = []
    while total > 0:
        cents = min(each, total)
        dues.append(Due(_day(first_on, len(dues), rhythm), cents))
        total -= cents
    return dues


def standing(dues: Sequence[Due], paid_cents: int, today: dt.date) -> Standing:
    """What has come covers the plan's payments from the first on. One is missed when its day has passed and it is not covered.

    Two missed at once: the plan is behind (billing.md §12). Paid early is never missed.
    """
    left = max(0, sum(due.cents for due in dues) - paid_cents)
    paid, rest = 0, paid_cents
    for due in dues:
        if rest < due.cents:
            break
        rest -= due.cents
        paid += 1
    open_ones = dues[paid:]
    missed = sum(due.on < today for due in open_ones)
    upcoming = Due(open_ones[0].on, open_ones[0].cents - rest) if open_ones else None
    return Standing(paid, missed, upcoming, left, _status(left, missed))


def why_not_plan(total: int, each: int, first_on: dt.date, today: dt.date) -> Sentence | None:
    """A plan has something to pay, payments of five dollars or more, at most sixty of them, and begins today or later."""
    if total <= 0:
        return say("There is nothing to pay, so there is nothing to plan.")
    if each < min(LEAST_CENTS, total):
        return say("Each payment is five dollars or more.")
    if -(-total // each) > MOST:
        return say("A plan has sixty payments at most. Make each a little larger.")
    return None if first_on >= today else say("The first payment is today or later.")


def _status(left: int, missed: int) -> str:
    if not left:
        return PlanStatus.DONE
    return PlanStatus.BEHIND if missed >= MISSED_UNTIL_BEHIND else PlanStatus.ACTIVE


def _day(first_on: dt.date, number: int, rhythm: str) -> dt.date:
    if rhythm in DAYS:
        return first_on + dt.timedelta(days=DAYS[PlanRhythm(rhythm)] * number)
    months = first_on.month - 1 + number
    year, month = first_on.year + months // 12, months % 12 + 1
    return dt.date(year, month, min(first_on.day, calendar.monthrange(year, month)[1]))
