"""What leaves: only to a standing account or invitation, with a link that rests nowhere, whoever said stop."""

import datetime as dt

import pytest

from clients.actions import portal
from clients.models import PortalLink
from clients.portal_tokens import LINK, link_url, token_of
from iop.accounts.models import User
from iop.notifications.choices import StopSource
from iop.notifications.delivery import deliver
from iop.notifications.letters import letter_of, unsubscribe_url
from iop.notifications.models import Message, SinkMessage
from iop.notifications.stops import stop
from tests.factories.clients import AT
from tests.factories.door import make_holder, make_link


@pytest.fixture
def holder(desk, now):
    return make_holder(client=desk.who)


def left(at=AT):
    deliver(at=at)
    return list(SinkMessage.objects.values_list("body", flat=True))


def test_the_link_is_filled_in_as_the_letter_leaves(holder):
    token = make_link(holder)
    assert token in left()[0]
    assert token not in Message.objects.get().body


def test_a_colleague_who_reads_the_outbox_sees_no_link(holder):
    token = make_link(holder)
    assert token not in letter_of(Message.objects.get()).body


def test_the_link_leads_to_this_installation(holder, settings):
    settings.SITE_URL = "https://clinic.example"
    make_link(holder)
    row = PortalLink.objects.get()
    assert link_url(row.pk).startswith("https://clinic.example/my/")
    assert link_url(row.pk).endswith(f"{token_of(LINK, row.pk)}/")


def test_an_ended_access_gets_no_letter_that_waited(desk, holder):
    make_link(holder)
    portal.end_access(by=desk.as_counselor, client=desk.who, account_id=holder.pk, reason="asked", at=AT)
    assert left() == []


def test_an_inbox_that_is_another_now_gets_none(holder):
    make_link(holder)
    User.objects.filter(pk=holder.user_id).update(email="new@home.example")
    assert left() == []


def test_a_letter_whose_link_is_too_old_does_not_leave(holder):
    make_link(holder)
    assert left(AT + dt.timedelta(minutes=15)) == []


def test_who_said_stop_still_gets_the_link_they_asked_for(holder):
    stop(channel="email", address=holder.user.email, source=StopSource.LINK, at=AT)
    make_link(holder)
    assert len(left()) == 1


def test_there_is_nothing_to_stop_in_it(holder):
    make_link(holder)
    assert unsubscribe_url(Message.objects.get()) == ""


def test_at_night_it_leaves_all_the_same(holder):
    night = AT.replace(hour=8)
    make_link(holder, night)
    assert len(left(night)) == 1


def test_it_is_no_disclosure(holder):
    from clients.models import Disclosure

    make_link(holder)
    left()
    assert not Disclosure.objects.exists()
