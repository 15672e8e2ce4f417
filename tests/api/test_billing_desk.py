"""Covers, questions to payers, authorizations, and clients' accounts over the API."""

import base64

import pytest

from billing.models import ClientPayment, Coverage, PaymentPlan, SelfPay
from clients.models import Disclosure
from iop.api.choices import Scope
from tests.api.signed_in import calling_as, patch, post, refused, rows
from tests.factories import billing as make
from tests.factories import client_money as money
from tests.factories import ground
from tests.factories.api import calling_with
from tests.factories.claims import make_covered
from tests.factories.clients import AT, make_admitted, make_level

pytestmark = pytest.mark.django_db
API = "/api/v1/"
READ, WRITE = Scope.BILLING_READ, Scope.BILLING_WRITE


@pytest.fixture
def site(at):
    at(AT)
    return ground.make_site()


@pytest.fixture
def intake(site):
    return calling_as(ground.make_staff("intake", site=site))


@pytest.fixture
def program(site):
    return calling_with(READ, WRITE)


def test_a_cover_is_corrected_changed_over_and_marked_as_an_error(intake, site):
    row = make.make_coverage(make_admitted(site).client, member_number="MEM123456", starts_on="2026-01-01")
    cover = f"{API}coverages/{row.pk}/"
    assert patch(intake, cover, {"version": 1, "group_number": "G7"})["group_number"] == "G7"
    over = {"version": 2, "plan": str(make.make_plan().pk), "starts_on": "2026-02-15", "member_number": "NEW 1"}
    made = post(intake, f"{cover}change-over/", over, 201)
    assert str(Coverage.objects.get(pk=row.pk).ends_on) == "2026-02-14"
    wrong = {"version": 1, "reason": "Somebody else's card"}
    assert post(intake, f"{API}coverages/{made['id']}/in-error/", wrong)["is_in_error"]


def test_a_member_number_is_shown_in_full_to_those_who_keep_coverage_alone(intake, site):
    row = make.make_coverage(make_admitted(site).client, member_number="MEM123456")
    assert "MEM123456" not in str(rows(intake, "coverages/"))
    assert post(intake, f"{API}coverages/{row.pk}/number/") == {"member_number": "MEM123456"}
    admin = calling_as(ground.make_staff("site_admin", site=site))
    assert refused(admin, f"{API}coverages/{row.pk}/number/")[0] == 404


def test_covers_pay_in_another_order_from_a_day_on(program, site):
    client = make_admitted(site).client
    first, second = make.make_coverage(client), make.make_coverage(client, priority=2)
    order = {"client": str(client.pk), "order": [str(second.pk), str(first.pk)], "on": "2026-03-10"}
    post(program, f"{API}coverages/reorder/", order)
    found = rows(program, f"coverages/?client={client.pk}&on=2026-03-10")
    assert {row["plan"]: row["priority"] for row in found} == {str(second.plan_id): 1, str(first.plan_id): 2}


def test_a_card_that_is_no_picture_is_refused(intake, site):
    row = make.make_coverage(make_admitted(site).client)
    front = {"name": "card.png", "content": base64.b64encode(b"no picture").decode()}
    assert refused(intake, f"{API}coverages/{row.pk}/card/", {"version": 1, "front": front})[0] == 400


def test_who_pays_themselves_is_written_down_and_ended(program, site):
    body = {"client": str(make_admitted(site).client.pk), "starts_on": "2026-03-01"}
    made = post(program, f"{API}self-pay/", body, 201)
    assert refused(program, f"{API}self-pay/", body)[0] == 409
    post(program, f"{API}self-pay/{made['id']}/end/", {"ends_on": "2026-03-31"})
    assert str(SelfPay.objects.get().ends_on) == "2026-03-31"


def test_a_payer_is_asked_by_file_on_consent_alone(program, site):
    payer = make.make_payer()
    make.make_identity(site)
    covered, stranger = make_covered(site, payer), make.make_coverage(make_admitted(site).client, make.make_plan(payer))
    asked = {"coverage": str(stranger.pk), "about_on": "2026-03-02"}
    assert refused(program, f"{API}eligibility-files/ask/", asked)[0] == 403
    assert not Disclosure.objects.exists()
    made = post(program, f"{API}eligibility-files/ask/", {**asked, "coverage": str(covered.coverage.pk)}, 201)
    assert base64.b64decode(made["content"]).startswith(b"ISA*")
    assert Disclosure.objects.filter(party=payer.party, client=covered.client).count() == 1
    assert [row["kind"] for row in rows(program, "eligibility-files/")] == ["270"]
    answer = {"coverage": str(covered.coverage.pk), "file": {"name": "a.271", "content": "bm8="}}
    assert refused(program, f"{API}eligibility-files/", answer)[0] == 400


