"""ETags, chosen fields, expansions and limits."""

import pytest
from django.core.cache import cache

from clients.models import Disclosure
from iop.api.models import Integration
from iop.api.urls import router
from iop.audit.models import AuditEvent
from tests.factories.api import calling_with, make_key
from tests.factories.clients import AT, make_client, make_site
from tests.factories.days import NINE, make_crowd
from tests.factories.scheduling import Counted

pytestmark = pytest.mark.django_db
CLIENTS = "/api/v1/clients/"
READ = "clients:read"


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)
    cache.clear()


def place(client):
    return f"{CLIENTS}{client.pk}/"


def test_what_is_known_already_is_not_sent_again_and_nothing_left():
    one, caller = make_client(make_site()), calling_with(READ)
    etag = caller.get(place(one))["ETag"]
    before = Disclosure.objects.count()
    answer = caller.get(place(one), headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert Disclosure.objects.count() == before


def test_who_read_an_older_state_overwrites_nothing():
    one, caller = make_client(make_site()), calling_with(READ, "clients:write")
    etag = caller.get(place(one))["ETag"]
    assert (
        caller.patch(place(one), {"preferred_name": "Bo"}, format="json", headers={"If-Match": etag}).status_code == 200
    )
    late = caller.patch(place(one), {"preferred_name": "Al"}, format="json", headers={"If-Match": etag})
    assert (late.status_code, late.json()["code"]) == (412, "precondition_failed")
    assert caller.get(place(one)).json()["preferred_name"] == "Bo"


def test_the_answer_to_a_write_carries_the_next_etag():
    one, caller = make_client(make_site()), calling_with(READ, "clients:write")
    etag = caller.get(place(one))["ETag"]
    answer = caller.patch(place(one), {"preferred_name": "Bo"}, format="json", headers={"If-Match": etag})
    assert answer["ETag"] == caller.get(place(one))["ETag"] != etag


def test_chosen_fields_alone_are_given_and_an_unknown_one_is_told():
    make_client(make_site())
    caller = calling_with(READ)
    row = caller.get(f"{CLIENTS}?fields=record_number").json()["results"][0]
    assert set(row) == {"id", "record_number"}
    wrong = caller.get(f"{CLIENTS}?fields=shoe_size")
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (400, "#/fields")


def test_what_ids_stand_for_comes_along_in_a_fixed_number_of_statements(at):
    day = make_crowd(2)
    at(NINE)
    caller = calling_with(READ, "schedule:read")
    address = "/api/v1/enrolments/?expand=client,track"
    caller.get(address)
    with Counted() as few:
        rows = caller.get(address).json()["results"]
    assert {row["expanded"]["client"]["id"] for row in rows} == {row["client"] for row in rows}
    assert day.session.track_id.hex in {row["expanded"]["track"]["id"].replace("-", "") for row in rows}
    make_crowd(6)
    with Counted() as many:
        assert len(caller.get(address).json()["results"]) > len(rows)
    assert few.number == many.number


def test_an_expansion_needs_its_own_scope_and_is_written_down(at):
    make_crowd(1)
    at(NINE)
    assert calling_with("schedule:read").get("/api/v1/enrolments/?expand=client").status_code == 403
    calling_with(READ, "schedule:read").get("/api/v1/enrolments/?expand=client")
    assert set(Disclosure.objects.values_list("description", flat=True)) == {"enrolments", "clients"}


def test_beyond_its_number_an_integration_waits_for_the_next_minute():
    _key, text = make_key("schedule:read", calls_a_minute=2)
    caller = calling_with("schedule:read")
    from rest_framework.test import APIClient

    caller = APIClient(headers={"Authorization": f"Api-Key {text}"})
    answers = [caller.get("/api/v1/sites/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert (answers[0]["RateLimit-Limit"], answers[0]["RateLimit-Remaining"]) == ("2", "1")
    assert 0 < int(answers[2]["Retry-After"]) <= 60


def test_what_is_refused_counts_too():
    for path in ("/api/v1/clients/", "/fhir/R4/Patient"):
        caller = calling_with("schedule:read", calls_a_minute=1)
        assert caller.get(path).status_code == 403
        assert caller.get(path).status_code == 429


def test_a_call_from_elsewhere_is_refused():
    _, text = make_key("schedule:read", networks=["203.0.113.0/24"])
    from rest_framework.test import APIClient

    caller = APIClient(headers={"Authorization": f"Api-Key {text}"})
    assert caller.get("/api/v1/sites/", REMOTE_ADDR="203.0.113.9").status_code == 200
    answer = caller.get("/api/v1/sites/", REMOTE_ADDR="198.51.100.9")
    assert (answer.status_code, answer.json()["code"]) == (401, "bad_address")


def test_each_call_of_an_integration_stands_in_the_record_refused_ones_too():
    caller = calling_with("schedule:read")
    caller.get("/api/v1/sites/")
    caller.get(CLIENTS)
    integration = Integration.objects.get()
    told = AuditEvent.objects.filter(verb="api.called", actor_id=integration.pk).order_by("id")
    assert [event.detail for event in told] == [
        {"operation": "site.list", "status": 200}, {"operation": "client.list", "status": 403},
    ]  # fmt: skip


def test_no_filter_bounds_its_words_beyond_what_the_schema_says():
    """The schema of a filter says no length: a longer word finds nothing, and is no mistake."""
    bounded = []
    for prefix, view, _name in router.registry:
        for name, kind in getattr(getattr(view, "filterset_class", None), "base_filters", {}).items():
            if kind.extra.get("max_length"):
                bounded.append(f"{prefix}?{name}")
    assert bounded == []


def test_a_time_with_an_offset_of_no_place_is_refused_by_filters():
    caller = calling_with("clinic:read")
    url = "/api/v1/on-call-shifts/?from_at=2026-03-02T05:26:43"
    answers = [caller.get(url + offset).status_code for offset in ("-21:30", "-05:00", "%2B14:00")]
    assert answers == [400, 200, 200]


@pytest.mark.parametrize(
    "asked",
    ["clients/?fields=", "clients/?expand=", "follow-ups/?after_days=0.5", "questionnaires/?language="],
)
def test_what_names_nothing_and_half_a_number_are_refused(asked):
    answer = calling_with("clients:read", "reviews:read", "measures:read").get(f"/api/v1/{asked}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json"), answer.content
