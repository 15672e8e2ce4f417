"""Deciding about rows that look like somebody through the API: the same rules, problems and silence about others' charts."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clients.models import Client, ImportRun
from tests.api.signed_in import calling_as, post
from tests.factories import clients as make
from tests.factories import ground
from tests.factories.imports import people, received, table

pytestmark = pytest.mark.django_db
API = "/api/v1/"
AT = make.AT
BORN = dt.date(1985, 3, 4)
ANN = ("7", "Ann", "Leighton", "1985-03-04", "F", "617-555-0142", "ann@example.org", "")


@pytest.fixture
def site(at):
    at(AT)
    return make.make_site()


@pytest.fixture
def ann(site):
    return make.make_client(site, legal_first_name="Ann", legal_last_name="Leighton", date_of_birth=BORN)


@pytest.fixture
def intake(site):
    return calling_as(ground.make_staff("intake", site=site))


def rows(caller, run, **asked):
    return caller.get(f"{API}imported-rows/", {"run": str(run.pk), **asked}).json()["results"]


def problem(answer):
    return answer.status_code, answer.json()["code"], [each.get("pointer") for each in answer.json().get("errors", [])]


def test_a_row_is_linked_and_brought_in(site, ann, intake):
    run = received(site, table(ANN), AT)
    row = rows(intake, run, outcome="alike", is_decided="false")[0]
    assert row["alike"] == [{"client": str(ann.pk), "inquiry": None, "reason": "birth_and_name"}]
    assert (row["decision"], row["needs_somebody_else"], row["version"]) == ("", False, 1)
    body = {"version": row["version"], "decision": "link", "client": str(ann.pk)}
    done = post(intake, f"{API}imported-rows/{row['id']}/decide/", body)
    assert (done["decision"], done["client"], done["version"]) == ("link", str(ann.pk), 2)
    assert done["decided_by"]
    assert rows(intake, run, decision="link")[0]["id"] == row["id"]
    version = intake.get(f"{API}imports/{run.pk}/").json()["version"]
    assert version == run.version + 1
    post(intake, f"{API}imports/{run.pk}/bring-in/", {"version": version})
    linked = rows(intake, run)[0]
    assert (linked["outcome"], Client.objects.count()) == ("linked", 1)
    undone = post(intake, f"{API}imported-rows/{row['id']}/unlink/", {"version": linked["version"]})
    assert (undone["outcome"], undone["client"]) == ("left_out", None)


def test_the_later_of_two_is_told(site, ann, intake):
    row = received(site, table(ANN), AT).rows.get()
    address = f"{API}imported-rows/{row.pk}/decide/"
    tag = intake.get(f"{API}imported-rows/{row.pk}/")["ETag"]
    post(intake, address, {"version": 1, "decision": "new"})
    body = {"version": 1, "decision": "leave_out"}
    assert problem(intake.post(address, body, format="json"))[:2] == (409, "stale")
    late = intake.post(address, {"decision": "leave_out"}, format="json", headers={"If-Match": tag})
    assert problem(late)[0] == 412


def test_what_cannot_be_is_said_with_its_field(site, ann, intake):
    row = received(site, table(ANN), AT).rows.get()
    address = f"{API}imported-rows/{row.pk}/decide/"
    elsewhere = make.make_client(make.make_site())
    for body, pointer in (
        ({"decision": "perhaps"}, "#/decision"),
        ({"decision": "link"}, "#/client"),
        ({"decision": "link", "client": str(make.make_client(site).pk)}, "#/client"),
        ({"decision": "link", "client": str(elsewhere.pk)}, "#/client"),
    ):
        assert problem(intake.post(address, {"version": 1, **body}, format="json"))[::2] == (400, [pointer]), body


def test_a_chart_that_is_kept_apart_is_not_named(site, ann, intake):
    Client.objects.filter(pk=ann.pk).update(is_restricted=True, restricted_reason="A colleague")
    run = received(site, table(ANN), AT)
    # Closed after the look: the row itself still names it.
    run.rows.update(client=ann)
    row = rows(intake, run)[0]
    assert (row["alike"], row["needs_somebody_else"], row["client"]) == ([], True, None)
    body = {"version": 1, "decision": "new"}
    assert problem(intake.post(f"{API}imported-rows/{row['id']}/decide/", body, format="json"))[:2] == (
        403,
        "not_yours",
    )
    director = calling_as(ground.make_staff("clinical_director", site=site))
    assert rows(director, run)[0]["client"] == str(ann.pk)


def test_what_is_left_is_decided_at_once_and_taken_back_one_by_one(site, ann, intake):
    run = received(site, table(ANN), AT)
    post(intake, f"{API}imports/{run.pk}/decide-rest/", {"version": run.version, "decision": "leave_out"})
    row = rows(intake, run)[0]
    assert row["decision"] == "leave_out"
    taken = post(intake, f"{API}imported-rows/{row['id']}/decide/", {"version": row["version"], "decision": ""})
    assert (taken["decision"], taken["decided_at"], taken["decided_by"]) == ("", None, None)
    version = ImportRun.objects.get().version
    wrong = intake.post(f"{API}imports/{run.pk}/decide-rest/", {"version": version, "decision": "link"}, format="json")
    assert problem(wrong)[::2] == (400, ["#/decision"])


def test_the_list_asks_no_more_for_more_rows(site, intake):
    def crowd(number, source):
        known = people(number, start=1000 * (1 + len(source)))
        for each in known:
            make.make_client(
                site, legal_first_name=each[1], legal_last_name=each[2], date_of_birth=dt.date.fromisoformat(each[3])
            )
        return received(site, table(*known), AT, source=source)

    few, many = crowd(2, "A"), crowd(20, "Bee")

    def statements(run):
        with CaptureQueriesContext(connection) as found:
            rows(intake, run)
        return len(found)

    statements(few)
    assert statements(many) == statements(few)
