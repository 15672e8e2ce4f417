"""Plans a client owns, aftercare and discharge summaries as resources."""

import pytest
from rest_framework.test import APIClient

from iop.access.choices import Permission
from iop.access.models import Role
from tests.factories import own_plans as make
from tests.factories import privacy
from tests.factories.api import calling_with
from tests.factories.clients import AT
from therapy.actions import own_plans
from therapy.choices.own_plans import SeenBy
from therapy.models import OwnPlanVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(at):
    at(AT)
    return make.make_desk()


def signed_in(staff):
    browser = APIClient()
    browser.force_login(staff.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def body(desk, **said):
    contents = {"signs": [{"text": "I stop sleeping."}], "alone": [{"text": "Walk"}], "surroundings": [{"text": "Ana"}]}
    return {"client": str(desk.client.pk), "kind": "safety", "version": 0, "contents": contents, **said}


def test_a_plan_comes_with_the_version_that_holds(desk):
    make.keep_safety(desk)
    make.keep_safety(desk, signs=["New"])
    row = signed_in(desk.counselor).get("/api/v1/own-plans/").json()["results"][0]
    assert (row["current"]["number"], row["current"]["contents"]["signs"]) == (2, [{"text": "New"}])


def test_staff_keep_a_version(desk):
    answer = signed_in(desk.counselor).post("/api/v1/own-plans/", body(desk), format="json")
    assert answer.status_code == 201, answer.json()
    assert OwnPlanVersion.objects.get().kept_by_id == desk.counselor.pk


def test_a_version_that_was_not_read_is_not_overwritten(desk):
    make.keep_safety(desk)
    browser = signed_in(desk.counselor)
    assert browser.post("/api/v1/own-plans/", body(desk), format="json").status_code == 409
    assert browser.post("/api/v1/own-plans/", body(desk, version=1), format="json").status_code == 409


def test_a_plan_for_the_care_team_is_not_there_for_others(desk):
    plan = own_plans.plan_of(by=desk.by_director, client=desk.client, kind="relapse", at=AT)
    own_plans.keep_version(
        by=desk.by_director, plan=plan, version=1, contents=make.RELAPSE, at=AT, seen_by=SeenBy.CARE_TEAM
    )
    assert signed_in(desk.counselor).get("/api/v1/own-plans/").json()["results"] == []


def test_an_integration_reads_only_what_serves_or_is_consented(desk):
    make.keep_safety(desk)
    party = privacy.make_party()
    key = calling_with("plans:read", party=party, purpose="treatment")
    assert key.get("/api/v1/own-plans/").json()["results"] == []
    privacy.make_consent(desk.client, party=party, information=["safety", "plan"])
    assert len(key.get("/api/v1/own-plans/").json()["results"]) == 1


def test_aftercare_comes_with_its_steps(desk):
    make.step(desk)
    row = signed_in(desk.counselor).get("/api/v1/aftercare-plans/").json()["results"][0]
    assert len(row["steps"]) == 8


def test_only_signed_summaries_and_only_parts_of_ones_role(desk):
    browser = signed_in(desk.counselor)
    desk.episode = make.leave(desk)
    make.open_summary(desk)
    assert [row["status"] for row in browser.get("/api/v1/discharge-summaries/").json()["results"]] == ["draft"]
    assert calling_with("notes:read").get("/api/v1/discharge-summaries/").json()["results"] == []
    make.signed_summary(desk, tests="One unexpected result.")
    role = Role.objects.get(key="counselor")
    role.permissions = [each for each in role.permissions if each != Permission.TESTS_VIEW]
    role.save()
    contents = browser.get("/api/v1/discharge-summaries/").json()["results"][0]["contents"]
    assert "risk" in contents
    assert "tests" not in contents


@pytest.mark.parametrize("what", ["own-plans", "aftercare-plans", "discharge-summaries"])
def test_nothing_without_the_scope(desk, what):
    assert calling_with("clients:read").get(f"/api/v1/{what}/").status_code == 403
