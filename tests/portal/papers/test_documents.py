"""Documents: the client opens what a colleague put there for them, and letters about them; nothing else."""

import pytest
from django.urls import reverse

from clients.actions import documents
from clients.models import Disclosure
from iop.core.errors import NotAllowed
from iop.workflows import own_documents
from tests.factories.clients import AT, make_actor
from tests.factories.consents import png
from tests.factories.own_papers import make_own
from tests.factories.portal import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(at):
    at(AT)
    return make_own()


def kept(own, shared=True):
    row = documents.add_document(
        by=own.clinic.as_director, client=own.client, kind="other", upload=png(), title="House rules", at=AT
    )
    return documents.share_document(by=own.clinic.as_director, document=row, shared=shared, at=AT)


def listed(own, client):
    enter(client, own.account)
    return client.get(reverse("my_papers_documents")).content.decode()


def test_what_was_put_there_is_listed_and_opened_through_the_gate(own, client):
    row = kept(own)
    assert "House rules" in listed(own, client)
    answer = client.post(reverse("my_papers_document", args=[row.pk]))
    assert answer.headers["Content-Type"] == row.file.content_type
    assert answer.headers["Content-Disposition"] == 'attachment; filename="other.png"'
    assert Disclosure.objects.get().records == [["clients.clientdocument", str(row.pk)]]


def test_what_was_not_put_there_does_not_exist(own, client):
    row = kept(own, shared=False)
    assert "House rules" not in listed(own, client)
    assert client.post(reverse("my_papers_document", args=[row.pk])).status_code == 404


def test_taken_away_again_it_is_gone(own, client):
    row = kept(own)
    documents.share_document(by=own.clinic.as_director, document=row, shared=False, at=AT)
    assert "House rules" not in listed(own, client)
    row.refresh_from_db()
    with pytest.raises(NotAllowed):
        own_documents.take_document(by=own.by, document=row, at=AT)


def test_what_was_entered_in_error_is_gone(own, client):
    documents.mark_document_in_error(by=own.clinic.as_director, document=kept(own), reason="Wrong chart", at=AT)
    assert "House rules" not in listed(own, client)


def test_nobody_else_opens_it(own):
    with pytest.raises(NotAllowed):
        own_documents.take_document(by=own.by_other, document=kept(own), at=AT)


def test_a_colleague_who_does_not_keep_papers_does_not_put_one_there(own):
    row = kept(own, shared=False)
    with pytest.raises(NotAllowed):
        documents.share_document(by=make_actor(own.clinic.site, "biller"), document=row, shared=True, at=AT)
