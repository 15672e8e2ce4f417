"""What may stand in a client's record. Pure: plain values in, sentences out."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from difflib import SequenceMatcher

import phonenumbers

from clients.choices import EPISODE_MOVES, MAX_AGE_YEARS, NAME_LENGTH
from iop.core.words import Sentence, day_words, say, sentence

TURNS_TEXT_ROUND = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Unicode embeddings and overrides: right-to-left names need none, and one would turn its neighbours round (UTS 39)."""
NEARLY_THE_SAME = 0.75
"""How much of two names must agree (0 to 1) for a second look: "Smith" and "Smyth" do, "Smith" and "Schmidt" do not."""
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", re.ASCII)


def plain_line(text: str) -> str:
    """Text is kept as typed, whatever its script; only invisible controls go and runs of white space become one space."""
    seen = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in text)
    return " ".join(unicodedata.normalize("NFC", seen.translate(TURNS_TEXT_ROUND)).split())


def plain_text(text: str) -> str:
    """Longer text keeps its lines; controls and direction overrides go."""
    kept = (sign for sign in text.replace("\r\n", "\n") if sign == "\n" or unicodedata.category(sign) != "Cc")
    return unicodedata.normalize("NFC", "".join(kept).translate(TURNS_TEXT_ROUND)).strip()


def why_not_name(text: str, *, required: bool = False) -> Sentence | None:
    """A legal name is needed; a name may be long (300 characters) and in any script."""
    if required and not text:
        return say("Give the legal name as it stands on their papers.")
    if len(text) > NAME_LENGTH:
        return sentence(say("A name may have {limit} characters at most."), limit=NAME_LENGTH)
    return None


def why_too_long(text: str, limit: int) -> Sentence | None:
    """A short field says in words how much it holds."""
    return sentence(say("This may have {limit} characters at most."), limit=limit) if len(text) > limit else None


def why_not_born(born: dt.date, on: dt.date) -> Sentence | None:
    """A date of birth lies in the past, and nobody is older than 130 years."""
    if born > on:
        return say("The date of birth lies in the future.")
    if age(born, on) > MAX_AGE_YEARS:
        return sentence(
            say("That date of birth would make them older than {limit} years. Check the year."), limit=MAX_AGE_YEARS
        )
    return None


def why_not_language(code: str) -> Sentence | None:
    """A language is a short code such as "en" or "es" (BCP 47)."""
    return None if LANGUAGE.fullmatch(code) else say("Choose a language from the list.")


def age(born: dt.date, on: dt.date) -> int:
    """A person grows a year older on their birthday; who was born on 29 February does on 1 March in other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def are_alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Two people born the same day may be one when their last names are nearly the same, or first and last changed places."""
    first, last = (_folded(name) for name in one)
    known_first, known_last = (_folded(name) for name in other)
    return _near(last, known_last) or (_near(first, known_last) and _near(last, known_first))


def _near(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= NEARLY_THE_SAME


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


def day_in_stay(admitted_on: dt.date, on: dt.date) -> int:
    """The day of admission is day 1."""
    return (on - admitted_on).days + 1


def phone_e164(typed: str, region: str = "US") -> str | None:
    """A phone number is kept in its international form (E.164); nothing when it cannot be a number."""
    try:
        number = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_for_people(number: str, region: str = "US") -> str:
    """A number at home is read without its country code: "(617) 555-0123"."""
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return number
    at_home = parsed.country_code == phonenumbers.country_code_for_region(region)
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, form.NATIONAL if at_home else form.INTERNATIONAL)


def why_not_move(status: str, to: str, labels: Mapping[str, object]) -> Sentence | None:
    """An episode moves along ``choices.EPISODE_MOVES`` only."""
    if to in EPISODE_MOVES[status]:
        return None
    return sentence(
        say("This episode is “{now}” and cannot become “{then}”."),
        now=labels.get(status, status),
        then=labels.get(to, to),
    )


def why_not_admit(on: dt.date, *, opened_on: dt.date, today: dt.date, placed: bool) -> Sentence | None:
    """Somebody is admitted on a day from the inquiry up to today, and is placed in a level of care by then."""
    if on > today:
        return say("An admission cannot lie in the future. Admit them on the day.")
    if on < opened_on:
        return sentence(
            say("The inquiry was opened on {date}; the admission cannot be earlier."), date=day_words(opened_on)
        )
    if not placed:
        return say("Place them in a level of care first; the placement must hold on the day of admission.")
    return None


def why_not_discharge(on: dt.date, *, admitted_on: dt.date, today: dt.date) -> Sentence | None:
    """The last day in treatment lies between the admission and today."""
    if on > today:
        return say("The last day in treatment cannot lie in the future.")
    if on < admitted_on:
        return sentence(
            say("They were admitted on {date}; the last day cannot be earlier."), date=day_words(admitted_on)
        )
    return None


def why_not_place(*, reason: str, differs: bool, variance_reason: str) -> Sentence | None:
    """A placement says why; where the level differs from the indicated one, it says why too (levels_of_care.md)."""
    if not reason:
        return say("Say why this level of care fits.")
    if differs and not variance_reason:
        return say("Say why the level given differs from the one indicated.")
    return None
