"""How a relative may be told: what they agreed to last, the address on file, and a release that names them."""

import datetime as dt

import pytest
from django.urls import reverse

from clients import relatives_reach
from clients.portal import outsider
from family.actions.reach import choose_channels
from family.models import PersonChannel
from iop.access.actors import SYSTEM
from iop.core.errors import Invalid, NotAllowed
from tests.factories.clients import AT, make_client, make_site
from tests.factories.families import make_relative_account, make_sharing
from tests.factories.portal import enter

pytestmark = pytest.mark.django_db
PHONE = "+16175550142"


@pytest.fixture
def sharing():
    found = make_sharing(make_client(make_site()))
    found.person.phone = PHONE
    found.person.save()
    return found


@pytest.fixture
def actor(sharing):
    return outsider(make_relative_account(sharing).user, AT).actor


def agree(sharing, actor, *channels, at=AT):
    choose_channels(by=actor, person=sharing.person, channels=channels, at=at)


def ways(sharing):
    return {key: dict(found.to) for key, found in relatives_reach.ways([sharing.person.pk]).items()}


def test_nobody_is_reached_before_they_agree(sharing):
    assert ways(sharing) == {}


def test_who_agreed_is_reached_at_the_address_on_file(sharing, actor):
    agree(sharing, actor, "sms")
    assert ways(sharing) == {sharing.person.pk: {"sms": PHONE}}


def test_the_newest_answer_decides(sharing, actor):
    agree(sharing, actor, "sms")
    agree(sharing, actor, at=AT + dt.timedelta(hours=1))
    assert ways(sharing) == {}


def test_the_same_answer_again_adds_no_row(sharing, actor):
    agree(sharing, actor, "sms")
    agree(sharing, actor, "sms")
    assert PersonChannel.objects.count() == 1


def test_a_channel_without_an_address_is_refused(sharing, actor):
    with pytest.raises(Invalid):
        agree(sharing, actor, "email")


def test_nobody_agrees_for_somebody_else(sharing):
    with pytest.raises(NotAllowed):
        agree(sharing, SYSTEM, "sms")


def test_a_live_release_lets_them_be_told(sharing, actor):
    agree(sharing, actor, "sms")
    found = relatives_reach.tellable([sharing.person.pk], AT)[sharing.person.pk]
    assert (found.to, found.basis.consent_id) == (PHONE, str(sharing.consent.pk))


def test_without_a_live_release_nothing_is_told(sharing, actor):
    agree(sharing, actor, "sms")
    sharing.consent.stopped_at = AT
    sharing.consent.save()
    assert relatives_reach.tellable([sharing.person.pk], AT) == {}


def test_the_choice_is_made_on_the_page(client, sharing, at):
    at(AT)
    enter(client, make_relative_account(sharing))
    client.post(reverse("shared_messages"), {"channels": ["sms"]})
    assert ways(sharing) == {sharing.person.pk: {"sms": PHONE}}
