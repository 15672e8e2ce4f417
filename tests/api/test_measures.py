"""Questionnaires due, answers and alerts as resources."""

import pytest

from tests.factories import measures as made
from tests.factories.api import calling_with
from tests.factories.measures import AT, CALM, WORRYING
from therapy.actions import measures
from therapy.models import MeasureAlert, MeasureResponse

pytestmark = pytest.mark.django_db
READ, WRITE = "measures:read", "measures:write"
RESPONSES = "/api/v1/measure-responses/"


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk()


def entered(desk, values=CALM, **fields):
    body = {"episode": str(desk.episode.pk), "questionnaire": "phq9", "answers": made.answers(values), **fields}
    return calling_with(READ, WRITE).post(RESPONSES, body, format="json")


def test_answers_are_entered_scored_and_locked(desk):
    answer = entered(desk)
    assert answer.status_code == 201
    assert (answer.json()["total"], answer.json()["band"], answer.json()["status"]) == ("4.00", "minimal", "complete")


def test_what_is_entered_alarms_as_on_a_page(desk):
    entered(desk, WORRYING)
    assert MeasureAlert.objects.get().rule_key == "item9"


def test_an_answer_out_of_range_is_refused_beside_its_question(desk):
    answer = entered(desk, [9, *CALM[1:]])
    assert answer.status_code == 400
    assert not MeasureResponse.objects.exists()


def test_open_questions_are_refused_and_named(desk):
    answer = entered(desk, CALM[:8])
    assert (answer.status_code, answer.json()["code"]) == (409, "incomplete")
    assert not MeasureResponse.objects.exists()


def test_what_is_being_answered_at_the_clinic_is_not_overwritten(desk, at):
    made.begun(desk)
    at(AT.replace(minute=59))
    assert entered(desk).status_code == 409


def test_reading_needs_the_scope(desk):
    assert calling_with("clients:read").get(RESPONSES).status_code == 403


def test_writing_needs_its_own_scope(desk):
    assert calling_with(READ).post(RESPONSES, {}, format="json").status_code == 403


def test_answers_are_found_by_client_and_questionnaire(desk):
    row = made.given(desk)
    made.given(desk, [0] * 7, "gad7")
    found = calling_with(READ).get(RESPONSES, {"client": desk.client.pk, "questionnaire": "phq9"}).json()["results"]
    assert [each["id"] for each in found] == [str(row.pk)]


def test_what_is_due_is_listed(desk):
    due = measures.ask_now(by=desk.by, episode=desk.episode, key="gad7", at=AT)
    found = calling_with(READ).get("/api/v1/measure-assignments/", {"status": "due"}).json()["results"]
    assert [(each["id"], each["questionnaire"] if "questionnaire" in each else each["key"]) for each in found] == [
        (str(due.pk), "gad7")
    ]


def test_alerts_are_listed_by_whether_somebody_answered(desk):
    alert = made.alarmed(desk)
    caller = calling_with(READ)
    assert len(caller.get("/api/v1/measure-alerts/", {"answered": "false"}).json()["results"]) == 1
    measures.acknowledge(by=desk.by, alert=alert, done=["spoke"], at=AT)
    assert caller.get("/api/v1/measure-alerts/", {"answered": "false"}).json()["results"] == []
