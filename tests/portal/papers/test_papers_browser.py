"""On a phone: a client reads a release, signs it with a finger, and takes it back."""

from __future__ import annotations

import pytest

from clients.models import Consent
from tests.factories.clients import AT
from tests.factories.own_papers import make_own, offered

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def own(at):
    at(AT)
    return make_own()


def draw(page):
    box = page.locator("[data-sign-pad]").bounding_box()
    x, y = box["x"] + 30, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(20):
        page.mouse.move(x + step * 8, y + (25 if step % 2 else -25), steps=3)
    page.mouse.up()


def test_a_release_is_signed_with_a_finger_and_taken_back(own, live, barriers, picture):
    row = offered(own, "relative")
    page = live.page("phone", user=own.account.user)
    page.goto("/my/papers/")
    barriers(page)
    page.get_by_role("link", name="What I agreed to").click()
    page.get_by_role("heading", name="For you to read and sign").wait_for()
    barriers(page)
    page.locator("#to-sign a").click()
    page.get_by_role("button", name="Go on to sign").wait_for()
    page.get_by_role("button", name="Sign", exact=True).wait_for(state="hidden")
    barriers(page)
    picture(page, "read")
    page.get_by_role("button", name="Go on to sign").click()
    page.get_by_role("checkbox").check()
    draw(page)
    barriers(page)
    picture(page, "sign")
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text("Signed. Thank you.").wait_for()
    assert Consent.objects.get(pk=row.pk).signatures.get().method == "drawn"
    barriers(page)
    page.get_by_role("link", name="Take it back").click()
    page.get_by_text("that closes at once").wait_for()
    barriers(page)
    picture(page, "back")
    page.get_by_role("button", name="Stop it now").click()
    page.get_by_text("Stopped. Nothing more leaves on it.").wait_for()
    assert Consent.objects.get(pk=row.pk).revoked_at == AT
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
