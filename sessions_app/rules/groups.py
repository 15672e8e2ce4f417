"""On which days a group outside a stay meets, and who may come. Pure."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dateutil import rrule

from iop.core.words import Sentence, day_words, say, sentence
from sessions_app.group_choices import (
    LONGEST_MINUTES,
    MOST_EVERY,
    NTH,
    SHORTEST_MINUTES,
    TAKES_CLIENTS,
    TAKES_RELATIVES,
    Audience,
    Frequency,
)
from sessions_app.rules.planning import Closed, NoteCode, clock_note, closed_on, instants

WEEKDAYS = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)


@dataclass(frozen=True)
class Rhythm:
    """When a group meets from ``valid_from`` on: every so many weeks or months, at a wall time, for so many minutes."""

    valid_from: dt.date
    frequency: str
    every: int
    weekday: int
    nth: int | None
    wall: dt.time
    minutes: int
    room_id: uuid.UUID | None = None
    lead_id: uuid.UUID | None = None
    co_lead_id: uuid.UUID | None = None


@dataclass(frozen=True)
class PlannedMeeting:
    """A meeting to be made; ``note`` says when the clock change touched it."""

    rhythm: Rhythm
    on: dt.date
    starts_at: dt.datetime
    ends_at: dt.datetime
    note: NoteCode | None = None


@dataclass(frozen=True)
class Skipped:
    """A date of the rhythm that gives no meeting, and the closure's reason."""

    on: dt.date
    reason: Sentence


def dates(rhythm: Rhythm, first: dt.date, last: dt.date) -> list[dt.date]:
    """Every n-th week or month is counted from the day the rhythm holds; a month without a fifth Friday has none."""
    weekday: Any = WEEKDAYS[rhythm.weekday]
    monthly = rhythm.frequency == Frequency.MONTHLY
    rule = rrule.rrule(
        rrule.MONTHLY if monthly else rrule.WEEKLY,
        interval=rhythm.every,
        byweekday=weekday(rhythm.nth) if monthly else weekday,
        dtstart=_midnight(rhythm.valid_from),
    )
    return [each.date() for each in rule.between(_midnight(first), _midnight(last), inc=True)]


def plan(
    rhythms: Sequence[Rhythm],
    closures: Sequence[Closed],
    *,
    first: dt.date,
    last: dt.date,
    zone: str,
    at: dt.datetime,
) -> tuple[list[PlannedMeeting], list[Skipped]]:
    """Give the meetings from ``first`` to ``last`` by the rhythm that holds on each date, leaving out days of a closure.

    A meeting begins when the site's wall clock shows its time and lasts its minutes of real time, clock change or not; one
    that is over at ``at`` is not made. Of two rhythms of the same day the later in the list holds.
    """
    ordered = sorted(rhythms, key=lambda each: each.valid_from)
    planned: list[PlannedMeeting] = []
    skipped: list[Skipped] = []
    for place, rhythm in enumerate(ordered):
        following = ordered[place + 1].valid_from - dt.timedelta(days=1) if place + 1 < len(ordered) else last
        for on in dates(rhythm, max(first, rhythm.valid_from), min(last, following)):
            starts_at, ends_at = instants(on, rhythm.wall, rhythm.minutes, zone)
            if closure := closed_on(closures, on):
                skipped.append(Skipped(on, sentence(say("Closed: {reason}"), reason=closure.reason)))
            elif ends_at > at:
                note = clock_note(on, rhythm.wall, zone)
                planned.append(PlannedMeeting(rhythm, on, starts_at, ends_at, note))
    return planned, skipped


def why_no_rhythm(
    frequency: str, every: int, weekday: int, nth: int | None, minutes: int
) -> tuple[str, Sentence] | None:
    """A rhythm counts whole weeks, or names which weekday of the month; a meeting lasts a quarter-hour to eight hours."""
    if frequency not in Frequency.values:
        return "frequency", say("Choose whether it is by the week or by the month.")
    if not 1 <= every <= MOST_EVERY:
        return "every", sentence(say("Every 1 to {most} weeks or months."), most=MOST_EVERY)
    if weekday not in range(7):
        return "weekday", say("Choose a weekday.")
    if (frequency == Frequency.MONTHLY) != (nth in dict(NTH)):
        return "nth", say("By the month, say which of these weekdays; by the week, leave it empty.")
    if not SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES:
        words = say("A meeting lasts {least} to {most} minutes.")
        return "minutes", sentence(words, least=SHORTEST_MINUTES, most=LONGEST_MINUTES)
    return None


@dataclass(frozen=True)
class Comer:
    """Somebody who would like to come: where they stand with the clinic."""

    is_relative: bool = False
    in_treatment: bool = False
    was_in_treatment: bool = False
    agreed_to_contact: bool = False
    has_died: bool = False


def why_not_come(audience: str, comer: Comer) -> Sentence | None:
    """A group is for those it says it is for; who has finished treatment is on a list only with their signed agreement.

    Source: 42 CFR 2.11 and 2.12 (that somebody was in treatment is itself protected), consent "Contact after treatment".
    """
    if comer.is_relative:
        return None if audience in TAKES_RELATIVES else say("This group is not for relatives.")
    if audience not in TAKES_CLIENTS:
        return say("This group is for relatives and other supporters.")
    if comer.has_died:
        return say("Their chart says that they have died.")
    if not (comer.in_treatment or comer.was_in_treatment):
        return say("They have not been in treatment at this site.")
    if audience == Audience.FORMER and comer.in_treatment:
        return say("This group is for people who have finished treatment; they are in treatment now.")
    if not comer.in_treatment and not comer.agreed_to_contact:
        return say(
            "They have not agreed to contact after treatment. Have the form “Contact after treatment” signed first."
        )
    return None


def why_not_moved_to(
    on: dt.date, starts_at: dt.datetime, at: dt.datetime, closures: Sequence[Closed]
) -> Sentence | None:
    """A meeting moves to a time ahead, on a day when the site is open."""
    if starts_at <= at:
        return say("This time has passed.")
    if closure := closed_on(closures, on):
        words = say("The site is closed on {day}: {reason}.")
        return sentence(words, day=day_words(on), reason=closure.reason)
    return None


def minutes_there(status_came: bool, minutes: int | None, length: int) -> int:
    """Who came was there for the whole meeting unless somebody says for how long; who did not come has no minutes."""
    if not status_came:
        return 0
    return length if minutes is None else max(0, min(minutes, length))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(0))
