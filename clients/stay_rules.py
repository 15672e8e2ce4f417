"""Days of a stay elsewhere. Pure."""

from __future__ import annotations

import datetime as dt

from iop.core.words import Sentence, day_words, say, sentence


def why_not_dates(expected_from: dt.date | None, expected_until: dt.date | None) -> Sentence | None:
    """Nobody is expected back before they go."""
    if expected_from and expected_until and expected_until < expected_from:
        return say("They cannot be expected back before they go.")
    return None


def why_not_day(day: dt.date, referred_on: dt.date, today: dt.date) -> Sentence | None:
    """What happened lies between the referral and today."""
    if day > today:
        return say("This day lies in the future. Write it down once it has happened.")
    if day < referred_on:
        return sentence(say("They were referred on {date}; this cannot be earlier."), date=day_words(referred_on))
    return None


def first_ask(expected_until: dt.date | None, today: dt.date, days: int) -> dt.date:
    """Somebody is asked after when they are expected back, and never later than some days from now; silence is a warning sign."""
    soon = today + dt.timedelta(days=days)
    return max(today, min(expected_until, soon)) if expected_until else soon
