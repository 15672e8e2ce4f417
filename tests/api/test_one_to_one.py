"""Appointments, what is due, rhythms, commitments and self-reports as resources: the pages' rules hold."""

import datetime as dt

import pytest

from clients.actions import set_requirement
from scheduling.models import Appointment, Commitment, Expectation
from sessions_app.actions import save_self_report
from sessions_app.rules.reports import Use
from tests.factories import days
from tests.factories.api import calling_with
from tests.pages.schedule_clinic import make_schedule

pytestmark = pytest.mark.django_db
WRITES = ("appointments:read", "appointments:write")
WEEK = dt.timedelta(days=7)


@pytest.fixture
def clinic(at):
    clinic = make_schedule(people=2)
    at("2026-03-02 07:00", "America/New_York")
    return clinic


def asked(clinic, **said):
    return {
        "kind": "case_management", "site": str(clinic.site.pk), "client": str(clinic.clients[1].pk),
        "staff": str(clinic.counselor.pk), "starts_at": "2026-03-03T19:00:00Z", "ends_at": "2026-03-03T19:30:00Z", **said,
    }  # fmt: skip


def send(url, body, *scopes):
    return calling_with(*(scopes or WRITES)).post(f"/api/v1/{url}", body, format="json")


def bind(clinic, **said):
    body = {
        "client": str(clinic.clients[1].pk), "kind": "work", "weekdays": [1], "starts": "13:00", "ends": "17:00",
        "starts_on": "2026-03-02", **said,
    }  # fmt: skip
    return send("commitments/", body)


def test_books_one(clinic):
    answer = send("appointments/", asked(clinic))
    assert answer.status_code == 201, answer.json()
    assert Appointment.objects.filter(pk=answer.json()[0]["id"], status="booked").exists()


def test_books_a_weekly_series_and_cancels_what_follows(clinic):
    rows = send("appointments/", asked(clinic, weeks=3)).json()
    assert len(rows) == 3
    body = {"version": 1, "scope": "following", "because": "transport"}
    answer = send(f"appointments/{rows[1]['id']}/cancel/", body)
    assert [row["status"] for row in answer.json()] == ["cancelled", "cancelled"]
    assert Appointment.objects.get(pk=rows[0]["id"]).status == "booked"


def test_a_taken_time_is_told(clinic):
    send("appointments/", asked(clinic))
    answer = send("appointments/", asked(clinic, client=str(clinic.clients[0].pk)))
    assert answer.status_code == 409


def test_a_time_at_which_they_cannot_warns_and_is_booked_all_the_same(clinic):
    assert bind(clinic).status_code == 201
    answer = send("appointments/", asked(clinic))
    assert (answer.status_code, answer.json()["code"]) == (409, "commitment")
    assert send("appointments/", asked(clinic, despite_commitment=True)).status_code == 201


def test_moves_all_of_a_series(clinic):
    rows = send("appointments/", asked(clinic, weeks=2)).json()
    body = {"version": 1, "scope": "all", "starts_at": "2026-03-03T20:00:00Z", "ends_at": "2026-03-03T20:30:00Z"}
    moved = send(f"appointments/{rows[0]['id']}/move/", body).json()
    # The clock goes forward on the Sunday between them: the wall time stays.
    assert [row["starts_at"] for row in moved] == ["2026-03-03T15:00:00-05:00", "2026-03-10T15:00:00-04:00"] or [
        row["starts_at"] for row in moved
    ] == ["2026-03-03T20:00:00Z", "2026-03-10T19:00:00Z"]


def test_a_status_before_its_time_is_refused(clinic):
    row = send("appointments/", asked(clinic)).json()[0]
    answer = send(f"appointments/{row['id']}/status/", {"version": 1, "status": "completed"})
    assert answer.status_code == 400


def test_a_stale_version_is_told(clinic):
    row = send("appointments/", asked(clinic)).json()[0]
    answer = send(f"appointments/{row['id']}/cancel/", {"version": 9, "reason": "Snow"})
    assert answer.status_code == 409


