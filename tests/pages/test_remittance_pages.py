"""Pages about payers' answers and denials: from a file to what is worked on, without a statement for each row."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from billing.choices.remittances import DenialStatus, RemittanceStatus
from billing.models import Denial, Remittance
from iop.clinic.models import StaffMember
from iop.core import clock
from tests.factories import remittances as made
from tests.factories.ground import sign_in
from tests.factories.remittances import AT, CENTS, answer

pytestmark = pytest.mark.django_db
NO_AUTH = (("CO", "197", CENTS),)


@pytest.fixture
def desk(client):
    with clock.frozen(AT):
        desk = made.make_desk()
        sign_in(client, StaffMember.objects.get(pk=desk.biller.staff_id))
        yield desk


def upload(client, desk, text):
    file = io.BytesIO(text.encode())
    file.name = "payment.835"
    return client.post(reverse("remittances"), {"file": file, "site": str(desk.site.pk)})


def test_from_the_file_to_a_denial_that_is_worked_on(client, desk):
    paid, refused = made.make_sent(desk), made.make_sent(desk, days=made.DAYS[:1])
    text = made.text_of(desk, answer(paid, (("CO", "45", 2500),)), answer(refused, NO_AUTH, status="4"))
    assert upload(client, desk, text).status_code == 302
    row = Remittance.objects.get()
    page = client.get(reverse("remittance", args=[row.pk])).content.decode()
    assert "No authorization was asked for before the service." in page
    assert paid.client.name in page
    client.post(reverse("remittance_post", args=[row.pk]))
    assert Remittance.objects.get().status == RemittanceStatus.POSTED
    denial = Denial.objects.get()
    assert refused.client.name in client.get(reverse("denials")).content.decode()
    said = {"version": denial.version, "status": DenialStatus.CORRECTED, "words": "Sent again."}
    assert client.post(reverse("denial_step", args=[denial.pk]), said).status_code == 302
    assert "Sent again." in client.get(reverse("denial", args=[denial.pk])).content.decode()


def test_a_file_that_does_not_add_up_is_refused_on_the_page_with_its_segment(client, desk):
    text = made.text_of(desk, answer(made.make_sent(desk))).replace("BPR*I*525*", "BPR*I*526*")
    said = upload(client, desk, text)
    assert said.status_code == 422
    assert "Segment 4 (BPR)" in said.content.decode()


def test_an_answer_is_matched_on_the_page(client, desk):
    claim = made.make_sent(desk)
    given = answer(claim)
    row = made.received(desk, type(given)("NOBODY", given.lines))
    address = reverse("remittance_match", args=[row.pk, row.claims.get().pk])
    assert client.post(address, {"number": "C999"}).status_code == 422
    assert client.post(address, {"number": claim.control_number}).status_code == 302
    assert row.claims.get().claim == claim


def test_the_letter_begins_with_the_claims_facts(client, desk):
    claim = made.make_sent(desk, days=made.DAYS[:1])
    made.posted(desk, answer(claim, NO_AUTH, status="4"))
    page = client.get(reverse("denial_letter", args=[Denial.objects.get().pk]) + "?kind=retro")
    assert f"claim {claim.control_number}" in page.content.decode()


def test_lists_and_pages_cost_the_same_for_many_rows(client, desk):
    def cost(count):
        claims = [made.make_sent(desk, days=made.DAYS[:1]) for _ in range(count)]
        row = made.posted(desk, *[answer(each, NO_AUTH, status="4") for each in claims])
        found = []
        for address in (
            reverse("remittance", args=[row.pk]),
            reverse("denials"),
            reverse("remittances") + "?show=posted",
        ):
            client.get(address)
            with CaptureQueriesContext(connection) as taken:
                assert client.get(address).status_code == 200
            found.append(len(taken))
        return found

    assert cost(2) == cost(7)
