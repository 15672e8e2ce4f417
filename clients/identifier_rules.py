"""What a government or member number may look like. Pure: plain values in, sentences out."""

from __future__ import annotations

import re

from clients.choices import IdentifierKind
from iop.core.words import Sentence, say

SHORTEST, LONGEST = 3, 40
MEDICARE = re.compile(
    r"[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9][0-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9][0-9][AC-HJKMNP-RT-Y]{2}[0-9]{2}",
    re.ASCII,
)
"""The Medicare Beneficiary Identifier: eleven places, no S, L, O, I, B or Z (CMS, "Understanding the MBI format")."""


def kept_form(kind: str, typed: str) -> str:
    """A number is kept in capitals without blanks and dashes where its form is fixed; elsewhere as typed, blanks made single."""
    text = " ".join(typed.split())
    if kind in (IdentifierKind.SSN, IdentifierKind.MEDICARE):
        return re.sub(r"[\s-]", "", text).upper()
    return text


def why_not_number(kind: str, kept: str) -> Sentence | None:
    """A number is kept when it could be one: nine digits that were ever given out, the Medicare form, or plain letters and digits.

    Source: SSA, "Invalid SSNs" (no area 000, 666 or 900–999, no group 00, no serial 0000); CMS for the Medicare form.
    """
    if kind not in IdentifierKind.values:
        return say("Choose what kind of number this is.")
    if kind == IdentifierKind.SSN:
        return _why_not_ssn(kept)
    if kind == IdentifierKind.MEDICARE and not MEDICARE.fullmatch(kept):
        return say("A Medicare number has eleven letters and digits, as on the card: 1EG4-TE5-MK73.")
    plain = re.sub(r"[ ./-]", "", kept)
    if not SHORTEST <= len(kept) <= LONGEST or not plain.isalnum():
        return say("Give the number as it stands on the card: letters and digits, 3 to 40 of them.")
    return None


def _why_not_ssn(kept: str) -> Sentence | None:
    if not re.fullmatch(r"[0-9]{9}", kept, re.ASCII):
        return say("A Social Security number has nine digits.")
    area, group, serial = kept[:3], kept[3:5], kept[5:]
    if area in {"000", "666"} or area[0] == "9" or group == "00" or serial == "0000":
        return say("This Social Security number was never given to anybody. Check the digits.")
    return None


def as_written(kind: str, kept: str) -> str:
    """A Social Security number is shown in its three groups, a Medicare number in its own; others as they are kept."""
    if kind == IdentifierKind.SSN:
        return f"{kept[:3]}-{kept[3:5]}-{kept[5:]}"
    if kind == IdentifierKind.MEDICARE:
        return f"{kept[:4]}-{kept[4:7]}-{kept[7:]}"
    return kept
