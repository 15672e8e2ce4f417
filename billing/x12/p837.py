"""Writing professional claims (837P). Values in, segments out, one at a time: a file of any length takes the same memory.

Source: ASC X12N/005010X222A1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from billing.x12 import claim_loops as loops
from billing.x12.claim_values import ClaimOut, Header, LineOut
from billing.x12.envelope import of_claims
from billing.x12.segments import date8, line, money
from billing.x12.words import code, words

GUIDE = "005010X222A1"
MOST_LINES = 50
MOST_DIAGNOSES = 12
MOST_POINTERS = 4


def write(header: Header, claims: Iterable[ClaimOut]) -> Iterator[str]:
    """Give the file's segments, each with its end. Claims were checked before: what is missing here is missing there."""
    return of_claims(header, GUIDE, loops.body(claims, _claim))


def _claim(claim: ClaimOut) -> Iterator[str]:
    yield line(
        "CLM", claim.control_number, money(claim.cents), "", "", [claim.place, "B", claim.frequency], "Y", "A", "Y", "Y"
    )
    if claim.patient_paid_cents:
        yield line("AMT", "F5", money(claim.patient_paid_cents))
    yield from loops.numbers(claim)
    kinds = ["ABK", *["ABF"] * (MOST_DIAGNOSES - 1)]
    yield line("HI", *[[kind, code(each)] for kind, each in zip(kinds, claim.diagnoses, strict=False)])
    if claim.rendered_by:
        yield from loops.clinician("82", claim.rendered_by, "PE")
    if claim.supervised_by:
        yield from loops.clinician("DQ", claim.supervised_by)
    for before in claim.priors:
        yield from loops.prior(before)
    for number, each in enumerate(claim.lines, 1):
        yield from _line(claim, number, each)


def _line(claim: ClaimOut, number: int, each: LineOut) -> Iterator[str]:
    place = each.place if each.place != claim.place else ""
    yield line("LX", number)
    yield line(
        "SV1", ["HC", each.code, *each.modifiers], money(each.cents), "UN", each.units, place, "",
        list(each.pointers[:MOST_POINTERS]),
    )  # fmt: skip
    yield line("DTP", "472", "D8", date8(each.on))
    yield line("REF", "6R", words(each.control_number, 30))
    if each.rendered_by:
        yield from loops.clinician("82", each.rendered_by, "PE")
    yield from loops.line_answer(claim, each)
