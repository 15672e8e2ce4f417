"""What a client may say of use, sleep, stress and habits at check-in. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from clients.choices import Substance
from iop.core.words import Sentence, say, sentence
from sessions_app.choices import MOST_SLEEP, MOST_STRESS, MOST_USES, OLDEST_USE_DAYS, Habit, UseReport


@dataclass(frozen=True)
class Use:
    """A substance somebody says they used, how much in their words, and on which day if they say so."""

    substance: str
    amount: str = ""
    on: dt.date | None = None


def why_not_use(use: str, uses: Collection[Use], day: dt.date) -> Sentence | None:
    """Substances are named only by somebody who says they used; each once a day, not after today, at most a month back."""
    if use and use not in UseReport.values:
        return say("Choose no use, used, or prefers not to say.")
    if uses and use != UseReport.USED:
        return say("A substance is noted only when they say they used. Choose “Used”, or clear the substance.")
    if len(uses) > MOST_USES:
        return sentence(say("At most {most} substances fit here."), most=MOST_USES)
    if any(each.substance not in Substance.values for each in uses):
        return say("Choose a substance from the list.")
    if len({(each.substance, each.on) for each in uses}) < len(uses):
        return say("The same substance is named twice for one day. Put it into one line.")
    if any(each.on and each.on > day for each in uses):
        return say("A day of use cannot lie after this treatment day.")
    if any(each.on and (day - each.on).days > OLDEST_USE_DAYS for each in uses):
        return sentence(
            say("Note days of the last {days} days here; what is older belongs in a note."), days=OLDEST_USE_DAYS
        )
    return None


def why_not_sleep(hours: Decimal | None) -> Sentence | None:
    """Hours slept are 0 to 24."""
    if hours is None or (hours.is_finite() and 0 <= hours <= MOST_SLEEP):
        return None
    return sentence(say("Hours slept are from 0 to {most}."), most=MOST_SLEEP)


def why_not_stress(stress: int | None) -> Sentence | None:
    """Stress is from 0 to 10."""
    if stress is None or 0 <= stress <= MOST_STRESS:
        return None
    return sentence(say("Stress is from 0 to {most}."), most=MOST_STRESS)


def why_not_habits(habits: Collection[str]) -> Sentence | None:
    """Habits are those of the list."""
    return None if set(habits) <= set(Habit.values) else say("Choose habits from the list.")


def is_asked(last_on: dt.date | None, day: dt.date, every_days: int) -> bool:
    """The questions are asked again once so many days have passed since they were last answered."""
    return last_on is None or last_on >= day or (day - last_on).days >= every_days
