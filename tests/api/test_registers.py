"""The registers over the API: reported by whoever works here, worked on by those who keep them."""

import pytest

from clients.models import AccessRequest, AmendmentRequest, Breach, Grievance, Incident, RestrictionRequest
from iop.audit.models import AuditEvent
from tests.api.signed_in import calling_as, patch, post, refused, rows
from tests.factories import ground
from tests.factories.api import calling_with
from tests.factories.clients import AT, TODAY, make_client

pytestmark = pytest.mark.django_db
API = "/api/v1/"


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)


@pytest.fixture
def site():
    return ground.make_site()


@pytest.fixture
def person(site):
    return make_client(site)


@pytest.fixture
def officer(site):
    return calling_as(ground.make_staff("privacy_officer", site=site))


@pytest.fixture
def counselor(site):
    return calling_as(ground.make_staff("counselor", site=site))


def told(site, person=None, **fields):
    return {
        "site": str(site.pk),
        "text": "Slipped in the hall.",
        **({"client": str(person.pk)} if person else {}),
        **fields,
    }


def test_an_incident_is_reported_by_whoever_was_there_and_worked_on_by_the_keeper(site, person, officer, counselor):
    made = post(counselor, f"{API}incidents/", told(site, person, kind="injury", happened_on=str(TODAY)), 201)
    address = f"{API}incidents/{made['id']}/"
    assert refused(counselor, f"{address}move/", {"version": 1, "to": "reviewing"})[0] == 403
    assert patch(officer, address, {"version": 1, "harm": "minor"})["harm"] == "minor"
    assert post(officer, f"{address}move/", {"version": 2, "to": "reviewing"})["status"] == "reviewing"
    assert refused(officer, f"{address}move/", {"version": 2, "to": "done"})[0] == 409
    assert [row["status"] for row in rows(counselor, "incidents/")] == ["reviewing"]


def test_one_about_nobody_is_read_and_that_is_an_event(site, officer, counselor):
    post(counselor, f"{API}incidents/", told(site, kind="property", happened_on=str(TODAY)), 201)
    assert [row["client"] for row in rows(officer, "incidents/")] == [None]
    assert AuditEvent.objects.filter(verb="api.incidents_read", detail__about_nobody=True).exists()


def test_another_colleague_does_not_see_what_somebody_reported(site, counselor):
    post(counselor, f"{API}grievances/", told(site, from_name="A mother"), 201)
    assert rows(calling_as(ground.make_staff("counselor", site=site)), "grievances/") == []
    assert Grievance.objects.count() == 1


def test_a_breach_is_presumed_until_the_factors_say_otherwise(site, officer):
    made = post(officer, f"{API}breaches/", told(site, affected=2), 201)
    address = f"{API}breaches/{made['id']}/"
    low = {"version": 1, "to": "no_breach", "reason": "Low probability."}
    assert refused(officer, f"{address}move/", low)[0] == 409
    known = {f"factor_{key}": "low" for key in ("what", "who", "seen", "mended")}
    words = {f"{name}_words": "Sealed envelope, returned." for name in known}
    patch(officer, address, {"version": 1, **known, **words})
    assert post(officer, f"{address}move/", {**low, "version": 2})["status"] == "no_breach"
    assert Breach.objects.get().due_on is None


def test_what_clients_ask_is_written_down_decided_and_extended(site, person, officer):
    wish = {"purposes": ["payment"]}
    restriction = post(officer, f"{API}restriction-requests/", told(site, person, **wish), 201)
    agreed = {"version": 1, "to": "agreed", "reason": "We can do this."}
    assert post(officer, f"{API}restriction-requests/{restriction['id']}/move/", agreed)["starts_on"] == str(TODAY)
    amendment = post(officer, f"{API}amendment-requests/", told(site, person), 201)
    more = {"version": 1, "reason": "The counselor is away."}
    assert post(officer, f"{API}amendment-requests/{amendment['id']}/extend/", more)["extended_on"] == str(TODAY)
    no = {"version": 2, "to": "refused", "reason": "It is accurate."}
    assert refused(officer, f"{API}amendment-requests/{amendment['id']}/move/", no)[0] == 400
    post(officer, f"{API}amendment-requests/{amendment['id']}/move/", {**no, "refused_because": "accurate"})
    done = {"version": 1, "to": "done", "reason": "Handed over."}
    copy = post(officer, f"{API}access-requests/", told(site, person, form="paper"), 201)
    assert post(officer, f"{API}access-requests/{copy['id']}/move/", done)["given_on"] == str(TODAY)
    states = [model.objects.get().status for model in (RestrictionRequest, AmendmentRequest, AccessRequest)]
    assert states == ["agreed", "refused", "done"]


def test_a_request_is_somebodys(site, officer):
    answer = officer.post(f"{API}access-requests/", told(site), format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/client")


def test_a_key_reads_and_reports_nothing(site, person):
    key = calling_with("registers:read", "registers:write")
    body = told(site, person, kind="injury", happened_on=str(TODAY))
    assert refused(key, f"{API}incidents/", body)[0] == 403
    assert not Incident.objects.exists()


@pytest.mark.parametrize("number", [2, 7])
def test_the_lists_take_the_same_statements_whatever_their_length(
    site, person, officer, number, django_assert_max_num_queries
):
    for _ in range(number):
        post(officer, f"{API}grievances/", told(site, person), 201)
    with django_assert_max_num_queries(14):
        assert len(rows(officer, "grievances/?expand=client")) == number
