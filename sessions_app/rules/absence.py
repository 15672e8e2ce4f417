"""What a missed day counts for, when a limit is reached, and when each step is due. Pure.

Source: issue "Step-down reviews, transitions, missed sessions and reminders"; program.md §7 and SEED-23 (missed sessions are
rescheduled, with outreach). A limit asks people to look; nothing here ends a stay.
"""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from iop.core import clock
from iop.core.words import Sentence, count_words, say, sentence
from sessions_app.absence_choices import (
    MISSED_WEEK_NEEDS,
    MOST_AFTER_HOURS,
    MOST_DEADLINE_HOURS,
    MOST_MISSES,
    MOST_WEEKS,
    STEP_METHODS,
    Consequence,
    LimitKind,
    StepOwner,
)
from sessions_app.choices import ATTENDED, MISSED, AttendanceStatus
from sessions_app.rules.hours import week_of

A_DAY = 24


class Verdict(enum.Enum):
    """What a roster line is to the policy."""

    CAME = "came"
    OPEN = "open"
    PAUSED = "paused"
    MADE_UP = "made_up"
    SECOND = "second"
    EXCUSED = "excused"
    COUNTED = "counted"
    SHORT = "short"
    UNEXCUSED = "unexcused"


COUNTS = frozenset({Verdict.COUNTED, Verdict.SHORT, Verdict.UNEXCUSED})
"""What counts as a missed day."""
WITHOUT_EXCUSE = frozenset({Verdict.SHORT, Verdict.UNEXCUSED})
"""What counts as missed without being excused: no word, or a word too late."""


@dataclass(frozen=True)
class Day:
    """A roster line of a day that was held. ``is_short``: the client called beforehand, later than the policy asks."""

    line_id: uuid.UUID
    on: dt.date
    starts_at: dt.datetime
    status: str
    is_short: bool = False
    is_paused: bool = False
    is_made_up: bool = False
    is_make_up: bool = False


@dataclass(frozen=True)
class Terms:
    """What a policy says of counting."""

    counts_excused: bool = False
    make_ups_forgive: bool = True


@dataclass(frozen=True)
class Limit:
    """A limit of a policy: so many misses of a kind, within so many weeks (none for misses in a row)."""

    kind: str
    misses: int
    weeks: int | None
    consequence: str


@dataclass(frozen=True)
class Count:
    """How a stay stands against one limit, and by which misses."""

    limit: Limit
    days: tuple[Day, ...]

    @property
    def number(self) -> int:
        """Give how many misses count."""
        return len(self.days)

    @property
    def is_reached(self) -> bool:
        """Say whether the limit is reached."""
        return self.number >= self.limit.misses

    @property
    def is_near(self) -> bool:
        """Say whether one more miss would reach it, when there is one already."""
        return 0 < self.number == self.limit.misses - 1


@dataclass(frozen=True)
class Planned:
    """A step as it is planned for one miss."""

    opens_at: dt.datetime
    due_at: dt.datetime


def verdict(day: Day, terms: Terms) -> Verdict:
    """A miss counts unless it was excused in time; paused days, days made up and a missed make-up never count again.

    Excused days count where the policy says so; who calls later than the notice asked for is not excused, unless somebody
    excused it all the same. Closed and cancelled days are not asked about at all.
    """
    if day.status in ATTENDED:
        return Verdict.CAME
    if day.status not in MISSED:
        return Verdict.OPEN
    if day.is_paused:
        return Verdict.PAUSED
    if day.is_make_up:
        return Verdict.SECOND
    if day.is_made_up and terms.make_ups_forgive:
        return Verdict.MADE_UP
    if day.status == AttendanceStatus.ABSENT:
        return Verdict.UNEXCUSED
    if day.is_short:
        return Verdict.SHORT
    return Verdict.COUNTED if terms.counts_excused else Verdict.EXCUSED


def is_short_notice(called_at: dt.datetime, starts_at: dt.datetime, notice_hours: int) -> bool:
    """Notice is short when fewer than ``notice_hours`` hours lie between the call and the start, as a clock runs."""
    return starts_at - called_at < dt.timedelta(hours=notice_hours)


def counted(judged: Iterable[tuple[Day, Verdict]], limit: Limit, on: dt.date) -> Count:
    """A limit counts misses within its weeks up to ``on``, or those since the client was last here.

    Days that do not count stand in no row and break none; only coming breaks it.
    """
    days = sorted(((day, found) for day, found in judged if day.on <= on), key=lambda pair: pair[0].starts_at)
    if limit.kind == LimitKind.IN_A_ROW:
        row: list[Day] = []
        for day, found in days:
            if found == Verdict.CAME:
                row = []
            elif found in COUNTS:
                row.append(day)
        return Count(limit, tuple(row))
    wanted = WITHOUT_EXCUSE if limit.kind == LimitKind.UNEXCUSED else COUNTS
    first = on - dt.timedelta(weeks=limit.weeks or MOST_WEEKS)
    return Count(limit, tuple(day for day, found in days if found in wanted and day.on > first))


