"""When an appointment may be, and what may become of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from iop.core import clock
from iop.core.words import Sentence, day_words, hours_minutes, say, sentence
from scheduling.choices import (
    APPOINTMENT_MOVES,
    LONGEST_APPOINTMENT_MINUTES,
    LONGEST_SERIES,
    SHORTEST_APPOINTMENT_MINUTES,
    AppointmentStatus,
)

ONE_WEEK = dt.timedelta(weeks=1)


def why_not_times(starts_at: dt.datetime, ends_at: dt.datetime, *, zone: str, at: dt.datetime) -> Sentence | None:
    """An appointment ends after it begins, lasts 5 minutes to 8 hours, and is not on a day that has passed."""
    if ends_at <= starts_at:
        return say("An appointment ends after it begins.")
    minutes = int((ends_at - starts_at).total_seconds() // 60)
    if not SHORTEST_APPOINTMENT_MINUTES <= minutes <= LONGEST_APPOINTMENT_MINUTES:
        return sentence(
            say("An appointment lasts {low} to {high}; this one would last {length}."),
            low=hours_minutes(SHORTEST_APPOINTMENT_MINUTES), high=hours_minutes(LONGEST_APPOINTMENT_MINUTES),
            length=hours_minutes(minutes),
        )  # fmt: skip
    day = clock.local_date(starts_at, zone)
    if day < clock.local_date(at, zone):
        return sentence(say("{day} has passed. Choose today or a later day."), day=day_words(day))
    return None


def why_not_status(status: str, to: str, labels: Mapping[str, object]) -> Sentence | None:
    """An appointment moves along ``choices.APPOINTMENT_MOVES`` only."""
    if to in APPOINTMENT_MOVES[status]:
        return None
    return sentence(
        say("This appointment is “{now}” and cannot become “{then}”."),
        now=labels.get(status, status),
        then=labels.get(to, to),
    )


def why_not_yet(to: str, *, starts_at: dt.datetime, at: dt.datetime, zone: str) -> Sentence | None:
    """Somebody arrives on the day of the appointment; it is completed or missed once it has begun."""
    if to == AppointmentStatus.ARRIVED and clock.local_date(starts_at, zone) > clock.local_date(at, zone):
        return say("This appointment is on a later day.")
    if to in (AppointmentStatus.COMPLETED, AppointmentStatus.NO_SHOW) and at < starts_at:
        return say("This appointment has not begun yet.")
    return None


def why_not_series(until: dt.date | None, count: int | None, first_on: dt.date) -> Sentence | None:
    """A series says how long it goes on, at most for a year."""
    if (until is None) == (count is None):
        return say("Say either until when the series goes on or how often.")
    number = count if count is not None else ((until or first_on) - first_on).days // 7 + 1
    if not 1 <= number <= LONGEST_SERIES:
        return sentence(say("A series has 1 to {limit} appointments."), limit=LONGEST_SERIES)
    return None


def weekly(
    starts_at: dt.datetime, ends_at: dt.datetime, *, zone: str, until: dt.date | None, count: int | None
) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """A weekly series keeps its wall time: 9:00 stays 9:00 over both daylight-saving Sundays. The length stays too."""
    local, length = starts_at.astimezone(ZoneInfo(zone)), ends_at - starts_at
    day, number = local.date(), 0
    while (count is None or number < count) and (until is None or day <= until):
        start = clock.at_local(day, local.time(), zone)
        yield start, start + length
        day, number = day + ONE_WEEK, number + 1
