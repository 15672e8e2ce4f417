"""The pages about missed days: what they show to whom, what they do, and as often as the database is asked."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from iop.access.actors import SYSTEM
from sessions_app import actions
from sessions_app.models import AbsenceCase, AbsenceCaseStep, AbsenceNotice, AbsencePolicy, LimitReached
from tests.factories import absence, days, ground
from tests.factories.api import calling_with
from tests.factories.scheduling import Counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(at):
    clinic = absence.make_clinic(people=2, weeks=2)
    absence.hold(clinic, 0, "absent", "present")
    absence.watch(clinic, 0)
    at(days.NINE + 2 * absence.HOUR)
    clinic.client = days.lines_of(clinic.sessions[0])[0].client
    return clinic


@pytest.fixture
def desk(clinic, client):
    ground.sign_in(client, clinic.case_manager)
    return client


def text(answer):
    return answer.content.decode()


def page(desk, clinic):
    return text(desk.get(reverse("client_absence", args=[clinic.client.pk])))


def test_the_list_shows_who_is_not_back_with_the_next_step(clinic, desk):
    shown = text(desk.get(reverse("absences")))
    assert clinic.client.name in shown
    assert "Call the same day" in shown


def test_the_list_shows_who_is_missing_now(clinic, desk, at):
    actions.start(by=clinic.by_counselor, session=clinic.sessions[1], at=clinic.sessions[1].starts_at)
    at(clinic.sessions[1].starts_at + days.minutes(20))
    shown = text(desk.get(reverse("absences")))
    assert shown.count(reverse("session_calls", args=[clinic.sessions[1].pk])) == 2


def test_the_list_keeps_to_an_owner(clinic, desk):
    case = reverse("absence_case", args=[AbsenceCase.objects.get().pk])
    assert case in text(desk.get(reverse("absences") + "?owner=case_manager"))
    assert case not in text(desk.get(reverse("absences") + "?owner=clinical_director"))


def test_a_stranger_sees_nobody(clinic, client):
    ground.sign_in(client, ground.make_staff("case_manager", site=ground.make_site()))
    assert clinic.client.name not in text(client.get(reverse("absences")))
    step = AbsenceCaseStep.objects.first()
    assert client.get(reverse("absence_step", args=[step.pk])).status_code == 404


def test_a_step_is_done_with_one_button(clinic, desk):
    step = AbsenceCaseStep.objects.order_by("opens_at").first()
    answer = desk.post(reverse("absence_step", args=[step.pk]), {"outcome": "left_message", "note": "Neutral words"})
    assert answer.status_code == 302
    assert "Left a neutral message" in page(desk, clinic)


def test_a_refused_step_keeps_what_was_typed(clinic, desk, at):
    at(days.NINE + 73 * absence.HOUR)
    step = AbsenceCaseStep.objects.get(step__method="contact")
    answer = desk.post(reverse("absence_step", args=[step.pk]), {"outcome": "reached_coming", "note": "Her sister"})
    assert answer.status_code == 422
    assert "Choose who was called" in text(answer)
    assert "Her sister" in text(answer)


def test_leaving_a_step_out_and_ending_a_case_ask_for_words(clinic, desk):
    step = AbsenceCaseStep.objects.order_by("opens_at").first()
    assert desk.post(reverse("absence_step_leave_out", args=[step.pk]), {"words": ""}).status_code == 422
    desk.post(reverse("absence_step_leave_out", args=[step.pk]), {"words": "In hospital"})
    desk.post(reverse("absence_case_settle", args=[step.case_id]), {"words": "Back on Friday"})
    assert AbsenceCase.objects.get().end_note == "Back on Friday"


def test_a_limit_is_settled_on_the_page(clinic, client):
    absence.hold(clinic, 1, "absent", "present")
    absence.watch(clinic, 1)
    ground.sign_in(client, clinic.counselor)
    row = LimitReached.objects.get()
    client.post(reverse("absence_limit", args=[row.pk]), {"words": "Rides are booked"})
    row.refresh_from_db()
    assert (row.settled_note, row.settled_by) == ("Rides are booked", clinic.counselor)
    assert "Rides are booked" in page(client, clinic)


def test_places_of_work_lead_to_the_clients_page(clinic, desk):
    case, step = AbsenceCase.objects.get(), AbsenceCaseStep.objects.first()
    for name, row in (("absence_case", case), ("absence_step", step)):
        answer = desk.get(reverse(name, args=[row.pk]))
        assert answer.url.startswith(reverse("client_absence", args=[clinic.client.pk]))


def test_a_call_beforehand_is_written_down_with_the_clinics_time(clinic, desk):
    url = reverse("client_will_miss", args=[clinic.client.pk])
    assert text(desk.get(url)).count("short notice if they call now") == 1
    line = next(line for line in days.lines_of(clinic.sessions[1]) if line.client_id == clinic.client.pk)
    answer = desk.post(url, {"lines": [str(line.pk)], "called_at": "2026-03-02T10:30", "reason": "Court date"})
    assert answer.status_code == 302
    row = AbsenceNotice.objects.get()
    assert (row.called_at, row.is_short) == (dt.datetime(2026, 3, 2, 15, 30, tzinfo=dt.UTC), False)


def test_a_call_beforehand_names_a_day(clinic, desk):
    url = reverse("client_will_miss", args=[clinic.client.pk])
    answer = desk.post(url, {"called_at": "2026-03-02T10:30", "reason": "Court date"})
    assert answer.status_code == 422


def policy_form(**fields):
    return {
        "name": "Stricter", "valid_from": "2026-03-02", "site": "", "level": "", "notice_hours": "24", "grace_minutes": "",
        "no_service_days": "30", "make_ups_forgive": "on", "limits-TOTAL_FORMS": "1", "limits-INITIAL_FORMS": "0",
        "limits-0-kind": "within", "limits-0-misses": "1", "limits-0-weeks": "4", "limits-0-consequence": "talk",
        "steps-TOTAL_FORMS": "1", "steps-INITIAL_FORMS": "0", "steps-0-after_hours": "0", "steps-0-method": "phone",
        "steps-0-owner": "case_manager", "steps-0-deadline_hours": "8", "steps-0-words": "Call", **fields,
    }  # fmt: skip


@pytest.fixture
def director(clinic, client):
    ground.sign_in(client, clinic.director)
    return client


def test_a_policy_is_looked_at_before_it_is_saved(clinic, director):
    before = AbsencePolicy.objects.count()
    shown = text(director.post(reverse("absence_policy_new"), policy_form(look="1")))
    assert "Following up would have begun 1 time." in shown
    assert clinic.client.name in shown
    assert AbsencePolicy.objects.count() == before


def test_a_policy_is_saved_with_its_rows(clinic, director):
    assert director.post(reverse("absence_policy_new"), policy_form(save="1")).status_code == 302
    row = AbsencePolicy.objects.get(name="Stricter")
    assert (row.limits.count(), row.steps.get().words) == (1, "Call")
    assert "Stricter" in text(director.get(reverse("absence_policy")))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"limits-0-weeks": ""}, "Count within 1 to 26 weeks."),
        ({"limits-0-consequence": ""}, "Choose what the limit asks for."),
        ({"steps-0-words": ""}, "Say in a few words what is to be done."),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused_in_words(clinic, director, fields, words):
    answer = director.post(reverse("absence_policy_new"), policy_form(save="1", **fields))
    assert answer.status_code == 422
    assert words in text(answer)


@pytest.mark.parametrize("asked", ["", "?example=every_miss", "?example=nonsense", "?from=nonsense"])
def test_the_form_begins_with_an_example_or_a_policy(clinic, director, asked):
    assert director.get(reverse("absence_policy_new") + asked).status_code == 200


def test_the_chart_says_how_they_stand(clinic, desk):
    shown = text(desk.get(reverse("client_attendance", args=[clinic.client.pk])))
    assert "One more reaches a limit" in shown
    assert "Not back yet" in shown


def test_the_api_lists_cases_with_their_steps(clinic):
    (row,) = calling_with("sessions:read").get("/api/v1/absence-cases/?open=true").json()["results"]
    assert (row["client"], len(row["steps"]), row["newest_missed_on"]) == (str(clinic.client.pk), 4, "2026-03-02")


def statements(people, client):
    clinic = absence.make_clinic(people=people, weeks=1)
    absence.hold(clinic, 0, "absent")
    absence.hold(clinic, 1, "absent")
    absence.watch(clinic, 1)
    session = actions.start(by=SYSTEM, session=clinic.sessions[2], at=clinic.sessions[2].starts_at)
    ground.sign_in(client, clinic.case_manager)
    client.get(reverse("work"))
    with Counted() as counted:
        shown = text(client.get(reverse("absences")))
    assert shown.count(reverse("session_calls", args=[session.pk])) == people
    return counted.number


def test_the_list_asks_as_often_for_two_as_for_seven(at, client):
    at(days.NINE + dt.timedelta(days=4, hours=1))
    assert statements(2, client) == statements(7, client)
