"""What a cover may say, when two are in each other's way, and when one is to be checked again."""

from __future__ import annotations

import datetime as dt
import re
from typing import Protocol

from iop.core.words import Sentence, day_words, say, sentence

NUMBER = re.compile(r"[A-Z0-9][A-Z0-9 ./\-]{1,39}", re.IGNORECASE)


class Dated(Protocol):
    """Something with a first day and perhaps a last one."""

    starts_on: dt.date
    ends_on: dt.date | None


def share_days(one: Dated, other: Dated) -> bool:
    """Two stretches share a day unless one ends before the other begins. Source: coverage by date, one of an order a day."""
    return (one.ends_on is None or other.starts_on <= one.ends_on) and (
        other.ends_on is None or one.starts_on <= other.ends_on
    )


def holds_on(on: dt.date, first: dt.date, last: dt.date | None) -> bool:
    """Say whether a day lies in a stretch; its last day is in it, and none is open-ended."""
    return first <= on and (last is None or on <= last)


def why_not_number(number: str) -> Sentence | None:
    """A member number is what the card says: two to forty letters, digits, spaces, dots, slashes and hyphens."""
    if NUMBER.fullmatch(number):
        return None
    return say("Type the member number as the card shows it: letters and digits, at most 40.")


def why_not_dates(starts_on: dt.date, ends_on: dt.date | None) -> Sentence | None:
    """A stretch ends on its first day or later."""
    return say("The last day is before the first.") if ends_on and ends_on < starts_on else None


def why_not_beside(plan: str, order: str, other: Dated) -> Sentence:
    """Say that a cover of the same order holds already, until when, and what to do about it."""
    until = sentence(say("until {day}"), day=day_words(other.ends_on)) if other.ends_on else say("with no last day")
    return sentence(
        say(
            "{plan} is on record for these days already ({order}, from {first}, {until}). Change over from it, end it before, or "
            "choose another order."
        ),
        plan=plan, order=order, first=day_words(other.starts_on), until=until,
    )  # fmt: skip


def why_not_change_over(old: Dated, starts_on: dt.date) -> Sentence | None:
    """The next cover begins after the first day of the one it follows, and not after a gap: that one holds until the day before.

    Source: issue "coverage changed on the 15th".
    """
    if starts_on <= old.starts_on:
        return sentence(
            say("The cover it follows began on {day}. The next begins later; if the old one is wrong, mark it so."),
            day=day_words(old.starts_on),
        )
    if old.ends_on and starts_on > old.ends_on + dt.timedelta(days=1):
        return sentence(
            say("The old cover ended on {day} already: add the new one by itself."), day=day_words(old.ends_on)
        )
    return None


def why_not_facts(
    *, days: int | None, days_used: int | None, deductible: int | None, deductible_met: int | None,
    pocket: int | None, pocket_met: int | None,
) -> tuple[str, Sentence] | None:  # fmt: skip
    """What a payer says must fit together: nothing is used up beyond what there is. Amounts in cents; gives field and sentence."""
    if days is not None and days_used is not None and days_used > days:
        return "benefit_days_used", say("More days are used than the benefit has. Ask again, or look at both numbers.")
    if deductible is not None and deductible_met is not None and deductible_met > deductible:
        return "deductible_met_cents", say("More is met than the deductible is.")
    if pocket is not None and pocket_met is not None and pocket_met > pocket:
        return "out_of_pocket_met_cents", say("More is met than the yearly limit is.")
    return None


def days_left(days: int | None, used: int | None) -> int | None:
    """Days of the benefit that are left; nothing where the payer named no number."""
    return None if days is None else max(0, days - (used or 0))


def is_stale(checked_on: dt.date | None, today: dt.date, recheck_days: int) -> bool:
    """A cover is to be checked when nobody has, or when the last check is ``recheck_days`` or more ago.

    Source: eligibility changes with the month; dated setting ``billing.recheck_days``.
    """
    return checked_on is None or (today - checked_on).days >= recheck_days
