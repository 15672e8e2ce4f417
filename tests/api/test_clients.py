"""Clients as a resource."""

import pytest
from rest_framework.test import APIClient

from clients.models import Client
from iop.audit.models import AuditEvent, AuditSubject
from tests.factories.api import calling_with
from tests.factories.clients import make_client
from tests.factories.ground import make_site, make_staff, sign_in

pytestmark = pytest.mark.django_db
CLIENTS = "/api/v1/clients/"
READ, WRITE = "clients:read", "clients:write"


def new(site, **fields):
    return {
        "site": str(site.pk),
        "legal_first_name": "Noor",
        "legal_last_name": "Haddad",
        "date_of_birth": "1990-05-01",
        **fields,
    }


def test_lists_only_clients_of_the_key_s_sites():
    here, there = make_site(), make_site()
    mine, _other = make_client(site=here), make_client(site=there)
    rows = calling_with(READ, sites=[here]).get(CLIENTS).json()["results"]
    assert [row["id"] for row in rows] == [str(mine.pk)]


def test_another_site_s_client_looks_like_none():
    here, there = make_site(), make_site()
    other = make_client(site=there)
    assert calling_with(READ, sites=[here]).get(f"{CLIENTS}{other.pk}/").status_code == 404


def test_reading_a_list_notes_each_client_with_the_ground():
    site = make_site()
    seen = {make_client(site=site).pk, make_client(site=site).pk}
    calling_with(READ).get(CLIENTS)
    event = AuditEvent.objects.get(verb="api.clients_read")
    assert set(AuditSubject.objects.filter(event=event).values_list("client_id", flat=True)) == seen
    assert event.detail["ground"] == "service_provider"


def test_registers_a_client_with_an_inquiry():
    answer = calling_with(WRITE, READ).post(CLIENTS, new(make_site()), format="json")
    assert answer.status_code == 201
    assert Client.objects.get(pk=answer.json()["id"]).episodes.get().status == "inquiry"


def test_a_read_key_registers_nobody():
    answer = calling_with(READ).post(CLIENTS, new(make_site()), format="json")
    assert answer.status_code == 403
    assert answer.json()["detail"] == "This needs the scope clients:write."
    assert not Client.objects.exists()


def test_a_birth_date_in_the_future_is_a_sentence_at_its_field():
    answer = calling_with(WRITE).post(CLIENTS, new(make_site(), date_of_birth="2190-01-01"), format="json")
    problem = answer.json()
    assert (answer.status_code, problem["errors"][0]["pointer"]) == (400, "#/date_of_birth")
    assert not Client.objects.exists()


def test_a_missing_field_is_named():
    body = new(make_site())
    del body["legal_last_name"]
    problem = calling_with(WRITE).post(CLIENTS, body, format="json").json()
    assert problem["errors"] == [
        {"detail": "This field is required.", "code": "required", "pointer": "#/legal_last_name"}
    ]


def test_a_stale_version_is_told_and_changes_nothing():
    client = make_client(site=make_site())
    caller = calling_with(WRITE, READ)
    url = f"{CLIENTS}{client.pk}/"
    assert caller.patch(url, {"version": client.version, "pronouns": "they/them"}, format="json").status_code == 200
    answer = caller.patch(url, {"version": client.version, "pronouns": "he/him"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "stale")
    assert Client.objects.get(pk=client.pk).pronouns == "they/them"


def test_signed_in_staff_read_with_their_role(client):
    site = make_site()
    person = make_client(site=site)
    sign_in(client, make_staff("counselor", site=site))
    assert client.get(f"{CLIENTS}{person.pk}/").json()["id"] == str(person.pk)


def test_signed_in_staff_write_only_with_the_csrf_token():
    site = make_site()
    browser = APIClient(enforce_csrf_checks=True)
    sign_in(browser, make_staff("intake", site=site))
    assert browser.post(CLIENTS, new(site), format="json").status_code == 403


@pytest.mark.parametrize("number", [3, 30])
def test_the_list_takes_the_same_statements_whatever_its_length(number, django_assert_max_num_queries):
    site = make_site()
    for _ in range(number):
        make_client(site=site)
    caller = calling_with(READ)
    caller.get(CLIENTS)
    # Five of them are the gate: asked (for the rows, for what stays inside), a savepoint, asked under lock, written down.
    with django_assert_max_num_queries(14):
        assert len(caller.get(CLIENTS).json()["results"]) == number


def test_text_in_any_script_comes_back_as_it_went_in():
    caller = calling_with(WRITE, READ)
    name = "<b>مريم</b> 🌿"
    made = caller.post(CLIENTS, new(make_site(), preferred_name=name), format="json").json()
    assert caller.get(f"{CLIENTS}{made['id']}/").json()["preferred_name"] == name


def test_staff_without_their_second_factor_are_refused_here_too(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    site = make_site()
    person = make_client(site=site)
    sign_in(client, make_staff("counselor", site=site))
    answer = client.get(f"{CLIENTS}{person.pk}/")
    assert (answer.status_code, answer.json()["code"]) == (401, "second_factor")
