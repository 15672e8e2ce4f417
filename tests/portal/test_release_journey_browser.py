"""On two phones, in both languages: a client signs a release, a relative sees what it opens, and it closes when taken back."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils import translation
from django.utils.translation import gettext

from clients.consent_texts import words
from clients.models import Consent, Relationship
from tests.factories.clients import AT
from tests.factories.families import make_relative_account
from tests.factories.own_papers import make_own, offered

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def draw(page):
    box = page.locator("[data-sign-pad]").bounding_box()
    x, y = box["x"] + 30, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(20):
        page.mouse.move(x + step * 8, y + (25 if step % 2 else -25), steps=3)
    page.mouse.up()


def in_language(language):
    """Give what turns a page's English words into those of a language."""

    def said(words):
        with translation.override(language):
            return gettext(words)

    return said


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_release_is_signed_seen_taken_back_and_closes(language, at, live, barriers, picture):
    at(AT)
    said = in_language(language)
    own = make_own()
    own.account.user.language = language
    own.account.user.save()
    row = offered(own, "relative", language=language)
    form = words(language)
    person = row.party.person
    Relationship.objects.get_or_create(client=own.client, person=person, defaults={"role": "sister"})
    relative = make_relative_account(SimpleNamespace(person=person), language=language)
    phone, other = live.page("phone", user=own.account.user), live.page("phone", user=relative.user)
    other.goto("/shared/")
    assert own.client.name not in other.locator("main").inner_text()
    sign(phone, said, form, barriers, picture)
    assert Consent.objects.get(pk=row.pk).signatures.get().method == "drawn"
    other.goto("/shared/")
    other.locator("main a.btn-primary").click()
    other.locator("[id^=kind-]").first.wait_for()
    barriers(other)
    picture(other, "shared")
    take_back(phone, said, barriers, picture)
    assert Consent.objects.get(pk=row.pk).revoked_at == AT
    other.locator("[id^=kind-]").first.wait_for(state="detached", timeout=40_000)
    assert own.client.preferred_name not in other.locator("main").inner_text() or not own.client.preferred_name
    assert own.client.legal_first_name not in other.locator("main").inner_text()


def sign(page, said, form, barriers, picture):
    page.goto("/my/papers/agreed/")
    page.get_by_role("heading", name=said("For you to read and sign")).wait_for()
    barriers(page)
    page.locator("#to-sign a").click()
    page.get_by_role("button", name=form["page_next"]).wait_for()
    barriers(page)
    picture(page, "read")
    page.get_by_role("button", name=form["page_next"]).click()
    page.get_by_role("checkbox").check()
    draw(page)
    barriers(page)
    picture(page, "sign")
    page.get_by_role("button", name=form["page_do"], exact=True).click()
    page.get_by_text(said("Signed. Thank you.")).wait_for()


def take_back(page, said, barriers, picture):
    barriers(page)
    page.get_by_role("link", name=said("Take it back")).click()
    page.get_by_role("button", name=said("Stop it now")).wait_for()
    barriers(page)
    picture(page, "back")
    page.get_by_role("button", name=said("Stop it now")).click()
    page.get_by_text(said("Stopped. Nothing more leaves on it.")).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
