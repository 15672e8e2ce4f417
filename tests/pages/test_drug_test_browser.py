"""A sample from the list at the door to the conversation, on a phone in a corridor and at a desk: in a real browser."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.factories import drug_tests as made
from tests.factories.drug_tests import AT
from therapy.models.drug_tests import DrugTest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk(people=2)


@pytest.mark.parametrize(("size", "dark"), [("phone", False)])
def test_a_sample_is_collected_read_and_talked_about(size, dark, desk, live, barriers, picture):
    name = f"{size}-{'dark' if dark else 'light'}"
    made.plan(desk)
    test = made.order(desk)
    page = live.page(size, dark=dark, user=desk.counselor.user)
    page.goto("/tests/")
    barriers(page)
    picture(page, f"tests-today-{name}")
    page.get_by_role("link", name="Collect").first.click()
    page.get_by_label("Used", exact=True).check()
    page.get_by_label("Cocaine or crack").check()
    page.get_by_label("Temperature").fill("96.4")
    barriers(page)
    picture(page, f"tests-collect-{name}")
    page.get_by_role("button", name="Write the sample down").click()
    page.get_by_role("group", name="Cocaine").get_by_label("Positive").check()
    page.get_by_role("group", name="Fentanyl").get_by_label("Positive").check()
    page.get_by_label("Every line left open is negative").check()
    page.get_by_label("Creatinine", exact=True).or_(page.locator("#id_creatinine")).first.fill("80")
    page.locator("#id_ph").fill("6")
    barriers(page)
    picture(page, f"tests-screen-{name}")
    page.get_by_role("button", name="Keep the result").click()
    page.get_by_text("Offer naloxone today.").wait_for()
    barriers(page)
    picture(page, f"tests-result-{name}")
    page.get_by_role("link", name="What came of it").click()
    page.get_by_label("Talked with the client; plan is reviewed").check()
    page.get_by_label("In a few words").fill("Told me before. Took two kits home.")
    barriers(page)
    page.get_by_role("button", name="Write it down").click()
    page.get_by_text("Took two kits home.").wait_for()
    assert DrugTest.objects.get(pk=test.pk).status == "reviewed"
    page.goto(f"/clients/{desk.client.pk}/tests/")
    barriers(page)
    picture(page, f"tests-chart-{name}")


def test_draws_and_panels_have_no_barriers(desk, live, barriers, picture):
    made.plan(desk, per_week=Decimal(7), max_gap_days=1)
    page = live.page("desktop", dark=False, user=desk.director.user)
    page.goto("/tests/draws/")
    page.get_by_role("button", name="Draw for today now").click()
    page.get_by_role("button", name="Repeat this draw").click()
    page.get_by_text("the same 1 pick").wait_for()
    barriers(page)
    picture(page, "tests-draw")
    page.goto("/tests/panels/")
    barriers(page)
    picture(page, "tests-panels")
    page.get_by_role("link", name="6-panel cup").click()
    page.get_by_role("button", name="Keep it").wait_for()
    barriers(page)
