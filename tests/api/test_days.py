"""Treatment days, rosters and attendance as resources."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from iop.audit.models import AuditEvent
from sessions_app.models import Attendance, ProgramSession
from tests.factories.api import calling_with
from tests.factories.days import NINE, make_crowd, make_day, make_running

pytestmark = pytest.mark.django_db
READ, WRITE = "sessions:read", "attendance:write"
DAYS = "/api/v1/sessions/"


def entry(line, **said):
    return {"attendance": str(line.pk), "version": line.version, "status": "present", **said}


def test_lists_days_of_a_track_between_two_dates(at):
    at(NINE)
    day = make_day()
    rows = (
        calling_with(READ)
        .get(DAYS, {"track": day.track.pk, "first": "2026-03-02", "last": "2026-03-02"})
        .json()["results"]
    )
    assert [row["id"] for row in rows] == [str(day.session.pk)]


def test_one_day_comes_with_its_parts_in_order(at):
    at(NINE)
    day = make_day()
    parts = calling_with(READ).get(f"{DAYS}{day.session.pk}/").json()["components"]
    assert [part["kind"] for part in parts] == ["check-in", "process", "break", "psychoeducation", "wrap-up"]


def test_the_roster_is_read_whole_and_noted(at):
    at(NINE)
    day = make_day(people=3)
    rows = calling_with(READ).get(f"{DAYS}{day.session.pk}/roster/").json()
    assert {row["client"] for row in rows} == {str(line.client_id) for line in day.lines}
    assert AuditEvent.objects.get(verb="api.attendance_read").subjects.count() == 3


def test_a_whole_roster_is_marked_in_one_call(at):
    day = make_running(people=2)
    at(NINE + dt.timedelta(minutes=3))
    url = f"{DAYS}{day.session.pk}/attendance/"
    answer = calling_with(WRITE).post(url, {"entries": [entry(line) for line in day.lines]}, format="json")
    assert answer.status_code == 200
    assert {row["status"] for row in answer.json()} == {"present"}


def test_one_stale_line_keeps_all_others_from_being_marked(at):
    day = make_running(people=2)
    at(NINE + dt.timedelta(minutes=3))
    entries = [entry(day.lines[0]), entry(day.lines[1], version=99)]
    answer = calling_with(WRITE).post(f"{DAYS}{day.session.pk}/attendance/", {"entries": entries}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "stale")
    assert set(Attendance.objects.filter(session=day.session).values_list("status", flat=True)) == {"expected"}


def test_out_before_in_is_refused_with_a_sentence(at):
    day = make_running(people=1)
    at(NINE + dt.timedelta(hours=1))
    line = day.lines[0]
    times = {"arrived_at": "2026-03-02T14:30:00Z", "left_at": "2026-03-02T14:10:00Z"}
    body = {"version": line.version, "status": "left_early", **times}
    answer = calling_with(READ, WRITE).patch(f"/api/v1/attendance/{line.pk}/", body, format="json")
    assert answer.status_code in {400, 409}
    assert answer.json()["detail"]
    assert Attendance.objects.get(pk=line.pk).arrived_at is None


def test_a_read_key_marks_nobody(at):
    day = make_running(people=1)
    at(NINE)
    answer = calling_with(READ).post(
        f"{DAYS}{day.session.pk}/attendance/", {"entries": [entry(day.lines[0])]}, format="json"
    )
    assert answer.status_code == 403


def test_a_day_of_another_site_looks_like_none(at):
    at(NINE)
    here, there = make_day(), make_day()
    assert calling_with(READ, sites=[here.site]).get(f"{DAYS}{there.session.pk}/").status_code == 404


def test_starting_a_day_that_has_changed_since_is_told(at):
    day = make_day(people=1)
    at(NINE)
    url = f"{DAYS}{day.session.pk}/start/"
    answer = calling_with(WRITE).post(url, {"version": day.session.version + 1}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "stale")
    assert ProgramSession.objects.get(pk=day.session.pk).status == "planned"


def test_starts_a_day(at):
    day = make_day(people=1)
    at(NINE)
    answer = calling_with(WRITE).post(f"{DAYS}{day.session.pk}/start/", {"version": day.session.version}, format="json")
    assert (answer.status_code, answer.json()["status"]) == (200, "running")


def test_closing_with_gaps_is_refused_and_says_what_is_missing(at):
    day = make_running(people=1)
    at(day.session.ends_at)
    body = {"version": day.session.version}
    answer = calling_with(WRITE).post(f"{DAYS}{day.session.pk}/close/", body, format="json")
    assert answer.status_code == 409
    assert answer.json()["errors"]


@pytest.mark.parametrize("people", [3, 30])
def test_a_roster_takes_the_same_statements_whatever_its_length(people, at):
    day = make_crowd(people)
    at(NINE)
    caller = calling_with(READ)
    caller.get(f"{DAYS}{day.session.pk}/roster/")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert len(caller.get(f"{DAYS}{day.session.pk}/roster/").json()) == people
    statements = [
        query["sql"] for query in captured.captured_queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))
    ]
    # Three of them are the gate: asked, asked once more under lock, and written down.
    assert len(statements) <= 11


def test_a_line_named_twice_is_refused_as_that(at):
    day = make_running(people=1)
    at(NINE + dt.timedelta(minutes=3))
    entries = [entry(day.lines[0]), entry(day.lines[0], status="absent")]
    answer = calling_with(WRITE).post(f"{DAYS}{day.session.pk}/attendance/", {"entries": entries}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "twice")
