"""Every page of a client and of a relative in a real browser, in both languages: it opens, fits a phone, axe finds nothing."""

from __future__ import annotations

import pytest
from django.urls import reverse

from clients.models import PortalAccount
from tests.factories.outsiders import address_kwargs, own
from tests.factories.portal import enter, portal_addresses
from tests.factories.world import NOW, build_world
from tests.plugins.browser import SIZES, unrolled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FRAGMENTS = {"my_record_copies", "shared_still"}
"""Answers to an open page, no pages of their own."""
LOOKS = (("phone", "light", "es"), ("desktop", "dark", "en"))


def pages(account, kind, browser):
    """Each page that somebody from outside may open, with their own ids."""
    mine = own(account)
    for name, (kinds, held) in portal_addresses().items():
        kwargs = address_kwargs(name, held, mine)
        if kind not in kinds or kwargs is None or name in FRAGMENTS:
            continue
        url = reverse(name, kwargs=kwargs)
        answer = browser.get(url)
        if answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html"):
            yield name, url


def test_every_page_from_outside_opens_fits_and_has_no_barriers(live, client, axe, axe_of_looks, at):
    at(NOW)
    build_world()
    wrong, seen = {}, 0
    for kind, none in (("client", "client__isnull"), ("related", "person__isnull")):
        account = PortalAccount.objects.filter(**{none: False}).order_by("pk").first()
        enter(client, account)
        found = list(pages(account, kind, client))
        window = live.page("phone", user=account.user)
        seen += len(found)
        for (size, scheme, language), check in zip(LOOKS, (axe, axe_of_looks), strict=True):
            account.user.language = language
            account.user.save(update_fields=["language"])
            window.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for name, url in found:
                window.set_viewport_size(SIZES[size])
                if reason := seen_wrong(window, url, check):
                    wrong[name, size] = reason
    assert seen >= 25
    assert not wrong, "\n".join(f"{name} on a {size}: {reason}" for (name, size), reason in wrong.items())


def seen_wrong(page, url, check):
    """Say what is wrong with a page, if anything."""
    if (status := page.goto(url).status) != 200:
        return f"answered {status}"
    if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
        return "wider than the window"
    unrolled(page)
    try:
        check(page)
    except (AssertionError, pytest.fail.Exception) as found:
        return str(found)
    return None
