"""Codes that a clinic has compared with its state's manual, and those that it changed: they go before the shipped ones."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace

from iop.core.words import Sentence, say
from iop.reports.state_data import codes
from iop.reports.state_data.choices import MISSING
from iop.reports.state_data.codes import CodeList, Family
from iop.reports.state_data.fields import FIELDS
from iop.reports.state_data.models import StateCodeList

CODE = re.compile(r"-?[A-Za-z0-9]{1,10}")
WORD, RANGE, NONE = "word", "range", "none"
NO_ANSWER: dict[str, Sentence] = {
    "not_applicable": say("Does not apply"), "unknown": say("Not known"), "not_collected": say("Not asked"),
}  # fmt: skip
LISTS: dict[str, Sentence] = {
    **{each.words: each.label for each in reversed(FIELDS.values()) if each.words},
    "yes_no": say("Yes or no"), "prior": say("Treatment before"), "change": say("Kind of line"),
    "substance": say("Substance"), "first_use": say("Age at first use"), "route": say("How taken"), "frequency": say("How often"),
}  # fmt: skip
"""What people read for a list."""


def family_of(key: str, on: dt.date, state: str) -> Family:
    """Give a family of codes as it holds on a day in a state, with what clinics there say themselves; one statement."""
    found = codes.family(key, on)
    own = newest(key, state)
    lists = {name: _with(each, own[name]) if name in own else each for name, each in found.lists.items()}
    return replace(found, lists=lists)


def newest(key: str, state: str) -> dict[str, StateCodeList]:
    """Give what was said last of each list of a family in a state; one statement."""
    rows = StateCodeList.objects.filter(family=key, state=state).select_related("by")
    return {row.name: row for row in rows.order_by("name", "-at", "-pk").distinct("name")}


def codes_of(each: CodeList) -> dict[str, str]:
    """Give all codes of a list by their places: of words, of groups of numbers by their turn, of no answer."""
    return {
        **{f"{WORD}-{word}": code for word, code in each.codes.items()},
        **{f"{RANGE}-{turn}": code for turn, (_, _, code, _) in enumerate(each.ranges)},
        **{f"{NONE}-{word}": code for word, code in each.missing.items() if word in MISSING},
    }


def label_of(name: str, each: CodeList, place: str) -> Sentence:
    """Give what people read for a place of a list."""
    kind, _, key = place.partition("-")
    if kind == RANGE:
        return each.ranges[int(key)][3]
    return NO_ANSWER[key] if kind == NONE else codes.label(name, key)


def _with(each: CodeList, row: StateCodeList) -> CodeList:
    told: Mapping[str, str] = row.codes
    ranges = tuple(
        (least, most, told.get(f"{RANGE}-{turn}", code), label)
        for turn, (least, most, code, label) in enumerate(each.ranges)
    )
    return replace(
        each, codes={word: told.get(f"{WORD}-{word}", code) for word, code in each.codes.items()}, ranges=ranges,
        missing={word: told.get(f"{NONE}-{word}", code) for word, code in each.missing.items()}, is_confirmed=row.is_compared,
    )  # fmt: skip
