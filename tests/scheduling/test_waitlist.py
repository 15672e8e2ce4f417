"""Waiting for a seat, in order."""

import pytest

from iop.core.errors import Conflict, Invalid
from scheduling import actions
from scheduling.models import WaitlistEntry
from tests.factories.scheduling import AT, MONDAY, make_place, make_waiting_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place()


def wait(place, episode=None, weekdays=(0,)):
    return actions.join_waitlist(
        by=place.by,
        episode=episode or make_waiting_client(place),
        track=place.track,
        weekdays=weekdays,
        wanted_from=MONDAY,
        at=AT,
    )


def order(place):
    return list(WaitlistEntry.objects.filter(track=place.track).waiting().values_list("pk", flat=True))


def test_joins_at_the_end(place):
    first, second = wait(place), wait(place)
    assert order(place) == [first.pk, second.pk]


def test_twice_is_refused(place):
    episode = make_waiting_client(place)
    wait(place, episode)
    with pytest.raises(Conflict, match="already waiting"):
        wait(place, episode)


def test_after_leaving_may_join_again_at_the_end(place):
    episode = make_waiting_client(place)
    first = wait(place, episode)
    second = wait(place)
    actions.leave_waitlist(by=place.by, entry=first, at=AT)
    again = wait(place, episode)
    assert order(place) == [second.pk, again.pk]


def test_the_order_can_be_changed(place):
    entries = [wait(place).pk for _ in range(4)]
    actions.move_in_waitlist(by=place.by, entry=WaitlistEntry.objects.get(pk=entries[3]), place=1, at=AT)
    assert order(place) == [entries[3], *entries[:3]]


def test_a_day_the_track_does_not_run_is_refused(place):
    with pytest.raises(Invalid, match="does not run on Sunday"):
        wait(place, weekdays=[6])


def test_who_no_longer_waits_cannot_be_moved(place):
    entry = wait(place)
    actions.leave_waitlist(by=place.by, entry=entry, at=AT)
    with pytest.raises(Conflict, match="no longer wait"):
        actions.move_in_waitlist(by=place.by, entry=entry, place=1, at=AT)
