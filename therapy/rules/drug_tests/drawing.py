"""Who is tested on a day: drawn by chance, so that nobody can reckon with it, and recorded so that anybody can repeat it.

The promise (drug_testing.md §8):

1. The same seed, day, pool and version give the same picks, in whatever order the pool is listed.
2. A test yesterday does not change today's chance: the chance comes from the plan and the week alone.
3. Nobody goes longer than their longest gap without a test, as long as they come in: when the next day on which they can
   be tested would be too late, they are picked today.
4. People who are exempt, away, already asked, or neither here today nor reachable are not picked.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from therapy.choices.drug_tests import DrawReason

VERSION = "1"
"""Goes up when the same seed and pool would give other picks; old draws are repeated by the version they were made with."""
_RANGE = 2**64
CHANCE_PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class Entry:
    """Somebody who has a plan. ``key`` is their stay's id as text.

    ``chance`` is today's, ``last_on`` their last sample (or the day before the plan began), ``next_on`` the next day after today
    on which they can be tested, ``out`` why they cannot be picked today (a code), empty when they can.
    """

    key: str
    chance: Decimal
    last_on: dt.date
    max_gap_days: int
    next_on: dt.date | None = None
    here: bool = True
    out: str = ""

    def as_data(self) -> dict[str, Any]:
        """Give plain values to keep."""
        return {
            "stay": self.key, "chance": str(self.chance), "last_on": self.last_on.isoformat(), "max_gap_days": self.max_gap_days,
            "next_on": self.next_on.isoformat() if self.next_on else None, "here": self.here, "out": self.out,
        }  # fmt: skip

    @staticmethod
    def from_data(kept: dict[str, Any]) -> Entry:
        """Read what ``as_data`` gave."""
        return Entry(
            key=kept["stay"], chance=Decimal(kept["chance"]), last_on=dt.date.fromisoformat(kept["last_on"]),
            max_gap_days=kept["max_gap_days"], here=kept["here"], out=kept["out"],
            next_on=dt.date.fromisoformat(kept["next_on"]) if kept["next_on"] else None,
        )  # fmt: skip


@dataclass(frozen=True)
class Pick:
    """Somebody picked, and why."""

    key: str
    why: DrawReason


def draw(*, seed: str, on: dt.date, pool: Iterable[Entry], version: str = VERSION) -> list[Pick]:
    """Pick who is tested on ``on``: everybody's own throw of the dice, and whoever would otherwise go too long without.

    Raises ``ValueError`` for a version that is not known.
    """
    if version != VERSION:
        raise ValueError(f"draw version {version}")
    picks = []
    for entry in sorted(pool, key=lambda one: one.key):
        if entry.out:
            continue
        if must_today(entry, on):
            picks.append(Pick(entry.key, DrawReason.GAP))
        elif throw(seed, on, entry.key) < entry.chance:
            picks.append(Pick(entry.key, DrawReason.CHANCE))
    return picks


def throw(seed: str, on: dt.date, key: str) -> Decimal:
    """Give one person's throw of that day, from 0 up to 1: SHA-256 of the seed, the day and the person."""
    digest = hashlib.sha256(f"{VERSION}|{seed}|{on.isoformat()}|{key}".encode()).digest()
    return Decimal(int.from_bytes(digest[:8])) / _RANGE


def must_today(entry: Entry, on: dt.date) -> bool:
    """Somebody is picked today when waiting for their next day would leave a longer gap than their plan allows."""
    latest = entry.last_on + dt.timedelta(days=entry.max_gap_days)
    return on >= latest or (entry.next_on is not None and entry.next_on > latest)


def chance_of(per_week: Decimal, days_a_week: int) -> Decimal:
    """A day's chance is the plan's number of tests a week, spread evenly over the days on which they can be tested."""
    if days_a_week <= 0:
        return Decimal(0)
    return min(Decimal(1), per_week / days_a_week).quantize(CHANCE_PLACES, rounding=ROUND_HALF_UP)
