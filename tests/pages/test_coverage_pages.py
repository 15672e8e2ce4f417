"""The pages about payers and who covers a client: what they show, what they do, as often as the database is asked."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from billing.models import Coverage, FeeLine, Payer, SelfPay, Verification
from iop.audit.models import AuditEvent
from tests.billing.coverage.test_files import BENEFITS, answer
from tests.factories import billing as make
from tests.factories.clients import AT, TODAY, make_admitted, make_site, make_staff
from tests.factories.ground import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(at):
    at(AT)
    return make_site()


@pytest.fixture
def person(site):
    return make_admitted(site, legal_first_name="Ada", legal_last_name="Doe").client


@pytest.fixture
def desk(site, client):
    sign_in(client, make_staff(site, "biller"))
    return client


def text(found):
    return found.content.decode()


def statements(browser, url):
    browser.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url).status_code == 200
    return len(asked)


def card():
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(file, "PNG")
    return SimpleUploadedFile("card.png", file.getvalue(), "image/png")


def test_a_cover_is_added_checked_and_changed_over(desk, person):
    plan = make.make_plan()
    url = reverse("client_coverage", args=[person.pk])
    new = {
        "plan": plan.pk, "priority": 1, "starts_on": "2026-01-01", "member_number": "BSH998877", "subscriber": "self",
        "subscriber_sex": "unknown",
    }  # fmt: skip
    assert desk.post(reverse("client_coverage_add", args=[person.pk]), new).status_code == 302
    row = Coverage.objects.get()
    page = text(desk.get(url))
    assert "BSH998877" not in page
    assert "not checked yet" in page
    said = {"source": "phone", "about_on": "2026-03-02", "is_active": "yes", "copay_cents": "25.00", "call_reference": "R1",
            "authorization": "needed", "benefit_days": 60, "benefit_days_used": 12}  # fmt: skip
    assert desk.post(reverse("coverage_check", args=[row.pk]), said).status_code == 302
    assert Verification.objects.get().copay_cents == 2500
    assert "48 of 60 left" in text(desk.get(url))
    over = {**new, "starts_on": "2026-02-15", "member_number": "NEW1", "version": 1}
    assert desk.post(reverse("coverage_change_over", args=[row.pk]), over).status_code == 302
    row.refresh_from_db()
    assert str(row.ends_on) == "2026-02-14"


def test_an_overlap_is_said_beside_the_day_and_what_was_typed_stays(desk, person):
    row = make.make_coverage(person)
    new = {
        "plan": row.plan_id,
        "priority": 1,
        "starts_on": "2026-01-01",
        "member_number": "KEPT77",
        "subscriber": "self",
    }
    found = desk.post(reverse("client_coverage_add", args=[person.pk]), new)
    assert found.status_code == 422
    assert "on record for these days already" in text(found)
    assert "KEPT77" in text(found)


def test_a_number_is_shown_on_demand_and_looking_is_an_event(desk, person):
    row = make.make_coverage(person, member_number="SECRET4711")
    assert "SECRET4711" not in text(desk.get(reverse("client_coverage", args=[person.pk])))
    assert "SECRET4711" in text(desk.post(reverse("coverage_number", args=[row.pk])))
    assert AuditEvent.objects.filter(verb="billing.member_number_shown").count() == 1


def test_a_picture_of_the_card_is_opened_by_those_who_see_coverage(site, desk, person, client):
    row = make.make_coverage(person)
    found = desk.post(reverse("coverage_card", args=[row.pk]), {"version": 1, "front": card()})
    assert found.status_code == 302
    row.refresh_from_db()
    url = reverse("file", args=[row.card_front_id])
    assert desk.get(url).status_code == 200
    sign_in(client, make_staff(site, "counselor"))
    assert client.get(url).status_code in (403, 404)


def test_an_answer_is_compared_and_then_taken_over(desk, person):
    row = make.make_coverage(person, member_number="MEM123")
    upload = SimpleUploadedFile("a.271", answer(*BENEFITS))
    found = desk.post(reverse("coverage_answer", args=[row.pk]), {"file": upload})
    assert found.status_code == 302
    page = text(desk.get(found.url))
    assert "$30.00" in page
    assert "differs" in page
    assert not Verification.objects.exists()
    assert desk.post(found.url, {"do": "accept", "covers_iop": "yes"}).status_code == 302
    assert Verification.objects.get().covers_iop is True


def test_a_file_that_is_none_is_answered_in_words(desk, person):
    row = make.make_coverage(person)
    upload = SimpleUploadedFile("a.271", b"hello")
    found = desk.post(reverse("coverage_answer", args=[row.pk]), {"file": upload})
    assert found.status_code == 422
    assert "no X12 file" in text(found)


def test_the_order_and_self_pay_and_an_error(desk, person):
    one, two = make.make_coverage(person), make.make_coverage(person, priority=2)
    order = {"on": "2026-03-02", "first": two.pk, "second": one.pk}
    assert desk.post(reverse("client_coverage_order", args=[person.pk]), order).status_code == 302
    first = Coverage.objects.holding(TODAY).first()
    assert first.plan == two.plan
    assert (
        desk.post(reverse("coverage_error", args=[first.pk]), {"version": first.version, "reason": "x"}).status_code
        == 302
    )
    assert desk.post(reverse("client_self_pay", args=[person.pk]), {"starts_on": "2026-03-02"}).status_code == 302
    assert SelfPay.objects.exists()
    assert "entered in error" in text(desk.get(reverse("client_coverage", args=[person.pk])))


def test_the_tab_asks_as_often_for_many_covers_as_for_one(desk, person):
    plan = make.make_plan()
    url = reverse("client_coverage", args=[person.pk])
    make.make_verification(make.make_coverage(person, plan, priority=1))
    few = statements(desk, url)
    for priority in (2, 3):
        make.make_verification(make.make_coverage(person, plan, priority=priority))
    assert statements(desk, url) == few


def test_payers_are_listed_in_one_statement_and_shown_whole(desk, site):
    row = make.make_payer("Beacon")
    make.make_plan(row)
    make.make_fee(payer=row)
    make.make_enrolment(row, make_staff(site, "counselor"))
    few = statements(desk, reverse("payers"))
    for _ in range(4):
        make.make_plan()
    assert statements(desk, reverse("payers")) == few
    page = text(desk.get(reverse("payer", args=[row.pk])))
    assert all(words in page for words in ("H0015", "$175.00", "enrolled", "in network"))


def test_a_payer_is_put_on_the_list(desk):
    typed = {
        "name": "Beacon", "kind": "commercial", "payer_code": "BSHP1", "filing_code": "CI", "form": "professional", "filing_days": 90,
        "correction_days": 180, "appeal_days": 180, "peer_to_peer_days": 14, "authorization": "needed", "is_active": "on",
    }  # fmt: skip
    assert desk.post(reverse("payer_new"), typed).status_code == 302
    assert Payer.objects.get().authorization == "needed"


def test_a_price_that_changes_the_past_asks_first(desk, person):
    stay = person.episodes.get()
    make.make_fee(cents=17500)
    make.make_charge(stay)
    typed = {"code": "H0015", "cents": "180.00", "valid_from": "2026-03-01"}
    found = desk.post(reverse("price_new"), typed)
    assert found.status_code == 422
    assert "1 charge that is posted already" in text(found)
    assert FeeLine.objects.count() == 1
    assert desk.post(reverse("price_new"), {**typed, "accepts_past": "on"}).status_code == 302
    assert FeeLine.objects.count() == 2


def test_a_wrong_provider_number_is_said(desk, site):
    one = make_staff(site, "counselor")
    url = reverse("clinician_number", args=[one.pk])
    found = desk.post(url, {"npi": "1234567890", "taxonomy": "101YA0400X", "version": 0})
    assert "last digit does not fit" in text(found)
    assert desk.post(url, {"npi": "1234567893", "taxonomy": "101YA0400X", "version": 0}).status_code == 302
    assert "1234567893" in text(desk.get(reverse("clinician_numbers")))
