"""Measures in a real browser: a tablet handed over where a dangerous answer shows help at once, and the course as a picture."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.factories import measures as made
from tests.factories.ground import PASSWORD
from tests.factories.measures import AT
from therapy.models import MeasureAlert, MeasureResponse

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(at):
    at(AT)
    desk = made.make_desk()
    # The factory's people have other passwords than the one that takes a device back.
    desk.counselor.user.set_password(PASSWORD)
    desk.counselor.user.save()
    return desk


def test_a_handed_over_phone_shows_988_at_once_and_comes_back(desk, live, barriers, picture):
    page = live.page("phone", user=desk.counselor.user)
    page.goto(f"/clients/{desk.client.pk}/measures/")
    barriers(page)
    page.get_by_label("Questionnaire", exact=True).select_option("phq9")
    page.get_by_role("button", name="Hand over the device").last.click()
    page.get_by_text("Your answers are for your care team.").wait_for()
    assert not page.get_by_role("link", name="Call 988").is_visible()
    barriers(page)
    for number in range(1, 9):
        page.locator(f"#id_q-{number}-0").check()
    page.locator("#id_q-9-1").check()
    page.get_by_role("link", name="Call 988").wait_for()
    page.locator("[data-saved-for=measure][data-state=saved]").wait_for()
    assert MeasureAlert.objects.get().assigned_to == desk.counselor
    barriers(page)
    picture(page, "help")
    page.locator("#id_q-10-1").check()
    page.get_by_role("button", name="I am done").click()
    page.get_by_text("Please give the device back.").wait_for()
    assert page.get_by_role("link", name="Call 988").is_visible()
    barriers(page)
    row = MeasureResponse.objects.get()
    assert (row.status, row.mode, row.total) == ("complete", "self", 1)
    page.get_by_role("link", name="Take the device back").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Answers").wait_for()
    barriers(page)


def test_the_course_is_drawn_with_its_table_and_an_alert_is_answered(desk, live, barriers, picture):
    for number in range(4):
        made.given(desk, [3 - number // 2] * 4 + [1] * 4 + [0], at=AT - dt.timedelta(hours=10 - number))
    alert = made.alarmed(desk)
    page = live.page("desktop", dark=True, user=desk.counselor.user)
    page.goto(f"/clients/{desk.client.pk}/measures/?m=phq9")
    drawn = page.locator("[data-measure] canvas")
    drawn.wait_for()
    page.locator("[data-measure] canvas[style*=block]").wait_for()
    assert (
        page.evaluate("Chart.getChart(document.querySelector('[data-measure] canvas')).data.datasets[0].data.length")
        == 5
    )
    barriers(page)
    picture(page, "course")
    page.get_by_role("link", name="Thoughts of being better off dead").click()
    page.get_by_label("Spoke with the client").check()
    barriers(page)
    page.get_by_role("button", name="This is done").click()
    page.get_by_text("Thank you for looking after them.").wait_for()
    barriers(page)
    alert.refresh_from_db()
    assert alert.done == ["spoke"]
