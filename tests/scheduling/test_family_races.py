"""Two bookings of one relative at the same moment, and a release that ends while somebody is invited."""

import pytest

from clients.actions import consents
from iop.clinic.actors import actor_of
from iop.core.errors import Refusal
from scheduling.models import Appointment, BusyTime
from tests.factories.clients import AT
from tests.factories.family_care import book_family, invited, make_relative, relate, release, taken
from tests.factories.scheduling import make_place, make_waiting_client, race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def episode(place):
    return make_waiting_client(place)


@pytest.fixture
def brother(place, episode):
    return make_relative(place, episode.client)


def test_of_two_bookings_with_one_relative_one_wins(place, episode, brother):
    other = make_waiting_client(place)
    relate(other.client, brother)
    release(place, other.client, brother.party)
    results = race(
        lambda: book_family(place, episode, brother),
        lambda: book_family(place, other, brother, staff=place.director),
    )
    assert sorted(isinstance(each, Refusal) for each in results) == [False, True]
    assert (Appointment.objects.count(), len(taken(brother))) == (1, 1)


def test_whoever_is_invited_while_the_release_is_taken_back_is_not_invited_in_the_end(place, episode, brother):
    consent = episode.client.consents.get(kind="relative")
    by = actor_of(place.therapist.pk, AT)
    results = race(
        lambda: book_family(place, episode, brother),
        lambda: consents.revoke(by=by, consent=consent, at=AT, method="oral"),
    )
    assert not isinstance(results[1], Exception)
    booked = results[0]
    assert isinstance(booked, Refusal) or invited(booked) == []
    assert not BusyTime.objects.filter(calendar__person=brother).exists()
