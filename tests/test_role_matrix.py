"""One table lists every address with the roles that may open it, and that table is the test."""

from __future__ import annotations

import copy

import pytest
from django.db import transaction
from django.test import Client as Browser
from django.urls import reverse

from iop.clinic.models import StaffMember
from iop.core.demo_accounts import DEMO_SIGN_INS
from tests.factories.ground import sign_in
from tests.factories.portal import portal_addresses
from tests.factories.world import NOW, NOWHERE, addresses, build_world, ids, kwargs_of
from tests.role_matrix_absence import ABSENCE
from tests.role_matrix_assessments import ASSESSMENTS
from tests.role_matrix_authorizations import AUTHORIZATIONS
from tests.role_matrix_billing_rules import BILLING_RULES
from tests.role_matrix_charges import CHARGES
from tests.role_matrix_claims import CLAIMS
from tests.role_matrix_client_money import CLIENT_MONEY
from tests.role_matrix_clients import CLIENTS
from tests.role_matrix_consents import CONSENTS
from tests.role_matrix_coverage import COVERAGE
from tests.role_matrix_days import DAYS
from tests.role_matrix_discharges import DISCHARGES
from tests.role_matrix_documents import DOCUMENTS
from tests.role_matrix_drug_tests import DRUG_TESTS
from tests.role_matrix_family_care import FAMILY_CARE
from tests.role_matrix_ground import MATRIX as GROUND
from tests.role_matrix_imports import IMPORTS
from tests.role_matrix_intake import INTAKE, PUBLIC_PAGES
from tests.role_matrix_integrations import INTEGRATIONS
from tests.role_matrix_measures import MEASURES
from tests.role_matrix_messages import CALLED_FROM_OUTSIDE, MESSAGES
from tests.role_matrix_one_to_one import ONE_TO_ONE
from tests.role_matrix_open_groups import OPEN_GROUPS
from tests.role_matrix_operations import OPERATIONS
from tests.role_matrix_own_plans import OWN_PLANS
from tests.role_matrix_plans import PLANS
from tests.role_matrix_portal_access import PORTAL_ACCESS
from tests.role_matrix_privacy import PRIVACY
from tests.role_matrix_progress_notes import PROGRESS_NOTES
from tests.role_matrix_questionnaires import QUESTIONNAIRES
from tests.role_matrix_recovery import PUBLIC_OF_THE_PHONE, RECOVERY
from tests.role_matrix_registers import REGISTERS
from tests.role_matrix_reminders import REMINDERS
from tests.role_matrix_remittances import REMITTANCES
from tests.role_matrix_reports import REPORTS
from tests.role_matrix_requests import REQUESTS
from tests.role_matrix_reviews import REVIEWS
from tests.role_matrix_schedule import SCHEDULE
from tests.role_matrix_state_data import STATE_DATA
from tests.role_matrix_stays import STAYS
from tests.role_matrix_support import SUPPORT
from tests.role_matrix_threads import THREADS
from tests.role_matrix_timeline import TIMELINE
from tests.role_matrix_transitions import TRANSITIONS