def planned(miss_at: dt.datetime, after_hours: int, deadline_hours: int, zone: str) -> Planned:
    """A step opens so many hours after the missed day began and is due so many hours later.

    Whole days are days of the wall clock: what opens 24 hours after a 9:00 start opens at 9:00, also over a clock change.
    """
    opens_at = _later(miss_at, after_hours, zone)
    return Planned(opens_at, max(_later(opens_at, deadline_hours, zone), opens_at + dt.timedelta(minutes=1)))


def missed_weeks(days: Iterable[Day], starts_on: int) -> list[tuple[dt.date, dt.date]]:
    """A week is missed when all its planned days, at least two, were missed, for whatever reason but a pause.

    Gives the first and last day of each. A make-up attended in the week is coming. Source: levels_of_care.md §4 (missed week).
    """
    weeks: dict[tuple[dt.date, dt.date], list[Day]] = {}
    for day in days:
        if not day.is_paused:
            weeks.setdefault(week_of(day.on, starts_on), []).append(day)
    return sorted(
        week
        for week, own in weeks.items()
        if sum(not day.is_make_up for day in own) >= MISSED_WEEK_NEEDS and all(day.status in MISSED for day in own)
    )


def limit_words(limit: Limit) -> Sentence:
    """Say a limit in one sentence."""
    if limit.kind == LimitKind.IN_A_ROW:
        words = count_words("{misses} missed day", "{misses} missed days in a row", limit.misses)
        return sentence(words, misses=limit.misses)
    if limit.kind == LimitKind.UNEXCUSED:
        words = count_words(
            "{misses} day missed without being excused in {weeks} weeks",
            "{misses} days missed without being excused in {weeks} weeks",
            limit.misses,
        )
    else:
        words = count_words(
            "{misses} missed day in {weeks} weeks", "{misses} missed days in {weeks} weeks", limit.misses
        )
    return sentence(words, misses=limit.misses, weeks=limit.weeks)


def count_sentence(count: Count) -> Sentence:
    """Say how a stay stands against a limit."""
    return sentence(say("{number} of {limit}"), number=count.number, limit=limit_words(count.limit))


def why_not_terms(
    *, name: str, notice_hours: int, grace_minutes: int | None, no_service_days: int
) -> tuple[str, Sentence] | None:
    """A policy has a name and sensible numbers; gives the field and the reason when it has not."""
    if not name.strip():
        return "name", say("Give the policy a name.")
    if not 0 <= notice_hours <= 168:
        return "notice_hours", say("Ask for notice of 0 to 168 hours.")
    if grace_minutes is not None and not 0 <= grace_minutes <= 120:
        return "grace_minutes", say("Let arrivals count as on time for 0 to 120 minutes.")
    if not 1 <= no_service_days <= 120:
        return "no_service_days", say("Ask after somebody from 1 to 120 days without a service.")
    return None


def why_not_limit(limit: Limit) -> Sentence | None:
    """A limit counts 1 to 60 misses within 1 to 26 weeks, or in a row without weeks, and asks for something."""
    if limit.kind not in LimitKind.values:
        return say("Choose what the limit counts.")
    if limit.consequence not in Consequence.values:
        return say("Choose what the limit asks for.")
    if not 1 <= limit.misses <= MOST_MISSES:
        return say("Count from 1 to 60 misses.")
    if limit.kind == LimitKind.IN_A_ROW:
        return None if limit.weeks is None else say("Misses in a row are counted without weeks.")
    return None if limit.weeks is not None and 1 <= limit.weeks <= MOST_WEEKS else say("Count within 1 to 26 weeks.")


def why_not_step(*, after_hours: int, method: str, owner: str, deadline_hours: int, words: str) -> Sentence | None:
    """A step has a way to reach somebody, an owner, a time it opens, a deadline, and words."""
    if method not in [each.value for each in STEP_METHODS]:
        return say("Choose how the step reaches somebody.")
    if owner not in StepOwner.values:
        return say("Choose whose step it is.")
    if not 0 <= after_hours <= MOST_AFTER_HOURS:
        return say("A step opens at most 60 days after the missed day.")
    if not 1 <= deadline_hours <= MOST_DEADLINE_HOURS:
        return say("Give a step a deadline of 1 hour to 30 days.")
    return None if words.strip() else say("Say in a few words what is to be done.")


def replayed(
    judged: Sequence[tuple[Day, Verdict]], limits: Collection[Limit], first: dt.date, last: dt.date
) -> Mapping[Limit, list[dt.date]]:
    """Say on which days between ``first`` and ``last`` each limit would have been reached anew, going day by day.

    It is reached anew when it was not reached the day before: what would a policy have asked for last month?
    """
    found: dict[Limit, list[dt.date]] = {limit: [] for limit in limits}
    for limit in limits:
        was = counted(judged, limit, first - dt.timedelta(days=1)).is_reached
        day = first
        while day <= last:
            now = counted(judged, limit, day).is_reached
            if now and not was:
                found[limit].append(day)
            was, day = now, day + dt.timedelta(days=1)
    return found


def _later(at: dt.datetime, hours: int, zone: str) -> dt.datetime:
    days, rest = divmod(hours, A_DAY)
    if days:
        wall = at.astimezone(ZoneInfo(zone))
        at = clock.at_local(wall.date() + dt.timedelta(days=days), wall.time(), zone)
    return at + dt.timedelta(hours=rest)
