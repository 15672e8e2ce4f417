"""Payers, plans, numbers, prices, the sliding scale and the rules of billing over the API."""

import pytest

from billing.models import BillingRule, FeeLine, Payer, PayerEnrolment, SlidingScale
from clients.models import RecipientParty
from iop.api.choices import Scope
from tests.api.signed_in import calling_as, patch, post, refused
from tests.factories import billing as make
from tests.factories import ground
from tests.factories.api import calling_with
from tests.factories.clients import AT, make_level

pytestmark = pytest.mark.django_db
API = "/api/v1/"


@pytest.fixture
def site(at):
    at(AT)
    return ground.make_site()


@pytest.fixture
def biller(site):
    return calling_as(ground.make_staff("biller", site=site))


@pytest.fixture
def program(site):
    return calling_with(Scope.BILLING_READ, Scope.BILLING_SETUP)


def rule(payer, **fields):
    return {
        "payer": str(payer.pk), "service": "treatment_day", "starts_on": "2026-03-01", "code": "H0015", "unit_rule": "per_diem",
        **fields,
    }  # fmt: skip


def test_a_payer_is_listed_known_to_the_register_and_changed(biller):
    made = post(biller, f"{API}payers/", {"name": "Bay Health", "kind": "commercial", "payer_code": "BAY01"}, 201)
    assert RecipientParty.objects.get(pk=made["party"]).name == "Bay Health"
    twice = {"name": "bay health", "kind": "commercial", "payer_code": "BAY02"}
    assert refused(biller, f"{API}payers/", twice)[0] == 409
    changed = patch(biller, f"{API}payers/{made['id']}/", {"version": 1, "filing_days": 60, "claim_period": "month"})
    assert (changed["filing_days"], changed["claim_period"], changed["version"]) == (60, "month", 2)
    assert refused(biller, f"{API}payers/{made['id']}/", {"version": 1, "filing_days": 61}, "patch")[0] == 409


def test_a_plan_is_added_and_leaves_use(biller):
    payer = make.make_payer()
    made = post(biller, f"{API}payer-plans/", {"payer": str(payer.pk), "name": "PPO 500"}, 201)
    patch(biller, f"{API}payer-plans/{made['id']}/", {"version": 1, "is_active": False})
    (row,) = biller.get(f"{API}payer-plans/?payer={payer.pk}&is_active=false").json()["results"]
    assert (row["name"], row["is_active"]) == ("PPO 500", False)


def test_numbers_and_enrolments_of_colleagues_are_kept(biller, site):
    staff, payer = ground.make_staff("counselor", site=site), make.make_payer()
    number = {"staff": str(staff.pk), "npi": make.make_npi(), "taxonomy": "101YA0400X"}
    made = post(biller, f"{API}clinician-numbers/", number, 201)
    assert refused(biller, f"{API}clinician-numbers/", {**number, "npi": "1234567890", "version": 1})[0] == 400
    assert (
        post(biller, f"{API}clinician-numbers/", {**number, "npi": make.make_npi(), "version": 1})["id"] == made["id"]
    )
    enrolment = {"payer": str(payer.pk), "staff": str(staff.pk), "starts_on": "2026-01-01"}
    made = post(biller, f"{API}payer-enrolments/", enrolment, 201)
    assert refused(biller, f"{API}payer-enrolments/", enrolment)[0] == 409
    post(biller, f"{API}payer-enrolments/{made['id']}/end/", {"ends_on": "2026-06-30"})
    assert str(PayerEnrolment.objects.get().ends_on) == "2026-06-30"


def test_a_site_bills_under_a_name_from_a_day_on(biller, site):
    body = {
        "site": str(site.pk), "starts_on": "2026-04-01", "legal_name": "Harbor LLC", "npi": make.make_npi(), "ein": "12-3456789",
        "taxonomy": "261QR0405X", "street": "1 Main St", "city": "Boston", "state": "ma", "zip": "02110-1234",
        "contact_name": "Billing", "contact_phone": "(617) 555-0100", "submitter_code": "HARBOR01",
    }  # fmt: skip
    assert refused(biller, f"{API}billing-identities/", {**body, "street": "PO Box 7"})[0] == 400
    made = post(biller, f"{API}billing-identities/", body, 201)
    assert (made["zip"], made["state"]) == ("021101234", "MA")


def test_prices_the_guideline_and_the_scale_are_entered(biller):
    post(biller, f"{API}fees/", {"code": "h0015", "cents": 17500, "valid_from": "2026-01-01"}, 201)
    assert FeeLine.objects.get().code == "H0015"
    guideline = {
        "area": "states", "valid_from": "2026-01-15", "first_cents": 1_580_000, "more_cents": 550_000, "source": "91 FR 1",
    }  # fmt: skip
    post(biller, f"{API}poverty-guidelines/", guideline, 201)
    bands = [{"up_to_percent": 100, "pays_percent": 0}, {"pays_percent": 100}]
    made = post(biller, f"{API}sliding-scales/", {"valid_from": "2026-01-01", "bands": bands}, 201)
    assert [band["pays_percent"] for band in made["bands"]] == [0, 100]
    assert refused(biller, f"{API}sliding-scales/", {"valid_from": "2026-01-01", "bands": bands[:1]})[0] == 400
    assert SlidingScale.objects.count() == 1


def test_a_rule_is_drafted_published_replaced_and_taken_back(biller):
    payer = make.make_payer()
    made = post(biller, f"{API}billing-rules/", rule(payer), 201)
    changed = patch(biller, f"{API}billing-rules/{made['id']}/", {**rule(payer, code="H0035"), "version": 1})
    assert changed["code"] == "H0035"
    assert post(biller, f"{API}billing-rules/{made['id']}/publish/", {"version": 2})["status"] == "published"
    again = {**rule(payer, code="H0035"), "version": 3}
    assert refused(biller, f"{API}billing-rules/{made['id']}/", again, "patch")[0] == 403
    next_one = post(biller, f"{API}billing-rules/", rule(payer, starts_on="2026-05-01", replaces=made["id"]), 201)
    post(biller, f"{API}billing-rules/{next_one['id']}/publish/", {"version": 1})
    assert str(BillingRule.objects.get(pk=made["id"]).ends_on) == "2026-04-30"
    post(biller, f"{API}billing-rules/{next_one['id']}/end/", {"version": 2, "ends_on": "2026-12-31"})
    taken = post(biller, f"{API}billing-rules/{next_one['id']}/take-back/", {"version": 3, "reason": "Wrong payer"})
    assert (taken["status"], taken["retired_reason"]) == ("retired", "Wrong payer")


def test_a_program_sets_up_what_its_scope_says_and_others_nothing(program, site):
    payer = make.make_payer()
    post(program, f"{API}billing-rules/", {**rule(payer), "level": make_level().key}, 201)
    for caller in (calling_with(Scope.BILLING_READ), calling_as(ground.make_staff("counselor", site=site))):
        for address, body in (("payers", {}), ("fees", {}), ("billing-rules", rule(payer)), ("payer-plans", {})):
            assert refused(caller, f"{API}{address}/", body)[0] == 403
    assert Payer.objects.count() == 1
