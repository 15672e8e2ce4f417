"""Where a treatment day may be moved, and what moves with it. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from iop.core import clock
from iop.core.words import Sentence, day_words, say, sentence, time_words


@dataclass(frozen=True)
class Shift:
    """A new wall time, and by how many days a day moves."""

    days: int
    wall: dt.time


def wall_of(starts_at: dt.datetime, zone: str) -> tuple[dt.date, dt.time]:
    """Read a new start as the site's wall time; a start without a zone is wall time already."""
    local = starts_at if starts_at.tzinfo is None else starts_at.astimezone(ZoneInfo(zone))
    return local.date(), local.time().replace(second=0, microsecond=0)


def shift(old_on: dt.date, starts_at: dt.datetime, zone: str) -> Shift:
    """A move is a number of days and a wall time, so that the days that follow keep their hour through a clock change."""
    on, wall = wall_of(starts_at, zone)
    return Shift((on - old_on).days, wall)


def moved(on: dt.date, change: Shift) -> dt.date:
    """Each following day moves by as many days as the first."""
    return on + dt.timedelta(days=change.days)


def why_cannot_start_then(on: dt.date, wall: dt.time, zone: str, at: dt.datetime) -> Sentence | None:
    """A day is not moved into an hour that the clocks skip, nor into the past."""
    if clock.is_skipped(on, wall, zone):
        return skipped_sentence(on, wall)
    if clock.at_local(on, wall, zone) <= at:
        return say("That time has passed. Choose a later one.")
    return None


def skipped_sentence(on: dt.date, wall: dt.time) -> Sentence:
    """Say that the clocks jump over a wall time, and what to do."""
    words = say("On {day} the clocks are set forward and {wall} does not exist. Choose another time.")
    return sentence(words, day=day_words(on), wall=time_words(wall))


def was_in_skipped_hour(starts_at: dt.datetime) -> bool:
    """Say whether an instant given with a zone names a wall time that its clocks skip."""
    zone = starts_at.tzinfo
    if not isinstance(zone, ZoneInfo):
        return False
    return clock.is_skipped(starts_at.date(), starts_at.time(), zone)
