"""What a role reads through the API is what its pages show, and no more; and a list costs the same for any number of rows."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from iop.api.choices import Scope
from iop.api.urls import router
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.demo_accounts import DEMO_SIGN_INS
from tests.api.signed_in import calling_as
from tests.factories.api import calling_with
from tests.factories.world import NOW, build_world

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("who reads what")]
URL = "/api/v1/"
LISTS = {prefix: view for prefix, view, _name in router.registry if prefix != "timelines"}
ON_DAYS = {"appointment-changes", "appointments", "attendance", "enrolments", "make-ups", "missed-lines", "work-items"}
"""Who comes when: whoever sees treatment days."""
CHART = {
    "absence-notices", "attendance-changes", "care-teams", "channel-permissions", "clients", "commitments", "contact-points",
    "due", "enrolment-pauses", "episodes", "expectations", "group-attendance", "group-places", "identifiers", "message-holds",
    "part-attendance", "placements", "relationships", "reminder-choices", "safe-hours", "stay-extensions", "waitlist",
    "agreement-answers",
}  # fmt: skip
"""Whoever opens charts besides."""
MONEY = {
    "authorizations", "billing-days", "charges", "claims", "client-payments", "client-statements", "coverages",
    "eligibility-files", "estimates", "ledger-postings", "online-payments", "payment-plans", "self-pay", "sliding-fees",
    "verifications",
}  # fmt: skip
OF_PAYERS = {"denial-letters", "denials", "remittance-answers"}
CARE = {"check-ins", "self-reports", "short-term-goals", "whereabouts", "wrap-ups"}
"""More of a client's day than that they came."""
FOLLOWED = {"absence-cases", "absence-limits", "outreach", "schedule-asks"}
BOUNDS = {
    # Opens no chart: who comes when, the books, and which messages their sites sent.
    "site_admin": ON_DAYS | {"ledger-postings", "messages", "agreement-answers"},
    "biller": ON_DAYS | CHART | MONEY | OF_PAYERS,
}
CLOSED = {
    "intake": CARE | OF_PAYERS | {"messages"},
    "privacy_officer": ON_DAYS - {"work-items"} | CARE | FOLLOWED | MONEY | OF_PAYERS,
    "counselor": MONEY | OF_PAYERS | {"messages"},
    "case_manager": MONEY | OF_PAYERS | {"messages"},
    "clinical_director": {"remittance-answers"},
}
FEW_MORE = {"work-items": 5, "due": 3}
"""Rows about clients and about nobody are written down apart; sites with other clocks are reckoned apart."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The small clinic, built once for this module and rolled back at its end."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.frozen(NOW):
        build_world()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def undone(world, db):
    """Take back what a test writes down."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def read_by(role):
    """Name the lists about clients that give a role any row."""
    email = next(person.email for person in DEMO_SIGN_INS if person.role == role)
    caller, found = calling_as(StaffMember.objects.get(user__email=email)), set()
    for prefix, view in LISTS.items():
        if view.client_path is not None:
            answer = caller.get(f"{URL}{prefix}/?page_size=1")
            assert answer.status_code in (200, 403), (prefix, answer.content)
            if answer.status_code == 200 and answer.json()["results"]:
                found.add(prefix)
    return found


@pytest.mark.parametrize("role", sorted(BOUNDS))
def test_whoever_opens_no_chart_or_reads_no_notes_reads_no_more_than_their_pages_show(role, undone):
    assert read_by(role) - BOUNDS[role] == set()


@pytest.mark.parametrize("role", sorted(CLOSED))
def test_what_pages_keep_from_a_role_the_api_keeps_too(role, undone):
    assert read_by(role) & CLOSED[role] == set()


def test_every_list_takes_the_same_statements_for_one_row_and_for_all(undone):
    key, grown = calling_with(*Scope.values, calls_a_minute=100_000), {}
    for prefix in LISTS:
        counts = []
        for size in (1, 1, 200):
            with CaptureQueriesContext(connection) as found:
                assert key.get(f"{URL}{prefix}/?page_size={size}").status_code in (200, 403)
            counts.append(len(found))
        if counts[2] - counts[1] > FEW_MORE.get(prefix, 1):
            grown[prefix] = counts
    assert grown == {}