ALL = {person.role for person in DEMO_SIGN_INS}
TABLE = {
    "api_keys": ALL,
    "line_place": ALL - {"privacy_officer"},
    "waiting_place": ALL,
    "take_back": ALL,
    **GROUND,
    **CLIENTS,
    **ASSESSMENTS,
    **CONSENTS,
    **DAYS,
    **DOCUMENTS,
    **INTAKE,
    **PRIVACY,
    **REGISTERS,
    **SCHEDULE,
    **ONE_TO_ONE,
    **PROGRESS_NOTES,
    **PLANS,
    **OWN_PLANS,
    **QUESTIONNAIRES,
    **MEASURES,
    **DRUG_TESTS,
    **SUPPORT,
    **STAYS,
    **TIMELINE,
    **REVIEWS,
    **TRANSITIONS,
    **DISCHARGES,
    **OPEN_GROUPS,
    **ABSENCE,
    **MESSAGES,
    **REMINDERS,
    **OPERATIONS,
    **PORTAL_ACCESS,
    **THREADS,
    **FAMILY_CARE,
    **RECOVERY,
    **REQUESTS,
    **COVERAGE,
    **AUTHORIZATIONS,
    **BILLING_RULES,
    **CHARGES,
    **CLAIMS,
    **REMITTANCES,
    **CLIENT_MONEY,
    **REPORTS,
    **STATE_DATA,
    **IMPORTS,
    **INTEGRATIONS,
}
DOORS = {"door", "door_enter", "door_passkey", "door_language", "door_demo", "welcome", "kiosk"}
"""Where clients and relatives come in; they open nothing without a proof (tests/portal/door)."""
PUBLIC = {
    "healthz",
    "readyz",
    "setup",
    "styleguide",
    *DOORS,
    "calendar_feed",
    *PUBLIC_OF_THE_PHONE,
    *PUBLIC_PAGES,
    *CALLED_FROM_OUTSIDE,
}
OUTSIDE = set(portal_addresses())
"""Pages of clients and relatives: their own matrix and crawler stand in tests/portal."""
REFUSED = {403, 404}
NOTHING_THERE = {"client_photo", "handout_file", "enrolment_pause_cancel", "api_key_revoke"}
"""Addresses of what the small clinic has none of: open to the role, and still not found."""
STATE_DECIDES = {
    "work_close", "client_inquiry_close", "emergency_give_back", "client_document", "dimensions", "assessment_section",
    "support_task_done", "assessment_discard", "assessment_review", "assessment_sign",
    "progress_note_format", "progress_note_carry", "progress_note_discard", "progress_note_take_over", "progress_note_sign",
    "note_question", "discharge_summary_save", "discharge_summary_sign",
}  # fmt: skip
"""Who may depends on whose work it is, what kind of paper, what is signed, or whether treatment has begun; their own tests say so."""
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("role matrix")]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The small clinic, built once for this module and rolled back at its end."""
    from iop.core import clock

    with django_db_blocker.unblock(), transaction.atomic(), clock.frozen(NOW):
        build_world()
        yield ids()
        transaction.set_rollback(True)


@pytest.fixture
def undone(world, db):
    """Take back what a test changes."""
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)


def asks(browser, name, known):
    """Answer of an address: what GET says, or POST where only that is offered."""
    url = reverse(name, kwargs=kwargs_of(name, known))
    answer = browser.get(url)
    return browser.post(url).status_code if answer.status_code == 405 else answer.status_code


def cookies_of(role):
    """Sign somebody of that role in, once; each address is then asked by a browser of its own."""
    email = next(person.email for person in DEMO_SIGN_INS if person.role == role)
    browser = Browser()
    sign_in(browser, StaffMember.objects.get(user__email=email))
    return browser.cookies


def browser_with(cookies):
    browser = Browser(raise_request_exception=False)
    browser.cookies = copy.deepcopy(cookies)
    return browser


def test_the_table_names_every_address():
    named = {name for name, _ in addresses()} - PUBLIC - OUTSIDE
    assert named == set(TABLE)


@pytest.mark.parametrize("role", [person.role for person in DEMO_SIGN_INS])
def test_a_role_opens_what_the_table_says_and_nothing_else(role, undone):
    wrong, cookies = {}, cookies_of(role)
    for name, roles in TABLE.items():
        if name in STATE_DECIDES:
            continue
        with transaction.atomic():
            status = asks(browser_with(cookies), name, undone)
            transaction.set_rollback(True)
        missing = name in NOTHING_THERE or NOWHERE in kwargs_of(name, undone).values()
        if (
            status >= 500
            or (role not in roles and status not in REFUSED)
            or (role in roles and status == 403)
            or (role in roles and status == 404 and not missing)
        ):
            wrong[name] = (status, "may" if role in roles else "may not")
    assert not wrong, "\n".join(f"{name}: {status}, {said}" for name, (status, said) in wrong.items())


def test_without_a_sign_in_every_address_leads_to_it(undone):
    browser = Browser()
    led = {name: browser.get(reverse(name, kwargs=kwargs_of(name, undone))) for name in TABLE}
    assert {name for name, answer in led.items() if "/accounts/login/" not in answer.get("Location", "")} == {
        name for name, answer in led.items() if answer.status_code == 401
    }
