"""What may stand on a medication list. Pure: plain values in, sentences out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from iop.core.words import Sentence, day_words, say, sentence
from therapy.choices.medications import CAN_TREAT_ALCOHOL, CAN_TREAT_OPIOIDS, INJECTED, Ingredient, Treats

AHEAD_DAYS = 90
"""How far ahead a day on the list may lie: a course has an end, a new dose a beginning."""
LONGEST_AGO = dt.date(1950, 1, 1)
SHORTEST_TOLD = 4
"""Shorter names of substances would match by accident inside others."""


def why_not_start(on: dt.date, today: dt.date) -> Sentence | None:
    """A medication began on a day that can be, or begins within three months."""
    if on < LONGEST_AGO:
        return say("Check the year in which it was started.")
    if on > today + dt.timedelta(days=AHEAD_DAYS):
        return say("It may be entered at most three months before it begins.")
    return None


def why_not_stop(on: dt.date, started: dt.date, today: dt.date) -> Sentence | None:
    """Nothing stops before it was started, and an end is planned at most three months ahead."""
    if on < started:
        return sentence(say("It was started on {date}; it cannot have stopped earlier."), date=day_words(started))
    if on > today + dt.timedelta(days=AHEAD_DAYS):
        return say("An end may lie at most three months ahead.")
    return None


def why_not_change(on: dt.date, started: dt.date, ended: dt.date | None, today: dt.date) -> Sentence | None:
    """A new dose begins after the old one did and while it still is taken; a slip of the pen is marked as one instead."""
    if on <= started:
        return sentence(
            say(
                "The dose of now began on {date}; another begins later. If it was typed wrong, mark it as entered in error."
            ),
            date=day_words(started),
        )
    if ended is not None and on > ended:
        return sentence(say("It ends on {date}. Enter it anew from then on."), date=day_words(ended))
    return why_not_start(on, today)


def why_not_treats(ingredient: str, treats: str) -> Sentence | None:
    """Only what is given for opioid or alcohol use disorder is marked MOUD or MAUD."""
    if treats == Treats.MOUD and ingredient not in CAN_TREAT_OPIOIDS:
        return say("Medications for opioid use disorder are buprenorphine, methadone and naltrexone.")
    if treats == Treats.MAUD and ingredient not in CAN_TREAT_ALCOHOL:
        return say("This ingredient is not one that is given for alcohol use disorder.")
    return None


def why_not_interval(route: str, every_days: int | None) -> Sentence | None:
    """Days between two are asked of injections alone."""
    if every_days is None:
        return None
    if route not in INJECTED:
        return say("Days between two doses are for injections. Say how often in words instead.")
    return None if 1 <= every_days <= 366 else say("Give between 1 and 366 days.")


def against(name: str, ingredient: str, allergies: Iterable[str]) -> str | None:
    """Name the first allergy that a medication may touch: one's words stand in the other's."""
    words = {name.casefold(), *(ingredient.split("_") if ingredient != Ingredient.OTHER else ())}
    for substance in allergies:
        told = substance.casefold()
        if any(min(len(word), len(told)) >= SHORTEST_TOLD and (word in told or told in word) for word in words):
            return substance
    return None


def why_not_given(
    given_on: dt.date, *, today: dt.date, started: dt.date, ended: dt.date | None, expires_on: dt.date, route: str
) -> tuple[Sentence, str] | None:
    """An injection was given up to today, while the medication ran, from a lot that was in date; else why not, and beside what."""
    if route not in INJECTED:
        return say("This medication is not given by injection."), ""
    if given_on > today:
        return say("It cannot have been given in the future."), "given_on"
    if given_on < started:
        return sentence(say("It was started on {date}. Check the day."), date=day_words(started)), "given_on"
    if ended is not None and given_on > ended:
        return sentence(say("It was stopped on {date}. Check the day."), date=day_words(ended)), "given_on"
    if expires_on < given_on:
        return sentence(say("This lot was good until {date}."), date=day_words(expires_on)), "expires_on"
    return None
