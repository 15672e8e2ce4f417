"""On a phone of 390 px: checking in before group, which the counselor's open page shows by itself, and subscribing to the feed."""

from __future__ import annotations

import pytest
import vobject

from sessions_app.models import CheckIn
from tests.factories.days import NINE, lines_of, make_running, minutes
from tests.factories.portal import make_account
from tests.portal.test_release_journey_browser import in_language

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def day(at):
    at(NINE + minutes(5))
    found = make_running(people=3)
    found.line = lines_of(found.session)[1]
    found.account = make_account(client=found.line.client)
    return found


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_check_in_from_the_phone_stands_on_the_open_session_page_and_the_calendar_is_subscribed(
    language, live, axe, day
):
    day.account.user.language = language
    day.account.user.save()
    said = in_language(language)
    desk = live.page("desktop", user=day.counselor.user)
    desk.goto(f"/sessions/{day.session.pk}/")
    desk.evaluate("() => { window.sameAsBefore = true; }")
    phone = live.page("phone", user=day.account.user)
    check_in(phone, said, axe)
    row = desk.locator(f"#row-{day.line.pk}")
    row.get_by_text("Mood 8 · cravings 1").wait_for(timeout=15_000)
    assert desk.evaluate("() => window.sameAsBefore") is True
    assert CheckIn.objects.get().by_client
    subscribe(phone, said)


def check_in(phone, said, axe):
    phone.goto("/my/")
    phone.get_by_role("link", name=said("Check in now")).click()
    phone.locator("#mood-8").check()
    phone.locator("#cravings-1").check()
    phone.get_by_label(said("What went well?")).fill("I called my sister")
    phone.get_by_role("link", name=said("Done")).focus()
    phone.locator("[data-saved-for=my-check-in][data-state=saved]").wait_for()
    axe(phone)


def subscribe(phone, said):
    phone.goto("/my/week/")
    phone.locator("a[href='/my/calendar/']").first.click()
    phone.get_by_role("button", name=said("Make a calendar address")).click()
    assert phone.get_by_role("link", name=said("Subscribe on this phone")).get_attribute("href").startswith("webcal://")
    address = phone.locator("#feed-address").input_value()
    found = vobject.readOne(phone.request.get(address).text())
    assert {each.summary.value for each in found.vevent_list} == {said("Appointment")}
