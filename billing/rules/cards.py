"""Keeping card numbers out of the record."""

from __future__ import annotations

import re

from iop.core.words import Sentence, say

DIGITS = re.compile(r"(?:\d[ \-.]?){13,19}")
SHORT, LONG = 13, 19
CARD = say(
    "This looks like a card number. Please do not type it here: it may not be kept. Type the reference that the terminal printed."
)


def why_not_reference(text: str) -> Sentence | None:
    """A card's number is never kept: 13 to 19 digits in a row are refused, whatever they are called.

    Source: PCI DSS 3.5: what is not kept cannot be taken. The database refuses them as well.
    """
    for run in DIGITS.findall(text):
        digits = sum(letter.isdigit() for letter in run)
        if SHORT <= digits <= LONG:
            return CARD
    return None
