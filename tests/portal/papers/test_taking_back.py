"""A client takes a consent back by themselves: it counts as in writing and stops at once."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from clients import gate
from clients.actions import consents as actions
from clients.choices import Information, Purpose, SentKind
from clients.models import Consent, Disclosure
from iop.core.errors import Conflict, NotAllowed
from iop.work.models import WorkItem
from tests.factories import consents as make
from tests.factories.clients import AT
from tests.factories.own_papers import make_own
from tests.factories.portal import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(at):
    at(AT)
    return make_own()


def told(own, row):
    """Tell the recipient something on a consent, as the sender does."""
    basis = gate.basis_for(
        by=own.clinic.as_director, client=own.client, to=gate.Recipient.of_party(row.party), purpose=Purpose.TREATMENT,
        information=[Information.ATTENDANCE], at=AT,
    )  # fmt: skip
    return lambda: gate.release(
        by=own.clinic.as_director,
        client=own.client,
        basis=basis,
        sent_as=SentKind.LETTER,
        records=[],
        content="x",
        at=AT,
    )


def test_it_is_revoked_at_once_and_counts_as_in_writing(own):
    row = actions.revoke_own(by=own.by, consent=make.signed(own.clinic, own.client), at=AT, note="No longer.")
    assert row.stopped_at == row.revoked_at == AT
    assert row.revocations.get().method == "portal"
    assert not WorkItem.objects.filter(kind="revocation_in_writing").exists()


def test_the_team_learns_of_it(own):
    row = actions.revoke_own(by=own.by, consent=make.signed(own.clinic, own.client), at=AT)
    item = WorkItem.objects.get(kind="client_asks")
    assert (item.subject_id, item.client_id) == (row.pk, own.client.pk)


def test_nobody_else_takes_it_back(own):
    row = make.signed(own.clinic, own.client)
    with pytest.raises(NotAllowed):
        actions.revoke_own(by=own.by_other, consent=row, at=AT)


def test_a_receipt_is_nothing_to_take_back(own, client):
    row = make.signed(own.clinic, own.client, "privacy_notice")
    with pytest.raises(Conflict):
        actions.revoke_own(by=own.by, consent=row, at=AT)
    enter(client, own.account)
    assert (
        reverse("my_consent_revoke", args=[row.pk])
        not in client.get(reverse("my_consent", args=[row.pk])).content.decode()
    )


def test_nothing_leaves_on_it_any_more(own):
    row = make.signed(own.clinic, own.client)
    send = told(own, row)
    actions.revoke_own(by=own.by, consent=row, at=AT)
    with pytest.raises(gate.NotDisclosable):
        send()


def test_the_page_says_what_it_stops_and_stops_it(own, client):
    row = make.signed(own.clinic, own.client)
    enter(client, own.account)
    url = reverse("my_consent_revoke", args=[row.pk])
    assert "Dr. Ines Moreau" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    assert Consent.objects.get(pk=row.pk).revoked_at == AT
    assert "Taken back on" in client.get(reverse("my_consents")).content.decode()


def test_a_second_time_is_said_kindly(own, client):
    row = make.signed(own.clinic, own.client)
    enter(client, own.account)
    url = reverse("my_consent_revoke", args=[row.pk])
    client.post(url)
    answer = client.post(url)
    assert answer.status_code == 422
    assert "You have taken this back already" in answer.content.decode()


def test_the_copy_of_a_consent_is_written_down_as_their_own(own, client):
    row = make.signed(own.clinic, own.client)
    enter(client, own.account)
    assert client.post(reverse("my_consent_copy", args=[row.pk])).content.startswith(b"%PDF")
    assert (Disclosure.objects.get().ground, Disclosure.objects.get().by_staff) == ("own_access", None)


@pytest.mark.django_db(transaction=True)
def test_taken_back_while_something_leaves_comes_before_or_after_it(at):
    at(AT)
    own = make_own()
    row = make.signed(own.clinic, own.client)
    send, start, found = told(own, row), threading.Barrier(2), []

    def run(work):
        try:
            start.wait()
            work()
            found.append("done")
        except gate.NotDisclosable:
            found.append("refused")
        finally:
            connection.close()

    both = [
        threading.Thread(target=run, args=(work,))
        for work in (send, lambda: actions.revoke_own(by=own.by, consent=row, at=AT))
    ]
    for each in both:
        each.start()
    for each in both:
        each.join()
    row.refresh_from_db()
    left = Disclosure.objects.first()
    assert row.revoked_at == AT
    assert sorted(found) == (["done", "done"] if left else ["done", "refused"])
    assert left is None or left.gate_order < row.revocations.get().gate_order
