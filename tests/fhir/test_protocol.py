"""The interface itself: what it says of itself, refusals in its own form, states, forms of asking, pages."""

import re

import pytest
from django.test import Client as Browser
from rest_framework.test import APIClient

from iop.audit.models import AuditEvent
from iop.fhir.registry import specs
from iop.fhir.urls import urlpatterns
from tests.factories.clients import AT, make_client, make_site
from tests.factories.fhir import BASE, calling, found, ids
from tests.fhir.checking import check

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)


def refused(answer, status, code):
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/fhir+json; charset=utf-8")
    told = answer.json()
    check(told)
    assert (told["resourceType"], told["issue"][0]["code"]) == ("OperationOutcome", code)
    return told["issue"][0]["details"]["text"]


def test_it_says_of_itself_what_it_serves_and_no_more():
    told = APIClient().get(f"{BASE}/metadata").json()
    check(told)
    assert (told["fhirVersion"], told["rest"][0]["mode"]) == ("4.0.1", "server")
    offered = {each["type"]: each for each in told["rest"][0]["resource"]}
    assert offered.pop("Binary")["interaction"] == [{"code": "read"}]
    assert set(offered) == set(specs())
    caller = calling()
    for kind, each in offered.items():
        asked = {parameter["name"]: sample_of(parameter) for parameter in each["searchParam"]}
        answer = caller.get(
            f"{BASE}/{kind}",
            {**asked, "_include": each.get("searchInclude", [])},
            headers={"Prefer": "handling=strict"},
        )
        assert (answer.status_code, found(answer)) == (200, []), kind


def test_what_can_be_asked_is_said_and_what_is_said_can_be_asked():
    for kind, spec in specs().items():
        said = [each.name for each in spec.parameters]
        answered = {name for source in spec.sources for name in source.matches}
        assert (sorted(answered), len(said)) == (sorted(said), len(set(said))), kind


def test_operations_that_are_said_are_there_and_those_that_are_there_are_said():
    rest = APIClient().get(f"{BASE}/metadata").json()["rest"][0]
    said = {f"/${each['name']}" for each in rest["operation"]}
    said |= {f"/{kind['type']}/${each['name']}" for kind in rest["resource"] for each in kind.get("operation", [])}
    there = {re.sub(r"\(\?P<pk>[^)]*\)/", "", str(each.pattern)).strip("^$").replace("\\", "") for each in urlpatterns}
    assert said == {f"/{each}" for each in there if "$" in each}


def sample_of(parameter):
    return "2026-03-02" if parameter["type"] == "date" else "6d8f5b1e-0000-7000-8000-000000000000"


def test_apps_learn_where_to_ask_to_be_let_in():
    told = APIClient().get(f"{BASE}/.well-known/smart-configuration")
    assert told["Content-Type"].startswith("application/json")
    assert told.json()["token_endpoint"].endswith("/oauth2/token/")
    assert "patient/Patient.rs" in told.json()["scopes_supported"]


def test_refusals_are_outcomes():
    caller, client = calling(), make_client(make_site())
    refused(APIClient().get(f"{BASE}/Patient"), 401, "login")
    refused(APIClient(headers={"Authorization": "Bearer nothing"}).get(f"{BASE}/Patient"), 401, "login")
    gone = refused(caller.get(f"{BASE}/Patient/{make_site().pk}"), 404, "not-found")
    assert refused(caller.get(f"{BASE}/Patient/nobody"), 404, "not-found") == gone
    assert refused(caller.get(f"{BASE}/Teapot"), 404, "not-found") == gone
    assert refused(caller.get(f"{BASE}/some/where/else"), 404, "not-found") == gone
    for write in (caller.post, caller.put, caller.patch, caller.delete):
        assert "nothing is written" in refused(
            write(f"{BASE}/Patient/{client.pk}", {}, format="json"), 405, "not-supported"
        )
    refused(caller.post(f"{BASE}/Patient", {}, format="json"), 405, "not-supported")
    refused(caller.get(f"{BASE}/Patient", headers={"Accept": "application/fhir+xml"}), 406, "not-supported")
    refused(caller.get(f"{BASE}/Patient?_format=xml"), 406, "not-supported")
    assert caller.get(f"{BASE}/Patient?_format=json", headers={"Accept": "text/html"}).status_code == 200
    refused(caller.get(f"{BASE}/Patient?birthdate=soon"), 400, "invalid")
    refused(caller.get(f"{BASE}/Patient?name:sounds-like=x"), 400, "invalid")
    refused(caller.get(f"{BASE}/Patient?_summary=count"), 400, "invalid")
    refused(caller.get(f"{BASE}/Patient?_count=0"), 400, "invalid")
    refused(caller.get(f"{BASE}/Patient?_page=abc"), 400, "invalid")
    refused(caller.get(f"{BASE}/Patient?name=%00"), 400, "invalid")


def test_what_is_unknown_is_left_aside_and_said_or_refused_when_wished():
    caller, client = calling(), make_client(make_site())
    answer = caller.get(f"{BASE}/Patient?shoe-size=43")
    check(answer.json())
    assert ids(answer) == {str(client.pk)}
    assert "shoe-size" in found(answer, "outcome")[0]["issue"][0]["details"]["text"]
    strict = caller.get(f"{BASE}/Patient?shoe-size=43", headers={"Prefer": "handling=strict"})
    assert "shoe-size" in refused(strict, 400, "invalid")


