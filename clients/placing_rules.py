"""What a dimensional assessment and a diagnosis must hold. Pure: plain values in, sentences out. Nothing computes a level."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from clients.choices import SPECIFIER_GROUPS, Edition, Specifier, VarianceReason
from iop.core.words import Sentence, count_words, day_words, say, sentence

RATINGS_3 = ("0", "1", "2", "3", "4")
"""The third edition rates a dimension from 0 to 4 (levels_of_care.md §3)."""
RATING_4 = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+/ -]{0,11}", re.ASCII)
"""The fourth edition writes a sign that stands for a level: letters, digits and points (levels_of_care.md §3)."""
SUBSTANCE_CODES = re.compile(r"F1\d")
IN_REMISSION = re.compile(r"F1(?:[0-689]\.[129]|7\.2[0-9])1")
"""F10.11, F10.21, F10.91 … and, for nicotine, F17.201 …"""
MAINTENANCE_CODES = re.compile(r"F1[17]")
"""Opioids and tobacco: the two for which maintenance therapy is a specifier (DSM-5-TR)."""


@dataclass(frozen=True)
class Rated:
    """A dimension (or part) with what was written about it."""

    name: str
    is_rated: bool
    rating: str
    evidence: str


def why_not_rating(edition: int, rating: str, *, is_rated: bool) -> Sentence | None:
    """A rating is written as its edition writes it; person-centered considerations (edition 4, dimension 6) carry none."""
    if not rating:
        return None
    if not is_rated:
        return say("This dimension is described, not rated.")
    if edition == Edition.THIRD and rating not in RATINGS_3:
        return say("The 3rd edition rates from 0 to 4.")
    if not RATING_4.fullmatch(rating):
        return say("Write the rating as the edition does: letters, digits and points, 12 at most.")
    return None


def why_not_whole(dimensions: Sequence[Rated]) -> Sentence | None:
    """Every rated dimension has its rating and the evidence for it before somebody is placed on them."""
    missing = sum(1 for one in dimensions if one.is_rated and not (one.rating and one.evidence.strip()))
    if not missing:
        return None
    words = count_words(
        "{count} dimension still lacks its rating or the evidence for it.",
        "{count} dimensions still lack their rating or the evidence for it.",
        missing,
    )
    return sentence(words, count=missing)


def why_not_variance(*, differs: bool, reason: str, note: str) -> Sentence | None:
    """When the level chosen is not the level indicated, the record says why; "other" says it in words."""
    if not differs:
        return None
    if not reason:
        return say("Say why the level given differs from the one indicated.")
    if reason == VarianceReason.OTHER and not note:
        return say("Say in a few words what the other reason is.")
    return None


def why_not_code(code: str, *, is_known: bool, is_billable: bool, on: dt.date) -> Sentence | None:
    """A diagnosis is coded with a code that is published, complete and valid on its day (45 CFR 162.1002(c))."""
    if not is_known:
        words = say("{code} is not a code that was valid on {date}. Search for it by its words.")
        return sentence(words, code=code, date=day_words(on))
    if not is_billable:
        return sentence(say("{code} is a heading; choose one of the codes below it."), code=code)
    return None


def why_not_specifiers(code: str, specifiers: Collection[str]) -> Sentence | None:
    """Specifiers must fit each other and the code.

    Mild goes with abuse (F1x.1), moderate and severe with dependence (F1x.2); remission with the codes "in remission".
    Source: DSM-5-TR; ICD-10-CM Official Guidelines, section I.C.5.b.
    """
    chosen = set(specifiers)
    if not chosen <= set(Specifier.values):
        return say("Choose specifiers from the list.")
    if any(len(chosen & group) > 1 for group in SPECIFIER_GROUPS):
        return say("Two of these specifiers exclude each other.")
    if Specifier.CONTROLLED_ENVIRONMENT in chosen and not chosen & REMISSION:
        return say("“In a controlled environment” goes together with a remission.")
    if Specifier.MAINTENANCE_THERAPY in chosen and not MAINTENANCE_CODES.match(code):
        return say("“On maintenance therapy” is a specifier of opioid and tobacco use disorders.")
    return _why_not_for_substances(code, chosen) if SUBSTANCE_CODES.match(code) else None


REMISSION = frozenset({Specifier.EARLY_REMISSION, Specifier.SUSTAINED_REMISSION})


def _why_not_for_substances(code: str, chosen: Collection[str]) -> Sentence | None:
    kind = code[4:5]
    if Specifier.MILD in chosen and kind == "2":
        return say("A mild use disorder is coded as abuse (the codes with .1); this one is dependence.")
    if {Specifier.MODERATE, Specifier.SEVERE} & set(chosen) and kind == "1":
        return say("A moderate or severe use disorder is coded as dependence (the codes with .2); this one is abuse.")
    if REMISSION & set(chosen) and not IN_REMISSION.fullmatch(code):
        return say("A remission goes with the code “in remission” of this substance.")
    return None
