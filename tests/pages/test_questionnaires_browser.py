"""A questionnaire in a real browser: answered by keyboard on a phone, with help at once."""

from __future__ import annotations

import pytest

from tests.factories.ground import make_site, make_staff
from tests.pages.chart_clinic import NOON
from tests.plugins.browser import unrolled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_phq9_is_answered_by_keyboard_and_scored(at, live, axe, picture):
    at(NOON)
    staff = make_staff("clinical_director", site=make_site())
    page = live.page("phone", user=staff.user)
    page.goto("/questionnaires/phq9/en/")
    size = page.viewport_size
    unrolled(page, 200)
    axe(page)
    page.set_viewport_size(size)
    page.get_by_role("radio", name="Not at all").first.focus()
    assert not page.locator("#id_q-10-card").is_visible()
    # A number chooses and goes on to the next question; the arrows are the browser's own.
    for key in "22111110":
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.name") == "q-9"
    assert page.locator("#id_q-10-card").is_visible()
    assert not page.locator("[data-help]").is_visible()
    page.keyboard.press("1")
    page.locator("[data-help]").wait_for()
    assert page.get_by_role("link", name="Call 988").get_attribute("href") == "tel:988"
    assert page.get_by_text("9 of 10 answered").is_visible()
    page.locator("#score").get_by_text("Moderate", exact=True).wait_for()
    page.locator("#score").get_by_text("At once").wait_for()
    assert page.locator("#score .q-total").inner_text() == "10"
    unrolled(page, 200)
    axe(page)
    picture(page, "answered")
    page.set_viewport_size(size)
    # Taking it back takes the help back, too.
    page.get_by_role("radio", name="Not at all").nth(8).check()
    page.locator("[data-help]").wait_for(state="hidden")
