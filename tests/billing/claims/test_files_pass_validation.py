"""Every claim file passes a validator that is not ours, whatever names and amounts it carries."""

import dataclasses
import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st
from x12sdk.io import X12ModelReader

from billing.x12 import i837, p837
from billing.x12.claim_values import Clinician, Person
from tests.factories import x12

POLICY_HOLDER = Person("Doe", "Martha", dt.date(1960, 2, 3), "F")
TWO = x12.a_claim(relation="19", subscriber=POLICY_HOLDER)


def professional(*claims):
    return "".join(p837.write(x12.header(), claims))


def institutional(*claims):
    return "".join(i837.write(x12.header(), claims))


def segments(text, *names):
    return [each for each in text.split("~") if each.split("*")[0] in names]


def test_each_kind_of_professional_claim_passes():
    video = x12.a_line(2, place="10", rendered_by=Clinician("B", "A", "1234567893", "101YA0400X"))
    claims = [
        x12.a_claim(),
        TWO,
        x12.a_claim(frequency="7", payer_number="ICN42"),
        x12.a_claim(frequency="8", payer_number="ICN42"),
        x12.answered(x12.a_claim()),
        x12.answered(TWO),
        x12.a_claim(supervised_by=Clinician("Boss", "Ida", "1234567893"), patient_paid_cents=2500),
        x12.a_claim(lines=[x12.a_line(1), video]),
        x12.a_claim(lines=[x12.a_line(number) for number in range(1, 51)]),
    ]
    assert x12.why_not_valid(professional(*claims)) == ""


def test_each_kind_of_institutional_claim_passes():
    claims = [
        x12.a_stay(),
        x12.answered(x12.a_stay()),
        dataclasses.replace(x12.a_stay(), relation="01", subscriber=POLICY_HOLDER),
        x12.a_stay(
            diagnoses=("F10.20", *[f"F32.{n}" for n in range(6)]), frequency="7", payer_number="1", patient_status="01"
        ),
    ]
    assert x12.why_not_valid(institutional(*claims)) == ""


def test_the_validator_does_refuse():
    assert x12.why_not_valid(professional(x12.a_claim()).replace("HI*ABK:F1020*ABF:F329~", ""))


def test_what_the_payer_needs_stands_in_the_file():
    text = professional(x12.a_claim())
    assert "CLM*C000000001*525***57:B:1*Y*A*Y*Y~REF*G1*AUTH123~HI*ABK:F1020*ABF:F329~" in text
    assert "LX*1~SV1*HC:H0015:HF*175*UN*1***1~DTP*472*D8*20260105~REF*6R*C000000001-1~" in text
    assert segments(text, "SE") == [f"SE*{len(text.split('ST*', 1)[1].split('SE*')[0].split('~'))}*0001"]


def test_a_client_who_is_not_the_subscriber_has_a_level_of_their_own():
    text = professional(TWO)
    assert segments(text, "HL") == ["HL*1**20*1", "HL*2*1*22*1", "HL*3*2*23*0"]
    assert "PAT*19~NM1*QC*1*DOE*JANE~" in text


def test_an_original_claim_carries_no_number_of_another():
    assert "REF*F8" not in professional(x12.a_claim(payer_number="ICN42"))
    assert "REF*F8*ICN42~" in professional(x12.a_claim(payer_number="ICN42", frequency="7"))


def test_what_the_payer_before_decided_goes_along():
    text = professional(x12.answered(x12.a_claim()))
    assert "SVD*99999*125*HC:H0015:HF**1~CAS*CO*45*25~CAS*PR*3*25~DTP*573*D8*20260125~" in text
    assert "SBR*P*18*******CI~AMT*D*375~OI***Y***Y~" in text


def test_an_institution_tells_period_status_and_condition():
    text = institutional(x12.a_stay())
    assert "CLM*C000000001*525***13:A:1**A*Y*Y~DTP*434*RD8*20260105-20260107~CL1*3*1*30~" in text
    assert "HI*PR:F1020~HI*ABF:F329~HI*BG:92~NM1*71*1*JONES*MARY****XX*1992999882~" in text


NAMES = st.text(st.characters(codec="utf-8"), max_size=90).map(lambda text: f"A{text}")


@st.composite
def claims(draw):
    who = dataclasses.replace(
        x12.JANE, last=draw(NAMES), first=draw(NAMES), address=dataclasses.replace(x12.JANE.address, street=draw(NAMES))
    )
    cents = draw(st.lists(st.integers(1, 99_999_999), min_size=1, max_size=4))
    return x12.a_claim([x12.a_line(number, each) for number, each in enumerate(cents, 1)], client=who, subscriber=who)


@settings(max_examples=5, deadline=None)
@given(st.lists(claims(), min_size=5, max_size=8))
def test_any_name_and_amount_passes(several):
    assert x12.why_not_valid(professional(*several)) == ""


def test_another_reader_finds_the_same_claims():
    text = professional(x12.a_claim(), x12.answered(x12.a_claim()))
    with X12ModelReader(text) as reader:
        (read,) = reader.models()
    assert type(read).__name__ == "HealthCareClaimProfessional"
    assert read.footer.se_segment.transaction_segment_count == len(segments(text, *NAMES_OF_A_SET))


NAMES_OF_A_SET = {each.split("*")[0] for each in professional(x12.answered(TWO)).split("~")} - {
    "ISA", "GS", "GE", "IEA", "",
}  # fmt: skip
