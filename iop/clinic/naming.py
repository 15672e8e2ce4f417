"""What the clinic may call itself where others can read it."""

from __future__ import annotations

import re
import unicodedata

from iop.core.errors import Invalid
from iop.core.words import say

REVEALING = (
    "sud", "iop", "php", "addict", "recover", "rehab", "substance", "drug", "alcohol", "detox", "group therapy",
    "relapse", "sober", "sobriety", "treatment", "opioid", "overdose", "methadone", "buprenorphine", "12-step",
    "psychiatr", "counsel", "adicci", "adict", "recuperaci", "rehabilit", "sustancia", "droga", "desintoxic",
    "terapia", "therap", "recaida", "sobri", "tratamiento", "opioide", "sobredosis", "psiquiatr", "consejer",
)  # fmt: skip
"""Beginnings of words that would tell whoever reads over a shoulder what we do (42 CFR 2.11; consent_privacy.md §6)."""
_WHOLE = frozenset({"sud", "iop", "php"})


def revealing_words(text: str) -> list[str]:
    """What leaves the clinic must not reveal treatment: list the words in ``text`` that would."""
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(mark))
    return [word for word in REVEALING if re.search(_pattern(word), plain)]


def refuse_revealing_name(neutral_name: str) -> None:
    """Refuse a neutral name that is none: messages are signed with it."""
    if revealing_words(neutral_name):
        raise Invalid(
            say("This name tells what we do. Choose one that could be a doctor's, a gym's or a school's."),
            field="neutral_name",
        )


def _pattern(word: str) -> str:
    end = r"\b" if word in _WHOLE else ""
    return rf"\b{re.escape(word)}{end}"
