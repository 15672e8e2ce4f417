"""Relatives are told of family appointments where they agreed to it and a live release lets them know; nobody else is."""

import datetime as dt

import pytest

from clients.models import RelatedPerson
from family.models import PersonChannel
from iop.access.actors import SYSTEM
from iop.notifications.models import Message
from scheduling import actions
from tests.factories.clients import AT
from tests.factories.family_care import book_family, make_relative, plan_of
from tests.factories.scheduling import make_place, make_waiting_client, on, wall
from tests.scheduling.test_family_appointments import revoke

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def episode(place):
    return make_waiting_client(place)


@pytest.fixture
def brother(place, episode):
    return make_relative(place, episode.client)


def agrees(person, allowed=True):
    RelatedPerson.objects.filter(pk=person.pk).update(phone="+16175550123")
    PersonChannel.objects.create(person=person, channel="sms", allowed=allowed, since=AT)


def told(person, waiting=True):
    rows = Message.objects.filter(recipient_kind="related", recipient_id=person.pk).order_by("created_at")
    return list((rows.filter(status="waiting") if waiting else rows).values_list("template", flat=True))


def remind(at):
    return actions.remind_guests(by=SYSTEM, at=at)


def test_who_agreed_is_told_of_booking_and_cancelling(place, episode, brother):
    agrees(brother)
    row = book_family(place, episode, brother)
    assert told(brother) == ["appointment_booked"]
    actions.cancel_appointment(by=place.by, appointment=row, reason="Ill", at=AT)
    assert told(brother) == ["appointment_cancelled"]


def test_who_did_not_agree_hears_nothing(place, episode, brother):
    agrees(brother, allowed=False)
    book_family(place, episode, brother)
    assert told(brother) == []


def test_who_is_invited_later_is_told_and_who_is_left_out_too(place, episode, brother):
    agrees(brother)
    row = actions.plan_family(
        by=place.by, appointment=book_family(place, episode), version=1, plan=plan_of(brother), at=AT
    )
    actions.plan_family(by=place.by, appointment=row, version=row.version, plan=plan_of(), at=AT)
    assert told(brother) == ["appointment_booked", "appointment_cancelled"]


def test_they_are_reminded_a_day_before_and_once(place, episode, brother):
    agrees(brother)
    row = book_family(place, episode, brother, day=on(3))
    assert [remind(row.starts_at - dt.timedelta(hours=hours)) for hours in (25, 24, 23)] == [0, 1, 0]


def test_a_moved_appointment_is_reminded_of_anew(place, episode, brother):
    agrees(brother)
    row = book_family(place, episode, brother, day=on(3))
    remind(row.starts_at - dt.timedelta(hours=20))
    starts = wall(on(4), 10)
    actions.move_appointment(
        by=place.by,
        appointment=row,
        version=row.version,
        starts_at=starts,
        ends_at=starts + dt.timedelta(hours=1),
        at=AT,
    )
    assert remind(starts - dt.timedelta(hours=20)) == 1


def test_whose_release_ended_is_not_reminded(place, episode, brother):
    agrees(brother)
    row = book_family(place, episode, brother, day=on(3))
    revoke(place, episode.client)
    assert remind(row.starts_at - dt.timedelta(hours=20)) == 0
    assert told(brother) == []


def test_the_words_say_nothing_of_what_we_do(place, episode, brother):
    agrees(brother)
    book_family(place, episode, brother)
    message = Message.objects.get(recipient_kind="related")
    assert message.body.startswith("You have an appointment on Monday, March 2")
    assert episode.client.legal_first_name not in message.body + message.subject
    assert (message.basis["ground"], message.basis["scope"]) == ("consent", ["schedule"])
