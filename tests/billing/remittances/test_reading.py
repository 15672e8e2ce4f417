"""Reading an 835: samples not written by us, files in parts, and every way a file can be wrong."""

import datetime as dt
import io
import tracemalloc

import pytest
from x12sdk.generate import (
    ClaimSpec,
    ServiceLineSpec,
    denial,
    generate_835,
    patient_responsibility,
    provider_adjustment,
)

from billing.x12.r835 import ClaimAnswer, End, Payment, Provider, answers
from billing.x12.segments import BadFile
from iop.demo.answers import Answered, AnsweredLine, Paying, remittance

ON = dt.date(2026, 1, 20)
DAY = dt.date(2026, 1, 5)
PAYING = Paying("Sample Payer", "99999", "EFT1", ON, npi="1234567893")


def line(*off, cents=17500):
    return AnsweredLine("H0015", cents, DAY, "CLM0001-1", tuple(off))


GOOD = remittance(PAYING, [Answered("CLM0001", (line(("CO", "45", 2500), ("PR", "3", 2500)), line()))])


def events(text):
    return list(answers(io.BytesIO(text if isinstance(text, bytes) else text.encode())))


def refusal(text) -> BadFile:
    with pytest.raises(BadFile) as caught:
        events(text)
    return caught.value


@pytest.mark.parametrize("seed", range(5))
def test_files_of_another_maker_are_read_and_add_up(seed):
    found = events(generate_835(seed=seed, claims=30))
    claims = [each for each in found if isinstance(each, ClaimAnswer)]
    others = sum(each.cents for each in found if isinstance(each, Provider))
    head = found[0]
    assert isinstance(head, Payment)
    assert len(claims) == 30
    assert head.cents == sum(claim.paid for claim in claims) - others


def test_another_makers_amounts_come_back_as_they_were_asked_for():
    spec = ClaimSpec(
        charge="525.00", patient_control_number="C000000001",
        lines=[
            ServiceLineSpec(charge="350.00", adjustments=[patient_responsibility("3", "50.00"), denial("CO", "197", "125.00")]),
            ServiceLineSpec(charge="175.00"),
        ],
    )  # fmt: skip
    text = generate_835(seed=1, claims=[spec], provider_adjustments=[provider_adjustment("WO", "30.00")])
    head, claim, other, end = events(text)
    assert (head.cents, claim.paid, other.cents, end.claims) == (32000, 35000, 3000, 1)
    assert {(each.reason, each.cents) for each in claim.lines[0].adjustments} == {("PR-3", 5000), ("CO-197", 12500)}


def test_the_handbooks_sample_adds_up():
    lines = (
        line(("CO", "45", 2500), ("PR", "3", 2500)), line(("CO", "45", 2500), ("PR", "3", 2500)),
        line(("CO", "45", 2500), ("CO", "197", 2500), ("PR", "3", 2500)),
    )  # fmt: skip
    claim = events(remittance(PAYING, [Answered("CLM0001", lines)]))[1]
    assert (claim.cents, claim.paid, claim.patient) == (52500, 35000, 7500)


def test_a_cas_with_two_triplets_is_read_whole():
    text = GOOD.replace("CAS*CO*45*25~CAS*PR*3*25~", "CAS*CO*45*20**253*5~CAS*PR*3*25~").replace("SE*22*", "SE*22*")
    claim = events(text)[1]
    assert [each.reason for each in claim.lines[0].adjustments] == ["CO-45", "CO-253", "PR-3"]


def test_several_payments_in_one_file_each_have_their_head_and_end():
    head, body = GOOD.split("ST*", 1)
    body, _, tail = body.partition("GE*")
    second = body.replace("EFT1", "EFT2").replace("0001~", "0002~")
    text = head + "ST*" + body + "ST*" + second + "GE*" + tail.replace("1*1~", "2*1~", 1)
    found = events(text)
    assert [each.trace_number for each in found if isinstance(each, Payment)] == ["EFT1", "EFT2"]
    assert sum(isinstance(each, End) for each in found) == 2