def test_a_state_has_a_name_and_is_not_told_twice():
    client, caller = make_client(make_site()), calling()
    first = caller.get(f"{BASE}/Patient/{client.pk}")
    assert first["ETag"] == f'W/"{first.json()["meta"]["versionId"]}"'
    assert "Last-Modified" in first
    told = AuditEvent.objects.filter(verb="api.fhir_patient_read").count()
    again = caller.get(f"{BASE}/Patient/{client.pk}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert AuditEvent.objects.filter(verb="api.fhir_patient_read").count() == told
    assert AuditEvent.objects.filter(verb="api.called", detail__status=304).count() == 1
    client.contact_points.create(kind="phone", value="+16175550111")
    assert caller.get(f"{BASE}/Patient/{client.pk}", headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert caller.head(f"{BASE}/Patient/{client.pk}").status_code == 200


def test_a_search_may_be_a_form_so_that_names_stand_in_no_address():
    client = make_client(make_site(), legal_first_name="Wilhelmina", legal_last_name="Quist")
    make_client(make_site(), legal_first_name="Ada", legal_last_name="Quist")
    asked = {"family": "quist", "given": "Wil", "birthdate": "1990-05-17"}
    assert calling().post(f"{BASE}/Patient/_search", asked, format="json").status_code == 415
    posted = calling().post(
        f"{BASE}/Patient/_search",
        "family=quist&given=Wil&birthdate=1990-05-17",
        content_type="application/x-www-form-urlencoded",
    )
    assert ids(posted) == {str(client.pk)}
    assert "uist" not in str(posted.json()["link"])
    assert ids(calling().get(f"{BASE}/Patient", asked)) == {str(client.pk)}


def test_pages_follow_each_other_and_leave_nobody_out():
    site = make_site()
    people = {str(make_client(site, legal_last_name=f"Quist{number}").pk) for number in range(5)}
    caller, seen = calling(), []
    answer = caller.get(f"{BASE}/Patient", {"family": "Quist", "_count": 2})
    while True:
        bundle = answer.json()
        check(bundle)
        assert "total" not in bundle
        seen += [each["resource"]["id"] for each in bundle["entry"]]
        links = {each["relation"]: each["url"] for each in bundle["link"]}
        assert "Quist" not in str(links)
        if "next" not in links:
            break
        following = links["next"].removeprefix("http://testserver")
        answer = caller.get(following)
    assert len(seen) == 5
    assert set(seen) == people
    assert calling().get(following).status_code == 400


def test_a_page_ends_where_the_last_row_is():
    site = make_site()
    for _ in range(2):
        make_client(site)
    links = calling().get(f"{BASE}/Patient", {"_count": 2}).json()["link"]
    assert [each["relation"] for each in links] == ["self"]
    assert links[0]["url"] == "http://testserver/fhir/R4/Patient?_count=2"


def test_each_call_is_on_record():
    caller = calling()
    caller.get(f"{BASE}/Patient?family=Nobody")
    event = AuditEvent.objects.get(verb="api.called")
    assert event.detail == {"operation": "fhir.search", "status": 200}


def test_an_answer_is_kept_by_no_cache_and_tells_the_limit():
    answer = calling().get(f"{BASE}/Patient")
    assert answer["Cache-Control"] == "private, no-store"
    assert "RateLimit-Remaining" in answer


def test_a_failure_of_ours_says_nothing_of_anybody(monkeypatch):
    def broken(*args):
        raise KeyError("Jordan")

    client = make_client(make_site())
    monkeypatch.setattr("iop.fhir.labels.meta", broken)
    caller = calling()
    caller.raise_request_exception = False
    answer = caller.get(f"{BASE}/Patient/{client.pk}")
    assert refused(answer, 500, "exception") == "Something went wrong on our side."


def test_a_browser_without_a_session_is_told_to_sign_in():
    assert Browser().get(f"{BASE}/Patient").status_code == 401


def test_odd_questions_are_refused_or_find_nobody_and_break_nothing():
    make_client(make_site())
    caller = calling()
    for odd in [
        "birthdate=0001-01-01", "birthdate=9999", "birthdate=ge9998-12-31T23:59:60Z", "birthdate=2026-01-01T00:00%2B99:99",
        "_lastUpdated=0001-01-01T00:00%2B14:00", "_lastUpdated:missing=true", "_id=,", "_id=%FF", "name=" + "x" * 5000,
        "name=%5C,%25_", "_count=-1", "_count=99999999999", "_include=Patient", "_include=Encounter:patient", "identifier=|",
        "identifier=|||", "gender=%7C", "_page=e1.own.AAAA", "_revinclude=Provenance:target", "&".join(["name=a"] * 60),
    ]:  # fmt: skip
        assert caller.get(f"{BASE}/Patient?{odd}").status_code in (200, 400), odd
    assert caller.get(f"{BASE}/Encounter?date=ap0001&patient=Patient/&identifier=urn:iop:attendance|x").status_code in (
        200,
        400,
    )
