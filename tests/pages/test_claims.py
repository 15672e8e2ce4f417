"""A biller goes from charges to a file and its answer on the pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from billing.actions import claims as actions
from billing.models import Claim, ClaimBatch
from clients.models import Disclosure
from iop.audit.models import AuditEvent
from iop.clinic.models import StaffMember
from iop.core import clock
from tests.factories import claims as make
from tests.factories.ground import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make.make_billing()


@pytest.fixture
def biller(client, house):
    sign_in(client, StaffMember.objects.get(pk=house.biller.staff_id))
    with clock.frozen(make.AT):
        yield client


def test_from_charges_to_a_file_that_was_sent(house, biller):
    one = make.make_covered(house.site, house.payer)
    make.charge(house, one)
    assert "175.00" in biller.get(reverse("claims_make")).content.decode()
    days = {"site": str(house.site.pk), "first": "2026-03-02", "last": "2026-03-08"}
    assert biller.post(reverse("claims_make"), days).status_code == 302
    claim = Claim.objects.get()
    assert claim.control_number in biller.get(reverse("claims") + "?show=ready").content.decode()
    biller.post(reverse("claims_batch"), {"site": str(house.site.pk)})
    batch = ClaimBatch.objects.get()
    answer = biller.post(reverse("claim_batch_file", args=[batch.pk]))
    assert answer.content.startswith(b"ISA*")
    assert Disclosure.objects.filter(sent_as="claim").count() == 1
    biller.post(reverse("claim_batch_sent", args=[batch.pk]))
    claim.refresh_from_db()
    assert claim.status == "submitted"
    assert biller.get(reverse("claim_batch", args=[batch.pk])).status_code == 200
    assert biller.get(reverse("claim_batches")).status_code == 200


def test_a_claim_is_read_in_words_and_on_paper(house, biller):
    (claim,) = make.make_claims(house)
    page = biller.get(reverse("claim", args=[claim.pk])).content.decode()
    assert "The claim: our number" in page
    assert "HI*ABK:F1020" in page
    assert "24D Code" in biller.get(reverse("claim_paper", args=[claim.pk])).content.decode()
    assert biller.post(reverse("claim_pdf", args=[claim.pk])).content.startswith(b"%PDF")
    assert AuditEvent.objects.filter(verb="billing.claim_printed").exists()


def test_what_is_missing_leads_to_where_it_is_mended(house, biller):
    one = make.make_covered(house.site, house.payer)
    one.client.contact_points.all().delete()
    make.charge(house, one)
    (claim,) = make.made(house)
    page = biller.get(reverse("claim", args=[claim.pk])).content.decode()
    assert "postal address is missing" in page
    assert reverse("client", args=[one.client.pk]) in page


def test_leaving_asks_why(house, biller):
    (claim,) = make.make_claims(house)
    step = reverse("claim_step", args=[claim.pk, "leave"])
    assert biller.get(step).status_code == 200
    assert biller.post(step, {"because": ""}).status_code == 422
    assert biller.post(step, {"because": "Another cover pays"}).status_code == 302
    claim.refresh_from_db()
    assert claim.status == "voided"


def test_an_answer_that_cannot_be_read_is_told_beside_the_file(house, biller, tmp_path):
    (tmp_path / "a.txt").write_text("hello")
    with (tmp_path / "a.txt").open("rb") as file:
        answer = biller.post(reverse("claim_batches"), {"site": str(house.site.pk), "file": file})
    assert answer.status_code == 422
    assert "no X12 file" in answer.content.decode()


def test_statements_do_not_grow_with_the_rows(house, biller):
    counts = []
    for people in (2, 5):
        make.make_claims(house, people, make.DAYS[:1])
        biller.get(reverse("claims") + "?show=ready")
        with CaptureQueriesContext(connection) as asked:
            biller.get(reverse("claims") + "?show=ready")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_batch_of_another_site_is_not_there(house, biller):
    other = make.make_billing()
    make.make_claims(other)
    (batch,) = actions.make_batches(by=other.biller, site_id=other.site.pk, at=make.AT)
    assert biller.get(reverse("claim_batch", args=[batch.pk])).status_code == 404
    assert biller.post(reverse("claim_batch_file", args=[batch.pk])).status_code == 404
