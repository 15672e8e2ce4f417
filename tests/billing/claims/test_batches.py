"""Batches: each claim in one, out through the gate, and what is answered."""

import datetime as dt
import io

import pytest
from pyx12 import params
from pyx12.x12n_document import x12n_document

from billing import claim_values
from billing.actions import claims as actions
from billing.choices.claims import BatchStatus, ClaimStatus
from billing.models import Charge, Claim, ClaimBatch
from billing.rules.adjudications import Adjudication, Adjustment, LineAnswer
from billing.x12 import p837
from billing.x12.segments import BadFile
from clients.models import Disclosure
from iop.core.errors import Refusal
from tests.factories import billing, x12
from tests.factories import claims as make
from tests.factories.scheduling import race

pytestmark = pytest.mark.django_db
LATER = make.AT + dt.timedelta(hours=1)


@pytest.fixture
def house():
    return make.make_billing()


@pytest.fixture
def batch(house):
    make.make_claims(house, people=3)
    return batched(house)


def batched(house, at=make.AT):
    (found,) = actions.make_batches(by=house.biller, site_id=house.site.pk, at=at)
    return found


def take_in(house, text):
    return actions.take_in(by=house.biller, file=io.BytesIO(text.encode()), site_id=house.site.pk, at=LATER)


def statuses():
    return sorted(Claim.objects.values_list("status", flat=True))


def sent(house, batch):
    actions.hand_out(by=house.biller, batch=batch, at=make.AT)
    return actions.mark_sent(by=house.biller, batch=batch, at=make.AT)


def test_the_file_passes_validation_and_is_written_down_for_each_client(house, batch):
    found = actions.hand_out(by=house.biller, batch=batch, at=make.AT)
    assert x12.why_not_valid(found.content.decode()) == ""
    rows = Disclosure.objects.filter(sent_as="claim")
    assert rows.count() == 3
    assert {tuple(row.information) for row in rows} == {("attendance", "billing", "contact", "diagnosis")}
    assert {row.digest for row in rows} == {found.batch.digest}
    assert not Claim.objects.filter(disclosure=None).exists()


def test_the_same_file_comes_again(house, batch):
    first = actions.hand_out(by=house.biller, batch=batch, at=make.AT)
    again = actions.hand_out(by=house.biller, batch=batch, at=LATER)
    assert (again.content, again.batch.number) == (first.content, first.batch.number)
    assert Disclosure.objects.filter(sent_as="claim").count() == 6


def test_a_consent_taken_back_takes_its_claim_out(house, batch):
    first = actions.hand_out(by=house.biller, batch=batch, at=make.AT)
    claim = Claim.objects.order_by("control_number").first()
    revoke(claim)
    found = actions.hand_out(by=house.biller, batch=batch, at=LATER)
    assert found.dropped == 1
    assert claim.control_number not in found.content.decode()
    assert found.batch.number != first.batch.number
    claim.refresh_from_db()
    assert (claim.status, claim.batch_id) == (ClaimStatus.DRAFT, None)
    assert claim.faults[0]["code"] == "taken_out"
    assert found.batch.claims_count == 2


def test_a_sent_file_is_not_given_again_without_consent(house, batch):
    sent(house, batch)
    revoke(Claim.objects.first())
    with pytest.raises(Refusal):
        actions.hand_out(by=house.biller, batch=batch, at=LATER)


def test_nothing_is_sent_before_its_file_was_taken(house, batch):
    with pytest.raises(Refusal, match="not taken yet"):
        actions.mark_sent(by=house.biller, batch=batch, at=make.AT)


def test_a_second_run_finds_nothing_to_batch(house, batch):
    assert actions.make_batches(by=house.biller, site_id=house.site.pk, at=LATER) == []
    assert statuses() == [ClaimStatus.BATCHED] * 3


def test_a_claim_taken_out_changes_the_files_number(house, batch):
    number = actions.hand_out(by=house.biller, batch=batch, at=make.AT).batch.number
    actions.drop_from_batch(by=house.biller, claim=Claim.objects.first(), because="Wrong days", at=LATER)
    batch.refresh_from_db()
    assert batch.claims_count == 2
    assert batch.number != number


def test_a_999_that_another_program_wrote_is_read(house, batch):
    content = actions.hand_out(by=house.biller, batch=batch, at=make.AT).content.decode()
    actions.mark_sent(by=house.biller, batch=batch, at=make.AT)
    batch.refresh_from_db()
    answer = take_in(house, acknowledged(content))
    batch.refresh_from_db()
    assert (answer.batch_id, answer.taken, answer.refused) == (batch.pk, 3, 0)
    assert batch.status == BatchStatus.ACCEPTED
    assert statuses() == [ClaimStatus.SUBMITTED] * 3


