"""Claims are made of charges once, checked, and held when something is missing."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.actions import claims as actions
from billing.choices.claims import ClaimStatus
from billing.models import Claim, ClaimLine
from iop.core.errors import NotAllowed, Refusal
from iop.work.models import WorkItem
from tests.factories import billing, clients
from tests.factories import claims as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make.make_billing()


def codes(claim):
    return [fault["code"] for fault in claim.faults]


def test_a_weeks_charges_go_on_one_claim_that_is_ready(house):
    (claim,) = make.make_claims(house)
    assert (claim.status, claim.faults, claim.cents) == (ClaimStatus.READY, [], 3 * 17500)
    assert claim.lines.count() == 3
    assert claim.control_number.startswith("C")
    assert {line.control_number for line in claim.lines.all()} == {f"{claim.control_number}-{n}" for n in (1, 2, 3)}
    assert claim.rendered_by_id == house.number.staff_id
    assert claim.file_by == make.DAYS[0] + dt.timedelta(days=90)


def test_a_charge_is_on_one_live_claim(house):
    make.make_claims(house)
    assert make.made(house) == []
    assert Claim.objects.count() == 1


def test_weeks_authorizations_and_stays_have_claims_of_their_own(house):
    one = make.make_covered(house.site, house.payer)
    authorization = billing.make_authorization(one.coverage, one.episode, starts_on=make.WEEK[0])
    make.charge(house, one, make.DAYS[0])
    make.charge(house, one, make.DAYS[1], authorization=authorization)
    make.charge(house, one, make.DAYS[0] - dt.timedelta(days=3))
    made = actions.make(
        by=house.biller, site_id=house.site.pk, first=dt.date(2026, 2, 1), last=make.WEEK[1], at=make.AT
    )
    assert sorted(claim.authorization_number for claim in made) == ["", "", authorization.number]


def test_a_payer_may_want_months(house):
    house.payer.claim_period = "month"
    house.payer.save()
    one = make.make_covered(house.site, house.payer)
    for on in (dt.date(2026, 3, 2), dt.date(2026, 3, 10), dt.date(2026, 3, 31)):
        make.charge(house, one, on)
    made = actions.make(
        by=house.biller, site_id=house.site.pk, first=dt.date(2026, 3, 1), last=dt.date(2026, 3, 31), at=make.AT
    )
    assert [claim.lines.count() for claim in made] == [3]
    assert codes(made[0]) == ["future", "future"]


def test_what_is_missing_keeps_a_claim_and_asks_billing(house):
    one = make.make_covered(house.site, house.payer, sex="unknown")
    one.client.contact_points.all().delete()
    make.charge(house, one, diagnoses=["Z99.99"])
    (claim,) = make.made(house)
    assert claim.status == ClaimStatus.DRAFT
    assert codes(claim) == ["client_sex", "client_address", "diagnosis_invalid"]
    assert WorkItem.objects.open().filter(kind="claim_fault", subject_id=claim.pk, role_key="biller").count() == 1


def test_a_claim_is_ready_once_it_was_mended(house):
    one = make.make_covered(house.site, house.payer, sex="unknown")
    make.charge(house, one)
    (claim,) = make.made(house)
    one.client.sex = "male"
    one.client.save()
    assert actions.mend(by=house.biller, claim=claim, at=make.AT) == []
    claim.refresh_from_db()
    assert claim.status == ClaimStatus.READY
    assert not WorkItem.objects.open().filter(subject_id=claim.pk).exists()


def test_without_consent_nothing_is_ready(house):
    one = make.make_covered(house.site, house.payer)
    make.charge(house, one)
    stop(one.consent)
    (claim,) = make.made(house)
    assert codes(claim) == ["not_disclosable"]


def test_a_site_without_a_billing_identity_makes_none_and_says_so(house):
    one = make.make_covered(house.site, house.payer)
    make.charge(house, one)
    type(house.identity).objects.filter(pk=house.identity.pk).update(starts_on=dt.date(2026, 3, 5))
    asked = {"by": house.biller, "site_ids": [house.site.pk], "first": make.WEEK[0], "last": make.WEEK[1]}
    assert actions.preview(**asked).no_identity == (1, 17500)
    assert make.made(house) == []


def test_days_under_another_billing_identity_go_on_a_claim_of_their_own(house):
    one = make.make_covered(house.site, house.payer)
    for on in make.DAYS:
        make.charge(house, one, on)
    type(house.identity).objects.filter(pk=house.identity.pk).update(ends_on=dt.date(2026, 3, 3))
    later = billing.make_identity(house.site, starts_on=dt.date(2026, 3, 4))
    found = {(claim.identity_id, claim.starts_on, claim.ends_on) for claim in make.made(house)}
    assert found == {(house.identity.pk, make.DAYS[0], make.DAYS[0]), (later.pk, make.DAYS[1], make.DAYS[2])}


def test_a_preview_says_what_would_be_made_and_writes_nothing(house):
    one = make.make_covered(house.site, house.payer)
    make.charge(house, one)
    billing.make_day(one.episode, make.DAYS[1], state="held", expected_cents=17500)
    asked = {"by": house.biller, "site_ids": [house.site.pk], "first": make.WEEK[0], "last": make.WEEK[1]}
    found = actions.preview(**asked)
    assert (found.claims, found.cents, found.held_days, found.held_cents) == (1, 17500, 1, 17500)
    assert not Claim.objects.exists()


def test_only_billing_makes_claims(house):
    with pytest.raises(NotAllowed):
        make.made(house, by=clients.make_actor(house.site, "counselor"))


def test_a_claim_that_is_left_frees_its_charges(house):
    (claim,) = make.make_claims(house)
    actions.leave(by=house.biller, claim=claim, because="Wrong cover", at=make.AT)
    assert not ClaimLine.objects.filter(is_live=True).exists()
    assert len(make.made(house)) == 1


def test_a_claim_that_was_sent_is_not_left(house):
    (claim,) = make.make_claims(house)
    actions.make_batches(by=house.biller, site_id=house.site.pk, at=make.AT)
    with pytest.raises(Refusal, match="gone out"):
        actions.leave(by=house.biller, claim=claim, because="x", at=make.AT)


def test_settling_moves_only_as_the_table_says(house):
    (claim,) = make.make_claims(house)
    with pytest.raises(Refusal, match="cannot become"):
        actions.settle(by=house.biller, claim=claim, status=ClaimStatus.PAID, at=make.AT)


def test_statements_do_not_grow_with_the_claims(house):
    counts = []
    for people in (2, 6):
        for _ in range(people):
            make.charge(house, make.make_covered(house.site, house.payer))
        with CaptureQueriesContext(connection) as asked:
            assert len(make.made(house)) == people
        counts.append(len(asked))
    assert counts[0] == counts[1]


def stop(consent):
    type(consent).objects.filter(pk=consent.pk).update(stopped_at=make.AT - dt.timedelta(hours=1))
