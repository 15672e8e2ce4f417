"""When a message of a client is answered, and what a message may be. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from clients.thread_choices import MOST_A_DAY, MOST_FILES, MOST_SUBJECT, MOST_WORDS
from iop.core import clock
from iop.core.words import Sentence, say, sentence

Stretch = tuple[dt.datetime, dt.datetime]
"""From when until when a site is open."""
LOOKS_AHEAD = dt.timedelta(days=28)
USUAL_WEEK = [(weekday, dt.time(9), dt.time(17)) for weekday in range(5)]
"""What is taken for office hours where a site has written none down."""


def stretches(
    weekly: Sequence[tuple[int, dt.time, dt.time]],
    closed: Sequence[tuple[dt.date, dt.date | None]],
    on: dt.date,
    zone: str,
) -> list[Stretch]:
    """Say when a site is open from ``on`` on. ``weekly`` are weekday, opening and closing; ``closed`` the first and last days.

    In order of time, by the wall clock of ``zone``.
    """
    days = [on + dt.timedelta(days=number) for number in range(LOOKS_AHEAD.days)]
    found = [
        (clock.at_local(day, opens, zone), clock.at_local(day, closes, zone))
        for day in days
        if not _is_closed(day, closed)
        for weekday, opens, closes in weekly
        if weekday == day.weekday()
    ]
    return sorted(found)


def open_now(hours: Sequence[Stretch], at: dt.datetime) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Say until when it is open at ``at``, and else when it opens next; nothing of either when no opening is known."""
    until = next((closes for opens, closes in hours if opens <= at < closes), None)
    return until, None if until else next((opens for opens, _ in hours if opens > at), None)


def answer_by(hours: Sequence[Stretch], at: dt.datetime, zone: str, days: int) -> dt.datetime:
    """A message is answered by the end of the ``days``-th open day after the day on which it was written.

    With no days in between (0) by the end of this day while it is still open, else of the next open one. Where no opening
    is known in the weeks ahead, a week later.
    """
    written = clock.local_date(at, zone)
    ends: dict[dt.date, dt.datetime] = {}
    for _, closes in hours:
        day = clock.local_date(closes, zone)
        if closes > at and (days == 0 or day > written):
            ends[day] = closes
    counted = [ends[day] for day in sorted(ends)][: max(1, days)]
    return counted[-1] if counted else at + dt.timedelta(days=7)


def why_not_words(words: str) -> Sentence | None:
    """A message says something, in a length that somebody reads."""
    if not words:
        return say("Write a few words.")
    if len(words) > MOST_WORDS:
        return sentence(say("A message may have {limit} characters at most. Send two."), limit=f"{MOST_WORDS:,}")
    return None


def why_not_subject(subject: str) -> Sentence | None:
    """A thread has a short title."""
    if not subject:
        return say("Say in a few words what it is about.")
    if len(subject) > MOST_SUBJECT:
        return sentence(say("This may have {limit} characters at most."), limit=MOST_SUBJECT)
    return None


def why_not_files(number: int) -> Sentence | None:
    """A few files go with one message."""
    if number <= MOST_FILES:
        return None
    return sentence(say("At most {limit} files go with one message. Send the others with the next."), limit=MOST_FILES)


def why_not_more(sent: int) -> Sentence | None:
    """Somebody who has written very often within a day is asked to call; ``sent`` counts what they sent in that day."""
    return say("You have written many times today. Please call us instead.") if sent >= MOST_A_DAY else None


def _is_closed(day: dt.date, closed: Sequence[tuple[dt.date, dt.date | None]]) -> bool:
    return any(first <= day and (last is None or day <= last) for first, last in closed)
