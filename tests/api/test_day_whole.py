"""A treatment day through the API: read in few calls, and written whole by the same rules as on the page."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from iop.core import clock
from scheduling.models import CurriculumTopic
from sessions_app.models import (
    Attendance,
    AttendanceChange,
    CheckIn,
    ComponentAttendance,
    SessionComponent,
    ShortTermGoal,
)
from tests.api.signed_in import calling_as
from tests.factories.api import calling_with
from tests.factories.days import NINE, make_crowd, make_day, make_running
from tests.factories.ground import make_staff

pytestmark = pytest.mark.django_db
READ = ("sessions:read", "notes:read", "clients:read")
WRITE = "attendance:write"
URL = "/api/v1/"


def send(url, body, *scopes):
    return calling_with(*(scopes or (*READ, WRITE))).post(URL + url, body, format="json")


def here(day, *lines):
    caller = calling_with(WRITE)
    entries = [{"attendance": str(line.pk), "version": line.version, "status": "present"} for line in lines]
    answer = caller.post(f"{URL}sessions/{day.session.pk}/attendance/", {"entries": entries}, format="json")
    assert answer.status_code == 200, answer.json()
    for line in lines:
        line.refresh_from_db()


@pytest.fixture
def day(at):
    day = make_running(people=2)
    at(NINE + dt.timedelta(minutes=3))
    here(day, *day.lines)
    return day


def test_check_in_and_wrap_up_are_saved_and_read_along_with_the_roster(day):
    line = day.lines[0]
    said = {"attendance": str(line.pk), "mood": 6, "cravings": 2, "triggers": "Payday"}
    made = send("check-ins/", said)
    assert made.status_code == 201, made.json()
    goals = [{"text": "Call my sponsor", "due_hours": 48}]
    assert send("wrap-ups/", {"attendance": str(line.pk), "learned": "Breathe", "goals": goals}).status_code == 201
    rows = calling_with(*READ).get(f"{URL}sessions/{day.session.pk}/roster/?expand=check_in,wrap_up,client").json()
    found = {row["id"]: row["expanded"] for row in rows}
    assert found[str(line.pk)]["check_in"]["triggers"] == "Payday"
    assert found[str(line.pk)]["wrap_up"]["learned"] == "Breathe"
    assert found[str(day.lines[1].pk)]["check_in"] is None
    assert ShortTermGoal.objects.get(attendance=line).text == "Call my sponsor"


def test_a_check_in_that_was_saved_meanwhile_is_not_overwritten(day):
    said = {"attendance": str(day.lines[0].pk), "mood": 6}
    send("check-ins/", said)
    assert send("check-ins/", {**said, "mood": 1}).json()["code"] == "stale"
    assert send("check-ins/", {**said, "mood": 1, "version": 1}).status_code == 201
    assert CheckIn.objects.get(attendance=day.lines[0]).mood == 1


def test_a_self_report_is_for_those_who_read_notes(day):
    said = {
        "attendance": str(day.lines[0].pk), "use": "used", "sleep_hours": "6.5", "habits": ["meals"],
        "uses": [{"substance": "alcohol", "amount": "two beers", "on": "2026-03-01"}],
    }  # fmt: skip
    assert send("self-reports/", said, WRITE).status_code == 403
    made = send("self-reports/", said)
    assert made.status_code == 201, made.json()
    assert made.json()["uses"][0]["amount"] == "two beers"


def test_worth_is_told_part_by_part(day, at):
    part = SessionComponent.objects.filter(session=day.session).order_by("position").first()
    body = {
        "version": day.lines[0].version, "component": str(part.pk), "minutes": 5, "reason": "On the phone outside",
    }  # fmt: skip
    assert send(f"attendance/{day.lines[0].pk}/part-minutes/", {**body, "version": 99}).json()["code"] == "stale"
    assert send(f"attendance/{day.lines[0].pk}/part-minutes/", body).status_code == 200
    at(NINE + dt.timedelta(hours=4))
    rows = {row["id"]: row for row in calling_with(*READ).get(f"{URL}sessions/{day.session.pk}/worth/").json()}
    one, other = (rows[str(line.pk)] for line in day.lines)
    assert one["parts"][0] == {"component": str(part.pk), "minutes": 5}
    assert sum(each["minutes"] for each in other["parts"]) == other["credited_minutes"] <= other["planned_minutes"]
    assert ComponentAttendance.objects.get().minutes == 5


def test_gaps_say_what_keeps_a_day_open(day):
    rows = calling_with(*READ).get(f"{URL}sessions/{day.session.pk}/gaps/").json()
    assert {row["attendance"] for row in rows if row["attendance"]} == {str(line.pk) for line in day.lines}
    assert all(row["words"] for row in rows)


def test_participation_whereabouts_and_proposed_times(day):
    line = day.lines[0]
    base = f"attendance/{line.pk}/"
    assert send(base + "participation/", {"version": line.version, "participation": "silent"}).status_code == 200
    line.refresh_from_db()
    told = {"version": line.version, "remote_location": "At home, Elm St 4", "remote_callback": "+1 617 555 0100"}
    answer = send(base + "whereabouts/", told)
    assert answer.status_code == 200
    assert "Elm" not in answer.content.decode()
    found = calling_with(*READ).get(f"{URL}whereabouts/?session={day.session.pk}").json()["results"]
    assert [row["remote_location"] for row in found] == ["At home, Elm St 4"]
    assert send(base + "propose-times/", {"joined_at": clock.now().isoformat()}).status_code == 200
    line.refresh_from_db()
    answer = send(base + "accept-times/", {"version": line.version})
    assert (answer.json()["mode"], answer.json()["proposed_arrived_at"]) == ("telehealth", None)


def test_a_closed_day_is_corrected_by_a_late_entry_of_who_may_alone(day, at):
    at(NINE + dt.timedelta(hours=4))
    day.session.refresh_from_db()
    closing = {"version": day.session.version, "accept_gaps": True, "reason": "Papers follow"}
    closed = send(f"sessions/{day.session.pk}/close/", closing)
    assert closed.status_code == 200, closed.json()
    line = day.lines[0]
    line.refresh_from_db()
    body = {"version": line.version, "status": "absent", "reason": "Was somebody else"}
    assert send(f"attendance/{line.pk}/enter-late/", body).status_code == 403
    assert not AttendanceChange.objects.filter(is_late_entry=True).exists()
    caller = calling_as(make_staff("clinical_director", site=day.site))
    answer = caller.post(f"{URL}attendance/{line.pk}/enter-late/", body, format="json")
    assert answer.status_code == 200, answer.json()
    assert (answer.json()["status"], answer.json()["credited_minutes"]) == ("absent", 0)
    assert AttendanceChange.objects.get(is_late_entry=True).reason == "Was somebody else"


def test_parts_have_their_times_and_topic(day, at):
    part = SessionComponent.objects.filter(session=day.session).order_by("position").first()
    at(NINE + dt.timedelta(hours=1))
    url = f"{URL}session-parts/{part.pk}/"
    times = {"actual_starts_at": "2026-03-02T14:05:00Z", "actual_ends_at": "2026-03-02T14:30:00Z"}
    caller = calling_with("sessions:read", WRITE)
    assert caller.patch(url, times, format="json").status_code == 400
    etag = caller.get(url)["ETag"]
    answer = caller.patch(url, times, format="json", headers={"If-Match": etag})
    assert answer.status_code == 200, answer.json()
    topic = CurriculumTopic.objects.create(title="Early signs", category="check_in")
    body = {"version": answer.json()["version"], "topic": str(topic.pk)}
    assert caller.post(url + "topic/", body, format="json").json()["topic"] == "Early signs"


def test_a_day_is_moved_and_cancelled_with_the_scope_for_it(at):
    at(NINE - dt.timedelta(days=1))
    day = make_day()
    url = f"sessions/{day.session.pk}/"
    body = {"version": day.session.version, "starts_at": "2026-03-02T15:00:00Z"}
    assert send(url + "move/", body).status_code == 403
    moved = send(url + "move/", body, "sessions:write")
    assert moved.status_code == 200, moved.json()
    assert dt.datetime.fromisoformat(moved.json()["starts_at"]) == dt.datetime(2026, 3, 2, 15, tzinfo=dt.UTC)
    gone = send(url + "cancel/", {"version": moved.json()["version"], "reason": "No heating"}, "sessions:write")
    assert (gone.json()["status"], gone.json()["status_changes"][-1]["reason"]) == ("cancelled", "No heating")


def test_an_attempt_to_reach_somebody_is_a_persons_doing(day):
    body = {"attendance": str(day.lines[0].pk), "method": "phone", "outcome": "no_answer"}
    answer = send("outreach/", body)
    assert answer.status_code == 403
    assert "person" in answer.json()["detail"]


def test_a_day_is_read_in_as_many_statements_for_any_number_of_people(at):
    day = make_crowd(12)
    at(NINE)
    caller = calling_with(*READ)
    paths = ("roster/", "roster/?expand=check_in,client", "worth/")

    def statements():
        counts = []
        for path in paths:
            with CaptureQueriesContext(connection) as found:
                assert caller.get(f"{URL}sessions/{day.session.pk}/{path}").status_code == 200
            counts.append(len(found))
        return counts

    statements()
    large = statements()
    most = Attendance.objects.filter(session=day.session).order_by("pk").values("pk")[3:]
    Attendance.objects.filter(pk__in=[row["pk"] for row in most]).update(status="removed")
    assert statements() == large


def test_lists_around_a_day_answer(at):
    day = make_running(people=2)
    at(NINE + dt.timedelta(minutes=30))
    line = day.lines[1]
    caller = calling_with(*READ, WRITE)
    missed = caller.patch(f"{URL}attendance/{line.pk}/", {"version": line.version, "status": "absent"}, format="json")
    assert missed.status_code == 200, missed.json()
    caller = calling_with(*READ)
    for path in (
        "attendance-changes/", "check-ins/", "wrap-ups/", "short-term-goals/", "self-reports/", "make-ups/", "missed-lines/",
        "outreach/", "absence-notices/", "part-attendance/", "session-parts/", "whereabouts/", "absence-limits/",
        "absence-policies/", f"missed-lines/{day.lines[1].pk}/offers/",
    ):  # fmt: skip
        answer = caller.get(URL + path)
        assert answer.status_code == 200, (path, answer.json())


def test_a_part_is_staffed_by_who_runs_the_day_as_they_read_it(day):
    part = SessionComponent.objects.filter(session=day.session).order_by("position").first()
    helper = make_staff("counselor", site=day.site)
    caller = calling_as(make_staff("counselor", site=day.site))
    url = f"{URL}session-parts/{part.pk}/facilitator/"
    body = {"staff": str(helper.pk), "role": "co", "version": part.version}
    assert caller.post(url, {**body, "version": 9}, format="json").json()["code"] == "stale"
    answer = caller.post(url, body, format="json")
    assert answer.status_code == 200, answer.json()
    assert str(helper.pk) in {each["staff"] for each in answer.json()["facilitators"]}
    assert caller.post(url, body, format="json").json()["code"] == "stale"


def test_whoever_looks_after_enrolment_notes_calls_and_marks_nobody(at):
    day = make_running(people=1)
    at(NINE + dt.timedelta(minutes=30))
    caller = calling_as(make_staff("case_manager", site=day.site))
    line = day.lines[0]
    call = {"attendance": str(line.pk), "method": "phone", "outcome": "no_answer"}
    assert caller.post(f"{URL}outreach/", call, format="json").status_code == 201
    mark = {"version": line.version, "status": "absent"}
    answer = caller.patch(f"{URL}attendance/{line.pk}/", mark, format="json")
    assert (answer.status_code, "running sessions" in answer.json()["detail"]) == (403, True)


def test_who_knows_that_somebody_came_reads_no_more_of_their_day(day):
    line = day.lines[0]
    assert (
        send(f"attendance/{line.pk}/participation/", {"version": line.version, "participation": "silent"}).status_code
        == 200
    )

    def read(role):
        rows = calling_as(make_staff(role, site=day.site)).get(f"{URL}sessions/{day.session.pk}/roster/").json()
        return {row["id"]: (row["status"], row["participation"]) for row in rows}[str(line.pk)]

    assert (read("counselor"), read("biller")) == (("present", "silent"), ("present", ""))
