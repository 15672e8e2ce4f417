"""Random weeks from attendance through charges, claims, answers, takebacks, payments and refunds: the ledger stays whole."""

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from billing import balances
from billing.actions.client_money import payments
from billing.choices.ledger import Account
from billing.models import Charge, ClientPayment, ClientRefund, Posting, RemittanceClaim
from tests.billing.charges.test_property import live
from tests.billing.charges.weeks import weeks
from tests.factories import billing, remittances
from tests.factories import charges as made
from tests.factories.charges import make_desk
from tests.factories.remittances import answer

pytestmark = pytest.mark.django_db
LATER = remittances.AT
OFFS = {
    "full": ("1", ()),
    "part": ("1", (("CO", "45", 4000), ("PR", "3", 3500))),
    "client": ("1", (("PR", "1", 17500),)),
    "denied": ("4", (("CO", "197", 17500),)),
}
ENDS = some.lists(
    some.tuples(some.sampled_from(sorted(OFFS)), some.booleans(), some.integers(0, 20000), some.integers(0, 20000)),
    min_size=1,
    max_size=3,
)
"""For each claim: what the payer says, whether it takes it back later, what the client pays then, and what goes back."""


@pytest.fixture
def told(monkeypatch):
    return made.tell(monkeypatch)


@pytest.fixture
def desk(db):
    desk = make_desk()
    desk.identity = billing.make_identity(desk.site)
    return desk


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(weeks(), ENDS)
def test_whatever_happens_the_ledger_adds_up_and_says_the_same_as_the_rows(told, desk, lived, ends):
    told.facts.clear()
    live(told, desk, lived[0])
    for said, comes_back, pays, refunded in ends:
        charges = list(Charge.objects.standing().filter(claim_lines__isnull=True).order_by("on")[:3])
        if not charges:
            break
        claim = _sent(desk, charges)
        status, off = OFFS[said]
        answered = answer(claim, *[off] * len(charges), status=status)
        remittances.posted(desk, answered)
        _whole()
        _paid_and_given_back(desk, charges[0].client, pays, refunded)
        _whole()
        if comes_back:
            remittances.posted(desk, answered.reversed())
            _whole()


def _sent(desk, charges):
    days = [each.on for each in charges]
    return remittances.make_sent(
        desk, days=days, charges=charges, episode=charges[0].episode, coverage=charges[0].coverage
    )


def _paid_and_given_back(desk, client, pays, refunded):
    if not pays:
        return
    key = f"p{ClientPayment.objects.count()}"
    on = LATER.date()
    payment = payments.take_payment(
        by=desk.biller, client=client, site_id=desk.site.pk, cents=pays, key=key, way="cash", received_on=on, at=LATER
    )
    if back := min(pays, refunded):
        payments.refund(by=desk.director, payment=payment, cents=back, because="Too much", key=f"r{key}", at=LATER)


def _whole():
    accounts = balances.by_account()
    assert balances.everything() == 0
    payers = RemittanceClaim.objects.aggregate(sum=Sum("paid"))["sum"] or 0
    came = ClientPayment.objects.aggregate(sum=Sum("cents"))["sum"] or 0
    went = ClientRefund.objects.aggregate(sum=Sum("cents"))["sum"] or 0
    assert accounts[Account.CASH] == payers + came - went
    assert accounts[Account.CREDIT] <= 0
    standing = Charge.objects.standing().aggregate(sum=Sum("cents"))["sum"] or 0
    assert accounts[Account.REVENUE] == -standing
    # Nobody is asked for more than was charged, and no payer owes less than nothing.
    for charge in Posting.objects.filter(account=Account.PAYERS_OWE).values("charge").annotate(sum=Sum("cents")):
        assert charge["sum"] >= 0
