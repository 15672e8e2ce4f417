"""Own plans in a real browser: a client writes a safety plan on a phone, and a colleague sums a stay up at a desk."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import own_plans as make
from tests.factories.clients import AT
from tests.factories.ground import PASSWORD
from tests.plugins.browser import settled
from therapy.models import DischargeSummary, OwnPlan, OwnPlanVersion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(at):
    at(AT)
    return make.make_desk()


def test_a_client_writes_their_safety_plan_on_a_phone_in_spanish(desk, live, barriers, picture):
    page = live.page("phone", user=desk.counselor.user)
    page.goto(f"/clients/{desk.client.pk}/own-plans/")
    barriers(page)
    picture(page, "tab")
    page.locator("a[href$='/own-plans/safety/write/']").click()
    page.get_by_role("button", name="Keep this version").wait_for()
    barriers(page)
    picture(page, "write")
    page.locator("#hand-over button[value=es]").click()
    page.get_by_role("heading", name="Mi plan de seguridad").wait_for()
    barriers(page)
    page.get_by_label("1. Cómo noto que está empezando").fill("Dejo de dormir.\nDejo de contestar.")
    page.get_by_label("2. Lo que puedo hacer por mi cuenta").fill("Caminar hasta el puente.")
    page.locator("#s-helpers-0-name").fill("Mi hermana Ana")
    page.locator("#s-helpers-0-phone").fill("617 555 0151")
    page.get_by_label("6. Hacer más seguro mi entorno").fill("Ana guarda las pastillas.")
    page.locator(".saved[data-state=saved]").wait_for()
    assert OwnPlan.objects.get().draft["helpers"] == [{"name": "Mi hermana Ana", "phone": "617 555 0151"}]
    picture(page, "fill")
    page.locator("form#own-plan button.btn-primary").click()
    page.locator(".handover-thanks").wait_for()
    barriers(page)
    page.goto(f"/clients/{desk.client.pk}/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="617 555 0151").wait_for()
    settled(page)
    barriers(page)
    picture(page, "kept")
    version = OwnPlanVersion.objects.get()
    assert (version.how, version.language) == ("by_client", "es")


def test_a_stay_is_planned_for_afterwards_and_summed_up(desk, live, barriers, picture):
    make.step(desk)
    desk.episode = make.leave(desk)
    page = live.page(user=desk.counselor.user)
    page.goto(reverse("aftercare", args=[desk.episode.pk]))
    page.locator("#therapy-provider").fill("Dr. Moreau")
    page.locator("#therapy-status").select_option("arranged")
    page.locator("[data-saved-for=step-therapy][data-state=saved]").wait_for()
    barriers(page)
    picture(page, "aftercare")
    page.goto(reverse("discharge_summary", args=[desk.episode.pk]))
    page.get_by_role("button", name="Begin with what the chart knows").click()
    for label in ("Services and attendance", "Diagnoses", "Risk at discharge", "Recommendations", "Aftercare, with"):
        page.get_by_label(label).fill("Words about it.")
    page.locator("[data-saved-for=summary-form][data-state=saved]").wait_for()
    barriers(page)
    picture(page, "summary")
    page.get_by_role("button", name="Save, and look it through").click()
    page.wait_for_load_state()
    page.locator("#sign button:enabled").click()
    page.locator("a[href$='/summary/send/']").wait_for()
    settled(page)
    barriers(page)
    assert DischargeSummary.objects.get().status == "signed"
    page.locator("a[href$='/summary/send/']").click()
    page.locator("#to").select_option("client")
    page.get_by_role("button", name="See what may leave").click()
    page.get_by_role("button", name="Let it leave").wait_for()
    barriers(page)
    picture(page, "send")
