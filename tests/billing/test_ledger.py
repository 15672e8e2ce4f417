"""The ledger: entries that add up, once each, into open months, and never changed."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from billing import balances
from billing.actions.ledger import Draft, post
from billing.choices.ledger import Account, EntryKind
from billing.models import BillingMonth, Entry, Posting
from billing.rules import ledger as rules
from billing.rules.ledger import Side
from iop.access.actors import SYSTEM
from iop.core.errors import Refusal
from tests.factories import ground

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 15, tzinfo=dt.UTC)
ON = dt.date(2026, 3, 2)


@pytest.fixture
def site():
    return ground.make_site()


def draft(site, key="a", cents=500, on=ON):
    sides = [Side(Account.CASH, cents), Side(Account.UNMATCHED, -cents)]
    return Draft(key, EntryKind.PAYER_PAYMENT, site.pk, on, sides)


def test_an_entry_is_posted_once_for_its_key(site):
    assert post(by=SYSTEM, drafts=[draft(site)], at=AT) == 1
    assert post(by=SYSTEM, drafts=[draft(site), draft(site, "b", 20)], at=AT) == 1
    assert (Entry.objects.count(), Posting.objects.count()) == (2, 4)
    assert balances.by_account()[Account.CASH] == 520
    assert balances.everything() == 0


@pytest.mark.parametrize(
    "sides",
    [
        [Side(Account.CASH, 5)],
        [Side(Account.CASH, 5), Side(Account.UNMATCHED, -4)],
        [Side(Account.CASH, 0), Side(Account.UNMATCHED, 0)],
    ],
)
def test_sides_that_do_not_add_up_are_refused(site, sides):
    with pytest.raises(Refusal):
        post(by=SYSTEM, drafts=[Draft("x", EntryKind.CORRECTION, site.pk, ON, sides)], at=AT)


def test_the_database_refuses_what_does_not_add_up(site):
    with pytest.raises(DatabaseError, match="add up to zero"), transaction.atomic():
        entry = Entry.objects.create(key="x", kind="correction", site=site, posted_on=ON, at=AT, size=2)
        Posting.objects.create(entry=entry, account="cash", cents=5)
        Posting.objects.create(entry=entry, account="unmatched", cents=-4)
        _to_the_end()


def test_nothing_is_added_to_an_entry_later(site):
    post(by=SYSTEM, drafts=[draft(site)], at=AT)
    entry = Entry.objects.get()
    with pytest.raises(DatabaseError, match="add up to zero"), transaction.atomic():
        Posting.objects.create(entry=entry, account="cash", cents=5)
        Posting.objects.create(entry=entry, account="unmatched", cents=-5)
        _to_the_end()


@pytest.mark.parametrize("table", ["billing_entry", "billing_posting"])
@pytest.mark.parametrize("verb", ["DELETE FROM {}", "UPDATE {} SET created_at = now()", "TRUNCATE {} CASCADE"])
def test_entries_and_postings_stay(site, table, verb):
    post(by=SYSTEM, drafts=[draft(site)], at=AT)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(table))


def test_a_closed_month_takes_nothing_and_the_next_open_one_takes_it(site):
    for month in (3, 4):
        BillingMonth.objects.create(first_on=dt.date(2026, month, 1), closed_at=AT)
    post(by=SYSTEM, drafts=[draft(site)], at=AT)
    assert Entry.objects.get().posted_on == dt.date(2026, 5, 1)


def test_the_database_refuses_an_entry_in_a_closed_month(site):
    BillingMonth.objects.create(first_on=dt.date(2026, 3, 1), closed_at=AT)
    with pytest.raises(DatabaseError, match="closed"), transaction.atomic():
        Entry.objects.create(key="x", kind="correction", site=site, posted_on=ON, at=AT, size=2)


def test_a_closed_month_stays_closed():
    month = BillingMonth.objects.create(first_on=dt.date(2026, 3, 1), closed_at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        BillingMonth.objects.filter(pk=month.pk).update(closed_at=None)


def test_statements_do_not_grow_with_entries(site, django_assert_num_queries):
    post(by=SYSTEM, drafts=[draft(site, "first")], at=AT)
    with django_assert_num_queries(7):
        post(by=SYSTEM, drafts=[draft(site, str(number)) for number in range(3)], at=AT)
    with django_assert_num_queries(7):
        post(by=SYSTEM, drafts=[draft(site, f"more {number}") for number in range(30)], at=AT)


@pytest.mark.parametrize(
    ("on", "closed", "posted"),
    [
        (dt.date(2026, 1, 31), [], dt.date(2026, 1, 31)),
        (dt.date(2026, 1, 31), [dt.date(2026, 1, 1)], dt.date(2026, 2, 1)),
        (dt.date(2026, 1, 31), [dt.date(2026, 3, 1)], dt.date(2026, 4, 1)),
        (dt.date(2026, 4, 2), [dt.date(2026, 3, 1)], dt.date(2026, 4, 2)),
        (dt.date(2026, 12, 5), [dt.date(2026, 12, 1), dt.date(2027, 1, 1)], dt.date(2027, 2, 1)),
    ],
)
def test_what_belongs_to_a_closed_month_or_before_goes_to_the_one_after(on, closed, posted):
    assert rules.open_day(on, closed) == posted


def _to_the_end():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
