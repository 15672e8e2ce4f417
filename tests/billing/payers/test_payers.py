"""Payers, plans, enrolments, our numbers and prices: who sets them up, what is refused, and what stays."""

import datetime as dt

import pytest

from billing import fees
from billing.actions import payers as actions
from billing.models import BillingIdentity, FeeLine
from billing.rules import payers as rules
from clients.models import RecipientParty
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from tests.factories import billing as make
from tests.factories.clients import AT, TODAY, make_actor, make_admitted, make_site, make_staff

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
BEACON = {"name": "Beacon", "kind": "commercial", "payer_code": "bshp1", "form": "professional"}
IDENTITY = {
    "legal_name": "Harbor LLC", "npi": "1234567893", "ein": "12-3456789", "taxonomy": "261QR0405X", "street": "1 Main St",
    "city": "Boston", "state": "ma", "zip": "02110-1234", "contact_name": "Desk", "contact_phone": "(617) 555-0100",
    "submitter_code": "HARBOR01", "place_of_service": "57", "facility_type": "13",
}  # fmt: skip


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def biller(site):
    return make_actor(site, "biller")


def test_a_payer_becomes_known_to_the_register_of_recipients(biller):
    row = actions.add_payer(by=biller, at=AT, **BEACON)
    assert (row.payer_code, row.party.kind, row.party.name) == ("BSHP1", "payer", "Beacon")
    with pytest.raises(Conflict):
        actions.add_payer(by=biller, at=AT, **{**BEACON, "name": "beacon"})
    assert RecipientParty.objects.count() == 1


def test_a_payer_is_changed_once_and_by_those_who_may(site, biller):
    row = actions.add_payer(by=biller, at=AT, **BEACON)
    actions.change_payer(by=biller, payer=row, version=1, at=AT, filing_days=180)
    with pytest.raises(Stale):
        actions.change_payer(by=biller, payer=row, version=1, at=AT, filing_days=90)
    with pytest.raises(NotAllowed):
        actions.change_payer(by=make_actor(site, "intake"), payer=row, version=2, at=AT, filing_days=90)
    row.refresh_from_db()
    assert row.filing_days == 180


def test_a_plan_has_a_name_of_its_own(biller):
    row = actions.add_payer(by=biller, at=AT, **BEACON)
    plan = actions.save_plan(by=biller, payer=row, at=AT, name="Gold")
    with pytest.raises(Conflict):
        actions.save_plan(by=biller, payer=row, at=AT, name="gold")
    assert actions.save_plan(by=biller, payer=row, at=AT, plan=plan, version=1, name="Gold Plus").name == "Gold Plus"


def test_an_enrolment_holds_for_days_and_not_twice(site, biller):
    row, one = make.make_payer(), make_staff(site, "counselor")
    made = actions.enrol(by=biller, payer=row, staff=one, starts_on=TODAY, at=AT)
    with pytest.raises(Conflict):
        actions.enrol(by=biller, payer=row, staff=one, starts_on=TODAY + DAY, at=AT)
    actions.end_enrolment(by=biller, enrolment=made, ends_on=TODAY + DAY, at=AT)
    assert actions.enrol(by=biller, payer=row, staff=one, starts_on=TODAY + 2 * DAY, at=AT).pk


def test_a_number_that_cannot_be_or_is_somebody_elses_is_refused(site, biller):
    one, two = make_staff(site, "counselor"), make_staff(site, "therapist")
    actions.set_number(by=biller, staff=one, npi="1234567893", taxonomy="101YA0400X", at=AT)
    with pytest.raises(Invalid, match="last digit"):
        actions.set_number(by=biller, staff=two, npi="1234567894", taxonomy="101YA0400X", at=AT)
    with pytest.raises(Conflict):
        actions.set_number(by=biller, staff=two, npi="1234567893", taxonomy="101YA0400X", at=AT)


def test_a_sites_name_and_numbers_follow_each_other_by_day(site, biller):
    first = actions.set_identity(by=biller, site=site, starts_on=TODAY - 90 * DAY, at=AT, **IDENTITY)
    second = actions.set_identity(by=biller, site=site, starts_on=TODAY, at=AT, **{**IDENTITY, "legal_name": "New LLC"})
    first.refresh_from_db()
    assert (first.ends_on, second.ends_on, second.zip, second.state) == (TODAY - DAY, None, "021101234", "MA")
    with pytest.raises(Conflict):
        actions.set_identity(by=biller, site=site, starts_on=TODAY - DAY, at=AT, **IDENTITY)
    assert BillingIdentity.objects.count() == 2


def test_what_a_claim_would_be_refused_for_is_said_field_by_field():
    good = {**IDENTITY, "ein": "123456789", "zip": "021101234", "contact_phone": "6175550100", "state": "MA"}
    wrong = {
        "street": "PO Box 12", "zip": "02110", "ein": "12345678", "contact_phone": "555", "state": "Mass", "taxonomy": "abc",
        "facility_type": "1", "submitter_code": "a b", "legal_name": "",
    }  # fmt: skip
    assert list(rules.identity_faults(good)) == []
    found = {
        name: [field for field, _words in rules.identity_faults({**good, name: value})] for name, value in wrong.items()
    }
    assert found == {name: [name] for name in wrong}


def test_a_price_with_a_past_day_says_what_it_touches(site, biller):
    stay = make_admitted(site)
    cover = make.make_coverage(stay.client)
    make.make_fee(cents=17500, payer=cover.plan.payer)
    make.make_charge(stay, coverage=cover, on=TODAY)
    make.make_charge(stay, coverage=cover, on=TODAY - 7 * DAY)
    asked = {"payer_id": cover.plan.payer_id, "level_id": None, "code": "h0015", "today": TODAY}
    found = fees.touched(cents=18000, valid_from=TODAY - DAY, **asked)
    assert (found.charges, found.difference, found.on_claims) == (1, 500, 0)
    assert "1 charge that is posted already, by $5.00" in str(found.words)
    assert fees.touched(cents=17500, valid_from=TODAY - DAY, **asked).words is None
    assert fees.touched(cents=18000, valid_from=TODAY + DAY, **asked).words is None


def test_prices_are_added_and_stay(biller):
    for cents in (100, 200):
        actions.set_fee(by=biller, code="h0015", cents=cents, valid_from=TODAY, at=AT)
    assert list(FeeLine.objects.order_by("pk").values_list("code", "cents")) == [("H0015", 100), ("H0015", 200)]
    with pytest.raises(Invalid):
        actions.set_fee(by=biller, code="H15", cents=100, valid_from=TODAY, at=AT)
