"""A client signs by themselves what a colleague offered, and nothing else."""

import pytest
from django.urls import reverse

from clients.actions import consents as actions
from clients.choices import ConsentStatus
from clients.consent_writing import digest_of_consent, text_of
from clients.models import Consent
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from tests.factories import consents as make
from tests.factories.clients import AT
from tests.factories.own_papers import make_own, name_of, offered
from tests.factories.portal import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(at):
    at(AT)
    return make_own()


def signed(own, row, *, by=None, **changes):
    known = {
        "version": row.version, "typed_name": name_of(row.client), "seen": digest_of_consent(row, text_of(row)), "at": AT,
    }  # fmt: skip
    return actions.sign_own(by=by or own.by, consent=row, **{**known, **changes})


def posted(own, client, row, **changes):
    enter(client, own.account)
    known = {
        "version": row.version, "seen": digest_of_consent(row, text_of(row)), "typed_name": name_of(row.client), "agrees": "on",
    }  # fmt: skip
    return client.post(reverse("my_consent_sign", args=[row.pk]), {**known, **changes})


def test_what_was_offered_is_signed_by_the_client_themselves(own):
    row = signed(own, offered(own))
    signature = row.signatures.get()
    assert row.status == ConsentStatus.SIGNED
    assert (signature.role, signature.method, signature.witness) == ("client", "typed", None)
    assert signature.identity_seen == "own sign-in from outside"


def test_a_draft_that_nobody_offered_is_not_signed(own):
    with pytest.raises(NotAllowed):
        signed(own, make.draft(own.clinic, own.client))


def test_somebody_elses_form_is_not_signed(own):
    with pytest.raises(NotAllowed):
        signed(own, offered(own), by=own.by_other)


def test_words_that_changed_since_they_were_read_are_not_signed(own):
    row = offered(own)
    seen = digest_of_consent(row, text_of(row))
    changed = actions.change_draft(
        by=own.clinic.as_counselor, consent=row, version=row.version, changes={"information": ["plan"]}, at=AT
    )
    with pytest.raises(Stale):
        signed(own, changed, seen=seen)


def test_nothing_is_signed_unread(own):
    with pytest.raises(Invalid):
        signed(own, offered(own), seen="")


def test_another_name_is_refused_beside_the_name_in_the_language_of_the_form(own, client):
    row = offered(own, language="es")
    answer = posted(own, client, row, typed_name="Somebody Else")
    assert answer.status_code == 422
    assert "Este no es el nombre" in answer.content.decode()


def test_without_the_tick_nothing_is_signed(own, client):
    row = offered(own)
    assert posted(own, client, row, agrees="").status_code == 422
    assert Consent.objects.get(pk=row.pk).status == ConsentStatus.DRAFT


def test_signed_twice_is_signed_once_and_said_kindly(own, client):
    row = offered(own)
    posted(own, client, row)
    answer = posted(own, client, row)
    assert "You have signed this already" in answer.content.decode()
    assert row.signatures.count() == 1


def test_only_for_somebody_with_a_sign_in_of_their_own(own):
    own.account.ended_at, own.account.end_reason = AT, "asked"
    own.account.save()
    with pytest.raises(Conflict):
        offered(own)


def test_a_half_filled_form_is_not_offered(own):
    with pytest.raises(Invalid):
        offered(own, information=[])


def test_offered_twice_is_offered_once(own):
    row = offered(own)
    assert actions.offer_to_sign(by=own.clinic.as_counselor, consent=row, at=AT).pk == row.offer.pk


def test_the_hub_counts_what_waits(own, client):
    offered(own)
    enter(client, own.account)
    assert "1 form waits for you" in client.get(reverse("my_papers")).content.decode()


def test_what_is_being_prepared_does_not_show(own, client):
    row = make.draft(own.clinic, own.client)
    enter(client, own.account)
    assert client.get(reverse("my_consent", args=[row.pk])).status_code == 404
    assert str(row.pk) not in client.get(reverse("my_consents")).content.decode()


def test_staff_offer_from_the_page_of_the_consent(own, client):
    from tests.factories.ground import sign_in

    row = make.draft(own.clinic, own.client)
    sign_in(client, own.clinic.counselor)
    assert "Let them sign at home" in client.get(reverse("consent", args=[row.pk])).content.decode()
    client.post(reverse("consent_offer", args=[row.pk]))
    assert "Offered to them at home" in client.get(reverse("consent", args=[row.pk])).content.decode()


@pytest.mark.parametrize("number", [1, 6])
def test_the_list_costs_the_same_for_any_number(own, client, number, django_assert_num_queries):
    for _each in range(number):
        signed(own, offered(own, party=make.party(name=f"Dr. {_each}")))
    enter(client, own.account)
    with django_assert_num_queries(STATEMENTS):
        client.get(reverse("my_consents"))


STATEMENTS = 8
