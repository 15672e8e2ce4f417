"""How many seats a treatment day has, and on which days they are taken."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from iop.core.words import Sentence, day_words, say, sentence

ONE_DAY = dt.timedelta(days=1)
ONE_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Place:
    """A standing enrolment: from a day to a day (none: open-ended), on weekdays, less the days whose seat it gave up."""

    starts_on: dt.date
    ends_on: dt.date | None
    weekdays: frozenset[int]
    released: tuple[tuple[dt.date, dt.date], ...] = ()

    def holds_on(self, day: dt.date) -> bool:
        """A seat is held on the chosen weekdays of the span, unless a pause gave it up for the day."""
        if day.weekday() not in self.weekdays or day < self.starts_on or (self.ends_on and day > self.ends_on):
            return False
        return not any(first <= day <= last for first, last in self.released)


@dataclass(frozen=True)
class PartLimit:
    """What a part of a day allows: its kind's clients per facilitator times its facilitators, and its room's places."""

    name: str
    per_facilitator: int | None = None
    facilitators: int = 0
    room: str = ""
    room_places: int | None = None


@dataclass(frozen=True)
class Limit:
    """How many clients a day holds, and the sentence that says what sets the limit."""

    seats: int
    why: Sentence


@dataclass(frozen=True)
class Week:
    """A version of a track's week as seats see it: from when it holds, and the parts of each weekday it runs."""

    valid_from: dt.date
    parts: Mapping[int, Sequence[PartLimit]] = field(default_factory=dict)


@dataclass(frozen=True)
class Seating:
    """All that decides about a track's seats in a stretch of days. ``extra`` are seats given by the day (make-ups)."""

    track_id: uuid.UUID
    capacity: int
    weeks: tuple[Week, ...]
    places: tuple[Place, ...]
    extra: Mapping[dt.date, int] = field(default_factory=dict)

    def week_on(self, day: dt.date) -> Week | None:
        """The version that holds is the newest already valid that day."""
        return max(
            (week for week in self.weeks if week.valid_from <= day), key=lambda week: week.valid_from, default=None
        )

    def runs_on(self, day: dt.date) -> bool:
        """A track runs on the weekdays of the version that holds."""
        week = self.week_on(day)
        return week is not None and day.weekday() in week.parts

    def limit_on(self, day: dt.date) -> Limit:
        """A day holds as many clients as its narrowest limit: the track's seats, a room, or a kind's group size."""
        week = self.week_on(day)
        parts = week.parts.get(day.weekday(), ()) if week else ()
        return min([Limit(self.capacity, track_is_full(self.capacity)), *_limits(parts)], key=lambda limit: limit.seats)

    def taken_on(self, day: dt.date) -> int:
        """Seats taken: standing enrolments of that weekday (a pause keeps its seat unless released), and make-ups."""
        return sum(place.holds_on(day) for place in self.places) + self.extra.get(day, 0)


def track_is_full(seats: int) -> Sentence:
    """Say what is in the way when the track's own seats are gone."""
    return sentence(say("all {seats} seats of the track are taken"), seats=seats)


def taken(places: Iterable[Place], days: Collection[dt.date]) -> Counter[dt.date]:
    """Count the seats held on each of ``days``."""
    places = list(places)
    return Counter({day: sum(place.holds_on(day) for place in places) for day in days})


def first_full_day(seating: Seating, wanted: Place) -> tuple[dt.date, Limit] | None:
    """One more client fits when every day they would come has a free seat; give the first day that has none, and why.

    An open-ended enrolment is checked until a week after the last day on which anything about the track changes: from
    there on every week is like the one before.
    """
    for day in days_to_check(seating, wanted):
        if wanted.holds_on(day):
            limit = seating.limit_on(day)
            if seating.taken_on(day) >= limit.seats:
                return day, limit
    return None


def full_sentence(day: dt.date, limit: Limit) -> Sentence:
    """Say on which day there is no seat, and what sets the limit."""
    return sentence(say("No seat is free on {day}: {why}."), day=day_words(day), why=limit.why)


def days_to_check(seating: Seating, wanted: Place) -> list[dt.date]:
    """Every day of the wanted stretch up to the point from which nothing changes any more."""
    last = max(_changes(seating, wanted)) + ONE_WEEK
    if wanted.ends_on and wanted.ends_on < last:
        last = wanted.ends_on
    return [wanted.starts_on + ONE_DAY * number for number in range((last - wanted.starts_on).days + 1)]


def _changes(seating: Seating, wanted: Place) -> Iterable[dt.date]:
    yield wanted.starts_on
    yield from seating.extra
    yield from (week.valid_from for week in seating.weeks)
    for place in (*seating.places, wanted):
        yield place.starts_on
        yield from (place.ends_on,) if place.ends_on else ()
        yield from (last for _, last in place.released)


def _limits(parts: Sequence[PartLimit]) -> Iterable[Limit]:
    for part in parts:
        if part.per_facilitator is not None:
            # A part that nobody is named for yet will have one facilitator.
            seats = part.per_facilitator * max(1, part.facilitators)
            yield Limit(seats, _group_is_full(part, seats))
        if part.room_places is not None:
            yield Limit(
                part.room_places, sentence(say("{room} holds {places}"), room=part.room, places=part.room_places)
            )


def _group_is_full(part: PartLimit, seats: int) -> Sentence:
    return sentence(
        say("“{part}” takes {limit} clients for each facilitator, {seats} in all"),
        part=part.name, limit=part.per_facilitator, seats=seats,
    )  # fmt: skip
