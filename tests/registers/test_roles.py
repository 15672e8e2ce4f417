"""Each role at each of these pages: what the matrix says, with rows that are there."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from clients.actions import access, holds, merges, registers
from iop.clinic.actors import actor_of
from iop.core import clock
from tests.factories import ground
from tests.factories.clients import AT, TODAY, make_client, make_staff
from tests.registers.world import REASON, make_guarded
from tests.role_matrix_registers import REGISTERS, REPORTS

pytestmark = pytest.mark.django_db
MEETS_A_REFUSAL_IN_ORDER = {200, 302, 400, 409, 422}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic(), clock.frozen(AT):
        clinic = make_guarded()
        clinic.plain = make_client(clinic.site)
        clinic.second = make_client(clinic.site)
        clinic.entry = registers.report(
            by=clinic.by_officer, register="access", site_id=clinic.site.pk, text="A copy.", at=AT, client=clinic.plain
        )
        clinic.access = access.break_glass(by=clinic.by_other, client=clinic.client, reason=REASON, at=AT)
        clinic.merge = merges.merge(
            by=clinic.by_director, kept=clinic.plain, absorbed=clinic.second, reason="Same person.", at=AT
        )
        clinic.hold = holds.hold_messages(
            by=clinic.by_director, client=clinic.plain, kind="asked", starts_on=TODAY, at=AT
        )
        clinic.staff = {role: make_staff(clinic.site, role) for role in sorted(REPORTS)}
        yield clinic
        transaction.set_rollback(True)


def address(name, world):
    known = {
        "client_id": world.plain.pk, "access_id": world.access.pk, "merge_id": world.merge.pk, "message_hold_id": world.hold.pk,
        "register": "access", "entry_id": world.entry.pk,
    }  # fmt: skip
    from django.urls import get_resolver

    wanted = get_resolver().reverse_dict.getlist(name)[0][0][0][1]
    return reverse(name, kwargs={key: known[key] for key in wanted})


@pytest.mark.parametrize("role", sorted(REPORTS))
def test_a_role_opens_what_the_matrix_says_and_nothing_else(role, world, db):
    from django.db import transaction

    wrong = {}
    with clock.frozen(AT):
        for name, roles in REGISTERS.items():
            with transaction.atomic():
                browser = Browser(raise_request_exception=False)
                ground.sign_in(browser, world.staff[role])
                answer = browser.get(address(name, world))
                if answer.status_code == 405:
                    answer = browser.post(address(name, world))
                transaction.set_rollback(True)
            right = MEETS_A_REFUSAL_IN_ORDER if role in roles else {403, 404}
            if answer.status_code not in right:
                wrong[name] = answer.status_code
    assert wrong == {}


def test_who_has_an_access_opens_it_and_gives_it_back(world, db):
    with clock.frozen(AT):
        browser = Browser()
        ground.sign_in(browser, world.other)
        assert browser.get(address("emergency_access", world)).status_code == 200
        assert browser.post(address("emergency_give_back", world)).status_code == 302


def test_actors_are_those_of_the_site(world, db):
    assert actor_of(world.officer.pk, AT).can("register.keep", world.site.pk)
