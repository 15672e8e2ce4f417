"""Asking, answering, correcting and setting up questionnaires over the API."""

import json

import pytest

from tests.api.signed_in import calling_as, patch, post, refused
from tests.factories import measures as made
from tests.factories.api import calling_with
from tests.factories.measures import AT, CALM, WORRYING
from therapy.models import MeasureAlert

pytestmark = pytest.mark.django_db
DUE, ANSWERS, ALERTS = "/api/v1/measure-assignments/", "/api/v1/measure-responses/", "/api/v1/measure-alerts/"
SETUP = "/api/v1/questionnaire-versions/"
OURS = {
    "resourceType": "Questionnaire", "status": "active",
    "item": [{"linkId": "1", "text": "How was your week?", "type": "integer"}],
}  # fmt: skip


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk()


@pytest.fixture
def mine(desk):
    return calling_as(desk.counselor)


def test_a_questionnaire_is_asked_for_and_left_out_with_the_reason(desk, mine):
    due = post(mine, DUE, {"episode": str(desk.episode.pk), "key": "gad7"})
    assert (due["status"], due["occasion"]) == ("due", "by_hand")
    assert refused(mine, f"{DUE}{due['id']}/skip/", {"reason": "other"})[0] == 400
    assert post(mine, f"{DUE}{due['id']}/skip/", {"reason": "away"})["status"] == "skipped"


def test_answers_are_given_step_by_step(desk, mine):
    row = post(mine, f"{ANSWERS}begin/", {"episode": str(desk.episode.pk), "key": "phq9"})
    place = f"{ANSWERS}{row['id']}/"
    assert post(mine, f"{place}hand-over/")["mode"] == "self"
    row = mine.get(place).json()
    row = patch(mine, place, {"version": row["version"], "answers": made.answers(CALM[:4])})
    assert refused(mine, f"{place}finish/", {"version": row["version"], "answers": made.answers(CALM[:4])})[0] == 409
    row = post(mine, f"{place}finish/", {"version": row["version"], "answers": made.answers(CALM)})
    assert (row["status"], row["total"]) == ("complete", "4.00")
    saves = calling_with("measures:read").get("/api/v1/measure-saves/", {"response": row["id"]}).json()["results"]
    assert [len(each["answers"]) for each in saves] == [4, 9]
    assert post(mine, f"{place}entered-in-error/", {"reason": "Another person's"})["entered_in_error_at"]


@pytest.mark.parametrize("wrong", ["9\x00", {"deep": 1}, 10**20, [["x"]]])
def test_what_is_no_answer_is_refused(desk, mine, wrong):
    row = post(mine, f"{ANSWERS}begin/", {"episode": str(desk.episode.pk), "key": "phq9"})
    assert refused(mine, f"{ANSWERS}{row['id']}/", {"version": 1, "answers": {"1": wrong}}, "patch")[0] == 400


def test_an_alert_is_answered_by_a_person_once(desk, mine):
    made.given(desk, WORRYING)
    place = f"{ALERTS}{MeasureAlert.objects.get().pk}/acknowledge/"
    body = {"done": ["spoke", "assessed"], "what_was_done": "Talked; safe at home."}
    assert refused(calling_with("measures:read", "measures:write"), place, body) == (
        403,
        "Only a person can answer for this.",
    )
    assert post(mine, place, body)["acknowledged_by"] == str(desk.counselor.pk)
    assert refused(mine, place, body)[0] == 409


def test_the_rhythm_is_set_by_those_who_set_measures_up(desk, mine):
    body = {"level": desk.level.key, "key": "phq9", "valid_from": made.TODAY.isoformat(), "every_days": 7}
    boss = calling_as(desk.director)
    assert refused(mine, "/api/v1/measure-rules/", body)[0] == 403
    assert post(boss, "/api/v1/measure-rules/", body)["every_days"] == 7
    assert boss.post("/api/v1/measure-rules/suggested/").status_code == 204


def test_a_questionnaire_is_taken_in_and_switched_off(desk):
    boss = calling_as(desk.director)
    body = {"key": "our_week", "title": "Our week", "language": "en", "resource": json.dumps(OURS)}
    row = post(boss, SETUP, body)
    assert (row["key"], row["is_active"], row["source"]) == ("our_week", True, "imported")
    assert post(boss, f"{SETUP}switch/", {"key": "our_week", "language": "en", "on": False})["is_active"] is False
    assert refused(boss, SETUP, {**body, "resource": "[]"})[0] == 400
    assert refused(boss, SETUP, {**body, "resource": "{"})[0] == 400


def test_the_clinics_own_settings_make_a_version(desk):
    boss = calling_as(desk.director)
    body = {"key": "phq9", "meaningful": "6", "reliable": "6", "note": "As we agreed"}
    assert post(boss, f"{SETUP}settings/", body)["note"] == "As we agreed"
    assert refused(boss, f"{SETUP}settings/", {**body, "bands": [{"key": "mild", "low": "1"}]})[0] == 400


def test_terms_are_accepted_by_a_person(desk):
    key = calling_with("measures:read", "measures:write")
    told = refused(key, f"{SETUP}wording/", {
        "key": "phq9", "language": "es", "items": ["x"] * 9, "options": [], "accepts": True,
    })  # fmt: skip
    assert told[0] in (400, 403)
    assert refused(calling_as(desk.director), f"{SETUP}accept-terms/", {"key": "nothing"})[0] == 409
