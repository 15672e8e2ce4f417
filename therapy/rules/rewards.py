"""Rewards: how many draws something earns, which slips a seed picks, and how much of the caps is left.

The promise:

1. The same seed, bowl, number of draws and version pick the same slips.
2. Each event in a row earns ``step`` draws more, up to ``most``; a miss lets the row begin anew. What is neither (an excused
   absence, a sample to collect again) changes nothing.
3. Nobody is credited more than the caps leave, and the balance never goes below nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from iop.core.words import Sentence, say

VERSION = "1"
"""Goes up when the same seed and bowl would pick other slips; old draws are repeated by the version they were made with."""


class Came(StrEnum):
    """What an event is to the row of consecutive ones."""

    GOOD = "good"
    MISS = "miss"
    NEITHER = "neither"


@dataclass(frozen=True)
class Event:
    """Something of a day. ``key`` names it for good, so that it is never drawn for twice."""

    on: dt.date
    key: str
    came: Came


@dataclass(frozen=True)
class Terms:
    """A rule as reckoned with: ``draws`` for the first event, ``step`` more for each in a row, at most ``most``."""

    draws: int
    step: int
    most: int

    def earns(self, streak: int) -> int:
        """Say how many draws the event earns that is the ``streak``-th in a row (from 1)."""
        return min(self.most, self.draws + self.step * (streak - 1)) if self.draws else 0


@dataclass(frozen=True)
class Earned:
    """A good event, which one in a row it is, and what it earns."""

    event: Event
    streak: int
    draws: int


@dataclass(frozen=True)
class Slips:
    """One kind of prize in the bowl: on how many slips it stands and what it is worth, in whole cents."""

    id: str
    label: str
    cents: int
    slips: int

    def as_data(self) -> dict[str, Any]:
        """Give plain values to keep."""
        return {"id": self.id, "label": self.label, "cents": self.cents, "slips": self.slips}

    @staticmethod
    def from_data(kept: Mapping[str, Any]) -> Slips:
        """Read what ``as_data`` gave."""
        return Slips(kept["id"], kept["label"], kept["cents"], kept["slips"])


def earned(events: Iterable[Event], terms: Sequence[tuple[dt.date, Terms]]) -> list[Earned]:
    """Give every good event with its place in the row and its draws, oldest first.

    ``terms`` are rules by their first day, oldest first; the last that has begun holds. Before the first, and where a rule says
    no draws, nothing is counted.
    """
    found, streak = [], 0
    for event in sorted(events, key=lambda one: (one.on, one.key)):
        rule = next((one for first, one in reversed(terms) if first <= event.on), None)
        if rule is None or not rule.draws or event.came == Came.MISS:
            streak = 0
        elif event.came == Came.GOOD:
            streak += 1
            found.append(Earned(event, streak, rule.earns(streak)))
    return found


def pick(*, seed: str, bowl: Sequence[Slips], draws: int, version: str = VERSION) -> list[Slips]:
    """Draw ``draws`` slips, each put back before the next: SHA-256 of the seed and the number of the draw says which.

    Raises ``ValueError`` for a version that is not known and for a bowl without slips.
    """
    if version != VERSION:
        raise ValueError(f"reward draw version {version}")
    total = sum(each.slips for each in bowl)
    if not total:
        raise ValueError("an empty bowl")
    return [_slip(bowl, _throw(seed, number) % total) for number in range(1, draws + 1)]


def _throw(seed: str, number: int) -> int:
    return int.from_bytes(hashlib.sha256(f"{VERSION}|{seed}|{number}".encode()).digest()[:16])


def _slip(bowl: Sequence[Slips], place: int) -> Slips:
    for each in bowl:
        if place < each.slips:
            return each
        place -= each.slips
    raise ValueError("a place beyond the bowl")


def room(*, month_cap: int, stay_cap: int, month_used: int, stay_used: int) -> int:
    """Say how many cents may still be credited under both caps; never below nothing."""
    return max(0, min(month_cap - month_used, stay_cap - stay_used))


def why_not_terms(draws: int, step: int, most: int) -> Sentence | None:
    """Draws are from 0 to 20; no draws switches the rule off."""
    if not (0 <= draws <= 20 and 0 <= step <= 20 and draws <= most <= 20):
        return say("Choose from 0 to 20 draws, and at most no fewer than the first time.")
    return None


def why_not_caps(month_cents: int, stay_cents: int, most: int) -> Sentence | None:
    """Caps are whole cents; a month's is no more than a stay's."""
    if not 0 <= month_cents <= stay_cents <= most:
        return say("The cap of a month is no more than the cap of a stay, and neither is below nothing.")
    return None


def why_not_hand_out(cents: int, balance: int, what: str) -> Sentence | None:
    """Only what is in the balance is handed out, and what it was is written down."""
    if not what.strip():
        return say("Write down what was handed out.")
    if cents < 1:
        return say("Choose an amount above nothing.")
    if cents > balance:
        return say("There is less than that in the balance.")
    return None
