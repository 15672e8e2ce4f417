"""How long somebody is in a level of care, against what the program aims at. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from iop.core.words import Sentence, count_words, say, sentence

WEEK = 7
SOON_WEEKS = 1


@dataclass(frozen=True)
class Length:
    """A stay in one level: since when, in which week, and for how many weeks it is meant.

    ``target`` includes ``extended``; none: no program here aims at a length for this level. ``most`` is the program's longest.
    """

    since: dt.date
    week: int
    target: int | None
    extended: int = 0
    most: int | None = None

    @property
    def ends_on(self) -> dt.date | None:
        """The last day within the target."""
        return self.since + dt.timedelta(weeks=self.target, days=-1) if self.target else None

    @property
    def weeks_over(self) -> int:
        """How many weeks beyond the target have begun; 0 within it."""
        return max(0, self.week - self.target) if self.target else 0

    @property
    def is_near(self) -> bool:
        """Whether the last week of the target has begun, or it is over."""
        return self.target is not None and self.week > self.target - SOON_WEEKS


def length(since: dt.date, on: dt.date, *, target: int | None, extended: int = 0, most: int | None = None) -> Length:
    """The day somebody is placed begins week 1; weeks that were added to the target count with it.

    Source: program.md, usual length of stay; journeys.md 7.
    """
    week = max(0, (on - since).days) // WEEK + 1
    whole = None if target is None else target + extended
    return Length(since, week, whole, extended, most)


def says(stay: Length) -> Sentence:
    """Say the length of a stay in one line: the week, the target, and how far beyond."""
    if stay.target is None:
        return sentence(say("Week {week}"), week=stay.week)
    if stay.weeks_over:
        over = sentence(
            count_words("{count} week beyond", "{count} weeks beyond", stay.weeks_over), count=stay.weeks_over
        )
        return sentence(say("Week {week} of {target}, {over}"), week=stay.week, target=stay.target, over=over)
    return sentence(say("Week {week} of {target}"), week=stay.week, target=stay.target)
