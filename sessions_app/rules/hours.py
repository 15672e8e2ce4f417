"""The weekly-hours meter: attended, still possible, required, and the sentence that predicts a miss. Pure."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from iop.core.words import Sentence, hours_minutes, say, sentence, weekday_words
from sessions_app.choices import ATTENDED, MISSED, AttendanceStatus, SessionStatus


@dataclass(frozen=True)
class WeekLine:
    """One roster line of a week: when, whose state, minutes credited and minutes of service planned."""

    on: dt.date
    starts_at: dt.datetime
    session_status: str
    status: str
    credited: int
    planned: int


@dataclass(frozen=True)
class Seat:
    """A free seat in another day that could mend a miss; ``place`` names the track, the instants are for the site's zone."""

    session_id: uuid.UUID
    missed_id: uuid.UUID | None
    on: dt.date
    starts_at: dt.datetime
    ends_at: dt.datetime
    minutes: int
    place: str
    mends_same_week: bool
    free: int = 1


@dataclass(frozen=True)
class Required:
    """What the level asks of this week; ``is_partial`` when treatment does not cover all of it, then nothing is asked."""

    minutes: int = 0
    is_partial: bool = False
    individual: int = 0


@dataclass(frozen=True)
class WeekHours:
    """A client's week in minutes of service, with the prediction as a sentence and the make-up that mends it."""

    first: dt.date
    last: dt.date
    attended: int
    possible: int
    required: int
    sentence: Sentence
    state: str
    """reached, on_track, needs_make_up, out_of_reach, or none when nothing is required."""
    offer: Seat | None = None
    is_partial: bool = False
    individual_done: int = 0
    individual_booked: int = 0
    individual_required: int = 0
    offers: Sequence[Seat] = field(default_factory=tuple)


def week_of(on: dt.date, starts_on: int) -> tuple[dt.date, dt.date]:
    """A counted week has seven days and begins on the clinic's own weekday (0 is Monday). Source: levels_of_care.md §61."""
    first = on - dt.timedelta(days=(on.weekday() - starts_on) % 7)
    return first, first + dt.timedelta(days=6)


def attended_minutes(lines: Sequence[WeekLine]) -> int:
    """Attended are the credited minutes of days that were held; a day under way counts when it is closed."""
    held = (SessionStatus.CLOSED, SessionStatus.FINAL)
    return sum(line.credited for line in lines if line.session_status in held and line.status in ATTENDED)


def possible_minutes(lines: Sequence[WeekLine], today: dt.date) -> int:
    """Still possible is the service of days planned from today on or under way, unless the client is known to miss them.

    A day cancelled by a closure gives nothing, and so does one that passed without being held.
    """
    total = 0
    for line in lines:
        if line.status in MISSED or line.status == AttendanceStatus.REMOVED:
            continue
        if line.session_status == SessionStatus.RUNNING:
            total += line.credited if line.status in ATTENDED else line.planned
        elif line.session_status == SessionStatus.PLANNED and line.on >= today:
            total += line.planned
    return total


def mending(short: int, offers: Sequence[Seat]) -> list[Seat]:
    """A miss is mended by the earliest free seats of the same week whose minutes together fill what is short."""
    chosen: list[Seat] = []
    days: set[dt.date] = set()
    for offer in sorted((item for item in offers if item.mends_same_week), key=lambda item: item.starts_at):
        if sum(item.minutes for item in chosen) >= short:
            break
        if offer.on not in days:
            chosen.append(offer)
            days.add(offer.on)
    return chosen if sum(item.minutes for item in chosen) >= short else []


def decide(
    *, first: dt.date, lines: Sequence[WeekLine], required: Required, today: dt.date, offers: Sequence[Seat] = ()
) -> WeekHours:
    """The week reaches its hours, can still reach them, needs a make-up by a day, or cannot reach them any more.

    Source: issue "The treatment day", hours meter; program.md §10, weekly hours.
    """
    attended = attended_minutes(lines)
    possible = possible_minutes(lines, today)
    short = required.minutes - attended - possible
    seats = mending(short, offers) if short > 0 else []
    state = _state(required, attended, possible, bool(seats))
    return WeekHours(
        first=first,
        last=first + dt.timedelta(days=6),
        attended=attended,
        possible=possible,
        required=required.minutes,
        sentence=_sentence(state, required, attended, possible, _last_day(short, offers)),
        state=state,
        offer=seats[0] if seats else None,
        offers=tuple(seats),
        is_partial=required.is_partial,
        individual_required=required.individual,
    )


def _state(required: Required, attended: int, possible: int, can_mend: bool) -> str:
    if not required.minutes or required.is_partial:
        return "none"
    if attended >= required.minutes:
        return "reached"
    if attended + possible >= required.minutes:
        return "on_track"
    return "needs_make_up" if can_mend else "out_of_reach"


def _last_day(short: int, offers: Sequence[Seat]) -> dt.date | None:
    """Find the last day on which a make-up still mends the week."""
    days = [item.on for item in offers if item.mends_same_week]
    return max(days) if days and short > 0 else None


def _sentence(state: str, required: Required, attended: int, possible: int, last: dt.date | None) -> Sentence:
    hours = hours_minutes(required.minutes)
    if state == "none":
        return _nothing_required(required, attended)
    if state == "reached":
        return sentence(say("{hours} reached."), hours=hours)
    if state == "on_track":
        words = say("{attended} attended, {possible} still possible: {hours} can be reached.")
        return sentence(words, attended=hours_minutes(attended), possible=hours_minutes(possible), hours=hours)
    if state == "needs_make_up" and last:
        words = say("{hours} cannot be reached without a make-up by {day}.")
        return sentence(words, hours=hours, day=weekday_words(last.weekday()))
    words = say("{hours} cannot be reached this week: at most {most}.")
    return sentence(words, hours=hours, most=hours_minutes(attended + possible))


def _nothing_required(required: Required, attended: int) -> Sentence:
    if required.is_partial:
        return sentence(
            say("{attended} attended; a week that treatment begins or ends in is not judged."),
            attended=hours_minutes(attended),
        )
    return sentence(say("{attended} attended; no weekly hours are required."), attended=hours_minutes(attended))
