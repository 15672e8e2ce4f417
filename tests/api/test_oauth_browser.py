"""Allowing an app in a browser: the button leads back to the app, past the page's own policy."""

import pytest

from iop.api.oauth import actions
from tests.api.test_oauth import BACK, client_of, make_app
from tests.factories.ground import make_site, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_allowing_leads_back_to_the_app(live, axe, client):
    staff = make_staff("case_manager", site=make_site())
    app, secret = make_app("schedule:read", "offline_access", grant=actions.FOR_PEOPLE)
    session = client_of(app, secret, live.url, "schedule:read offline_access")
    url, state = session.create_authorization_url(f"{live.url}/oauth2/authorize/", code_verifier="v" * 64)
    # Every view is loaded before a browser waits for the first.
    client.get("/healthz")
    page = live.page("phone", dark=True, user=staff.user)
    page.goto(url)
    axe(page)
    # Nobody listens at the app's address. That the browser asks there is what the page's policy might forbid.
    with page.expect_request(lambda asked: asked.url.startswith(f"{BACK}?")) as told:
        page.get_by_role("button", name="Allow", exact=True).click()
    assert f"state={state}" in told.value.url
    live.complaints[:] = [told for told in live.complaints if BACK not in told]
