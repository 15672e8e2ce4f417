"""Papers in a chart: who adds, who opens which kind, and what entered-in-error closes."""

import datetime as dt
import io

import pytest
from django.db import IntegrityError, transaction

from clients.actions.documents import add_document, mark_document_in_error, open_document
from clients.models import ClientDocument
from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.documents.models import StoredFile
from iop.documents.policies import may_open
from tests.documents.files import pdf
from tests.factories.clients import AT, make_actor, make_client, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def person(site):
    return make_client(site)


def upload(content=None, name="scan of somebody.pdf"):
    paper = io.BytesIO(pdf() if content is None else content)
    paper.name = name
    return paper


def added(site, person, kind="referral", role="intake", **more):
    return add_document(by=make_actor(site, role), client=person, kind=kind, upload=upload(), at=AT, **more)


def test_a_paper_is_kept(site, person):
    row = added(site, person, title=" Letter of\x00 Dr. Ito ", dated_on=dt.date(2026, 2, 1))
    assert (row.client, row.kind, row.title, row.added_at) == (person, "referral", "Letter of Dr. Ito", AT)


def test_the_event_names_client_and_kind_and_nothing_of_the_paper(site, person):
    added(site, person, title="Letter of Dr. Ito")
    event = AuditEvent.objects.get(verb="clients.document_added")
    assert event.detail == {"kind": "referral", "at": AT.isoformat()}
    assert [subject.client_id for subject in event.subjects.all()] == [person.pk]


@pytest.mark.parametrize("role", ["biller", "site_admin"])
def test_roles_that_keep_nothing_add_nothing(site, person, role):
    with pytest.raises(NotAllowed):
        added(site, person, role=role)


def test_a_colleague_of_another_site_adds_nothing(person):
    with pytest.raises(NotAllowed):
        add_document(by=make_actor(make_site(), "intake"), client=person, kind="id", upload=upload(), at=AT)


def test_a_bad_file_leaves_no_paper_behind(site, person):
    with pytest.raises(Invalid, match="something else") as refusal:
        add_document(by=make_actor(site, "intake"), client=person, kind="id", upload=upload(b"<svg onload=x>"), at=AT)
    assert refusal.value.field == "file"
    assert not ClientDocument.objects.exists()
    assert not StoredFile.objects.exists()


def test_an_unknown_kind_is_refused(site, person):
    with pytest.raises(Invalid) as refusal:
        added(site, person, kind="secret")
    assert refusal.value.field == "kind"


def test_a_paper_from_the_future_is_refused(site, person):
    with pytest.raises(Invalid) as refusal:
        added(site, person, dated_on=dt.date(2026, 4, 1))
    assert refusal.value.field == "dated_on"


@pytest.mark.parametrize(
    ("role", "kind", "may"),
    [("biller", "insurance_card", True), ("biller", "id", True), ("biller", "referral", False), ("biller", "court_paper", False),
     ("biller", "outside_record", False), ("biller", "other", False), ("counselor", "outside_record", True), ("intake", "outside_record", True),
     ("medical", "referral", True), ("privacy_officer", "court_paper", True), ("site_admin", "id", False)],
)  # fmt: skip
def test_who_opens_which_kind(site, person, role, kind, may):
    row, actor = added(site, person, kind=kind), make_actor(site, role)
    if may:
        open_document(by=actor, document=row, at=AT)
        assert AuditEvent.objects.get(verb="clients.document_opened").actor_id == actor.staff_id
    else:
        with pytest.raises(NotAllowed):
            open_document(by=actor, document=row, at=AT)


def test_what_was_entered_in_error_is_closed(site, person):
    row = mark_document_in_error(
        by=make_actor(site, "intake"), document=added(site, person), reason="Another person's", at=AT
    )
    with pytest.raises(NotAllowed, match="entered in error"):
        open_document(by=make_actor(site, "counselor"), document=row, at=AT)


def test_whoever_may_mark_papers_still_opens_it(site, person):
    row = mark_document_in_error(
        by=make_actor(site, "intake"), document=added(site, person), reason="Another person's", at=AT
    )
    open_document(by=make_actor(site, "clinical_director"), document=row, at=AT)


def test_whoever_added_it_may_mark_it(site, person):
    counselor = make_actor(site, "counselor")
    row = add_document(by=counselor, client=person, kind="other", upload=upload(), at=AT)
    assert mark_document_in_error(by=counselor, document=row, reason="Wrong chart", at=AT).error_reason == "Wrong chart"


def test_nobody_else_of_their_role_may(site, person):
    with pytest.raises(NotAllowed):
        mark_document_in_error(by=make_actor(site, "counselor"), document=added(site, person), reason="No", at=AT)


@pytest.mark.parametrize("reason", ["", "   ", "\x00", "x" * 301])
def test_marking_needs_a_reason(site, person, reason):
    with pytest.raises(Invalid):
        mark_document_in_error(by=make_actor(site, "intake"), document=added(site, person), reason=reason, at=AT)


def test_it_is_marked_once(site, person):
    by, row = make_actor(site, "intake"), added(site, person)
    mark_document_in_error(by=by, document=row, reason="Wrong chart", at=AT)
    with pytest.raises(Conflict):
        mark_document_in_error(by=by, document=row, reason="Again", at=AT)


def test_its_file_is_not_to_be_had_outside_the_chart(site, person):
    by = make_actor(site, "intake")
    row = add_document(by=by, client=person, kind="id", upload=upload(), at=AT)
    assert not may_open(by, row.file)


def test_no_paper_is_ever_removed(site, person):
    row = added(site, person)
    with pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
        ClientDocument.objects.filter(pk=row.pk).delete()


def test_an_error_has_a_reason_in_the_database_too(site, person):
    row = added(site, person)
    with pytest.raises(IntegrityError, match="client_document_error_has_reason"), transaction.atomic():
        ClientDocument.objects.filter(pk=row.pk).update(error_at=AT)
