"""Signing in by a link and a PIN."""

import datetime as dt

import pytest

from clients.actions import portal
from clients.actions.portal.links import standing
from clients.models import PortalAccount
from clients.portal_rules import LINK_FOR, LOCKED_FOR
from iop.audit.models import AuditEvent
from iop.core.errors import Refusal
from iop.notifications.models import Message
from iop.work.models import WorkItem
from tests.factories.clients import AT, make_client
from tests.factories.door import PIN, make_holder, make_link, wrong


@pytest.fixture
def holder(desk, now):
    return make_holder(client=desk.who)


def enter(token, pin=PIN, at=AT):
    return portal.enter_by_link(token=token, pin=pin, at=at)


def fail(token, times, at=AT):
    for _ in range(times):
        with pytest.raises(Refusal):
            enter(token, wrong(), at)


def test_link_and_pin_together_open(holder):
    assert enter(make_link(holder)) == holder


def test_a_link_opens_once(holder):
    token = make_link(holder)
    enter(token)
    with pytest.raises(portal.NoWay):
        enter(token)
    assert AuditEvent.objects.filter(verb="portal.link_useless").count() == 1


def test_after_a_quarter_of_an_hour_it_opens_nothing(holder):
    token = make_link(holder)
    with pytest.raises(portal.NoWay):
        enter(token, at=AT + LINK_FOR)


def test_a_newer_link_ends_the_older(holder):
    token = make_link(holder)
    make_link(holder, AT + dt.timedelta(minutes=1))
    assert standing(token, AT + dt.timedelta(minutes=2)) is None


def test_a_wrong_pin_leaves_the_link_for_another_try(holder):
    token = make_link(holder)
    fail(token, 1)
    assert enter(token) == holder


def test_five_wrong_pins_shut_the_door_even_for_the_right_one(holder):
    token = make_link(holder)
    fail(token, 5)
    with pytest.raises(portal.WrongPin, match="15 minutes"):
        enter(token)


def test_later_a_new_link_opens_again(holder):
    fail(make_link(holder), 5)
    later = AT + LOCKED_FOR
    assert enter(make_link(holder, later), at=later) == holder


def test_the_right_pin_forgets_the_wrong_ones(holder):
    token = make_link(holder)
    fail(token, 4)
    enter(token)
    holder.refresh_from_db()
    assert (holder.tries, holder.locks) == (0, 0)


@pytest.fixture
def shut(holder):
    at = AT
    for _ in range(3):
        fail(make_link(holder, at), 5, at)
        at += LOCKED_FOR
    return holder


def test_shut_three_times_no_link_is_sent_any_more(shut):
    assert portal.ask_for_links(email=shut.user.email, at=AT + dt.timedelta(hours=2)) == 0


def test_shut_three_times_a_colleague_is_asked(shut):
    assert WorkItem.objects.open().filter(kind="portal_locked", client_id=shut.client_id).count() == 1


def test_a_colleague_opens_it_again(desk, shut):
    portal.open_again(by=desk.as_counselor, client=desk.who, account_id=shut.pk, at=AT)
    assert portal.ask_for_links(email=shut.user.email, at=AT) == 1
    assert not WorkItem.objects.open().filter(kind="portal_locked").exists()


def test_each_account_of_an_inbox_has_its_own_letter(desk, holder):
    other = make_holder(client=make_client(desk.site, by=desk.as_director))
    PortalAccount.objects.filter(pk=other.pk).update(word="red robin")
    assert portal.ask_for_links(email="SOMEONE@home.example", at=AT) == 2
    bodies = Message.objects.filter(template="sign_in_link").values_list("body", flat=True)
    assert {"red robin" in body for body in bodies} == {True, False}


def test_an_unknown_inbox_gets_nothing(desk, now):
    assert portal.ask_for_links(email="stranger@home.example", at=AT) == 0


def test_the_link_of_one_account_does_not_open_another(desk, holder):
    other = make_holder(client=make_client(desk.site, by=desk.as_director), email="other@home.example")
    assert enter(make_link(other)) == other
