"""The timeline in a browser: drawn, pointed at by keyboard, readable without scripts."""

from __future__ import annotations

import datetime as dt

import pytest

from clients.timeline import Line, LineKind, Point
from tests.pages.chart_clinic import NOON, make_charts
from tests.plugins.browser import settled, unrolled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = dt.date(2026, 3, 2)


def lines(client_id, first, last):
    return [
        Line("levels", "Level", LineKind.BAND, [Point(DAY, "IOP", until=DAY)]),
        Line("phq9", "PHQ-9", LineKind.VALUE, [Point(DAY, "PHQ-9 11, moderate", 11)], None, 0, 27),
        Line("plan", "Plan", LineKind.EVENT, [Point(DAY, "Plan signed", place=("clients.client", client_id))]),
    ]


@pytest.fixture
def clinic(at, settings):
    settings.TIMELINE = ["tests.pages.test_timeline_browser.lines"]
    clinic = make_charts()
    at(NOON)
    return clinic


def test_by_keyboard_from_line_to_line_and_on_to_the_source(clinic, live, axe):
    page = live.page("desktop", user=clinic.counselor.user)
    page.goto(f"/clients/{clinic.client.pk}/timeline/")
    picture = page.locator(".timeline-canvas")
    picture.focus()
    page.keyboard.press("ArrowRight")
    page.locator("[data-timeline-detail]").get_by_text("IOP").wait_for()
    page.keyboard.press("ArrowDown")
    page.locator("[data-timeline-detail]").get_by_text("PHQ-9 11, moderate").wait_for()
    page.keyboard.press("ArrowDown")
    page.locator("[data-timeline-detail]").get_by_role("link", name="Open").wait_for()
    unrolled(page)
    axe(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/clients/{clinic.client.pk}/")


def test_on_a_phone_in_the_dark_nothing_is_cut_off(clinic, live, axe):
    page = live.page("phone", dark=True, user=clinic.counselor.user)
    page.goto(f"/clients/{clinic.client.pk}/timeline/")
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    unrolled(page)
    axe(page)


def test_without_scripts_the_table_says_it_all(clinic, live):
    page = live.page("desktop", user=clinic.counselor.user, javascript=False)
    page.goto(f"/clients/{clinic.client.pk}/timeline/")
    assert page.get_by_text("PHQ-9 11, moderate").is_visible()
    assert not page.locator(".timeline-picture").is_visible()