def test_a_rejected_file_names_the_claim_that_is_wrong(house, batch):
    content = actions.hand_out(by=house.biller, batch=batch, at=make.AT).content.decode()
    actions.mark_sent(by=house.biller, batch=batch, at=make.AT)
    second = Claim.objects.order_by("control_number")[1].control_number
    head, tail = content.split(f"CLM*{second}", 1)
    answer = take_in(house, acknowledged(f"{head}CLM*{second}{tail.replace('*57:B:1', '*ZZ:B:1', 1)}"))
    batch.refresh_from_db()
    assert batch.status == BatchStatus.REJECTED
    assert statuses() == [ClaimStatus.REJECTED] * 3
    assert {finding[0] for finding in answer.findings} == {second}


def test_a_277_takes_in_and_rejects_claim_by_claim(house, batch):
    sent(house, batch)
    numbers = list(Claim.objects.order_by("control_number").values_list("control_number", flat=True))
    text = said(numbers, refused=numbers[0], more=["C999999999"])
    answer = take_in(house, text)
    assert (answer.taken, answer.refused, answer.unknown) == (2, 1, ["C999999999"])
    assert statuses() == [ClaimStatus.ACCEPTED] * 2 + [ClaimStatus.REJECTED]
    claim = Claim.objects.get(control_number=numbers[1])
    assert claim.payer_number == f"ICN{numbers[1]}"
    with pytest.raises(Refusal, match="read already"):
        take_in(house, text)


def test_our_277_sample_passes_validation():
    assert x12.why_not_valid(said(["C000000001", "C000000002"], refused="C000000002")) == ""


@pytest.mark.parametrize("text", ["", "hello", "ISA*00*"])
def test_what_is_no_answer_is_refused(house, text):
    with pytest.raises(BadFile):
        take_in(house, text)


def test_an_answer_that_is_cut_off_changes_nothing(house, batch):
    sent(house, batch)
    numbers = list(Claim.objects.values_list("control_number", flat=True))
    text = said(numbers)
    with pytest.raises(BadFile):
        take_in(house, text[: text.index("SE*") - 40].rsplit("~", 1)[0] + "~")
    assert statuses() == [ClaimStatus.SUBMITTED] * 3


def test_a_replacement_carries_the_payers_number_and_takes_the_lines(house, batch):
    sent(house, batch)
    numbers = list(Claim.objects.values_list("control_number", flat=True))
    take_in(house, said(numbers))
    first = Claim.objects.get(control_number=numbers[0])
    made = actions.replace(by=house.biller, claim=first, at=LATER)
    first.refresh_from_db()
    assert (first.status, made.status, made.frequency) == (ClaimStatus.REPLACED, ClaimStatus.READY, "7")
    assert first.lines.filter(is_live=True).count() == 0
    assert made.lines.filter(is_live=True).count() == 3
    content = actions.hand_out(by=house.biller, batch=batched(house, LATER), at=LATER).content.decode()
    assert f"REF*F8*ICN{numbers[0]}~" in content
    assert x12.why_not_valid(content) == ""


def test_a_void_carries_the_same_lines(house, batch):
    sent(house, batch)
    take_in(house, said(list(Claim.objects.values_list("control_number", flat=True))))
    made = actions.void(by=house.biller, claim=Claim.objects.first(), at=LATER)
    assert (made.frequency, made.cents) == ("8", 3 * 17500)
    assert make.made(house) == []


def test_a_claim_that_was_not_taken_in_is_not_replaced(house):
    (claim,) = make.make_claims(house)
    with pytest.raises(Refusal, match="mend it"):
        actions.replace(by=house.biller, claim=claim, at=LATER)


def test_what_one_payer_decided_goes_to_the_next(house, batch, monkeypatch):
    sent(house, batch)
    first = Claim.objects.first()
    second = billing.make_payer()
    billing.make_coverage(first.client, billing.make_plan(second), priority=2)
    answer = Adjudication(
        30000, dt.date(2026, 3, 20), "ICN1", cents=first.cents,
        lines={
            line.control_number: LineAnswer(
                line.control_number, "H0015", 17500, 10000, adjustments=(Adjustment("CO", "45", 5000), Adjustment("PR", "3", 2500))
            )
            for line in first.lines.all()
        },
    )  # fmt: skip
    monkeypatch.setattr("billing.remittances.adjudication_of", lambda claim_id: answer)
    made = actions.secondary_of(by=house.biller, claim=first, adjudication=answer, at=LATER)
    assert (made.payer, made.priority, made.after_id) == (second, 2, first.pk)
    assert [fault["code"] for fault in made.faults] == ["not_disclosable"]
    with pytest.raises(Refusal, match="made already"):
        actions.secondary_of(by=house.biller, claim=first, adjudication=answer, at=LATER)

    text = "".join(p837.write(x12.header(), claim_values.outs([made.pk])))
    assert "SVD*" in text
    assert "CAS*PR*3*25~" in text
    assert x12.why_not_valid(text) == ""


