"""When a place in a track may begin, change and end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from iop.core.words import Sentence, day_words, hours_minutes, say, sentence, weekday_words


def why_not_weekdays(weekdays: Collection[int], running: Collection[int]) -> Sentence | None:
    """Chosen weekdays are days the track runs, at least one."""
    if not weekdays:
        return say("Choose at least one weekday.")
    missing = sorted(set(weekdays) - set(running))
    if missing:
        return sentence(
            say("The track does not run on {missing}. It runs on {running}."),
            missing=names(missing), running=names(running) or say("no day yet"),
        )  # fmt: skip
    return None


def why_not_span(starts_on: dt.date, ends_on: dt.date | None, today: dt.date) -> Sentence | None:
    """A stretch begins today or later and does not end before it begins: the past is never rewritten."""
    if starts_on < today:
        return sentence(say("{day} has passed. Choose today or a later day."), day=day_words(starts_on))
    if ends_on and ends_on < starts_on:
        return say("The last day cannot be before the first.")
    return None


def why_not_placed(track_level: str, placed_level: str | None, starts_on: dt.date) -> Sentence | None:
    """Somebody joins a track on a day on which they are placed in the track's level of care."""
    if placed_level is None:
        return sentence(
            say("There is no placement in a level of care on {day}. Place them in {level} from then first."),
            day=day_words(starts_on), level=track_level,
        )  # fmt: skip
    if placed_level != track_level:
        return sentence(
            say("On {day} they are placed in {placed}; this track is {level}. Change the placement first."),
            day=day_words(starts_on), placed=placed_level, level=track_level,
        )  # fmt: skip
    return None


def why_not_end(starts_on: dt.date, ends_on: dt.date) -> Sentence | None:
    """An enrolment ends on or after its first day; one that never began is withdrawn instead."""
    if ends_on < starts_on:
        return sentence(say("The enrolment begins on {day}. Withdraw it instead."), day=day_words(starts_on))
    return None


def why_not_withdraw(starts_on: dt.date, today: dt.date) -> Sentence | None:
    """An enrolment is withdrawn before its first day; afterwards it is ended, and its days stay."""
    if starts_on <= today:
        return sentence(say("The enrolment has begun on {day}. End it instead."), day=day_words(starts_on))
    return None


def why_not_pause(
    first: dt.date, last: dt.date, *, starts_on: dt.date, ends_on: dt.date | None, today: dt.date
) -> Sentence | None:
    """A pause lies inside the enrolment, begins today or later, and has a last day."""
    reason = why_not_span(first, last, today)
    if reason:
        return reason
    if first < starts_on or (ends_on and last > ends_on):
        return say("A pause lies inside the enrolment; these days do not.")
    return None


def enrolment_warnings(
    service: Iterable[int], *, level: str, min_days: int, max_days: int, min_weekly: int, max_weekly: int | None
) -> list[Sentence]:
    """Chosen weekdays below or above what the level asks of a week are allowed with a warning (a taper, a second track).

    ``service`` are the minutes of service of each chosen day.
    """
    minutes = list(service)
    found: list[Sentence] = []
    if not min_days <= len(minutes) <= max_days:
        words = say("{level} is {low} to {high} days a week; these are {number}.")
        found.append(sentence(words, level=level, low=min_days, high=max_days, number=len(minutes)))
    if sum(minutes) < min_weekly:
        words = say("These days give {total} of service a week; {level} asks for {limit}.")
        found.append(sentence(words, total=hours_minutes(sum(minutes)), level=level, limit=hours_minutes(min_weekly)))
    if max_weekly is not None and sum(minutes) > max_weekly:
        words = say("These days give {total} of service a week; {level} ends at {limit}.")
        found.append(sentence(words, total=hours_minutes(sum(minutes)), level=level, limit=hours_minutes(max_weekly)))
    return found


def names(weekdays: Collection[int]) -> Sentence:
    """Say weekdays in order: "Monday, Wednesday"."""
    ordered = sorted(set(weekdays))
    if not ordered:
        return ""
    places = ", ".join(f"{{day{number}}}" for number in ordered)
    return sentence(places, **{f"day{number}": weekday_words(number) for number in ordered})
