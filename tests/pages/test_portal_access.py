"""The chart's page about who signs in from outside."""

import pytest
from django.urls import reverse

from clients.models import PortalAccount, PortalInvitation, RelatedPerson, Relationship
from iop.core import clock
from tests.factories.clients import AT, make_client, make_clinic
from tests.factories.door import make_holder
from tests.factories.ground import sign_in

pytestmark = pytest.mark.django_db
USUAL = {"email": "ada@home.example", "language": "en", "identity_check": "photo_id"}


@pytest.fixture
def desk(client):
    clinic = make_clinic()
    clinic.who = make_client(clinic.site, by=clinic.as_director)
    with clock.frozen(AT):
        sign_in(client, clinic.counselor)
        yield clinic


def here(desk, name="client_portal", *more):
    return reverse(name, args=[desk.who.pk, *more])


def test_inviting_shows_the_code_once(client, desk):
    answer = client.post(here(desk, "client_portal_invite"), USUAL)
    code = answer.context["code"]
    assert code.encode() in answer.content
    assert code.encode() not in client.get(here(desk)).content
    assert "no-store" in answer.headers["Cache-Control"]


def test_without_a_check_of_identity_nobody_is_invited(client, desk):
    assert client.post(here(desk, "client_portal_invite"), {**USUAL, "identity_check": ""}).status_code == 422
    assert not PortalInvitation.objects.exists()


def test_a_relative_without_a_release_is_shown_with_the_reason(client, desk):
    person = RelatedPerson.objects.create(first_name="Ruth")
    Relationship.objects.create(client=desk.who, person=person, role="mother")
    answer = client.get(here(desk))
    assert b"no release" in answer.content
    assert client.post(here(desk, "client_portal_invite_person", person.pk), USUAL).status_code == 403


def test_a_stranger_is_not_found_in_this_chart(client, desk):
    person = RelatedPerson.objects.create(first_name="Ruth")
    assert client.get(here(desk, "client_portal_invite_person", person.pk)).status_code == 404


def test_access_is_ended_with_a_reason(client, desk):
    account = make_holder(client=desk.who)
    client.post(here(desk, "client_portal_end", account.pk), {"reason": "lost"})
    assert PortalAccount.objects.get().end_reason == "lost"


def test_an_account_of_another_chart_is_not_found_here(client, desk):
    account = make_holder(client=make_client(desk.site, by=desk.as_director))
    assert client.get(here(desk, "client_portal_end", account.pk)).status_code == 404


@pytest.mark.parametrize("many", [1, 6])
def test_statements_do_not_grow_with_relatives(client, desk, many, django_assert_max_num_queries):
    for number in range(many):
        person = RelatedPerson.objects.create(first_name=f"Ruth{number}")
        Relationship.objects.create(client=desk.who, person=person, role="sister")
    client.get(here(desk))
    with django_assert_max_num_queries(32):
        client.get(here(desk))
