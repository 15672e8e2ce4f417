"""The documents tab and the numbers on the contacts page."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients.actions.documents import add_document, mark_document_in_error
from clients.actions.identifiers import add_identifier
from clients.models import ClientDocument, ClientIdentifier
from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.core import clock
from tests.documents.files import pdf, picture, told_picture
from tests.factories.clients import make_client
from tests.factories.ground import make_site, make_staff, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def person(site):
    return make_client(site, legal_first_name="Marked", legal_last_name="Person")


@pytest.fixture
def at_desk(client, site):
    staff = make_staff("intake", site=site)
    sign_in(client, staff)
    client.staff = staff
    return client


def kept(person, kind="referral", content=None, **more):
    return add_document(
        by=SYSTEM,
        client=person,
        kind=kind,
        upload=SimpleUploadedFile("Marked Person.pdf", content or pdf()),
        at=clock.now(),
        **more,
    )


def number(person, kind="ssn", value="123-45-6789"):
    return add_identifier(by=SYSTEM, client=person, kind=kind, value=value, at=clock.now())


def test_an_empty_tab_says_what_to_do(at_desk, person):
    page = at_desk.get(reverse("client_documents", args=[person.pk]))
    assert "No papers yet" in page.text
    assert "Add a paper" in page.text
    assert AuditEvent.objects.filter(verb="clients.chart_opened").exists()


def test_a_paper_is_added(at_desk, person):
    answer = at_desk.post(
        reverse("client_document_add", args=[person.pk]),
        {"kind": "id", "title": "Passport", "file": SimpleUploadedFile("x.jpg", told_picture())},
    )
    assert answer.status_code == 302
    row = ClientDocument.objects.get()
    assert (row.kind, row.title, row.file.content_type, row.added_by) == (
        "id",
        "Passport",
        "image/jpeg",
        at_desk.staff.pk,
    )
    assert b"Marked" not in row.file.file.read()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "The file is empty"), (b"<svg onload='x'/>", "Only PDF, JPEG and PNG"), (pdf("/AA << /S /JavaScript /JS (x) >>"), "carries a program"),
     (picture()[:200], "damaged")],
)  # fmt: skip
def test_a_bad_file_gets_its_sentence_and_what_was_typed_stays(at_desk, person, content, sentence):
    answer = at_desk.post(
        reverse("client_document_add", args=[person.pk]),
        {
            "kind": "id",
            "title": "Typed words",
            "file": SimpleUploadedFile("x.pdf", content, content_type="application/pdf"),
        },
    )
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Typed words" in answer.text


def test_a_form_without_a_file_comes_back(at_desk, person):
    answer = at_desk.post(reverse("client_document_add", args=[person.pk]), {"kind": "id"})
    assert answer.status_code == 422


def test_whoever_may_not_add_is_told_before_anything_else(client, site, person):
    sign_in(client, make_staff("biller", site=site))
    assert client.post(reverse("client_document_add", args=[person.pk]), {}).status_code == 403


@pytest.mark.parametrize(("save", "manner"), [("", "inline"), ("?save", "attachment")])
def test_a_paper_is_opened_or_saved_under_a_name_that_says_nothing(at_desk, person, save, manner):
    row = kept(person, title="Marked title")
    answer = at_desk.get(reverse("client_document", args=[person.pk, row.pk]) + save)
    assert b"".join(answer.streaming_content) == pdf()
    assert answer["Content-Disposition"] == f'{manner}; filename="referral.pdf"'
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    event = AuditEvent.objects.get(verb="clients.document_opened")
    assert [subject.client_id for subject in event.subjects.all()] == [person.pk]


def test_a_picture_is_shown_in_a_sandbox(at_desk, person):
    answer = at_desk.get(reverse("client_document", args=[person.pk, kept(person, "id", picture("PNG")).pk]))
    assert answer["Content-Type"] == "image/png"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_paper_of_another_chart_is_not_there(at_desk, person, site):
    row = kept(make_client(site))
    assert at_desk.get(reverse("client_document", args=[person.pk, row.pk])).status_code == 404
    assert at_desk.post(reverse("client_document_error", args=[person.pk, row.pk]), {"reason": "x"}).status_code == 404
    assert at_desk.get(reverse("client_document", args=[person.pk, uuid.uuid4()])).status_code == 404


def test_its_file_has_no_other_address(at_desk, person):
    assert at_desk.get(reverse("file", args=[kept(person).file_id])).status_code == 404


def test_a_chart_of_another_site_is_not_there(at_desk):
    person = make_client(make_site())
    row = kept(person)
    assert at_desk.get(reverse("client_documents", args=[person.pk])).status_code == 404
    assert at_desk.get(reverse("client_document", args=[person.pk, row.pk])).status_code == 404


def test_billing_sees_cards_and_hears_that_there_are_others(client, site, person):
    sign_in(client, make_staff("biller", site=site))
    kept(person, "insurance_card", title="The card")
    other = kept(person, "outside_record", title="The record")
    page = client.get(reverse("client_documents", args=[person.pk])).text
    assert "The card" in page
    assert "The record" not in page
    assert "Your role sees ID and insurance cards" in page
    assert client.get(reverse("client_document", args=[person.pk, other.pk])).status_code == 403


def test_a_paper_is_marked_with_a_reason(at_desk, person):
    row = kept(person, title="Somebody else's letter")
    answer = at_desk.post(
        reverse("client_document_error", args=[person.pk, row.pk]), {"reason": "Wrong chart"}, follow=True
    )
    assert "entered in error" in answer.text
    assert "Wrong chart" in answer.text


def test_without_a_reason_it_comes_back(at_desk, person):
    answer = at_desk.post(reverse("client_document_error", args=[person.pk, kept(person).pk]), {"reason": " "})
    assert answer.status_code == 422


def test_a_closed_paper_offers_no_way_to_open_it(client, site, person):
    row = kept(person)
    mark_document_in_error(by=SYSTEM, document=row, reason="Wrong chart", at=clock.now())
    sign_in(client, make_staff("counselor", site=site))
    assert (
        reverse("client_document", args=[person.pk, row.pk])
        not in client.get(reverse("client_documents", args=[person.pk])).text
    )
    assert client.get(reverse("client_document", args=[person.pk, row.pk])).status_code == 403


def test_long_lists_come_in_pages_with_as_many_statements_as_short_ones(at_desk, person):
    address = reverse("client_documents", args=[person.pk])
    kept(person)
    at_desk.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        at_desk.get(address)
    for _ in range(27):
        kept(person, "id", picture("PNG", (2, 2)))
    with CaptureQueriesContext(connection) as many:
        page = at_desk.get(address)
    assert len(many) == len(few)
    assert "1–25 of 28" in page.text
    assert "26–28 of 28" in at_desk.get(address + "?page=2").text


class TestNumbers:
    def test_they_stand_masked(self, at_desk, person):
        number(person)
        page = at_desk.get(reverse("client_contacts", args=[person.pk])).text
        assert "•••• 6789" in page
        assert "123-45" not in page
        assert "123456789" not in page

    def test_one_is_shown_on_a_tap_on_that_answer_alone(self, at_desk, person):
        row, other = number(person), number(person, "member", "ABC-999-777")
        answer = at_desk.post(reverse("client_identifier_show", args=[person.pk, row.pk]))
        assert "123-45-6789" in answer.text
        assert "ABC-999-777" not in answer.text
        assert "no-store" in answer["Cache-Control"]
        assert AuditEvent.objects.filter(verb="clients.identifier_shown", subject_id=row.pk).count() == 1
        assert not AuditEvent.objects.filter(verb="clients.identifier_shown", subject_id=other.pk).exists()
        assert "123-45-6789" not in at_desk.get(reverse("client_contacts", args=[person.pk])).text

    def test_looking_is_no_link(self, at_desk, person):
        assert at_desk.get(reverse("client_identifier_show", args=[person.pk, number(person).pk])).status_code == 405

    def test_one_is_added(self, at_desk, person):
        answer = at_desk.post(
            reverse("client_identifier_add", args=[person.pk]),
            {"number-kind": "ssn", "number-value": "123-45-6789", "number-issuer": ""},
        )
        assert answer.status_code == 302
        assert ClientIdentifier.objects.get().value == "123456789"

    def test_a_wrong_one_comes_back_beside_its_field(self, at_desk, person):
        answer = at_desk.post(
            reverse("client_identifier_add", args=[person.pk]), {"number-kind": "ssn", "number-value": "000-12-3456"}
        )
        assert answer.status_code == 422
        assert "was never given to anybody" in answer.text

    def test_one_is_removed(self, at_desk, person):
        at_desk.post(reverse("client_identifier_remove", args=[person.pk, number(person).pk]))
        assert "•••• 6789" not in at_desk.get(reverse("client_contacts", args=[person.pk])).text

    @pytest.mark.parametrize("role", ["counselor", "biller"])
    def test_others_see_no_numbers_at_all(self, client, site, person, role):
        row = number(person)
        sign_in(client, make_staff(role, site=site))
        page = client.get(reverse("client_contacts", args=[person.pk])).text
        assert "6789" not in page
        assert client.post(reverse("client_identifier_show", args=[person.pk, row.pk])).status_code == 403
        assert client.post(reverse("client_identifier_remove", args=[person.pk, row.pk])).status_code == 403
        assert client.post(reverse("client_identifier_add", args=[person.pk]), {}).status_code == 403
