"""Two at once on one plan: one signature, one draft, one answer, one row. One is obeyed, the other told."""

import pytest

from tests.factories import plans as made
from tests.factories.plans import AT
from tests.therapy.test_assessment_races import together
from therapy.actions import plans
from therapy.models import PlanGoal, PlanSignature, TreatmentPlan

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk():
    return made.make_desk()


def codes(came):
    return sorted(getattr(each, "code", "done") for each in came)


def test_two_clicks_sign_once(desk):
    plan = made.fill_in(desk, made.open_plan(desk))
    came = together(*(lambda: plans.sign_plan(by=desk.by, plan=plan, at=AT) for _ in range(2)))
    assert codes(came) == ["already_signed", "done"]


def test_two_who_begin_get_the_same_draft(desk):
    came = together(*(
        lambda by=by: plans.open_plan(by=by, episode=desk.episode, at=AT) for by in (desk.by, desk.by_director)
    ))  # fmt: skip
    assert came[0] == came[1]
    assert TreatmentPlan.objects.count() == 1


def test_two_who_save_one_row(desk):
    plan = made.open_plan(desk)
    goal = made.only(PlanGoal, plan)
    came = together(*(
        lambda by=by, words=words: plans.save_part(
            by=by, plan=plan, kind="goal", part_id=goal.pk, version=1, values={"words": words}, at=AT
        )
        for by, words in ((desk.by, "Mine"), (desk.by_director, "Theirs"))
    ))  # fmt: skip
    assert codes(came) == ["done", "stale"]


def test_the_client_signs_once(desk):
    plan = made.signed_plan(desk)
    name = f"{desk.client.legal_first_name} {desk.client.legal_last_name}"
    came = together(*(
        lambda: plans.record_client_answer(by=desk.by, plan=plan, method="typed", name=name, at=AT) for _ in range(2)
    ))  # fmt: skip
    assert codes(came) == ["already_signed", "done"]
    assert PlanSignature.objects.count() == 1