def test_each_line_tells_the_next_payer_what_was_decided_about_its_own_charge(house, batch, monkeypatch):
    sent(house, batch)
    first = Claim.objects.first()
    billing.make_coverage(first.client, billing.make_plan(billing.make_payer()), priority=2)
    rows = list(first.lines.order_by("position"))
    answer = Adjudication(
        3000, dt.date(2026, 3, 20), "ICN1", cents=first.cents,
        lines={
            row.control_number: LineAnswer(row.control_number, "H0015", 17500, 1000 * row.position) for row in rows
        },
    )  # fmt: skip
    monkeypatch.setattr("billing.remittances.adjudication_of", lambda claim_id: answer)
    Charge.objects.filter(pk=rows[0].charge_id).update(reversed_at=make.AT, reversed_because="Not given")
    made = actions.secondary_of(by=house.biller, claim=first, adjudication=answer, at=LATER)
    (out,) = claim_values.outs([made.pk])
    assert [line.answer.paid for line in out.lines] == [2000, 3000]


def test_the_claim_goes_to_the_next_payer_that_takes_such_claims(house, batch):
    sent(house, batch)
    first = Claim.objects.first()
    second, third = billing.make_payer(takes_secondary=False), billing.make_payer()
    for priority, payer in enumerate((second, third), 2):
        billing.make_coverage(first.client, billing.make_plan(payer), priority=priority)
    answer = Adjudication(3000, dt.date(2026, 3, 20), "ICN1", cents=first.cents)
    made = actions.secondary_of(by=house.biller, claim=first, adjudication=answer, at=LATER)
    assert (made.payer, made.priority) == (third, 3)


@pytest.mark.django_db(transaction=True)
def test_two_billers_at_once_put_each_claim_in_one_batch():
    house = make.make_billing()
    make.make_claims(house, people=2)
    race(
        lambda: actions.make_batches(by=house.biller, site_id=house.site.pk, at=make.AT),
        lambda: actions.make_batches(by=house.biller, site_id=house.site.pk, at=make.AT),
    )
    assert ClaimBatch.objects.count() == 1
    assert ClaimBatch.objects.get().claims_count == 2


def revoke(claim):
    claim.client.consents.update(stopped_at=make.AT - dt.timedelta(hours=1))


def acknowledged(content):
    """The 999 that pyx12 writes to a file."""
    answer = io.StringIO()
    x12n_document(params.params(), io.StringIO(content), answer, None)
    return answer.getvalue()


def said(numbers, refused="", more=()):
    day = "20260310"
    parts = [
        f"ST*277*0001*005010X214~BHT*0085*08*1*{day}*1200*TH~HL*1**20*1~NM1*PR*2*PAYER*****PI*99999~TRN*1*1~DTP*050*D8*{day}~"
        f"DTP*009*D8*{day}~HL*2*1*21*1~NM1*41*2*CLINIC*****46*HARBOR~TRN*2*1~STC*A1:19:PR*{day}*WQ*525~"
        "HL*3*2*19*1~NM1*85*2*CLINIC*****XX*1234567893~TRN*1*0~"
        "STC*A1:19:PR**WQ*525~"
    ]
    for place, number in enumerate([*numbers, *more], 4):
        status = f"STC*A7:164:IL*{day}*U*525" if number == refused else f"STC*A2:20:PR*{day}*WQ*525~REF*1K*ICN{number}"
        parts.append(f"HL*{place}*3*PT~NM1*QC*1*DOE*JANE****MI*MEM1~TRN*2*{number}~{status}~DTP*472*D8*20260302~")
    body = "".join(parts)
    return (
        f"ISA*00*{'':10}*00*{'':10}*ZZ*{'PAYER':15}*ZZ*{'CLINIC':15}*260310*1200*^*00501*000000001*0*P*:~"
        f"GS*HN*PAYER*CLINIC*{day}*1200*1*X*005010X214~{body}SE*{body.count('~') + 1}*0001~GE*1*1~IEA*1*000000001~"
    )
