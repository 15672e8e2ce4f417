"""How long a seat may be kept for somebody."""

from __future__ import annotations

import datetime as dt

from iop.core.words import Sentence, say, sentence


def why_not_until(held_at: dt.datetime, until: dt.datetime, at: dt.datetime, most_hours: int) -> Sentence | None:
    """A seat is held into the future, and never longer in all than the clinic's longest (``intake.hold_most_hours``)."""
    if until <= at:
        return say("Hold the seat for an hour at least.")
    if until > held_at + dt.timedelta(hours=most_hours):
        return sentence(
            say("A seat is held for {hours} hours at most, counted from when it was first held."), hours=most_hours
        )
    return None
