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

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("every page")]

NO_PAGE = {
    "home", "ping", "session_left", "palette", "file", "setup_next", "client_photo", "handout_file", "clients_download",
    "audit_csv", "session_row",
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
LOOKS = (("phone", False), ("desktop", True))


def people():
    emails = {person.role: person.email for person in DEMO_SIGN_INS}
    return {role: StaffMember.objects.get(user__email=emails[role]).user for role in ORDER}


def pages(known, users):
    """Each address with the first role that may open it, as far as the small clinic has something to show there."""
    for name, roles in TABLE.items():
        kwargs = kwargs_of(name, known)
        role = next((role for role in ORDER if role in roles), None)
        url = reverse(name, kwargs=kwargs)
        if role and name not in NO_PAGE | OWN_ALONE and NOWHERE not in kwargs.values() and _is_page(users[role], url):
            yield name, role, url


def _is_page(user, url):
    """Say whether an address answers to reading with a page: some take a POST only, some hand out a file."""
    browser = Client()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = browser.get(url)
    return answer.status_code != 405 and answer.get("Content-Type", "").startswith("text/html")


def test_every_page_opens_fits_and_has_no_barriers(live, axe, at):
    at(NOW)
    build_world()
    users = people()
    found = list(pages(ids(), users))
    wrong = {}
    for size, dark in LOOKS:
        windows = {role: live.page(size, dark=dark, user=user) for role, user in users.items()}
        for name, role, url in found:
            reason = looked_at(windows[role], name, url, size, axe)
            if reason:
                wrong[name, size] = reason
    assert len(found) >= 80
    assert not wrong, "\n".join(f"{name} on a {size}: {reason}" for (name, size), reason in wrong.items())


def looked_at(page, name, url, size, axe):
    """Open a page and say what is wrong with it."""
    status = page.goto(url).status
    if status != (HTTPStatus.CONFLICT if name in SIGNED else HTTPStatus.OK):
        return f"answered {status}"
    if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
        return "wider than the window"
    # As tall as the page: what the bar at the bottom of a phone covers is scrolled into view by a person.
    unrolled(page)
    try:
        axe(page)
    except (AssertionError, pytest.fail.Exception) as found:
        return str(found)
    finally:
        page.set_viewport_size(SIZES[size])
    return None
