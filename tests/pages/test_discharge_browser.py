"""The end of a stay in a real browser: looked at, done, followed up on a phone, and somebody asks to come back."""

from __future__ import annotations

import pytest

from clients.models import Inquiry
from iop.access.actors import SYSTEM
from tests.factories.discharges import AT, DAY, agree, make_desk
from therapy.actions.follow_ups import watch_follow_ups
from therapy.models import FollowUp

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_stay_ends_and_somebody_is_called_a_week_later(at, live, barriers, picture):
    at(AT)
    desk = make_desk()
    agree(desk)
    page = live.page(user=desk.clinical_director.user)
    page.goto(f"/clients/{desk.client.pk}/care/")
    page.get_by_role("link", name="End treatment").click()
    page.get_by_role("heading", name="What ends").wait_for()
    page.get_by_label("Last day in treatment").fill("2026-03-01")
    page.get_by_label("Why, in a sentence").fill("Goals met.")
    page.get_by_role("button", name="Show what ends").click()
    page.get_by_text("With Sun 1 Mar as the last day:").wait_for()
    barriers(page)
    picture(page, "ending")
    page.get_by_label("How it ends").select_option("completed")
    page.get_by_label("Where they go").select_option("aftercare")
    page.get_by_label("First appointment with").select_option("arranged")
    page.locator("#id_discharge-first_on").fill("2026-03-04")
    page.locator("#id_discharge-first_time").fill("14:30")
    page.locator("#id_discharge-first_with").fill("Dr. Moreau")
    page.get_by_label("Yes, they want to hear from us").check()
    page.get_by_role("button", name="Discharge").click()
    page.get_by_role("link", name="After 7 days").wait_for()
    barriers(page)
    picture(page, "after")

    later = AT + DAY * 7
    at(later)
    watch_follow_ups(by=SYSTEM, at=later)
    phone = live.page("phone", dark=True, user=desk.case_manager.user)
    phone.goto("/follow-ups/")
    barriers(phone)
    phone.get_by_role("link", name="After 7 days").click()
    phone.get_by_label("Talked with them").check()
    phone.get_by_label("They live").select_option("stable")
    phone.get_by_label("Work or school").select_option("working")
    phone.get_by_label("Use since the last contact").select_option("once")
    phone.get_by_role("group", name="Do they want more support?").get_by_label("Yes").check()
    phone.get_by_label("How they are").fill("One evening, and told Ana.")
    barriers(phone)
    picture(phone, "check-in")
    phone.locator("#settle button.btn-primary").click()
    phone.get_by_text("asked for more support").first.wait_for()
    barriers(phone)
    assert FollowUp.objects.get(after_days=7).using == "once"
    assert Inquiry.objects.get(client=desk.client, status="new").presenting_problem == "One evening, and told Ana."
