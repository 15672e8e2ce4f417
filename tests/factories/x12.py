"""Claim values for tests, and validation by a program that is not ours."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io

from pyx12 import params
from pyx12.x12n_document import x12n_document

from billing.rules.adjudications import Adjustment, LineAnswer
from billing.x12.claim_values import Address, Biller, ClaimOut, Clinician, Header, LineOut, Party, Person, Prior

ON = dt.date(2026, 1, 5)
BILLER = Biller(
    "Sample IOP Clinic", "1234567893", "123456789", "261QR0405X", Address("1 Main St", "Boston", "MA", "021101234")
)
RENDERING = Clinician("Smith", "Anna", "1992999882", "101YA0400X")
JANE = Person("Doe", "Jane", dt.date(1990, 1, 2), "F", Address("2 Elm St", "Boston", "MA", "02110"))
PAYER = Party("Sample Payer", "99999")


def header(**fields) -> Header:
    known = {
        "number": 1, "sender": Party("Sample IOP Clinic", "1234567890"), "contact_name": "Billing",
        "contact_phone": "6175550100", "receiver": PAYER, "at": dt.datetime(2026, 1, 12, 12, 0),
    }  # fmt: skip
    return Header(**{**known, **fields})


def a_line(number=1, cents=17500, **fields) -> LineOut:
    known = {"code": "H0015", "units": 1, "on": ON + dt.timedelta(days=number - 1), "modifiers": ("HF",), "place": "57"}
    return LineOut(f"C000000001-{number}", cents=cents, **{**known, **fields})


def a_claim(lines=None, **fields) -> ClaimOut:
    lines = tuple(lines or (a_line(1), a_line(2), a_line(3)))
    known = {
        "control_number": "C000000001", "biller": BILLER, "payer": PAYER, "filing_code": "CI", "letter": "P",
        "relation": "18", "member_number": "MEM123456", "subscriber": JANE, "client": JANE, "place": "57",
        "frequency": "1", "cents": sum(each.cents for each in lines), "diagnoses": ("F10.20", "F32.9"),
        "starts_on": min(each.on for each in lines), "ends_on": max(each.on for each in lines),
        "authorization_number": "AUTH123", "rendered_by": RENDERING,
    }  # fmt: skip
    return ClaimOut(**{**known, "lines": lines, **fields})


def a_stay(**fields) -> ClaimOut:
    lines = tuple(a_line(number, revenue_code="0906", place="13") for number in (1, 2, 3))
    doctor = Clinician("Jones", "Mary", "1992999882")
    known = {"lines": lines, "place": "13", "attended_by": doctor, "rendered_by": None, "conditions": ("92",)}
    return a_claim(**{**known, **fields})


def answered(claim: ClaimOut) -> ClaimOut:
    """The same claim to the second payer, after the first paid 125 of each 175."""
    answer = (Adjustment("CO", "45", 2500), Adjustment("PR", "3", 2500))
    lines = tuple(
        dataclasses.replace(each, answer=LineAnswer(each.control_number, each.code, each.cents, each.cents - 5000, adjustments=answer))
        for each in claim.lines
    )  # fmt: skip
    before = Prior(
        PAYER, "P", "CI", "18", JANE, "MEM123456", sum(each.answer.paid for each in lines), ON + dt.timedelta(days=20),
        payer_number="ICN1",
    )  # fmt: skip
    return dataclasses.replace(claim, letter="S", payer=Party("Second Payer", "88888"), lines=lines, priors=(before,))


def why_not_valid(text: str) -> str:
    """Say what pyx12 finds wrong with a file; nothing when it passes."""
    answer = io.StringIO()
    if x12n_document(params.params(), io.StringIO(text), answer, None):
        return ""
    return answer.getvalue() or "refused"
