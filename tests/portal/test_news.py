"""A client learns that there is something new in their pages, without a word of what it is."""

import datetime as dt

import pytest

from clients.models import ChannelPermission, ContactPoint, PortalAccount
from clients.portal import outsider
from clients.threads import no_longer_wanted
from iop.notifications.models import Message
from sessions_app.actions.asking import ask, decline_ask
from tests.factories.clients import AT
from tests.factories.days import NINE, make_day, minutes
from tests.factories.own_papers import make_own, offered
from tests.factories.portal import make_account

pytestmark = pytest.mark.django_db


def agrees(client, at):
    ContactPoint.objects.create(client=client, kind="phone", value="+16175550142", may_leave_message=True)
    ChannelPermission.objects.create(client=client, channel="sms", allowed=True, since=at)


def notices():
    return Message.objects.filter(template="something_new")


def test_a_form_to_sign_at_home_is_told_once(at):
    at(AT)
    own = make_own()
    agrees(own.client, AT)
    row = offered(own)
    assert notices().get().recipient_id == own.client.pk
    assert row.kind not in notices().get().body


def test_who_agreed_to_no_channel_is_told_nothing(at):
    at(AT)
    offered(make_own())
    assert not notices().exists()


def test_no_to_a_request_is_told(at):
    at(NINE - minutes(90))
    day, asked_at = make_day(people=2), NINE - dt.timedelta(hours=20)
    line = day.lines[0]
    agrees(line.client, asked_at)
    who = outsider(make_account(client=line.client).user, asked_at)
    row = ask(by=who.actor, client=line.client, about=line, kind="cancel", words="Court date", at=asked_at)
    decline_ask(by=day.by_counselor, ask=row, version=row.version, words="Please call us", at=asked_at)
    assert notices().get().about_id == row.pk


def test_a_notice_to_somebody_who_cannot_sign_in_any_more_does_not_leave(at):
    at(AT)
    own = make_own()
    agrees(own.client, AT)
    offered(own)
    assert no_longer_wanted(list(notices()), AT) == set()
    PortalAccount.objects.filter(pk=own.account.pk).update(ended_at=AT, end_reason="asked")
    assert no_longer_wanted(list(notices()), AT) == {notices().get().pk}
