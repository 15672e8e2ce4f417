"""Taking money, giving it back, forgiving: once, never too much, and always adding up."""

import datetime as dt
from types import SimpleNamespace

import pytest

from billing import balances
from billing.actions.client_money import payments, sliding_fees, statements
from billing.actions.client_money.keeping import settle
from billing.choices.ledger import Account
from billing.client_money import lines, owed
from billing.models import Charge, ClientPayment, ClientRefund, Entry, SlidingFee
from billing.rules.ledger import Side
from billing.rules.sliding import Band
from iop.core.errors import Conflict, Invalid, NotAllowed
from tests.factories.client_money import make_account, owe, owe_a_copay, pay, post
from tests.factories.clients import make_actor

pytestmark = pytest.mark.django_db
YESTERDAY = dt.date(2026, 3, 1)


@pytest.fixture
def room() -> SimpleNamespace:
    return make_account()


def give_back(room, payment, cents, key="r1", **fields):
    return payments.refund(
        by=room.director, payment=payment, cents=cents, because="Paid twice", key=key, at=room.at, **fields
    )


def test_a_payment_pays_the_oldest_day_first(room):
    new, old = owe(room, 3500), owe(room, 3500, YESTERDAY)
    pay(room, 5000)
    sums = balances.of_charges([new.pk, old.pk])
    assert (sums[old.pk][Account.CLIENTS_OWE], sums[new.pk][Account.CLIENTS_OWE]) == (0, 2000)
    assert balances.everything() == 0


def test_what_is_left_stays_on_account_and_pays_the_next_visit(room):
    pay(room, 5000)
    assert owed(room.client.pk) == -5000
    charge = owe(room, 3500)
    settle(by=room.by, client_id=room.client.pk, site_id=room.site.pk, on=room.today, at=room.at)
    assert balances.of_charges([charge.pk])[charge.pk][Account.CLIENTS_OWE] == 0
    assert owed(room.client.pk) == -1500


def test_the_same_form_sent_twice_is_one_payment(room):
    owe(room)
    assert pay(room, 4000, key="same").pk == pay(room, 4000, key="same").pk
    assert ClientPayment.objects.count() == 1
    assert owed(room.client.pk) == 6000


def test_the_same_key_with_another_amount_is_refused(room):
    pay(room, 4000, key="same")
    with pytest.raises(Conflict):
        pay(room, 4001, key="same")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reference": "4111 1111 1111 1111"}, "reference"),
        ({"cents": 0}, "cents"),
        ({"cents": 5_000_001}, "cents"),
        ({"way": "online"}, "way"),
        ({"received_on": dt.date(2026, 3, 3)}, "received_on"),
    ],
)
def test_what_cannot_be_taken(room, fields, field):
    with pytest.raises(Invalid) as refused:
        pay(room, **fields)
    assert refused.value.field == field
    assert not ClientPayment.objects.exists()


def test_a_counselor_takes_no_payment(room):
    room.by = make_actor(room.site, "counselor")
    with pytest.raises(NotAllowed):
        pay(room)


def test_who_takes_payments_gives_none_back(room):
    payment = pay(room)
    room.director = room.by
    with pytest.raises(NotAllowed):
        give_back(room, payment, 100)


def test_never_more_than_was_paid_goes_back(room):
    payment = pay(room, 5000)
    give_back(room, payment, 3000)
    with pytest.raises(Invalid):
        give_back(room, payment, 2001, key="r2")
    assert owed(room.client.pk) == -2000


def test_the_same_refund_twice_is_one(room):
    payment = pay(room, 5000)
    give_back(room, payment, 3000)
    give_back(room, payment, 3000)
    assert ClientRefund.objects.count() == 1


def test_a_refund_of_money_that_paid_a_visit_opens_it_again(room):
    charge = owe(room, 3500)
    payment = pay(room, 5000)
    give_back(room, payment, 4000)
    assert balances.of_charges([charge.pk])[charge.pk][Account.CLIENTS_OWE] == 2500
    assert owed(room.client.pk) == 2500
    assert balances.everything() == 0


def test_a_payment_after_a_refund_pays_what_is_open_again(room):
    owe(room, 3500)
    give_back(room, pay(room, 3500), 3500)
    pay(room, 3500)
    assert owed(room.client.pk) == 0


def test_hardship_takes_off_what_was_decided_once(room):
    owe(room, 3500)
    for _ in range(2):
        payments.forgive(
            by=room.director,
            client=room.client,
            site_id=room.site.pk,
            cents=1500,
            because="Lost work",
            key="h",
            at=room.at,
        )
    assert owed(room.client.pk) == 2000
    assert balances.by_account()[Account.SLIDING] == 1500


def test_nothing_is_forgiven_that_is_not_owed(room):
    owe(room, 3500)
    with pytest.raises(Invalid):
        payments.forgive(
            by=room.director, client=room.client, site_id=room.site.pk, cents=3501, because="x", key="h", at=room.at
        )


@pytest.fixture
def scale(room):
    sliding_fees.save_guideline(
        by=make_actor(room.site, "biller"), area="states", valid_from=dt.date(2026, 1, 1), first_cents=1_565_000, more_cents=550_000,
        source="Notice",
    )  # fmt: skip
    sliding_fees.save_scale(
        by=room.by, valid_from=dt.date(2026, 1, 1), bands=[Band(100, 0, 500), Band(200, 50), Band(None, 100)]
    )


