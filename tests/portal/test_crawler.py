"""Somebody signed in from outside tries every address with everybody else's ids: nothing of it exists for them."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client as Browser
from django.urls import URLPattern, reverse

from clients.models import PortalAccount
from iop.api.urls import router, urlpatterns
from tests.factories.outsiders import (
    NO_ROW,
    OF_CLIENTS,
    OF_RELATIVES,
    WORDS,
    address_kwargs,
    own,
    places,
    somebody_elses,
)
from tests.factories.portal import enter, portal_addresses
from tests.factories.world import NOW, addresses, build_world, ids, kwargs_of
from tests.test_role_matrix import PUBLIC

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("role matrix")]
ALSO_OPEN = {"ping", "session_left"}
"""The clock of a sign-in, which everybody has."""
MUST_BE_TRIED = {
    "goal_id", "attendance_id", "thing_id", "consent_id", "plan_id", "homework_id", "entry_id", "assignment_id",
    "response_id", "thread_id", "schedule_ask_id", "agreement_id", "share_id", "note_id",
}  # fmt: skip
"""Of these the small clinic has somebody else's row, so that the test cannot pass by having nothing to try."""
ALWAYS_OPEN = {"my_consent", "my_ask", "my_thread", "my_journal_entry", "shared_client", "shared_note"}
"""Pages that open with one's own row whatever its state, so that 404 above means somebody else's and not a wrong address."""
KINDS = {"client": "client__isnull", "related": "person__isnull"}


@pytest.fixture(scope="module")
def known(django_db_setup, django_db_blocker):
    """The small clinic, built once for this module and rolled back at its end."""
    from iop.core import clock

    with django_db_blocker.unblock(), transaction.atomic(), clock.frozen(NOW):
        build_world()
        yield ids()
        transaction.set_rollback(True)


@pytest.fixture(params=KINDS)
def pair(request, known, db, at):
    """Two people from outside, of the same kind: who tries, and whose things they try."""
    at(NOW)
    rows = list(PortalAccount.objects.filter(**{KINDS[request.param]: False}).order_by("pk")[:2])
    assert len(rows) == 2
    with transaction.atomic():
        yield request.param, *rows
        transaction.set_rollback(True)


def tried(account, url):
    """What an address answers to reading and to sending, each by a browser of its own."""
    answers = []
    for method in ("get", "post"):
        browser = Browser(raise_request_exception=False)
        enter(browser, account)
        with transaction.atomic():
            answers.append(getattr(browser, method)(url).status_code)
            transaction.set_rollback(True)
    return answers


def test_every_place_of_the_portals_addresses_names_somebodys_row():
    assert places() <= set(OF_CLIENTS) | set(OF_RELATIVES) | NO_ROW


def test_no_page_of_staff_exists_for_somebody_from_outside(pair, known):
    _kind, mine, _other = pair
    found = {}
    for name, _places in addresses():
        if name in portal_addresses() or name in ALSO_OPEN or is_public(name):
            continue
        answers = tried(mine, reverse(name, kwargs=kwargs_of(name, known)))
        if set(answers) != {404}:
            found[name] = answers
    assert found == {}


def test_nobody_elses_things_exist_for_somebody_from_outside(pair):
    kind, mine, _other = pair
    theirs, found, seen = somebody_elses(mine), {}, set()
    for name, (kinds, held) in portal_addresses().items():
        kwargs = address_kwargs(name, held, theirs)
        if kind not in kinds or not kwargs or set(kwargs) <= set(WORDS.get(name, ())):
            continue
        answers = tried(mine, reverse(name, kwargs=kwargs))
        seen |= set(kwargs)
        if not set(answers) <= {404, 405} or 404 not in answers:
            found[name] = answers
    assert found == {}
    assert seen >= {place for place in (OF_CLIENTS if kind == "client" else OF_RELATIVES) if place in MUST_BE_TRIED}


def test_ones_own_things_are_there(pair):
    kind, mine, _other = pair
    ids, missing = own(mine), {}
    for name, (kinds, held) in portal_addresses().items():
        kwargs = address_kwargs(name, held, ids)
        if (
            kind in kinds
            and kwargs
            and name in ALWAYS_OPEN
            and 200 not in (answers := tried(mine, reverse(name, kwargs=kwargs)))
        ):
            missing[name] = answers
    assert missing == {}


def test_pages_of_the_other_kind_do_not_exist(pair):
    kind, mine, other = pair
    found = {}
    for name, (kinds, held) in portal_addresses().items():
        if kind in kinds:
            continue
        words = WORDS.get(name, {})
        url = reverse(name, kwargs={place: words.get(place) or (1 if place == "passkey_id" else other.pk) for place in held})
        if set(answers := tried(mine, url)) != {404}:
            found[name] = answers
    assert found == {}


def test_the_api_does_not_know_them(pair, known):
    _kind, mine, _other = pair
    found = {}
    for path in api_paths(known):
        browser = Browser(raise_request_exception=False)
        enter(browser, mine)
        if (status := browser.get(path).status_code) not in (401, 404):
            found[path] = status
    assert found == {}


def is_public(name):
    """Say whether an address asks nobody for a sign-in."""
    return name in PUBLIC


def api_paths(known):
    """Every path of the API, with the client of the small clinic where it wants an id: a stranger's answer comes before any."""
    for pattern in [*router.urls, *(each for each in urlpatterns if isinstance(each, URLPattern))]:
        places = pattern.pattern.regex.groupindex
        if "format" not in places:
            yield reverse(pattern.name, kwargs=dict.fromkeys(places, str(known["client_id"])))
