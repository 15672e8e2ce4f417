"""A track's week as planned: what is refused, what is only warned about, and when each part begins."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from iop.core.words import Sentence, hours_minutes, say, sentence, weekday_words
from scheduling.choices import LONGEST_DAY_MINUTES, SHORTEST_DAY_MINUTES

MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True)
class PlannedPart:
    """A part of a day as planned. ``lead_id`` and ``co_ids`` are staff members; ids may be left open."""

    kind_id: uuid.UUID
    minutes: int
    title: str = ""
    topic_id: uuid.UUID | None = None
    exercise_id: uuid.UUID | None = None
    room_id: uuid.UUID | None = None
    lead_id: uuid.UUID | None = None
    co_ids: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True)
class PlannedDay:
    """A treatment day as planned, in wall time. Without a ``lineage`` it carries on that weekday's of the version before."""

    weekday: int
    starts_at: dt.time
    parts: tuple[PlannedPart, ...]
    focus: str = ""
    lineage: uuid.UUID | None = None


@dataclass(frozen=True)
class Kind:
    """What a kind of part allows. Minutes are of the clock; ``counts`` says whether they are service (a break never is)."""

    name: str
    min_minutes: int
    max_minutes: int
    counts: bool = True


@dataclass(frozen=True)
class Asked:
    """What a level asks of a week, in minutes of service and days."""

    level: str
    min_weekly: int = 0
    max_weekly: int | None = None
    min_daily: int = 0
    min_days: int = 0
    max_days: int = 7


def total_minutes(day: PlannedDay) -> int:
    """A day lasts as long as its parts together, breaks included."""
    return sum(part.minutes for part in day.parts)


def service_minutes(day: PlannedDay, kinds: Mapping[uuid.UUID, Kind]) -> int:
    """Service is what counts: breaks never do (program.md §2: 195 minutes with a 15-minute break are 180 of service)."""
    return sum(part.minutes for part in day.parts if kinds[part.kind_id].counts)


def part_times(starts_at: dt.time, minutes: Sequence[int]) -> list[tuple[dt.time, dt.time]]:
    """Parts follow each other without gaps: give each one's wall times."""
    start = starts_at.hour * 60 + starts_at.minute
    times = []
    for length in minutes:
        times.append((_wall(start), _wall(start + length)))
        start += length
    return times


def why_not_week(days: Sequence[PlannedDay], kinds: Mapping[uuid.UUID, Kind]) -> list[Sentence]:
    """A week is refused for everything that cannot be: no day, a weekday twice, a part or a day of impossible length."""
    if not days:
        return [say("A week needs at least one day.")]
    reasons: list[Sentence] = []
    for number, day in enumerate(days):
        if any(day.weekday == other.weekday for other in days[:number]):
            reasons.append(sentence(say("{day} is planned twice."), day=weekday_words(day.weekday)))
        reasons.extend(why_not_day(day, kinds))
    return reasons


def why_not_day(day: PlannedDay, kinds: Mapping[uuid.UUID, Kind]) -> list[Sentence]:
    """A day has parts, each inside its kind's minutes; it lasts 30 minutes to 8 hours and ends before midnight."""
    name = weekday_words(day.weekday)
    if not day.parts:
        return [sentence(say("{day} has no parts yet."), day=name)]
    reasons = [reason for part in day.parts if (reason := why_not_part(part, kinds[part.kind_id], name))]
    total = total_minutes(day)
    if total < SHORTEST_DAY_MINUTES:
        reasons.append(
            _length(
                say("{day} lasts {total}; a treatment day has at least {limit}."), name, total, SHORTEST_DAY_MINUTES
            )
        )
    if total > LONGEST_DAY_MINUTES:
        reasons.append(
            _length(say("{day} lasts {total}; a treatment day has at most {limit}."), name, total, LONGEST_DAY_MINUTES)
        )
    elif day.starts_at.hour * 60 + day.starts_at.minute + total > MINUTES_A_DAY:
        reasons.append(sentence(say("{day} would end after midnight."), day=name))
    return reasons


def why_not_part(part: PlannedPart, kind: Kind, day: Sentence) -> Sentence | None:
    """A part lasts as long as its kind allows (program.md §2; the ranges are the clinic's to change)."""
    if kind.min_minutes <= part.minutes <= kind.max_minutes:
        return None
    return sentence(
        say("{kind} takes {low} to {high} minutes; {minutes} are planned on {day}."),
        kind=kind.name, low=kind.min_minutes, high=kind.max_minutes, minutes=part.minutes, day=day,
    )  # fmt: skip


def warnings(days: Sequence[PlannedDay], kinds: Mapping[uuid.UUID, Kind], asked: Asked | None) -> list[Sentence]:
    """A week that falls short of its level, or goes beyond it, is allowed with a warning.

    Source: levels_of_care.md §1 (2.1 is 9 to 19 hours of service a week; 20 hours are level 2.5).
    """
    if asked is None:
        return []
    service = {day.weekday: service_minutes(day, kinds) for day in days}
    return [
        *(_short_day(weekday, minutes, asked) for weekday, minutes in service.items() if minutes < asked.min_daily),
        *_of_the_week(sum(service.values()), asked),
        *_of_the_days(len(service), asked),
    ]


def _of_the_week(total: int, asked: Asked) -> list[Sentence]:
    if total < asked.min_weekly:
        return [
            _against(
                say(
                    "The whole week has {total} of service; {level} asks for {limit}. This track alone cannot reach that."
                ),
                total,
                asked.level,
                asked.min_weekly,
            )
        ]
    if asked.max_weekly is not None and total > asked.max_weekly:
        return [
            _against(
                say(
                    "The whole week has {total} of service; {level} ends at {limit}. Coming every day would be above the level."
                ),
                total,
                asked.level,
                asked.max_weekly,
            )
        ]
    return []


def _of_the_days(number: int, asked: Asked) -> list[Sentence]:
    if number < asked.min_days:
        words = say("The track runs on {number} days; {level} asks for {limit} or more.")
        return [sentence(words, number=number, level=asked.level, limit=asked.min_days)]
    if number > asked.max_days:
        words = say("The track runs on {number} days; {level} has {limit} at most.")
        return [sentence(words, number=number, level=asked.level, limit=asked.max_days)]
    return []


def _short_day(weekday: int, minutes: int, asked: Asked) -> Sentence:
    return sentence(
        say("{day} has {total} of service; {level} asks for {limit} a day."),
        day=weekday_words(weekday), total=hours_minutes(minutes), level=asked.level, limit=hours_minutes(asked.min_daily),
    )  # fmt: skip


def _against(words: Sentence, total: int, level: str, limit: int) -> Sentence:
    return sentence(words, total=hours_minutes(total), level=level, limit=hours_minutes(limit))


def _length(words: Sentence, day: Sentence, total: int, limit: int) -> Sentence:
    return sentence(words, day=day, total=hours_minutes(total), limit=hours_minutes(limit))


def _wall(minutes: int) -> dt.time:
    return dt.time(minutes // 60 % 24, minutes % 60)