def test_an_authorization_is_asked_for_denied_appealed_given_and_cancelled(intake, site):
    stay = make_admitted(site)
    cover = make.make_coverage(stay.client)
    wish = {
        "episode": str(stay.pk), "coverage": str(cover.pk), "level": make_level().key, "unit": "day", "units": "12",
        "starts_on": "2026-03-02", "ends_on": "2026-04-02", "codes": ["H0015"],
    }  # fmt: skip
    made = post(intake, f"{API}authorizations/", wish, 201)
    one = f"{API}authorizations/{made['id']}/"
    assert refused(intake, f"{one}deny/", {"version": 9, "reason": "No"})[0] == 409
    denied = post(intake, f"{one}deny/", {"version": 1, "reason": "Not necessary"})
    assert (denied["status"], bool(denied["appeal_by"])) == ("denied", True)
    post(intake, f"{one}appeal/", {"version": 2, "words": "She relapsed."})
    given = {
        "version": 3, "status": "approved", "number": "A-1", "units": "12", "starts_on": "2026-03-02", "ends_on": "2026-04-02",
    }  # fmt: skip
    assert post(intake, f"{one}give/", given)["left"] == "12.00"
    post(intake, f"{one}note/", {"version": 4, "words": "Called.", "next_review_on": "2026-03-20"})
    ended = post(intake, f"{one}cancel/", {"version": 5, "words": "Moved away"})
    assert [row["status"] for row in ended["changes"]][-1] == "cancelled"


@pytest.fixture
def room(at):
    at(AT)
    room = money.make_account()
    money.owe(room, 9000)
    return room


def of(room, **more):
    return {"client": str(room.client.pk), "site": str(room.site.pk), **more}


def test_money_goes_back_and_is_forgiven_by_a_person_who_may_close_the_books(room):
    payment = money.pay(room, 5000)
    back = {"cents": 2000, "because": "Paid twice", "key": "r1"}
    waive = of(room, cents=1000, because="Lost work", key="f1")
    biller = calling_as(ground.make_staff("biller", site=room.site))
    for caller in (calling_with(READ, WRITE), biller):
        assert refused(caller, f"{API}client-payments/{payment.pk}/refund/", back)[0] == 403
        assert refused(caller, f"{API}client-payments/forgive/", waive)[0] == (403 if caller is not biller else 400)
    director = calling_as(ground.make_staff("clinical_director", site=room.site))
    found = post(director, f"{API}client-payments/{payment.pk}/refund/", back)
    assert (found["refunded_cents"], found["refunds"][0]["because"]) == (2000, "Paid twice")
    assert post(director, f"{API}client-payments/forgive/", waive) == {"cents": 1000}


def test_a_statement_a_plan_and_an_estimate_are_made(room):
    desk = calling_as(ground.make_staff("biller", site=room.site))
    assert post(desk, f"{API}client-statements/", of(room, key="s1"), 201)["owed_cents"] == 9000
    terms = of(room, total_cents=9000, each_cents=3000, first_on="2026-04-01", rhythm="month")
    plan = post(desk, f"{API}payment-plans/", terms, 201)
    assert [row["cents"] for row in plan["instalments"]] == [3000, 3000, 3000]
    assert refused(desk, f"{API}payment-plans/", terms)[0] == 409
    post(desk, f"{API}payment-plans/{plan['id']}/end/", {"version": 1, "because": "Agreed anew"})
    assert PaymentPlan.objects.get().status == "ended"
    line = {"code": "H0015", "words": "Treatment day", "units": 12, "cents": 17500}
    asked = {
        "episode": str(room.stay.pk), "reason": "asked", "asked_on": "2026-03-02", "starts_on": "2026-03-03",
        "ends_on": "2026-05-01", "items": [line],
    }  # fmt: skip
    assert post(desk, f"{API}estimates/ask/", {"episode": str(room.stay.pk)})["due_on"] > "2026-03-02"
    assert post(desk, f"{API}estimates/", asked, 201)["total_cents"] == 210_000
    assert refused(desk, f"{API}estimates/", {**asked, "items": []})[0] == 400


def test_a_sliding_fee_needs_a_scale(room):
    body = of(room, household=2, income_cents=1_000_000, proof="own_word", starts_on="2026-03-02")
    desk = calling_with(READ, WRITE)
    assert refused(desk, f"{API}sliding-fees/", body)[0] == 409
    assert rows(desk, "sliding-fees/") == []
    assert rows(desk, "online-payments/") == []


def test_another_sites_account_is_not_there(room):
    elsewhere = calling_as(ground.make_staff("biller", site=ground.make_site("Elsewhere")))
    body = of(room, way="cash", cents=100, received_on="2026-03-02", key="k")
    assert refused(elsewhere, f"{API}client-payments/", body)[0] == 400
    assert not ClientPayment.objects.exists()
