"""An emergency, a breach with its clocks, and two charts joined, in a real browser on a phone and at a desk."""

from __future__ import annotations

import pytest

from tests.factories.clients import AT, make_staff
from tests.plugins.browser import unrolled
from tests.registers.world import REASON, make_guarded, make_twice

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [("phone", "light"), ("desktop", "dark")]


@pytest.fixture
def barriers(axe):
    def check(page):
        size = page.viewport_size
        unrolled(page, 200)
        axe(page)
        page.set_viewport_size(size)

    return check


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_a_chart_in_an_emergency_and_given_back(size, theme, at, live, barriers, picture):
    at(AT)
    clinic = make_guarded()
    page = live.page(size, dark=theme == "dark", user=clinic.other.user)
    page.goto(f"/clients/{clinic.client.pk}/")
    page.get_by_role("heading", name="There is nothing here for you").wait_for()
    barriers(page)
    picture(page, f"emergency-not-there-{size}-{theme}")
    page.get_by_role("link", name="This is an emergency").click()
    page.get_by_role("link", name="Search instead").click()
    page.get_by_label("Record number").fill(clinic.client.record_number)
    barriers(page)
    page.get_by_role("button", name="Find the chart").click()
    page.get_by_text("M. O., born 1990").wait_for()
    barriers(page)
    picture(page, f"emergency-found-{size}-{theme}")
    page.get_by_label("Why").fill(REASON)
    page.get_by_role("button", name="Open the chart").click()
    page.get_by_text("60 minutes left").wait_for()
    barriers(page)
    picture(page, f"emergency-banner-{size}-{theme}")
    page.get_by_role("button", name="Give back now").click()
    page.get_by_text("The chart is closed to you again").wait_for()
    officer = live.page(size, dark=theme == "dark", user=clinic.officer.user)
    officer.goto("/emergency/reviews/")
    barriers(officer)
    picture(officer, f"emergency-reviews-{size}-{theme}")
    officer.locator("a.row-link").first.click()
    officer.get_by_label("Yes", exact=True).check()
    barriers(officer)
    picture(officer, f"emergency-review-{size}-{theme}")
    officer.get_by_role("button", name="Save the review").click()
    officer.get_by_text("Nothing waits for a review").wait_for()


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_a_breach_with_its_clocks(size, theme, at, live, barriers, picture):
    at(AT)
    clinic = make_guarded()
    page = live.page(size, dark=theme == "dark", user=clinic.officer.user)
    page.goto("/registers/")
    barriers(page)
    picture(page, f"registers-{size}-{theme}")
    page.goto("/registers/breach/new/")
    page.get_by_label("How many people it concerns").fill("512")
    page.get_by_label("What happened").fill("A list of names was sent to the wrong laboratory.")
    barriers(page)
    picture(page, f"breach-new-{size}-{theme}")
    page.get_by_role("button", name="Report").click()
    page.get_by_text("Tell the media").wait_for()
    barriers(page)
    picture(page, f"breach-entry-{size}-{theme}")
    page.get_by_label("A breach: to be told").check()
    page.locator("[name='move-reason']").fill("They opened the list and cannot prove that it was destroyed.")
    page.get_by_role("button", name="Take this step").click()
    page.get_by_text("They opened the list").first.wait_for()
    page.goto("/registers/breach/?when=open")
    page.get_by_text("512 people concerned").wait_for()
    barriers(page)
    picture(page, f"breach-list-{size}-{theme}")


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_two_charts_joined_and_parted(size, theme, at, live, barriers, picture):
    at(AT)
    two = make_twice()
    page = live.page(size, dark=theme == "dark", user=make_staff(two.site, "privacy_officer").user)
    page.goto(f"/clients/{two.kept.pk}/guard/")
    barriers(page)
    picture(page, f"guard-{size}-{theme}")
    page.get_by_role("link", name="Join a second chart").click()
    page.get_by_label("Record number of the other chart").fill(two.absorbed.record_number)
    page.get_by_role("button", name="Look at both").click()
    page.get_by_role("heading", name="What happens").wait_for()
    barriers(page)
    picture(page, f"merge-preview-{size}-{theme}")
    page.get_by_label("Why").fill("Same birth date and phone; they say so.")
    page.get_by_role("button", name="Join them").click()
    page.get_by_text("Both record numbers find this chart").wait_for()
    page.goto(f"/clients/{two.absorbed.pk}/")
    page.wait_for_url(f"**/clients/{two.kept.pk}/")
    page.goto(f"/clients/{two.kept.pk}/guard/")
    page.get_by_role("link", name="Undo").click()
    barriers(page)
    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_text("two charts again").wait_for()
    picture(page, f"guard-undone-{size}-{theme}")
    page.goto(f"/clients/{two.kept.pk}/contacts/")
    page.get_by_text("Hold messages back").click()
    barriers(page)
    picture(page, f"holds-{size}-{theme}")
