"""From the first call to a drawn stay, in a real browser, on a phone and at a desk."""

from __future__ import annotations

import datetime as dt

import pytest

from clients.models import Client
from tests.pages.chart_clinic import NOON, colleague, long_stay, make_charts, raise_concern

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clinic(at):
    at(NOON)
    return make_charts(people=2)


def fill_in(page, **fields):
    for name, value in fields.items():
        page.locator(f"[name='{name}']").fill(value)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_from_the_first_call_to_a_chart(size, clinic, live, barriers, picture):
    page = live.page(size, user=colleague(clinic, "clinical_director").user)
    page.goto("/clients/")
    page.get_by_role("link", name="Register a client").click()
    page.get_by_role("heading", name="Register a client").wait_for()
    barriers(page)
    fill_in(
        page,
        legal_first_name="Marguerite",
        legal_last_name="Okonkwo",
        preferred_name="Maggie",
        date_of_birth="1988-11-05",
    )
    fill_in(
        page, phone="617-555-0142", emergency_first_name="Bo", emergency_role="brother", emergency_phone="617-555-0143"
    )
    picture(page, f"register-{size}")
    page.get_by_role("button", name="Register", exact=True).click()
    page.get_by_role("heading", name="Maggie Okonkwo").wait_for()
    page.get_by_role("link", name="Care", exact=True).click()
    page.locator("#id_place-level").wait_for()
    barriers(page)
    page.locator("#id_place-level").select_option(label="IOP · Intensive outpatient")
    fill_in(page, **{"place-reason": "Stable at home, needs structure most days."})
    picture(page, f"care-{size}")
    page.get_by_role("button", name="Place", exact=True).click()
    page.get_by_text("Placed.").wait_for()
    page.get_by_role("button", name="Admit", exact=True).click()
    page.get_by_role("heading", name="Enrol in a track").wait_for()
    barriers(page)
    page.locator("#id_track").select_option(index=1)
    for name in ("Monday", "Wednesday", "Friday"):
        page.locator("#take").get_by_label(name).check()
    fill_in(page, starts_on="2026-03-04")
    picture(page, f"enrol-{size}")
    page.get_by_role("button", name="Enrol", exact=True).click()
    page.get_by_text("Enrolled. Their days are on the schedule.").wait_for()
    barriers(page)
    picture(page, f"schedule-{size}")
    assert Client.objects.get(legal_last_name="Okonkwo").enrolments.get().starts_on == dt.date(2026, 3, 4)


@pytest.mark.parametrize(("size", "dark"), [("phone", False), ("desktop", True)])
def test_a_stay_is_read_by_keyboard(size, dark, clinic, live, barriers, picture):
    long_stay(clinic, 75)
    page = live.page(size, dark=dark, user=colleague(clinic, "clinical_director").user)
    page.goto(f"/clients/{clinic.client.pk}/")
    barriers(page)
    week = page.locator(".stay-week").last
    week.focus()
    picture(page, f"overview-{size}-{'dark' if dark else 'light'}")
    week.locator(".stay-says").wait_for(state="visible")


@pytest.mark.parametrize("size", ["phone"])
def test_every_part_of_a_chart_is_within_reach(size, clinic, live, barriers, picture):
    raise_concern(clinic, what_happened="Said he could not see a way on.")
    page = live.page(size, user=colleague(clinic, "clinical_director").user)
    for part in ("schedule", "attendance", "notes", "contacts", "care", "concern", "enrol", "edit"):
        page.goto(f"/clients/{clinic.client.pk}/{part}/")
        barriers(page)
        picture(page, f"{part}-{size}")
    page.goto(f"/enrolments/{clinic.enrolment.pk}/")
    barriers(page)
    picture(page, f"enrolment-{size}")


@pytest.mark.parametrize(("size", "dark"), [("phone", False), ("desktop", True)])
def test_the_census_and_the_list_are_read_at_a_glance(size, dark, clinic, live, barriers, picture):
    raise_concern(clinic)
    page = live.page(size, dark=dark, user=colleague(clinic, "clinical_director").user)
    for name in ("census", "clients"):
        page.goto(f"/{name}/")
        barriers(page)
        picture(page, f"{name}-{size}-{'dark' if dark else 'light'}")


def test_the_palette_jumps_to_a_client(clinic, live):
    page = live.page("desktop", user=colleague(clinic, "counselor").user)
    page.goto("/clients/")
    page.keyboard.press("Control+k")
    page.keyboard.type(clinic.client.legal_last_name, delay=5)
    # What was typed half is answered too; only the answer to the whole name counts.
    page.locator("#palette-list li:first-child a", has_text=clinic.client.legal_last_name).wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/clients/{clinic.client.pk}/")