def slide(room, income=2_500_000):
    return sliding_fees.give_sliding_fee(
        by=room.by, client=room.client, site=room.site, household=1, income_cents=income, proof="pay_stubs", starts_on=room.today,
        today=room.today, at=room.at,
    )  # fmt: skip


def test_a_sliding_fee_lowers_own_visits_once_and_no_copay(room, scale):
    owe(room, 10_000)
    owe_a_copay(room, on=dt.date(2026, 3, 3))
    slide(room)
    settle(by=room.by, client_id=room.client.pk, site_id=room.site.pk, on=room.today, at=room.at)
    assert owed(room.client.pk) == 5000 + 3500
    assert balances.everything() == 0


def test_a_second_decision_ends_the_first(room, scale):
    slide(room)
    slide(room, income=100)
    assert SlidingFee.objects.on(room.today).get().pays_percent == 0


def test_without_a_guideline_nothing_is_decided(room):
    with pytest.raises(Conflict):
        slide(room)


def test_a_statement_says_what_the_payer_did_and_leaves_the_contract_part_out(room):
    owe_a_copay(room)
    row = statements.make_statement(by=room.by, client=room.client, site=room.site, key="s", at=room.at)
    line = row.lines[0]
    assert (line["charged"], line["payer_paid"], line["written_off"], line["left"]) == (17_500, 10_000, 4_000, 3_500)
    assert row.due_cents == 3500
    assert row.due_on == room.today + dt.timedelta(days=30)


def test_a_statement_of_one_key_is_made_once(room):
    owe(room)
    made = [
        statements.make_statement(by=room.by, client=room.client, site=room.site, key="s", at=room.at) for _ in range(2)
    ]
    assert made[0].pk == made[1].pk


def test_who_owes_nothing_gets_no_statement(room):
    with pytest.raises(Conflict):
        statements.make_statement(by=room.by, client=room.client, site=room.site, key="s", at=room.at)


def test_monthly_statements_are_made_once_a_month(room):
    owe(room)
    at = room.at + dt.timedelta(days=5)
    assert [statements.make_due(by=room.by.__class__(kind="system", is_system=True), at=at) for _ in range(2)] == [1, 0]


def test_a_line_tells_what_was_paid_by_whom(room):
    owe_a_copay(room)
    pay(room, 1000)
    line = lines([room.client.pk])[0]
    assert (line.own_paid, line.left, line.waits, dict(line.reasons)) == (1000, 2500, 0, {"PR-3": 3500})


def test_the_key_of_an_entry_is_used_once(room):
    pay(room, 1000, key="one")
    pay(room, 1000, key="one")
    assert Entry.objects.filter(kind="client_payment").count() == 1


def forgiven(room, cents, *, hardship):
    payments.forgive(
        by=room.director, client=room.client, site_id=room.site.pk, cents=cents, because="Lost work", key="f", at=room.at,
        hardship=hardship,
    )  # fmt: skip


def taken_back(room, charge):
    """The charge does not stand any more, in the ledger too."""
    us = room.client.pk
    Charge.objects.filter(pk=charge.pk).update(reversed_at=room.at, reversed_because="Not given")
    post(
        room, "charge_reversed",
        [
            Side(Account.CLIENTS_OWE, -charge.cents, us, charge_id=charge.pk),
            Side(Account.REVENUE, charge.cents, us, charge_id=charge.pk),
        ],
    )  # fmt: skip


def settled(room):
    settle(by=room.by, client_id=room.client.pk, site_id=room.site.pk, on=room.today, at=room.at)


@pytest.mark.parametrize("hardship", [True, False])
def test_a_debt_that_was_forgiven_is_no_money_of_the_clients_when_the_charge_is_taken_back(room, hardship):
    charge = owe(room, 10_000)
    pay(room, 3000)
    forgiven(room, 7000, hardship=hardship)
    taken_back(room, charge)
    for _ in range(2):
        settled(room)
    assert owed(room.client.pk) == -3000
    found = balances.by_account()
    assert (found[Account.SLIDING], found[Account.BAD_DEBT], balances.everything()) == (0, 0, 0)


def test_a_copay_that_the_payer_takes_back_after_it_was_forgiven_gives_nothing_to_spend(room):
    charge = owe_a_copay(room, copay=3500)
    forgiven(room, 3500, hardship=True)
    sides = [
        Side(Account.CLIENTS_OWE, -3500, room.client.pk, charge_id=charge.pk, reason="PR-3"),
        Side(Account.PAYERS_OWE, 3500, room.client.pk, payer_id=charge.payer_id, charge_id=charge.pk),
    ]
    post(room, "takeback", sides)
    settled(room)
    assert owed(room.client.pk) == 0
    assert balances.by_account()[Account.SLIDING] == 0


def test_a_sliding_fee_that_comes_after_the_payment_gives_back_what_was_paid_too_much(room, scale):
    owe(room, 10_000)
    pay(room, 10_000)
    slide(room)
    settled(room)
    assert owed(room.client.pk) == -5000
    assert balances.by_account()[Account.SLIDING] == 5000


def test_no_sliding_fee_is_taken_off_a_debt_that_was_written_off(room, scale):
    owe(room, 10_000)
    forgiven(room, 10_000, hardship=False)
    slide(room)
    settled(room)
    assert owed(room.client.pk) == 0
