"""Paying online: signed, once, and gone on with after a second message; two payments at once."""

import pytest
from django.urls import reverse

from billing import balances
from billing.actions.client_money import estimates, online, plans
from billing.estimating import Item
from billing.models import ClientPayment, OnlinePayment, PaymentPlan
from billing.payments import sandbox
from billing.payments.providers import descriptor
from billing.reminders import wishes
from clients.portal import actor_behind
from iop.access.actors import SYSTEM
from iop.clinic.naming import revealing_words
from iop.core import clock
from iop.core.errors import Invalid, NotAllowed
from iop.notifications.reminders import ALL
from iop.work.models import WorkItem
from iop.workflows.client_papers import receipt_paper, statement_paper
from tests.factories.client_money import later, make_account, owe, owe_a_copay, pay
from tests.factories.clients import AT, make_admitted
from tests.factories.portal import enter
from tests.factories.portal import make_account as make_sign_in
from tests.factories.scheduling import race


@pytest.fixture
def room(db):
    return make_account()


def begin(room, cents=4000, key="k"):
    who = getattr(room, "who", None) or make_sign_in(client=room.client)
    room.who = who
    return online.begin_online(
        by=actor_behind(who),
        client=room.client,
        site=room.site,
        cents=cents,
        key=key,
        back_url="http://testserver/",
        at=AT,
    )


def say(row, is_paid=True, cents=None):
    with clock.frozen(AT):
        body, signed = sandbox.message(row.reference, cents or row.cents, is_paid=is_paid)
        return online.hear(body=body, headers={sandbox.SIGNATURE: signed}, at=AT)


def test_the_same_message_twice_is_one_payment(room):
    owe(room)
    row = begin(room)
    say(row), say(row)
    assert ClientPayment.objects.get().cents == 4000
    assert balances.of_clients([room.client.pk])[room.client.pk] == 6000


def test_the_same_form_begins_one_payment(room):
    owe(room)
    assert begin(room).pk == begin(room).pk


def test_what_failed_takes_nothing(room):
    owe(room)
    assert say(begin(room), is_paid=False).status == "failed"
    assert not ClientPayment.objects.exists()


def test_no_more_than_is_owed_is_paid_online(room):
    owe(room, 3000)
    with pytest.raises(Invalid):
        begin(room, 3001)


@pytest.mark.parametrize("signed", ["", "t=1,v1=00", "nonsense", "t=99999999999999,v1=0"])
def test_an_unsigned_message_is_not_believed(room, signed):
    owe(room)
    row = begin(room)
    body, _right = sandbox.message(row.reference, row.cents, is_paid=True)
    with pytest.raises(NotAllowed):
        online.hear(body=body, headers={sandbox.SIGNATURE: signed}, at=AT)


def test_a_signature_in_letters_beyond_ascii_is_not_believed(room):
    owe(room)
    row = begin(room)
    with clock.frozen(AT), pytest.raises(NotAllowed):
        body, _right = sandbox.message(row.reference, row.cents, is_paid=True)
        online.hear(body=body, headers={sandbox.SIGNATURE: f"t={int(AT.timestamp())},v1=é"}, at=AT)


def test_an_old_message_is_not_believed(room):
    owe(room)
    row = begin(room)
    with clock.frozen(AT):
        body, signed = sandbox.message(row.reference, row.cents, is_paid=True)
    with clock.frozen(later(1)), pytest.raises(NotAllowed):
        online.hear(body=body, headers={sandbox.SIGNATURE: signed}, at=later(1))


def test_the_provider_is_heard_at_its_address_and_nobody_else(room, client):
    owe(room)
    row = begin(room)
    body, signed = sandbox.message(row.reference, row.cents, is_paid=True)
    url = reverse("payment_heard")
    assert client.post(url, body, content_type="application/json").status_code == 403
    told = {"HTTP_PAYMENT_SIGNATURE": signed}
    assert client.post(url, body, content_type="application/json", **told).status_code == 204
    assert OnlinePayment.objects.get().status == "paid"


def test_a_client_reads_and_pays_their_bill_and_nobody_elses(room, client):
    owe_a_copay(room)
    enter(client, make_sign_in(client=room.client))
    assert "$35.00" in client.get(reverse("my_bills")).content.decode()
    sent = client.post(reverse("my_pay"), {"key": "k", "cents": "35"})
    assert client.post(sent.url, {"do": "pay"}).status_code == 302
    assert "nothing to pay" in client.get(reverse("my_bills")).content.decode()
    other = make_account()
    theirs = pay(other, 100)
    assert client.post(reverse("my_receipt", args=[theirs.pk])).status_code == 404
    mine = ClientPayment.objects.get(client=room.client)
    assert client.post(reverse("my_receipt", args=[mine.pk]))["Content-Type"] == "application/pdf"


