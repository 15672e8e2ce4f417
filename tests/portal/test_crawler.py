"""Somebody signed in from outside tries every address with everybody else's ids: nothing of it exists for them."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from clients.models import PortalAccount, RelatedPerson
from family.models import RelativeNote
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
from tests.factories.portal import enter, make_account, portal_addresses
from tests.factories.world import NOW, NOWHERE, addresses, build_world, ids, kwargs_of

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("role matrix")]
ALSO_OPEN = {"ping", "session_left"}
"""The clock of a sign-in, which everybody has."""
MUST_BE_TRIED = {
    "goal_id", "attendance_id", "thing_id", "consent_id", "plan_id", "homework_id", "entry_id", "assignment_id",
    "response_id", "thread_id", "schedule_ask_id", "agreement_id", "share_id", "note_id",
}  # fmt: skip
"""Of these the small clinic has somebody else's row, so that the test cannot pass by having nothing to try."""
SAME_FOR_ALL = {"shared_still"}
"""Asked by an open page whether it still stands: anything but one's own live share says "look again", and nothing else."""
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
    with transaction.atomic():
        rows = list(PortalAccount.objects.filter(**{KINDS[request.param]: False}).order_by("pk")[:2])
        if len(rows) == 1:
            rows.append(another_relative(rows[0]))
        yield request.param, *rows
        transaction.set_rollback(True)


def another_relative(account):
    """A relative of somebody else, with a note of their own."""
    others = RelatedPerson.objects.exclude(pk=account.person_id).exclude(
        relationships__client__relationships__person=account.person_id
    )
    found = make_account(person=others.order_by("pk").first())
    RelativeNote.objects.create(person=found.person, words="Mine", written_at=NOW)
    return found


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
    found, public = {}, public_addresses()
    for name, _places in addresses():
        if name in portal_addresses() or name in ALSO_OPEN or name in public:
            continue
        answers = tried(mine, reverse(name, kwargs=kwargs_of(name, known)))
        if set(answers) != {404}:
            found[name] = answers
    assert found == {}


def test_nobody_elses_things_exist_for_somebody_from_outside(pair):
    kind, *people = pair
    found, seen = {}, set()
    for who in people:
        theirs = somebody_elses(who)
        for name, (kinds, held) in portal_addresses().items():
            kwargs = address_kwargs(name, held, theirs)
            if kind not in kinds or not kwargs or set(kwargs) <= set(WORDS.get(name, ())) or name in SAME_FOR_ALL:
                continue
            answers = tried(who, reverse(name, kwargs=kwargs))
            seen |= set(kwargs)
            if not set(answers) <= {404, 405} or 404 not in answers:
                found[name] = answers
    assert found == {}
    assert seen >= {place for place in (OF_CLIENTS if kind == "client" else OF_RELATIVES) if place in MUST_BE_TRIED}


def test_what_an_open_page_asks_is_answered_for_somebody_elses_as_for_nobodys(pair):
    kind, mine, _other = pair
    theirs = somebody_elses(mine)
    for name in SAME_FOR_ALL:
        if kind not in portal_addresses()[name][0]:
            continue
        for place, pk in ((place, theirs[place]) for place in portal_addresses()[name][1]):
            browser = Browser()
            enter(browser, mine)
            real, invented = (browser.get(reverse(name, kwargs={place: each})) for each in (pk, NOWHERE))
            assert real.status_code == invented.status_code
            assert real.content == invented.content == b""


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
        url = reverse(
            name,
            kwargs={
                place: words.get(place) or (1 if place in ("passkey_id", "app_id") else other.pk) for place in held
            },
        )
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


def public_addresses():
    """Name the addresses that ask nobody for a sign-in."""
    return {
        each.name
        for each in _patterns(get_resolver().url_patterns)
        if not getattr(each.callback, "login_required", True)
    }


def _patterns(patterns):
    for each in patterns:
        yield from _patterns(each.url_patterns) if isinstance(each, URLResolver) else (each,)


def api_paths(known):
    """Every path of the API, with the client of the small clinic where it wants an id: a stranger's answer comes before any."""
    for pattern in [*router.urls, *(each for each in urlpatterns if isinstance(each, URLPattern))]:
        places = pattern.pattern.regex.groupindex
        if "format" not in places:
            yield reverse(f"api:{pattern.name}", kwargs=dict.fromkeys(places, str(known["client_id"])))
