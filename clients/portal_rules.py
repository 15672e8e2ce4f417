"""What a PIN may be, and when the door stays shut. Pure."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass

from iop.core.words import Sentence, say

PIN_DIGITS = 6
CODE_TRIES = 5
"""A code typed wrong this often ends its invitation."""
PIN_TRIES = 5
"""A PIN typed wrong this often shuts the door for a while."""
LOCKED_FOR = dt.timedelta(minutes=15)
MOST_LOCKS = 3
"""Shut this often in a row, it stays shut until a colleague opens it."""
LINK_FOR = dt.timedelta(minutes=15)
INVITATION_FOR = dt.timedelta(days=7)
KIOSK_FOR = dt.timedelta(hours=12)
KIOSK_TRIES = 6
KIOSK_RESTS = dt.timedelta(minutes=5)
KIOSK_IDLE_MINUTES = 5

COLORS = ("amber", "blue", "coral", "golden", "green", "ivory", "lilac", "red", "silver", "violet")
THINGS = (
    "acorn", "bridge", "cedar", "feather", "harbor", "heron", "island", "kettle", "lantern", "maple", "meadow", "otter",
    "pebble", "river", "robin", "sparrow", "thistle", "valley", "willow", "window",
)  # fmt: skip
"""Neutral words of which one pair names each account of an inbox that several people read."""

Digits = tuple[int, ...]


@dataclass(frozen=True)
class Tries:
    """How often a PIN was typed wrong since it was right, and until when the door is shut."""

    tries: int
    locks: int
    locked_until: dt.datetime | None

    @property
    def is_shut_for_good(self) -> bool:
        """Say whether only a colleague can open the door again."""
        return self.locks >= MOST_LOCKS

    def is_resting(self, at: dt.datetime) -> bool:
        """Say whether the door is shut for some minutes."""
        return self.locked_until is not None and at < self.locked_until


def after_wrong(now: Tries, at: dt.datetime) -> Tries:
    """One more wrong PIN: the fifth shuts the door for a while, and the third time that happens it stays shut."""
    tries = now.tries + 1
    if tries < PIN_TRIES:
        return Tries(tries, now.locks, now.locked_until)
    return Tries(0, now.locks + 1, at + LOCKED_FOR)


def why_not_pin(pin: str, again: str, born: dt.date | None) -> Sentence | None:
    """A PIN has six digits that are no birth date, no row and no repetition, and is typed twice alike.

    ``born`` is the person's date of birth where it is known. Source: NIST SP 800-63B, 3.1.1.2 (blocklists).
    """
    if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()):
        return say("Choose six digits.")
    if is_trivial(pin):
        return say("This PIN is easy to guess. Choose other digits.")
    if born and pin in birth_pins(born):
        return say("Do not use your date of birth. Choose other digits.")
    return None if pin == again else say("The two PINs are not the same. Type them again.")


def is_trivial(pin: str) -> bool:
    """One digit or one pair or half repeated, or a row upwards or downwards, is what people try first."""
    digits = [int(each) for each in pin]
    steps = {(later - earlier) % 10 for earlier, later in itertools.pairwise(digits)}
    return steps in ({0}, {1}, {9}) or pin[:2] * 3 == pin or pin[:3] * 2 == pin or pin == pin[0] * 3 + pin[3] * 3


def birth_pins(born: dt.date) -> set[str]:
    """List a date of birth as six digits in the orders in which people write it."""
    day, month, short, year = f"{born:%d}", f"{born:%m}", f"{born:%y}", f"{born:%Y}"
    return {month + day + short, day + month + short, short + month + day, month + year, year + month, day + year}


def why_not_check(value: str, known: list[str]) -> Sentence | None:
    """Nobody is invited without saying how it was made sure who they are."""
    return None if value in known else say("Say how you made sure who this is.")