def test_papers_reveal_nothing(room):
    from billing.actions.client_money.statements import make_statement

    owe_a_copay(room)
    row = make_statement(by=room.by, client=room.client, site=room.site, key="s", at=AT)
    for language in ("en", "es"):
        for paper in (statement_paper(row, language), receipt_paper(pay(room, 100), language)):
            words = " ".join(str(value) for name, value in paper.items() if name not in ("clinic", "clinic_lines"))
            assert not revealing_words(words)
    assert descriptor("Harbor Light, Inc.") == "HARBOR LIGHT INC"


def test_a_plan_that_misses_two_payments_is_work_and_one_that_pays_is_none(room):
    owe(room, 9000)
    plan = plans.agree_plan(
        by=room.by,
        client=room.client,
        site=room.site,
        total_cents=9000,
        each_cents=3000,
        first_on=room.today,
        rhythm="week",
        at=AT,
    )
    assert [wish.values for wish in wishes(AT, later(8), AT, ALL)] == [{"is_due": "yes"}] * 2
    plans.watch_plans(by=SYSTEM, at=later(9))
    assert WorkItem.objects.open().get(kind="payment_missed").client_id == room.client.pk
    room.today, room.at = room.today, later(9)
    pay(room, 6000)
    plans.watch_plans(by=SYSTEM, at=later(9))
    assert PaymentPlan.objects.get(pk=plan.pk).status == "active"
    assert not WorkItem.objects.open().filter(kind="payment_missed").exists()


def test_an_estimate_is_owed_when_asked_and_settled_when_given(room):
    due = estimates.ask_estimate(by=room.by, episode=room.stay, at=AT)
    assert due.isoformat() == "2026-03-05"
    row = estimates.give_estimate(
        by=room.by, episode=room.stay, reason="asked", asked_on=room.today, starts_on=room.today, ends_on=room.today,
        items=[Item("H0015", "Treatment day", 24, 17_500)], language="en", at=AT,
    )  # fmt: skip
    assert (row.total_cents, row.due_on) == (420_000, due)
    assert not WorkItem.objects.open().filter(kind="estimate_due").exists()


def test_staff_take_a_payment_and_the_card_number_is_not_shown_again(room, client):
    owe(room, 3500)
    client.force_login(room_user(room))
    url = reverse("client_payment_take", args=[room.client.pk])
    typed = {"key": "k", "cents": "35", "way": "card", "reference": "4111 1111 1111 1111", "received_on": "2026-03-02"}
    refused = client.post(url, typed)
    assert refused.status_code == 422
    assert "4111" not in refused.content.decode()
    assert client.post(url, {**typed, "reference": "T-12"}).status_code == 302
    assert client.get(reverse("client_account", args=[room.client.pk])).status_code == 200


def test_balances_ask_the_same_number_of_statements_however_many_owe(room, client):
    client.force_login(room_user(room))
    owe(room)
    client.get(reverse("client_balances"))
    with CountedQueries() as few:
        client.get(reverse("client_balances"))
    for _ in range(4):
        stay = make_admitted(room.site)
        owe(type(room)(**{**vars(room), "stay": stay, "client": stay.client}))
    with CountedQueries() as many:
        page = client.get(reverse("client_balances")).content.decode()
    assert page.count("row-link") == 5
    assert len(many) == len(few)


@pytest.mark.django_db(transaction=True)
def test_two_payments_at_once_pay_one_after_the_other():
    room = make_account()
    owe(room, 10_000)
    race(*[lambda n=n: pay(room, 6000, key=f"race{n}") for n in range(2)])
    assert balances.of_clients([room.client.pk])[room.client.pk] == -2000
    assert balances.by_account()["clients_owe"] == 0
    assert balances.everything() == 0


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twice_at_once_is_one_payment():
    room = make_account()
    owe(room, 10_000)
    race(*[lambda: pay(room, 6000, key="race") for _ in range(2)])
    assert ClientPayment.objects.count() == 1


def CountedQueries():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return CaptureQueriesContext(connection)


def room_user(room):
    from iop.clinic.models import StaffMember

    return StaffMember.objects.get(pk=room.by.staff_id).user
