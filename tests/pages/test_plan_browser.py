"""A plan written on a tablet, signed, and signed by the client with the device in their hands: in a real browser."""

from __future__ import annotations

import pytest

from tests.factories import plans as made
from tests.factories.assessments import AT
from therapy.models import PlanGoal, PlanSignature, TreatmentPlan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk()


def test_a_plan_is_written_signed_and_handed_over(desk, live, barriers):
    page = live.page("phone", dark=True, user=desk.therapist.user)
    page.goto(f"/clients/{desk.client.pk}/plan/")
    barriers(page)
    page.get_by_role("button", name="Begin the plan").click()
    page.get_by_label("What they want, in their own words").fill("I want my mornings back")
    # Straight to another button: what was typed is saved first.
    page.get_by_role("button", name="Another goal").click()
    page.locator("section.plan-goal").nth(1).wait_for()
    plan = TreatmentPlan.objects.get()
    assert "I want my mornings back" in PlanGoal.objects.filter(plan=plan).values_list("words", flat=True)
    barriers(page)
    made.fill_in(desk, plan)
    page.goto(f"/plans/{plan.pk}/")
    barriers(page)
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text("Signed and in force.").wait_for()
    page.get_by_role("link", name="Have the client sign").click()
    barriers(page)
    page.get_by_role("button", name="Hand over the device").click()
    page.get_by_role("button", name="Go on to sign").click()
    page.get_by_label("Type your full name").fill(f"{desk.client.legal_first_name} {desk.client.legal_last_name}")
    page.locator("#id_agrees").check()
    barriers(page)
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_role("heading", name="Thank you.").wait_for()
    assert PlanSignature.objects.get().method == "typed"
    page.goto("/clients/")
    assert "/plans/" not in page.url
    page.close()
