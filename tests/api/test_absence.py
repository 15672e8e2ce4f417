"""Following up missed days through the API: a person's doing, read by integrations."""

import pytest

from sessions_app.models import AbsenceCase, AbsencePolicy
from tests.api.signed_in import calling_as
from tests.factories.absence import hold, make_clinic, watch
from tests.factories.api import calling_with
from tests.factories.ground import make_staff

pytestmark = pytest.mark.django_db
URL = "/api/v1/"
SCOPES = ("sessions:read", "attendance:write", "sessions:write", "clients:read")


@pytest.fixture
def clinic(at):
    clinic = make_clinic()
    hold(clinic, 0, "absent")
    watch(clinic, 0)
    at(clinic.sessions[0].ends_at)
    return clinic


def test_steps_are_done_or_left_out_and_the_case_settled_by_a_person(clinic):
    case = AbsenceCase.objects.get()
    url = f"{URL}absence-cases/{case.pk}/"
    read = calling_with(*SCOPES).get(url + "?expand=client,policy").json()
    assert read["expanded"]["policy"]["name"] == "House rule"
    done = {"step": read["steps"][0]["id"], "outcome": "no_answer"}
    assert calling_with(*SCOPES).post(url + "do-step/", done, format="json").status_code == 403
    caller = calling_as(make_staff("counselor", site=clinic.site))
    answer = caller.post(url + "do-step/", done, format="json")
    assert answer.status_code == 200, answer.json()
    assert answer.json()["steps"][0]["outcome"] == "no_answer"
    settled = caller.post(url + "settle/", {"note": "Starts again on Monday"}, format="json")
    assert settled.json()["end"] == "settled"
    assert caller.post(url + "leave-out-step/", {"step": str(case.pk), "reason": "x"}, format="json").status_code == 404


def test_a_policy_is_set_by_whose_role_includes_it(clinic):
    body = {
        "name": "Spring rule", "valid_from": "2026-04-01", "notice_hours": 12, "no_service_days": 21,
        "limits": [{"kind": "in_a_row", "misses": 2, "consequence": "talk"}],
        "steps": [
            {"after_hours": 0, "method": "phone", "owner": "case_manager", "deadline_hours": 8, "words": "Call the same day"},
        ],
    }  # fmt: skip
    assert calling_with(*SCOPES).post(URL + "absence-policies/", body, format="json").status_code == 403
    caller = calling_as(make_staff("clinical_director", site=clinic.site))
    answer = caller.post(URL + "absence-policies/", body, format="json")
    assert answer.status_code == 201, answer.json()
    assert (answer.json()["limits"][0]["misses"], answer.json()["steps"][0]["method"]) == (2, "phone")
    assert AbsencePolicy.objects.filter(name="Spring rule").exists()


def test_a_call_ahead_of_a_day_is_noted_by_a_person(clinic):
    line = clinic.sessions[1].roster.get()
    body = {"lines": [str(line.pk)], "called_at": "2026-03-02T12:00:00Z", "reason": "Dentist"}
    assert calling_with(*SCOPES).post(URL + "absence-notices/", body, format="json").status_code == 403
    answer = calling_as(make_staff("counselor", site=clinic.site)).post(URL + "absence-notices/", body, format="json")
    assert answer.status_code == 201, answer.json()
    line.refresh_from_db()
    assert line.status == "absent_excused"
