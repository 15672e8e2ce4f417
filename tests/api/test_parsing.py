"""Bodies that no column and no answer could hold are refused as the caller's, never as our own trouble."""

import pytest

from tests.factories.api import calling_with
from tests.factories.ground import make_site

pytestmark = pytest.mark.django_db
POLICY = '"name":"x","valid_from":"2026-04-01","notice_hours":1,"no_service_days":3'
BODIES = {
    "a key with a null character": r'{"level":"\u0000",' + POLICY + "}",
    "half a character as a key": r'{"level":"\ud800",' + POLICY + "}",
    "half a character as a choice": r'{"limits":[{"kind":"\ud800","misses":1,"consequence":"talk"}],' + POLICY + "}",
    "half a character as a name": r'{"\ud800":1}',
    "nested without end": '{"limits":' + "[" * 100_000 + "]" * 100_000 + "}",
}


def test_each_is_a_problem_of_the_body():
    make_site()
    caller = calling_with("sessions:read", "sessions:write")
    for name, body in BODIES.items():
        answer = caller.generic("POST", "/api/v1/absence-policies/", body, content_type="application/json")
        assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json"), name


def test_a_whole_pair_is_a_character():
    make_site()
    caller = calling_with("sessions:read", "sessions:write")
    body = r'{"level":"\ud83c\udf31",' + POLICY + "}"
    answer = caller.generic("POST", "/api/v1/absence-policies/", body, content_type="application/json")
    assert answer.json()["errors"][0]["pointer"] == "#/level"


def test_a_number_is_no_word_and_a_word_no_switch():
    site = make_site()
    caller = calling_with("schedule:read", "schedule:write", "sessions:read", "sessions:write")
    room = {"site": str(site.pk), "name": 7, "capacity": 4, "is_active": "true"}
    answer = caller.post("/api/v1/rooms/", room, format="json")
    assert {each["pointer"] for each in answer.json()["errors"]} == {"#/name", "#/is_active"}
    step = {"after_hours": 0, "method": "phone", "owner": "case_manager", "deadline_hours": 8, "words": 1}
    policy = {"name": "x", "valid_from": "2026-04-01", "notice_hours": 1, "no_service_days": 3, "steps": [step]}
    answer = caller.post("/api/v1/absence-policies/", policy, format="json")
    assert [each["pointer"] for each in answer.json()["errors"]] == ["#/steps/0/words"]
