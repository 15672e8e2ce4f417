"""What a letter may say. Pure: plain values in, sentences out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence

from iop.core.words import Sentence, say, sentence

PLACE = re.compile(r"\{([a-z_]+)\}", re.ASCII)
PLACES: dict[str, frozenset[str]] = {
    "client": frozenset({"presence", "attendance", "schedule", "contact"}),
    "born": frozenset({"contact"}),
    "admitted": frozenset({"presence"}),
    "status": frozenset({"presence"}),
    "level": frozenset({"assessment"}),
    "first": frozenset(),
    "last": frozenset(),
    "scheduled": frozenset({"attendance"}),
    "attended": frozenset({"attendance"}),
    "excused": frozenset({"attendance"}),
    "missed": frozenset({"attendance"}),
    "hours": frozenset({"attendance"}),
}
"""Each place a letter may hold, and the kinds of information of which one must be open for it; none: it tells nothing."""
LONGEST_DAYS = 366
"""A letter reaches over a year at most: who asks for more asks for a record, not a letter."""


def why_not_words(paragraphs: Sequence[str], information: Collection[str], with_weeks: bool) -> Sentence | None:
    """A letter's words hold known places only, and none that tells more than the letter's kinds of information (2.31(a)(3))."""
    if not any(paragraph.strip() for paragraph in paragraphs):
        return say("Write the words of the letter.")
    for place in PLACE.findall("\n".join(paragraphs)):
        if place not in PLACES:
            return sentence(say("There is no place called “{place}”. Choose one of those listed."), place=place)
        if PLACES[place] and not PLACES[place] & set(information):
            return sentence(
                say("“{place}” tells more than this letter may: it is outside its information."), place=place
            )
    if with_weeks and "attendance" not in information:
        return say("A table of weeks tells attendance, which this letter may not.")
    return None


def why_not_days(first: dt.date | None, last: dt.date | None, today: dt.date) -> Sentence | None:
    """A letter tells of days that have been: from a first to a last that is not ahead, over a year at most."""
    if first is None or last is None:
        return say("Give the first and the last day that the letter is about.")
    if last < first:
        return say("The last day lies before the first.")
    if last > today:
        return say("A letter tells of days that have been: the last day cannot lie ahead.")
    if (last - first).days > LONGEST_DAYS:
        return say("A letter reaches over a year at most.")
    return None


def filled(paragraphs: Sequence[str], values: Mapping[str, str]) -> list[str]:
    """Fill each place with its value; anything else in braces stays as it stands."""
    return [PLACE.sub(lambda place: values.get(place.group(1), place.group(0)), text) for text in paragraphs]
