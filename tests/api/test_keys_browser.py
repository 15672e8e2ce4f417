"""Replacing a key in a browser: its end is chosen with the device's own picker, within the days that the clinic allows."""

import datetime as dt

import pytest

from iop.api import keys
from iop.api.models import IntegrationKey
from iop.core import clock
from tests.factories.api import make_key
from tests.factories.ground import make_site, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(("device", "dark"), [("phone", True), ("desktop", False)])
def test_a_key_that_ends_soon_is_replaced_by_one_with_another_end(live, axe, client, device, dark):
    admin = make_staff("site_admin", site=make_site())
    today = clock.today("UTC")
    old = make_key("schedule:read", until=today + 10 * DAY)[0]
    # Every view is loaded before a browser waits for the first.
    client.get("/healthz")
    page = live.page(device, dark=dark, user=admin.user)
    page.goto(f"{live.url}/integrations/{old.integration_id}/")
    assert page.get_by_text("Ends soon").is_visible()
    axe(page)
    page.get_by_role("link", name=f"Replace {old.prefix}").click()
    until = page.get_by_label("Holds until")
    assert until.input_value() == f"{today + keys.USUAL_DAYS * DAY}"
    until.fill(f"{today + 1000 * DAY}")
    page.get_by_role("button", name="Make the next key").click()
    page.locator("#id_until_error").get_by_text("A key holds until").wait_for()
    axe(page)
    page.get_by_label("Holds until").fill(f"{today + 90 * DAY}")
    page.get_by_role("button", name="Make the next key").click()
    page.get_by_text("The new key. Copy it now").wait_for()
    axe(page)
    new = IntegrationKey.objects.exclude(pk=old.pk).get()
    assert keys.last_day(new.expiry_date) == today + 90 * DAY
    live.complaints[:] = [told for told in live.complaints if "422" not in told]
