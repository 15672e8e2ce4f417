"""Payments and statements of clients as resources."""

from __future__ import annotations

import pytest

from billing.actions.client_money import payments, statements
from clients.models import Disclosure
from iop.api.choices import Scope
from iop.core.errors import Conflict
from tests.factories import client_money as made
from tests.factories.api import calling_with
from tests.factories.clients import AT

pytestmark = pytest.mark.django_db
API = "/api/v1/"


@pytest.fixture
def room(at):
    at(AT)
    room = made.make_account()
    made.owe(room, 9000)
    return room


def test_a_payment_says_what_of_it_went_back(room):
    payment = made.pay(room, 5000)
    payments.refund(by=room.director, payment=payment, cents=2000, because="Paid twice", key="r", at=AT)
    found = calling_with(Scope.BILLING_READ).get(f"{API}client-payments/?client={room.client.pk}").json()["results"]
    assert [(row["cents"], row["refunded_cents"], row["way"]) for row in found] == [(5000, 2000, "cash")]
    assert Disclosure.objects.get().information == ["billing"]


def test_a_statement_is_read_and_nothing_without_the_scope(room):
    statements.make_statement(by=room.by, client=room.client, site=room.site, key="s", at=AT)
    path = f"{API}client-statements/"
    assert [row["owed_cents"] for row in calling_with(Scope.BILLING_READ).get(path).json()["results"]] == [9000]
    assert calling_with(Scope.CLIENTS_READ).get(path).status_code == 403


def test_money_is_taken_once_however_often_it_is_sent(room):
    key = calling_with(Scope.BILLING_READ, Scope.BILLING_WRITE)
    sent = {
        "client": str(room.client.pk), "site": str(room.site.pk), "way": "cash", "cents": 4000,
        "received_on": room.today.isoformat(), "key": "desk-1",
    }  # fmt: skip
    first, again = (key.post(f"{API}client-payments/", sent, format="json") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    card = key.post(f"{API}client-payments/", {**sent, "key": "x", "reference": "4111 1111 1111 1111"}, format="json")
    assert card.status_code == 400


def test_a_key_of_another_payment_or_client_gives_nothing_of_theirs(room):
    other = made.make_account()
    made.owe(other, 5000)
    first, second = made.pay(room, 5000), made.pay(room, 4000)
    said = {"by": room.director, "cents": 1000, "because": "Paid twice", "key": "r", "at": AT}
    payments.refund(payment=first, **said)
    assert payments.refund(payment=first, **said).payment_id == first.pk
    with pytest.raises(Conflict):
        payments.refund(payment=second, **said)
    statements.make_statement(by=room.by, client=room.client, site=room.site, key="s", at=AT)
    with pytest.raises(Conflict):
        statements.make_statement(by=other.by, client=other.client, site=other.site, key="s", at=AT)


def test_forgiving_says_the_same_when_it_is_sent_again(room):
    said = {"by": room.director, "site_id": room.site.pk, "because": "Lost work", "key": "f", "at": AT}
    assert [payments.forgive(client=room.client, cents=3000, **said) for _ in range(2)] == [3000, 3000]
    with pytest.raises(Conflict):
        payments.forgive(client=room.client, cents=2000, **said)
