"""When a client cannot come, as stretches of time. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iop.core import clock
from iop.core.words import Sentence, say, sentence, time_words, weekday_words
from scheduling.rules.times import Stretch

ONE_DAY = dt.timedelta(days=1)
SAYS: dict[str, Sentence] = {
    "work": say("They said they work then ({weekday}, {start} to {end})."),
    "school": say("They said they are at school then ({weekday}, {start} to {end})."),
    "childcare": say("They said they look after children then ({weekday}, {start} to {end})."),
    "court": say("They have to be at court or probation then ({weekday}, {start} to {end})."),
    "other": say("They said they cannot come then ({weekday}, {start} to {end})."),
}


@dataclass(frozen=True)
class Bound:
    """One commitment: from ``starts`` to ``ends`` by the wall clock on a weekday, from ``first`` to ``last`` (none: open)."""

    kind: str
    weekday: int
    starts: dt.time
    ends: dt.time
    first: dt.date
    last: dt.date | None = None

    def on(self, day: dt.date, zone: str) -> Stretch | None:
        """It holds on its weekday between its dates; one that ends at or before it begins goes on past midnight."""
        if day.weekday() != self.weekday or day < self.first or (self.last is not None and day > self.last):
            return None
        until = day if self.ends > self.starts else day + ONE_DAY
        return clock.at_local(day, self.starts, zone), clock.at_local(until, self.ends, zone)


def stretches(bounds: Iterable[Bound], first: dt.date, last: dt.date, zone: str) -> Iterator[tuple[Bound, Stretch]]:
    """Every stretch that touches a day from ``first`` to ``last``: a night shift that began the evening before too."""
    days = [first - ONE_DAY + ONE_DAY * number for number in range((last - first).days + 2)]
    for bound in bounds:
        for day in days:
            held = bound.on(day, zone)
            if held:
                yield bound, held


def in_the_way(bounds: Iterable[Bound], starts_at: dt.datetime, ends_at: dt.datetime, zone: str) -> Bound | None:
    """The first commitment that a stretch would cut into; touching ends are no clash."""
    first, last = clock.local_date(starts_at, zone), clock.local_date(ends_at, zone)
    for bound, (start, end) in stretches(bounds, first, last, zone):
        if start < ends_at and end > starts_at:
            return bound
    return None


def says(bound: Bound) -> Sentence:
    """Word what keeps a client: "They said they work then (Monday, 9 a.m. to 5 p.m.)."."""
    return sentence(
        SAYS.get(bound.kind, SAYS["other"]),
        weekday=weekday_words(bound.weekday), start=time_words(bound.starts), end=time_words(bound.ends),
    )  # fmt: skip


def why_not_bound(starts: dt.time, ends: dt.time, first: dt.date, last: dt.date | None) -> Sentence | None:
    """A commitment lasts some time, and its last day does not lie before its first."""
    if starts == ends:
        return say("It begins and ends at the same time. Give the hours they cannot come.")
    if last is not None and last < first:
        return say("The last day lies before the first.")
    return None
