"""Which treatment days a weekly template gives, and why a date gives none. Pure."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from iop.core import clock
from iop.core.words import Sentence, day_words, say, sentence, time_words

SkipCode = Literal["closed", "over", "no_template"]
NoteCode = Literal["skipped_hour", "repeated_hour"]


@dataclass(frozen=True)
class DayShape:
    """One day of a template version: its line through versions, wall time and length in minutes."""

    id: uuid.UUID
    lineage: uuid.UUID
    weekday: int
    wall: dt.time
    minutes: int
    focus: str = ""


@dataclass(frozen=True)
class Version:
    """A template version and its days; it holds from ``valid_from`` until the next one does."""

    valid_from: dt.date
    days: tuple[DayShape, ...]


@dataclass(frozen=True)
class Closed:
    """Days, both ends included, on which the site runs nothing."""

    first: dt.date
    last: dt.date
    reason: str


@dataclass(frozen=True)
class PlannedDay:
    """A day to be made, at its instants; ``note`` says when the clock change touched it."""

    shape: DayShape
    on: dt.date
    starts_at: dt.datetime
    ends_at: dt.datetime
    note: NoteCode | None = None


@dataclass(frozen=True)
class SkippedDay:
    """A date that the template names and that gives no day, with the reason in code and in words."""

    on: dt.date
    code: SkipCode
    reason: Sentence


def version_on(versions: Sequence[Version], on: dt.date) -> Version | None:
    """The newest version already valid that day holds; none before the first."""
    return max((item for item in versions if item.valid_from <= on), key=lambda item: item.valid_from, default=None)


def instants(on: dt.date, wall: dt.time, minutes: int, zone: str) -> tuple[dt.datetime, dt.datetime]:
    """A day begins when the site's wall clock shows its time and lasts its minutes of real time, clock change or not."""
    starts_at = clock.at_local(on, wall, zone)
    return starts_at, starts_at + dt.timedelta(minutes=minutes)


def clock_note(on: dt.date, wall: dt.time, zone: str) -> NoteCode | None:
    """A day in the hour that a daylight-saving Sunday skips or repeats is made and reported, never silently shifted."""
    if clock.is_skipped(on, wall, zone):
        return "skipped_hour"
    return "repeated_hour" if clock.is_repeated(on, wall, zone) else None


def note_sentence(note: NoteCode, on: dt.date, wall: dt.time, starts: dt.time) -> Sentence:
    """Say what the clock change does to a day: a skipped hour begins as much later, a repeated one the first time."""
    if note == "skipped_hour":
        words = say("On {day} the clocks skip {wall}: the day begins at {starts} instead.")
    else:
        words = say("On {day} the clock shows {wall} twice: the day begins the first time.")
    return sentence(words, day=day_words(on), wall=time_words(wall), starts=time_words(starts))


def closed_on(closures: Iterable[Closed], on: dt.date) -> Closed | None:
    """A site runs nothing on the days of a closure, both ends included."""
    return next((item for item in closures if item.first <= on <= item.last), None)


def plan(
    versions: Sequence[Version],
    closures: Sequence[Closed],
    *,
    first: dt.date,
    last: dt.date,
    zone: str,
    at: dt.datetime,
) -> tuple[list[PlannedDay], list[SkippedDay]]:
    """Give the treatment days from ``first`` to ``last`` by the version valid on each date, and say which dates give none.

    Closures are skipped, and so is a day that is over at ``at``. Source: issue "The treatment day", materialised sessions.
    """
    planned: list[PlannedDay] = []
    skipped: list[SkippedDay] = []
    if not versions:
        return [], [SkippedDay(first, "no_template", say("This track has no weekly template yet."))]
    for offset in range((last - first).days + 1):
        on = first + dt.timedelta(days=offset)
        version = version_on(versions, on)
        for shape in version.days if version else ():
            if shape.weekday == on.weekday():
                _decide(shape, on, closures, zone, at, planned, skipped)
    return planned, skipped


def _decide(
    shape: DayShape,
    on: dt.date,
    closures: Sequence[Closed],
    zone: str,
    at: dt.datetime,
    planned: list[PlannedDay],
    skipped: list[SkippedDay],
) -> None:
    starts_at, ends_at = instants(on, shape.wall, shape.minutes, zone)
    if closure := closed_on(closures, on):
        skipped.append(SkippedDay(on, "closed", sentence(say("Closed: {reason}"), reason=closure.reason)))
    elif ends_at <= at:
        skipped.append(SkippedDay(on, "over", say("This day was already over.")))
    else:
        planned.append(PlannedDay(shape, on, starts_at, ends_at, clock_note(on, shape.wall, zone)))
