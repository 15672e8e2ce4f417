"""A tablet in the waiting room."""

import datetime as dt

import pytest

from clients.actions import portal
from clients.actions.portal.kiosks import Rests, kiosk_of
from clients.portal_rules import KIOSK_FOR, KIOSK_RESTS, KIOSK_TRIES
from iop.core.errors import Invalid, NotAllowed
from tests.factories.clients import AT, make_actor, make_client, make_site
from tests.factories.door import PIN, make_holder, wrong

BORN = dt.date(1990, 5, 17)


@pytest.fixture
def key(desk, now):
    make_holder(client=desk.who)
    return portal.start_kiosk(by=desk.as_counselor, site_id=desk.site.pk, at=AT)[1]


def enter(key, born=BORN, pin=PIN, at=AT):
    return portal.enter_at_kiosk(key=key, born=born, pin=pin, at=at)


def test_birth_date_and_pin_say_who_arrives(desk, key):
    assert enter(key).client == desk.who


@pytest.mark.parametrize("born", [BORN + dt.timedelta(days=1), None])
def test_the_answer_to_a_stranger_is_that_to_a_wrong_pin(key, born):
    with pytest.raises(Invalid) as strange:
        enter(key, born=born)
    with pytest.raises(Invalid) as typo:
        enter(key, pin=wrong())
    assert str(strange.value) == str(typo.value)


def test_a_client_of_another_site_is_not_known_here(desk, key):
    site = make_site()
    elsewhere = make_client(site, date_of_birth=dt.date(1981, 2, 3))
    make_holder(client=elsewhere, email="b@home.example")
    with pytest.raises(Invalid):
        enter(key, born=dt.date(1981, 2, 3))


def test_two_who_share_birth_date_and_pin_are_sent_to_the_desk(desk, key):
    make_holder(client=make_client(desk.site, by=desk.as_director), email="twin@home.example")
    with pytest.raises(Invalid):
        enter(key)


def test_after_many_tries_the_tablet_rests(key):
    for _ in range(KIOSK_TRIES - 1):
        with pytest.raises(Invalid):
            enter(key, pin=wrong())
    for _ in range(2):
        with pytest.raises(Rests):
            enter(key) if _ else enter(key, pin=wrong())
    assert enter(key, at=AT + KIOSK_RESTS)


def test_after_half_a_day_it_is_none_any_more(key):
    with pytest.raises(portal.NoWay):
        enter(key, at=AT + KIOSK_FOR)


def test_ended_it_opens_nothing(desk, key):
    portal.end_kiosk(by=desk.as_counselor, key=key, at=AT)
    assert kiosk_of(key, AT) is None


def test_a_colleague_of_another_site_puts_no_tablet_here(desk):
    with pytest.raises(NotAllowed):
        portal.start_kiosk(by=make_actor(make_site(), "counselor"), site_id=desk.site.pk, at=AT)
