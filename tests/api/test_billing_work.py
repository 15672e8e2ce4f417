"""Held days, charges, claims and their files, payers' answers, denials, and the ledger's months over the API."""

import base64
import datetime as dt

import pytest

from billing.actions import days as deciding
from billing.choices.claims import ClaimStatus
from billing.models import BillingMonth, Charge, Claim, ClaimBatch, ClientDay, Denial, DenialLetter, Posting
from clients.choices import ConsentKind, Information, Purpose
from clients.models import Disclosure
from iop.api.choices import Scope
from iop.work.models import WorkItem
from tests.api.signed_in import calling_as, post, refused, rows
from tests.factories import charges as made_days
from tests.factories import claims as made
from tests.factories import ground
from tests.factories import remittances as answers
from tests.factories.api import calling_with
from tests.factories.clients import AT, TODAY
from tests.factories.privacy import make_consent
from tests.factories.scheduling import Counted

pytestmark = pytest.mark.django_db
API = "/api/v1/"
READ, WORK, WRITE = Scope.BILLING_READ, Scope.BILLING_WORK, Scope.BILLING_WRITE


def sent(text):
    return {"name": "file.txt", "content": base64.b64encode(text.encode()).decode()}


@pytest.fixture
def desk(at, monkeypatch):
    """A biller, and a day of yesterday that has no diagnosis and so is held."""
    at(AT)
    desk = made_days.make_desk(requirements=("diagnosis",))
    desk.told = made_days.tell(monkeypatch)
    desk.key = desk.told.day(desk, on=TODAY - dt.timedelta(days=1), diagnoses=())
    deciding.decide_days(by=desk.biller, at=AT, keys={desk.key})
    desk.day = made_days.row_of(desk.key)
    desk.colleague = ground.make_staff("biller", site=desk.site)
    desk.caller = calling_as(desk.colleague)
    return desk


def test_a_held_day_is_handed_over_and_decided_anew(desk):
    (row,) = rows(desk.caller, "billing-days/?state=held")
    one = f"{API}billing-days/{row['id']}/"
    post(desk.caller, f"{one}assign/", {"staff": str(desk.colleague.pk), "note": "Ask the assessor"})
    assert WorkItem.objects.get(kind="day_held", assignee=desk.colleague).summary == "Ask the assessor"
    counselor = ground.make_staff("counselor", site=desk.site)
    assert refused(desk.caller, f"{one}assign/", {"staff": str(counselor.pk)})[0] == 400
    desk.told.change(desk.key, diagnoses=("F10.20",))
    assert post(desk.caller, f"{one}decide-anew/")["state"] == "billable"
    assert post(desk.caller, f"{API}billing-days/decide-many/", {"days": [row["id"]]}) == {"changed": 0}
    assert refused(desk.caller, f"{one}leave-as-billed/", {"because": "So it is"})[0] == 409


def test_a_charge_is_posted_anew_and_taken_back_once(desk):
    desk.told.change(desk.key, diagnoses=("F10.20",))
    one = f"{API}billing-days/{desk.day.pk}/"
    post(desk.caller, f"{one}post-anew/", {"because": "Diagnosis came later"})
    charge = f"{API}charges/{Charge.objects.get().pk}/"
    assert post(desk.caller, f"{charge}take-back/", {"because": "Wrong client"})["reversed_because"] == "Wrong client"
    assert refused(desk.caller, f"{charge}take-back/", {"because": "Again"})[0] == 409
    kinds = [row["entry"]["kind"] for row in rows(desk.caller, "ledger-postings/?account=revenue")]
    assert sorted(kinds) == ["charge", "charge_reversed"]


def test_what_prices_would_change_is_said_before_it_is_done(desk):
    span = {"payer": str(desk.payer.pk), "first": "2026-02-01", "last": "2026-03-31"}
    assert post(desk.caller, f"{API}billing-days/what-would-change/", span) == []
    done = post(desk.caller, f"{API}billing-days/reprice/", {"days": [str(desk.day.pk)]})
    assert done["charged"] == 0
    for caller in (calling_with(READ, WORK), calling_as(ground.make_staff("counselor", site=desk.site))):
        assert refused(caller, f"{API}billing-days/what-would-change/", span)[0] == 403


