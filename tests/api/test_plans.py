"""Treatment plans, progress and reviews over the API: the same rules as the pages."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import plans as made
from tests.factories.api import calling_with
from tests.factories.plans import AT
from therapy.actions import plans as actions
from therapy.models import PlanGoal

pytestmark = pytest.mark.django_db
PLANS = "/api/v1/plans/"


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk()


def test_a_plan_comes_with_its_thread(desk):
    plan = made.signed_plan(desk)
    row = calling_with("plans:read").get(f"{PLANS}{plan.pk}/").json()
    objective = row["problems"][0]["goals"][0]["objectives"][0]
    assert (objective["measure"], objective["baseline"], objective["target"]) == ("PHQ-9", "16.00", "9.00")
    assert objective["interventions"][0]["role"] == "therapist"


def test_a_list_is_by_client_and_status(desk):
    plan = made.signed_plan(desk)
    rows = calling_with("plans:read").get(PLANS, {"client": desk.client.pk, "status": "active"}).json()["results"]
    assert [row["id"] for row in rows] == [str(plan.pk)]


def test_a_draft_is_not_read_by_whoever_only_reads(desk):
    plan = made.open_plan(desk)
    assert calling_with("plans:read").get(f"{PLANS}{plan.pk}/").status_code == 404


def test_another_scope_opens_no_plan(desk):
    plan = made.signed_plan(desk)
    assert calling_with("sessions:read").get(f"{PLANS}{plan.pk}/").status_code == 403


def test_a_colleague_saves_a_row_and_a_stale_one_is_told(desk, client):
    plan = made.open_plan(desk)
    goal = made.only(PlanGoal, plan)
    client.force_login(desk.therapist.user)
    body = {"kind": "goal", "part": str(goal.pk), "version": 1, "values": {"words": "My mornings"}}
    answers = [client.post(f"{PLANS}{plan.pk}/part/", body, content_type="application/json") for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 409]
    assert answers[0].json()["problems"][0]["goals"][0]["words"] == "My mornings"


def test_reviews_and_progress_are_there_once_signed(desk, at):
    plan = made.signed_plan(desk)
    later = AT + dt.timedelta(days=3)
    at(later)
    review = actions.open_review(by=desk.by, plan=plan, at=later)
    marks = {made.thread_of(plan).pk: ("improved", "")}
    review = actions.save_review(by=desk.by, review=review, version=1, values={"summary": "x"}, marks=marks, at=later)
    caller = calling_with("plans:read")
    assert caller.get("/api/v1/objective-progress/").json()["results"] == []
    actions.sign_review(by=desk.by, review=review, version=review.version, at=later)
    assert [row["progress"] for row in caller.get("/api/v1/objective-progress/").json()["results"]] == ["improved"]
    assert [row["id"] for row in caller.get("/api/v1/plan-reviews/").json()["results"]] == [str(review.pk)]


def test_statements_do_not_grow_with_the_rows(desk):
    plan = made.fill_in(desk, made.open_plan(desk))
    counted = []
    for _ in range(2):
        made.fill_in(desk, plan)
        signed = actions.sign_plan(by=desk.by, plan=plan, at=AT)
        caller = calling_with("plans:read")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert caller.get(f"{PLANS}{signed.pk}/").status_code == 200
        counted.append(len(seen))
        plan = made.open_plan(desk)
        for _more in range(3):
            actions.add_part(by=desk.by, plan=plan, kind="problem", at=AT)
    assert counted[0] == counted[1]
