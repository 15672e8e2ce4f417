"""Whether a national provider number can be one."""

from __future__ import annotations

from iop.core.words import Sentence, say

PREFIX = "80840"
"""80 for health, 840 for the United States, put before the ten digits when the check digit is made."""


def is_valid(npi: str) -> bool:
    """A national provider number has ten digits, begins with 1 or 2, and its last digit checks the others (Luhn).

    Source: 45 CFR 162.406; ISO/IEC 7812 with the prefix 80840 (billing.md §9).
    """
    return len(npi) == 10 and npi.isascii() and npi.isdigit() and npi[0] in "12" and _sum(PREFIX + npi) % 10 == 0


def why_not(npi: str) -> Sentence | None:
    """Say what is wrong with a number somebody typed; nothing when it can be one.

    Source: 45 CFR 162.406; billing.md §9.
    """
    if not (npi.isascii() and npi.isdigit() and len(npi) == 10):
        return say("A provider number (NPI) has ten digits.")
    if npi[0] not in "12":
        return say("A provider number (NPI) begins with 1 or 2.")
    if not is_valid(npi):
        return say("Its last digit does not fit the others: a digit is wrong or two are swapped. Look at it again.")
    return None


def completed(nine: str) -> str:
    """Give nine digits with the check digit that belongs to them."""
    return next(nine + digit for digit in "0123456789" if _sum(PREFIX + nine + digit) % 10 == 0)


def _sum(digits: str) -> int:
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled)
