"""Two at once: one backlog pulled by two, one day charged by two, a month closing while somebody posts."""

import datetime as dt

import pytest

from billing import balances
from billing.actions import posting
from billing.actions.charges import charge_days, pull
from billing.actions.days import decide_days
from billing.actions.ledger import Draft, post
from billing.actions.months import close_month
from billing.choices.ledger import Account, EntryKind
from billing.models import BillingMonth, Charge, Entry
from billing.rules.ledger import Side
from iop.access.actors import SYSTEM
from tests.factories.charges import YESTERDAY, make_desk, tell
from tests.factories.clients import AT
from tests.factories.scheduling import race

pytestmark = pytest.mark.django_db(transaction=True)
FEBRUARY = dt.date(2026, 2, 1)


@pytest.fixture
def told(monkeypatch):
    return tell(monkeypatch)


def test_two_workers_with_one_backlog_charge_each_day_once(told):
    desk = make_desk(people=3)
    keys = [told.day(desk, YESTERDAY - dt.timedelta(days=n), client=number) for number in range(3) for n in range(3)]
    decide_days(by=SYSTEM, keys=keys, at=AT)
    came = race(lambda: pull(by=SYSTEM, at=AT), lambda: pull(by=SYSTEM, at=AT))
    charged = sum(one.charged for one in came) + pull(by=SYSTEM, at=AT).charged
    assert (charged, Charge.objects.count(), Entry.objects.count()) == (9, 9, 9)
    assert balances.by_account()[Account.PAYERS_OWE] == 9 * 17500


def test_a_day_charged_by_two_and_decided_by_a_third_is_charged_once(told):
    desk = make_desk()
    key = told.day(desk)
    decide_days(by=SYSTEM, keys=[key], at=AT)
    came = race(
        lambda: charge_days(by=SYSTEM, keys=[key], at=AT),
        lambda: charge_days(by=SYSTEM, keys=[key], at=AT),
        lambda: decide_days(by=SYSTEM, keys=[key], at=AT),
    )
    assert not [one for one in came if isinstance(one, Exception)]
    pull(by=SYSTEM, at=AT)
    assert (Charge.objects.standing().count(), balances.everything()) == (1, 0)


def test_a_posting_beside_the_closing_is_in_the_closed_balances_or_in_the_next_month(told):
    desk = make_desk()
    client_id = desk.episodes[0].client_id

    def draft(key, cents):
        sides = [Side(Account.CASH, cents), Side(Account.CREDIT, -cents, client_id=client_id)]
        return Draft(key, EntryKind.CLIENT_PAYMENT, desk.site.pk, FEBRUARY, sides)

    post(by=SYSTEM, drafts=[draft("first", 1)], at=AT)
    came = race(
        lambda: close_month(by=SYSTEM, first_on=FEBRUARY, today=AT.date(), at=AT),
        lambda: post(by=SYSTEM, drafts=[draft("second", 100)], at=AT),
    )
    assert not [one for one in came if isinstance(one, Exception)]
    closed, second = BillingMonth.objects.get(first_on=FEBRUARY), Entry.objects.get(key="second")
    assert (closed.totals[Account.CASH] == 101) == (second.posted_on == FEBRUARY)
    assert second.posted_on in {FEBRUARY, dt.date(2026, 3, 1)}


def test_a_worker_killed_before_its_end_leaves_the_day_for_the_next(told, monkeypatch):
    desk = make_desk()
    key = told.day(desk)
    decide_days(by=SYSTEM, keys=[key], at=AT)

    def killed(**kwargs):
        posting.post_charges(**kwargs)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("billing.actions.settling.post_charges", killed)
        with pytest.raises(KeyboardInterrupt):
            pull(by=SYSTEM, at=AT)
    assert (Charge.objects.count(), Entry.objects.count()) == (0, 0)
    assert pull(by=SYSTEM, at=AT).charged == 1
