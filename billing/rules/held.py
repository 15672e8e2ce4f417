"""How near a day has come to the last day on which its claim may be filed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from iop.core.words import Sentence, count_words, say, sentence

Mark = Literal["past", "late", "half", "soon"]
PAST: Mark = "past"
LATE: Mark = "late"
HALF: Mark = "half"
SOON: Mark = "soon"
HALF_PERCENT = 50
LATE_PERCENT = 80


@dataclass(frozen=True)
class FilingClock:
    """How much of the time for filing is gone, in percent, and how many days are left; below zero it is over."""

    percent: int
    days_left: int

    @property
    def mark(self) -> Mark:
        """Say which mark it has passed: half of the time, four fifths of it, or all."""
        if self.days_left < 0:
            return PAST
        if self.percent >= LATE_PERCENT:
            return LATE
        return HALF if self.percent >= HALF_PERCENT else SOON

    @property
    def words(self) -> Sentence:
        """Say the days that are left."""
        if self.days_left < 0:
            return say("Filing time is over")
        if self.days_left == 0:
            return say("Last day to file")
        return sentence(count_words("{n} day to file", "{n} days to file", self.days_left), n=self.days_left)


def filing_clock(on: dt.date, file_by: dt.date | None, today: dt.date) -> FilingClock | None:
    """Work out how far a day of service is on its way to the last day of filing, that day included; none without one.

    Source: payers refuse a first claim after their filing limit (billing.md, timely filing); marks at 50 and 80 percent.
    """
    if file_by is None:
        return None
    whole = max((file_by - on).days, 1)
    return FilingClock(100 * (today - on).days // whole, (file_by - today).days)