def test_working_on_days_needs_its_scope(desk):
    caller = calling_with(READ)
    for verb in ("assign", "decide-anew", "leave-as-billed", "post-anew"):
        assert refused(caller, f"{API}billing-days/{desk.day.pk}/{verb}/", {})[0] == 403
    assert ClientDay.objects.get().state == "held"


def test_a_month_is_closed_by_a_person_and_by_no_program(desk):
    body = {"first_on": "2026-02-01"}
    program = calling_with(READ, WRITE, WORK, Scope.BILLING_SETUP)
    assert refused(program, f"{API}billing-months/", body)[0] == 403
    assert refused(desk.caller, f"{API}billing-months/", body)[0] == 403
    director = calling_as(ground.make_staff("clinical_director", site=desk.site))
    assert refused(director, f"{API}billing-months/", {"first_on": "2026-03-01"})[0] == 403
    assert not BillingMonth.objects.filter(closed_at__isnull=False).exists()


@pytest.fixture
def house(at):
    at(made.AT)
    house = made.make_billing()
    house.caller = calling_as(ground.make_staff("biller", site=house.site))
    return house


def test_claims_are_previewed_made_checked_batched_handed_out_and_sent(house):
    one = made.make_covered(house.site, house.payer)
    for on in made.DAYS:
        made.charge(house, one, on)
    week = {"site": str(house.site.pk), "first": str(made.WEEK[0]), "last": str(made.WEEK[1])}
    found = post(house.caller, f"{API}claims/preview/", week)
    assert [(line["claims"], line["payer"]) for line in found["by_payer"]] == [(1, str(house.payer.pk))]
    (claim,) = post(house.caller, f"{API}claims/make/", week, 201)["claims"]
    assert post(house.caller, f"{API}claims/check/", {"claims": [claim]}) == {"ready": 1, "to_mend": 0}
    assert post(house.caller, f"{API}claims/{claim}/mend/")["status"] == "ready"
    (batch,) = post(house.caller, f"{API}claim-batches/of-site/", {"site": str(house.site.pk)}, 201)["batches"]
    assert refused(house.caller, f"{API}claim-batches/{batch}/sent/")[0] == 409
    file = post(house.caller, f"{API}claim-batches/{batch}/file/")
    assert base64.b64decode(file["content"]).startswith(b"ISA*")
    assert Disclosure.objects.filter(client=one.client, sent_as="claim").count() == 1
    assert post(house.caller, f"{API}claim-batches/{batch}/sent/")["status"] == "sent"
    assert rows(house.caller, f"claims/?batch={batch}&status=submitted")[0]["id"] == claim
    assert refused(house.caller, f"{API}claims/{claim}/take-out/", {"because": "Late"})[0] == 409


def test_a_program_that_takes_the_file_is_written_down_beside_the_payer(house):
    (claim,) = made.make_claims(house)
    caller = calling_with(READ, WORK, name="Clearinghouse")
    batch = post(caller, f"{API}claim-batches/", {"claims": [str(claim.pk)]}, 201)
    post(caller, f"{API}claim-batches/{batch['id']}/file/")
    assert sorted(Disclosure.objects.filter(client=claim.client).values_list("sent_as", flat=True)) == ["api", "claim"]


def test_a_claim_is_left_or_taken_out_of_its_batch_with_the_reason(house):
    first, second = made.make_claims(house, people=2)
    assert post(house.caller, f"{API}claims/{first.pk}/leave/", {"because": "Paid themselves"})["status"] == "voided"
    batch = post(house.caller, f"{API}claim-batches/", {"claims": [str(second.pk)]}, 201)
    assert post(house.caller, f"{API}claims/{second.pk}/take-out/", {"because": "Look again"})["status"] == "draft"
    assert ClaimBatch.objects.get(pk=batch["id"]).claims_count == 0


def test_an_answer_to_a_batch_that_cannot_be_read_is_refused(house):
    body = {"site": str(house.site.pk), "file": sent("nothing")}
    assert refused(house.caller, f"{API}acknowledgements/", body)[0] == 400
    assert rows(house.caller, "acknowledgements/") == []


@pytest.fixture
def office(at):
    at(answers.AT)
    office = answers.make_desk()
    office.caller = calling_as(ground.make_staff("biller", site=office.site))
    return office


