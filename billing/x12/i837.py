"""Writing institutional claims (837I). Values in, segments out, one at a time.

Source: ASC X12N/005010X223A2; condition code 92 for intensive outpatient care under Medicare (billing.md §2, §8).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from billing.x12 import claim_loops as loops
from billing.x12.claim_values import ClaimOut, Header, LineOut
from billing.x12.envelope import of_claims
from billing.x12.segments import date8, line, money
from billing.x12.words import code, words

GUIDE = "005010X223A2"
MOST_LINES = 999
MOST_DIAGNOSES = 13
ELECTIVE, FROM_HOME = "3", "1"


def write(header: Header, claims: Iterable[ClaimOut]) -> Iterator[str]:
    """Give the file's segments, each with its end. Claims were checked before: what is missing here is missing there."""
    return of_claims(header, GUIDE, loops.body(claims, _claim))


def _claim(claim: ClaimOut) -> Iterator[str]:
    yield line(
        "CLM", claim.control_number, money(claim.cents), "", "", [claim.place, "A", claim.frequency], "", "A", "Y", "Y"
    )
    yield line("DTP", "434", "RD8", f"{date8(claim.starts_on)}-{date8(claim.ends_on)}")
    yield line("CL1", ELECTIVE, FROM_HOME, claim.patient_status)
    yield from loops.numbers(claim)
    principal, *others = [code(each) for each in claim.diagnoses[:MOST_DIAGNOSES]]
    yield line("HI", ["ABK", principal])
    yield line("HI", ["PR", principal])
    if others:
        yield line("HI", *[["ABF", each] for each in others])
    if claim.conditions:
        yield line("HI", *[["BG", each] for each in claim.conditions])
    if claim.attended_by:
        yield from loops.clinician("71", claim.attended_by, "AT")
    if claim.rendered_by:
        yield from loops.clinician("82", claim.rendered_by)
    for before in claim.priors:
        yield from loops.prior(before)
    for number, each in enumerate(claim.lines, 1):
        yield from _line(claim, number, each)


def _line(claim: ClaimOut, number: int, each: LineOut) -> Iterator[str]:
    yield line("LX", number)
    yield line("SV2", each.revenue_code, ["HC", each.code, *each.modifiers], money(each.cents), "UN", each.units)
    yield line("DTP", "472", "D8", date8(each.on))
    yield line("REF", "6R", words(each.control_number, 30))
    if each.rendered_by and each.rendered_by != claim.rendered_by:
        yield from loops.clinician("82", each.rendered_by)
    yield from loops.line_answer(claim, each)