def test_other_delimiters_and_line_breaks_are_read():
    # The marks are those that the file states of itself: a bar for elements and a backquote for segments.
    text = GOOD.replace("*", "|").replace("~", "`\r\n")
    assert events(text)[1].paid == 30000


def cut(text, ending):
    return text[: text.index(ending)]


WRONG = {
    "cut off in a segment": (lambda: GOOD[:-60], {"cut_off"}),
    "cut off between segments": (lambda: cut(GOOD, "SE*"), {"cut_off"}),
    "its middle is missing": (lambda: GOOD.replace("DTM*472*20260105~", "", 1), {"miscounted"}),
    "sent twice in one file": (lambda: GOOD + GOOD, {"doubled"}),
    "a segment doubled": (lambda: GOOD.replace("LX*1~", "LX*1~LX*1~"), {"miscounted"}),
    "wrong delimiters": (lambda: GOOD.replace("CLP*", "CLP|"), {"strange_segment"}),
    "segments that never end": (lambda: GOOD[:106] + "A" * 200_000, {"endless_segment"}),
    "mixed encodings": (lambda: GOOD.encode().replace(b"DOE", b"M\xfcLLER"), {"bad_encoding"}),
    "a line that does not add up": (lambda: GOOD.replace("CAS*CO*45*25~", "CAS*CO*45*26~"), {"unbalanced_line"}),
    "a claim that does not add up": (lambda: GOOD.replace("CLP*CLM0001*1*350*300", "CLP*CLM0001*1*350*301"), {"unbalanced_claim"}),
    "a payment that does not add up": (lambda: GOOD.replace("BPR*I*300*", "BPR*I*300.01*"), {"unbalanced_payment"}),
    "parts of a cent": (lambda: GOOD.replace("CAS*CO*45*25~", "CAS*CO*45*24.999~"), {"no_amount"}),
    "an amount without end": (lambda: GOOD.replace("CAS*CO*45*25~", "CAS*CO*45*1E999999~"), {"no_amount"}),
    "units without end": (lambda: GOOD.replace("**1~", "**99999999~", 1), {"no_number"}),
    "no amount": (lambda: GOOD.replace("CAS*CO*45*25~", "CAS*CO*45*lots~"), {"no_amount"}),
    "a day that is none": (lambda: GOOD.replace("DTM*472*20260105", "DTM*472*20261305", 1), {"no_date"}),
    "no payment in it": (lambda: cut(GOOD, "ST*") + "GE*0*1~IEA*1*000000001~", {"no_payment"}),
    "another kind of file": (lambda: GOOD.replace("GS*HP*", "GS*HC*"), {"not_835"}),
    "an old version": (lambda: GOOD.replace("005010X221A1", "004010X091A1"), {"not_835"}),
    "no trace number": (lambda: GOOD.replace("TRN*1*EFT1*1999999999~", "N3*X~"), {"no_head"}),
    "a wrong control number": (lambda: GOOD.replace("IEA*1*000000001", "IEA*1*000000002"), {"wrong_control"}),
    "no text at all": (lambda: b"%PDF-1.7 \x00\x01" + b"x" * 200, {"no_isa"}),
    "something behind its end": (lambda: GOOD + "CLP*X*1*0*0~", {"strange_segment"}),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_refused_with_its_reason(name):
    made, codes = WRONG[name]
    assert refusal(made()).code in codes


def test_a_refusal_names_the_segment_by_its_number():
    said = str(refusal(GOOD.replace("CAS*CO*45*25~", "CAS*CO*45*26~")))
    position = GOOD[: GOOD.index("SVC*")].count("~") + 1
    assert f"Segment {position} (SVC)" in said


def test_a_claim_holds_no_more_than_itself_in_memory():
    def peak(claims):
        stream = io.BytesIO(
            remittance(PAYING, [Answered(f"C{n:09d}", (line(), line())) for n in range(claims)]).encode()
        )
        tracemalloc.start()
        for _event in answers(stream):
            pass
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(4000) < peak(1000) * 1.2
