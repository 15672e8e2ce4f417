"""On a phone: a release is taken back while the relative's page is open, and the page closes by itself."""

from __future__ import annotations

import pytest

from clients.choices import Information
from tests.factories.clients import AT, make_client, make_site
from tests.factories.families import make_relative_account, make_sharing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_open_page_closes_when_the_release_is_taken_back(at, live, barriers):
    at(AT)
    sharing = make_sharing(
        make_client(make_site(), legal_first_name="Noor"), Information.SCHEDULE, Information.ATTENDANCE
    )
    page = live.page("phone", user=make_relative_account(sharing, language="es").user)
    page.goto("/shared/")
    barriers(page)
    page.locator("main a.btn-primary").click()
    page.locator("#kind-schedule").wait_for()
    barriers(page)
    sharing.consent.stopped_at = AT
    sharing.consent.save()
    page.locator("#kind-schedule").wait_for(state="detached", timeout=40_000)
    assert "Noor" not in page.locator("main").inner_text()
