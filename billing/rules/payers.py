"""What payers' and our own numbers look like, and what a price with a past day does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from iop.core.words import Sentence, say

CODE = re.compile(r"[A-Z0-9][0-9]{4}|[0-9]{4}[A-Z]")
TAXONOMY = re.compile(r"[0-9A-Z]{9}X")
ELECTRONIC = re.compile(r"[A-Z0-9]{2,15}")
BOX = re.compile(r"\bP\.? ?O\.? ?BOX\b", re.IGNORECASE)
STATE = re.compile(r"[A-Z]{2}")


def why_not_code(code: str) -> Sentence | None:
    """A procedure code has five letters or digits: H0015, 90834 (HCPCS and CPT)."""
    return None if CODE.fullmatch(code) else say("A code has five letters or digits, such as H0015 or 90834.")


def why_not_taxonomy(code: str) -> Sentence | None:
    """A taxonomy code has ten letters and digits and ends with X (Health Care Provider Taxonomy)."""
    return None if TAXONOMY.fullmatch(code) else say("A taxonomy code has ten letters and digits and ends with X.")


def why_not_electronic(code: str) -> Sentence | None:
    """An electronic number is letters and digits alone, two to fifteen of them (X12 ISA06, ISA08)."""
    if ELECTRONIC.fullmatch(code):
        return None
    return say(
        "An electronic number has 2 to 15 letters and digits, without spaces. The payer's companion guide names it."
    )


def identity_faults(values: Mapping[str, str]) -> Iterator[tuple[str, Sentence]]:
    """Say field by field what a claim would be refused for in our own name and address.

    Source: X12 837 loop 2010AA: a street, no post-office box, and the full ZIP code; EIN and phone by digits.
    """
    for name in ("legal_name", "street", "city", "contact_name", "submitter_code"):
        if not values.get(name):
            yield name, say("A claim needs this.")
    if BOX.search(values.get("street", "")):
        yield "street", say("Payers refuse a post-office box here: name the street where the site is.")
    if not STATE.fullmatch(values.get("state", "")):
        yield "state", say("Two letters, such as MA.")
    if not re.fullmatch(r"[0-9]{9}", values.get("zip", "")):
        yield "zip", say("A claim needs all nine digits of the ZIP code, such as 02111-1234.")
    if not re.fullmatch(r"[0-9]{9}", values.get("ein", "")):
        yield "ein", say("The employer number (EIN) has nine digits.")
    if not re.fullmatch(r"[0-9]{10}", values.get("contact_phone", "")):
        yield "contact_phone", say("A phone number of ten digits.")
    if not ELECTRONIC.fullmatch(values.get("submitter_code", "").upper()):
        yield "submitter_code", say("Letters and digits alone, at most 15.")
    yield from _more(values)


def _more(values: Mapping[str, str]) -> Iterator[tuple[str, Sentence]]:
    words = why_not_taxonomy(values.get("taxonomy", ""))
    if words:
        yield "taxonomy", words
    if not re.fullmatch(r"[0-9]{2}", values.get("facility_type", "")):
        yield "facility_type", say("The first two digits of the type of bill, such as 13.")
