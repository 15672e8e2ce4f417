"""The sliding scale: which part of a price somebody pays by income and household."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from iop.core.money import share
from iop.core.words import Sentence, say

MONTHS_VALID = 12
WARN_DAYS = 30
MOST_PEOPLE = 20


@dataclass(frozen=True)
class Band:
    """Up to ``up_to`` percent of the poverty level (none: above all) one pays ``percent`` of a price, at most ``most`` cents."""

    up_to: int | None
    percent: int
    most: int | None = None


def poverty_percent(income_cents: int, household: int, first_cents: int, more_cents: int) -> int:
    """Say a household's yearly income in percent of the guideline, whole percents rounded up so that a band's end is inside it.

    The guideline is an amount for one person and another for each more. Source: the yearly notice of the Department of Health and
    Human Services, as the clinic entered it.
    """
    guideline = first_cents + (household - 1) * more_cents
    return -(-income_cents * 100 // guideline)


def band_for(bands: Sequence[Band], percent: int) -> Band | None:
    """The first band, from the lowest, whose end is not below the income decides. None: the scale does not reach so far."""
    ordered = sorted(bands, key=lambda band: (band.up_to is None, band.up_to or 0))
    return next((band for band in ordered if band.up_to is None or percent <= band.up_to), None)


def client_pays(price_cents: int, percent: int, most_cents: int | None) -> int:
    """Say what of a price the client pays: the percent of it, half a cent up, and never more than the amount."""
    pays = share(price_cents, percent)
    return pays if most_cents is None else min(pays, most_cents)


def valid_until(starts_on: dt.date) -> dt.date:
    """A sliding fee holds for twelve months; then income is proved anew (billing.md §12)."""
    year = starts_on.year + 1
    try:
        return starts_on.replace(year=year) - dt.timedelta(days=1)
    except ValueError:  # 29 February
        return dt.date(year, 2, 28)


def why_not_bands(bands: Sequence[Band]) -> Sentence | None:
    """A scale has bands that rise, ends with one for everybody above, and nobody pays less for having more."""
    if not bands or bands[-1].up_to is not None:
        return say("The last line of the scale is for everybody above: leave its percent of the poverty level empty.")
    ends = [band.up_to for band in bands[:-1]]
    if any(end is None for end in ends) or ends != sorted(set(ends), key=lambda end: end or 0):
        return say("Each line reaches further than the one before it.")
    shares = [band.percent for band in bands]
    if any(not 0 <= share <= 100 for share in shares) or shares != sorted(shares):
        return say("Shares are from 0 to 100 percent, and who has more does not pay less.")
    return None


def why_not_household(household: int, income_cents: int) -> Sentence | None:
    """A household has one to twenty people and no income below zero."""
    if not 1 <= household <= MOST_PEOPLE:
        return say("A household has 1 to 20 people.")
    if income_cents < 0:
        return say("Income is zero or more.")
    return None
