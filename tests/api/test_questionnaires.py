"""Questionnaires through the API: what may be asked, by key, version and language."""

from __future__ import annotations

import pytest

from tests.factories.api import calling_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def caller():
    return calling_with("measures:read")


def test_lists_what_may_be_asked_in_a_language(caller):
    english = caller.get("/api/v1/questionnaires/").json()
    spanish = caller.get("/api/v1/questionnaires/?language=es").json()
    assert "pcl5" in {each["key"] for each in english}
    assert {each["key"] for each in spanish} == {"phq9", "gad7"}


def test_fetches_one_with_its_questions_and_bands(caller):
    found = caller.get("/api/v1/questionnaires/gad7/").json()
    assert (len(found["questions"]), found["questionnaire_version"], found["loinc_total"]) == (7, 1, "70274-6")
    assert found["questions"][0]["options"][3] == {"value": 3, "words": "Nearly every day", "points": "3.00"}
    assert found["bands"][-1]["low"] == "15.00"


def test_one_without_its_wording_is_not_there(caller):
    answer = caller.get("/api/v1/questionnaires/cssrs_screener/")
    assert answer.status_code == 404
    assert "load its wording" in answer.json()["detail"]


def test_a_version_that_never_was_is_not_there(caller):
    assert caller.get("/api/v1/questionnaires/gad7/?questionnaire_version=9").status_code == 404


def test_another_scope_reads_nothing():
    assert calling_with("schedule:read").get("/api/v1/questionnaires/").status_code == 403