def test_a_payers_file_is_taken_in_matched_posted_and_denials_worked_on(office):
    claim = answers.make_sent(office)
    text = answers.text_of(office, answers.answer(claim, *[[("CO", "50", answers.CENTS)]] * 3, status="4"))
    body = {"site": str(office.site.pk), "file": sent(text)}
    assert post(office.caller, f"{API}remittance-files/", body, 201)["status"] == "read"
    assert refused(office.caller, f"{API}remittance-files/", body)[0] == 409
    (payment,) = rows(office.caller, "remittances/")
    (answer,) = rows(office.caller, f"remittance-answers/?remittance={payment['id']}")
    assert (answer["claim"], answer["adjustments"][0]["code"]) == (str(claim.pk), "50")
    match = {"claim": str(claim.pk)}
    assert refused(office.caller, f"{API}remittance-answers/{answer['id']}/match/", match)[0] == 409
    assert post(office.caller, f"{API}remittances/{payment['id']}/post/")["status"] == "posted"
    (denial,) = rows(office.caller, f"denials/?claim={claim.pk}")
    one, mine = f"{API}denials/{denial['id']}/", str(ground.make_staff("biller", site=office.site).pk)
    assert post(office.caller, f"{one}take/", {"version": denial["version"], "owner": mine})["owner"] == mine
    step = {"version": denial["version"] + 1, "status": "appealed", "words": "Letter of the therapist"}
    assert post(office.caller, f"{one}change/", step)["status"] == "appealed"
    assert refused(office.caller, f"{one}change/", step)[0] == 409
    assert Claim.objects.get().status == ClaimStatus.APPEALED
    lost = post(
        office.caller, f"{one}change/", {"version": step["version"] + 1, "status": "lost", "words": "They stay by it"}
    )
    answer = {"version": lost["version"], "reason": "Not worth it"}
    assert refused(calling_with(READ, WORK, WRITE), f"{one}give-up/", answer)[0] == 403
    director = calling_as(ground.make_staff("clinical_director", site=office.site))
    assert post(director, f"{one}give-up/", answer)["status"] == "given_up"


def test_an_answer_whose_claim_nobody_found_is_about_nobody_and_is_matched(office):
    claim = answers.make_sent(office)
    known = answers.answer(claim)
    text = answers.text_of(office, known).replace(claim.control_number, "UNKNOWN01")
    post(office.caller, f"{API}remittance-files/", {"site": str(office.site.pk), "file": sent(text)}, 201)
    (answer,) = rows(office.caller, "remittance-answers/?match=none")
    assert (answer["client"], answer["claim"]) == (None, None)
    found = post(office.caller, f"{API}remittance-answers/{answer['id']}/match/", {"claim": str(claim.pk)})
    assert (found["match"], found["client"]) == ("hand", str(claim.client_id))


def test_a_letter_about_a_denial_leaves_on_consent_and_by_a_colleague_alone(office):
    claim = answers.make_sent(office)
    answers.posted(office, answers.answer(claim, *[[("CO", "50", answers.CENTS)]] * 3, status="4"))
    about = {"denial": str(Denial.objects.get().pk), "kind": "necessity"}
    assert claim.control_number in post(office.caller, f"{API}denial-letters/begin/", about)["words"]
    body = {**about, "words": "We ask you to look again."}
    assert refused(calling_with(READ, WORK), f"{API}denial-letters/", body)[0] == 403
    assert refused(office.caller, f"{API}denial-letters/", body)[0] == 403
    assert not DenialLetter.objects.exists()
    told = [Information.BILLING, Information.ATTENDANCE, Information.CONTACT]
    make_consent(
        claim.client, kind=ConsentKind.SPECIFIC, party=office.payer.party, purposes=[Purpose.PAYMENT], information=told
    )
    paper = post(office.caller, f"{API}denial-letters/", body, 201)
    assert base64.b64decode(paper["content"]).startswith(b"%PDF")
    (letter,) = rows(office.caller, f"denial-letters/?client={claim.client_id}")
    assert letter["words"] == body["words"]
    again = office.caller.get(f"{API}denial-letters/{letter['id']}/paper/").json()
    assert again["content"] == paper["content"]


def test_postings_cost_as_much_for_many_as_for_few(office):
    def asked():
        with Counted() as counted:
            rows(office.caller, "ledger-postings/?page_size=200")
            rows(office.caller, "claims/?page_size=200")
        return counted.number

    answers.make_sent(office)
    asked()
    few = asked()
    for _ in range(3):
        answers.make_sent(office)
    assert asked() <= few
    assert Posting.objects.count() == 24
