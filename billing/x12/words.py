"""Names and numbers as X12 may carry them."""

from __future__ import annotations

from billing.x12.segments import USUAL, clean

LETTERS = {
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
    "ð": "d", "þ": "th", "ı": "i", "\u2019": "'", "\u2018": "'", "`": "'", "\u2013": "-", "\u2014": "-",
}  # fmt: skip
KEPT = str.maketrans(LETTERS)


def words(text: str, most: int = 80) -> str:
    """Write a text in the letters of X12's extended set, capitals, cut to ``most``; empty when none of it can be written.

    Letters that are no accented plain ones have their usual spelling ("Łukasz" is LUKASZ); what cannot be seen is left out.
    """
    plain = "".join(letter if letter.isprintable() else " " for letter in text.translate(KEPT))
    return clean(plain.replace("`", "'"), USUAL, most)


def code(text: str) -> str:
    """Write a code without the points and spaces that people give it: "F10.20" is F1020."""
    return "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())