def test_reading_alone_books_nothing(clinic):
    assert send("appointments/", asked(clinic), "appointments:read").status_code == 403


def test_lists_by_client(clinic):
    answer = calling_with("appointments:read").get("/api/v1/appointments/", {"client": str(clinic.clients[0].pk)})
    assert [row["id"] for row in answer.json()["results"]] == [str(clinic.appointments[0].pk)]


def test_a_rhythm_is_agreed_and_ended(clinic):
    episode = clinic.enrolments[0].episode
    body = {"episode": str(episode.pk), "kind": "individual", "times": 2, "starts_on": "2026-03-02", "reason": "Loss"}
    # Agreeing rhythms is a clinical decision: a key alone may not.
    assert send("expectations/", body).status_code == 403
    assert not Expectation.objects.exists()


def test_what_is_due_is_listed_for_everybody(clinic):
    set_requirement(
        by=clinic.by_director, level=clinic.level, valid_from=days.TODAY - dt.timedelta(days=9), at=days.AT,
        min_weekly_minutes=540, individual_per_week=1,
    )  # fmt: skip
    rows = calling_with("appointments:read").get("/api/v1/due/").json()["results"]
    assert len(rows) == 2
    standing = rows[0]["standing"][0]
    assert (standing["kind"], standing["expected"], standing["missing"]) == ("individual", 1, 1)


def test_a_commitment_ends(clinic):
    row = bind(clinic).json()[0]
    answer = send(f"commitments/{row['id']}/end/", {"version": 1, "ends_on": "2026-03-09"})
    assert answer.json()["ends_on"] == "2026-03-09"
    assert Commitment.objects.get().version == 2


def test_self_reports_need_the_right_to_read_notes(clinic, at):
    running = days.make_running(people=1)
    save_self_report(
        by=running.by_counselor, attendance=running.lines[0], version=0, at=days.NINE, use="used",
        uses=[Use("alcohol", "one beer")], stress=5,
    )  # fmt: skip
    assert calling_with("sessions:read").get("/api/v1/self-reports/").status_code == 403
    rows = calling_with("notes:read").get("/api/v1/self-reports/").json()["results"]
    assert rows[0]["uses"] == [{"substance": "alcohol", "amount": "one beer", "on": None}]


def test_a_wall_time_of_no_place_is_refused(clinic):
    answer = send("appointments/", asked(clinic, starts_at="2026-03-03T14:00:00", ends_at="2026-03-03T14:30"))
    assert answer.status_code == 400
    assert {(each["pointer"], each["code"]) for each in answer.json()["errors"]} == {
        ("#/starts_at", "no_offset"), ("#/ends_at", "no_offset"),
    }  # fmt: skip
    assert send("appointments/", asked(clinic, starts_at="2026-03-03T14:00:00-05:00")).status_code == 201


def test_a_series_is_not_cancelled_by_an_older_version(clinic):
    rows = send("appointments/", asked(clinic, weeks=3)).json()
    body = {"version": 9, "scope": "all", "because": "transport"}
    assert send(f"appointments/{rows[1]['id']}/cancel/", body).json()["code"] == "stale"
    assert set(Appointment.objects.values_list("status", flat=True)) == {"booked"}


def test_an_older_version_sent_as_a_precondition_is_told_as_one(clinic):
    row = send("appointments/", asked(clinic)).json()[0]
    moved = {"starts_at": "2026-03-04T19:00:00Z", "ends_at": "2026-03-04T19:30:00Z"}
    caller = calling_with(*WRITES)
    url = f"/api/v1/appointments/{row['id']}/move/"
    answer = caller.post(url, moved, format="json", headers={"If-Match": '"9-0123456789abcdef"'})
    assert (answer.status_code, answer.json()["code"]) == (412, "precondition_failed")


def test_a_long_link_is_refused_at_its_field(clinic):
    answer = send("appointments/", asked(clinic, telehealth_link=f"https://video.example/{'a' * 200}"))
    assert answer.json()["errors"][0]["pointer"] == "#/telehealth_link"
