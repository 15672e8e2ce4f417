"""Every page of the role matrix in a real browser: it opens, fits a phone, and axe finds nothing."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from iop.clinic.models import StaffMember
from iop.core.demo_accounts import DEMO_SIGN_INS
from tests.factories.world import NOW, NOWHERE, build_world, ids, kwargs_of
from tests.plugins.browser import SIZES, unrolled
from tests.test_role_matrix import TABLE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHARES = 3
"""In so many shares the pages are walked, so that no worker is left with all of them at the end."""

NO_PAGE = {
    "home", "ping", "session_left", "palette", "file", "setup_next", "client_photo", "handout_file", "clients_download",
    "audit_csv", "session_row", "session_changes", "remittance_files", "api_keys", "import_state",
}  # fmt: skip
"""Answers that are no page of their own: redirects, fragments, files, JSON."""
OWN_ALONE = {"progress_note_sign", "note_question"}
"""Pages of the one who wrote, or who was asked: their own tests open them."""
SIGNED = {"session_sign", "consent_form"}
"""The note, and the consent, looked at are signed already; asking again is answered with a conflict and its sentence."""
ORDER = (
    "clinical_director",
    "site_admin",
    "therapist",
    "counselor",
    "intake",
    "case_manager",
    "medical",
    "biller",
    "privacy_officer",
)
LOOKS = (("phone", "light"), ("desktop", "dark"))
CALM = """new Promise((calm) => requestAnimationFrame(() => requestAnimationFrame(async () => {
    const passing = document.getAnimations().filter((each) => each.effect.getComputedTiming().endTime < Infinity);
    await Promise.allSettled(passing.map((each) => each.finished));
    setTimeout(calm, document.querySelector("canvas") ? 200 : 0);
})))"""
"""Colours have changed over, and drawings taken their new size, a moment after the window has."""


def people():
    emails = {person.role: person.email for person in DEMO_SIGN_INS}
    return {role: StaffMember.objects.get(user__email=emails[role]).user for role in ORDER}


def pages(known, users, share):
    """Each address of a share with the first role that may open it, as far as the small clinic has something to show there."""
    readers = {role: Client() for role in users}
    for role, reader in readers.items():
        reader.force_login(users[role], backend="allauth.account.auth_backends.AuthenticationBackend")
    for name, roles in list(TABLE.items())[share::SHARES]:
        kwargs = kwargs_of(name, known)
        role = next((role for role in ORDER if role in roles), None)
        url = reverse(name, kwargs=kwargs)
        if role and name not in NO_PAGE | OWN_ALONE and NOWHERE not in kwargs.values() and _is_page(readers[role], url):
            yield name, role, url


def _is_page(reader, url):
    """Say whether an address answers to reading with a page: some take a POST only, some hand out a file."""
    answer = reader.get(url)
    return answer.status_code != 405 and answer.get("Content-Type", "").startswith("text/html")


@pytest.mark.parametrize(
    "share", [pytest.param(each, marks=pytest.mark.xdist_group(f"every page {each}")) for each in range(SHARES)]
)
def test_every_page_opens_fits_and_has_no_barriers(share, live, axe, axe_of_looks, at):
    at(NOW)
    build_world()
    users = people()
    found = list(pages(ids(), users, share))
    windows = {role: live.page("phone", user=user) for role, user in users.items()}
    wrong = {}
    for name, role, url in found:
        for size, reason in looked_at(windows[role], name, url, (axe, axe_of_looks)):
            wrong[name, size] = reason
    assert len(found) >= 60
    assert not wrong, "\n".join(f"{name} on a {size}: {reason}" for (name, size), reason in wrong.items())


def looked_at(page, name, url, checks):
    """Open a page on a phone in the light, then see it on a desk in the dark, and say what is wrong with it."""
    page.emulate_media(color_scheme=LOOKS[0][1], reduced_motion="reduce")
    page.set_viewport_size(SIZES[LOOKS[0][0]])
    status = page.goto(url).status
    if status != (HTTPStatus.CONFLICT if name in SIGNED else HTTPStatus.OK):
        yield LOOKS[0][0], f"answered {status}"
        return
    for (size, scheme), check in zip(LOOKS, checks, strict=True):
        if size != LOOKS[0][0]:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size(SIZES[size])
            page.evaluate(CALM)
        if reason := _seen(page, check):
            yield size, reason


def _seen(page, check):
    if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
        return "wider than the window"
    # As tall as the page: what the bar at the bottom of a phone covers is scrolled into view by a person.
    unrolled(page)
    try:
        check(page)
    except (AssertionError, pytest.fail.Exception) as found:
        return str(found)
    return None
