"""When a good-faith estimate is due, how long it may reach, and when a bill may be disputed (45 CFR 149.610, 149.620)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from iop.core.words import Sentence, say

SOON, LATE = 3, 10
"""Business days ahead from which an estimate is due, and from which there is more time for it."""
QUICK_DAYS, SLOW_DAYS = 1, 3
DISPUTE_CENTS = 40_000
DISPUTE_DAYS = 120
MOST_DAYS = 366
SATURDAY = 5


def is_business_day(day: dt.date, closed: Collection[dt.date]) -> bool:
    """Monday to Friday, but for holidays and other days on which the clinic is closed."""
    return day.weekday() < SATURDAY and day not in closed


def business_days_between(first: dt.date, last: dt.date, closed: Collection[dt.date] = ()) -> int:
    """Count the business days after ``first`` up to and with ``last``: from a Monday to Thursday are three."""
    days = (first + dt.timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(is_business_day(day, closed) for day in days)


def business_days_after(first: dt.date, number: int, closed: Collection[dt.date] = ()) -> dt.date:
    """Give the day that many business days after ``first``."""
    day = first
    while number > 0:
        day += dt.timedelta(days=1)
        number -= is_business_day(day, closed)
    return day


def due_for_scheduled(scheduled_on: dt.date, service_on: dt.date, closed: Collection[dt.date] = ()) -> dt.date | None:
    """An estimate follows within one business day when a service is scheduled three business days ahead, within three from ten on.

    None: it is so soon that scheduling alone asks for none. Source: 45 CFR 149.610(b)(1)(vi).
    """
    ahead = business_days_between(scheduled_on, service_on, closed)
    if ahead < SOON:
        return None
    return business_days_after(scheduled_on, SLOW_DAYS if ahead >= LATE else QUICK_DAYS, closed)


def due_for_asked(asked_on: dt.date, closed: Collection[dt.date] = ()) -> dt.date:
    """Who asks for an estimate, or what something costs, has it within three business days. Source: 45 CFR 149.610(b)(1)(vi)(C)."""
    return business_days_after(asked_on, SLOW_DAYS, closed)


def due_for_changed(service_on: dt.date, closed: Collection[dt.date] = ()) -> dt.date:
    """When the scope changes a new estimate is there at least one business day before the service. Source: 149.610(b)(1)(vii)."""
    day = service_on - dt.timedelta(days=1)
    while not is_business_day(day, closed):
        day -= dt.timedelta(days=1)
    return day


def may_dispute(estimated_cents: int, billed_cents: int) -> bool:
    """A bill that is $400 or more above the estimate may be disputed. Source: 45 CFR 149.620(b)(1)."""
    return billed_cents - estimated_cents >= DISPUTE_CENTS


def why_not_span(starts_on: dt.date, ends_on: dt.date) -> Sentence | None:
    """One estimate serves for services that come again for up to twelve months. Source: 45 CFR 149.610(b)(1)(x)."""
    if ends_on < starts_on:
        return say("It ends on its first day or later.")
    if (ends_on - starts_on).days >= MOST_DAYS:
        return say("An estimate reaches twelve months at most. Give another one for what comes after.")
    return None
