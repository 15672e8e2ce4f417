"""An individual appointment inside a client's treatment day: the day goes on around it, and is whole again afterwards."""

import uuid

import pytest

from iop.core.errors import Conflict
from scheduling import actions, busy, calendars
from scheduling.models import BusyTime, CoveredTime
from tests.factories.scheduling import AT, MONDAY, book, make_place, make_waiting_client, on, wall

pytestmark = pytest.mark.django_db
SESSION = uuid.uuid4()


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def episode(place):
    return make_waiting_client(place)


def take_day(episode, *, source_id=SESSION, day=MONDAY):
    calendar = calendars.ensure(clients=[episode.client_id])["client", episode.client_id]
    row = BusyTime(
        calendar_id=calendar, starts_at=wall(day, 9), ends_at=wall(day, 12, 15), source="session", source_id=source_id
    )
    busy.take([row], zone="America/New_York")


def of_the_day(source_id=SESSION):
    return list(BusyTime.objects.filter(source_id=source_id).order_by("starts_at").values_list("starts_at", "ends_at"))


WHOLE = [(wall(MONDAY, 9), wall(MONDAY, 12, 15))]
AROUND_TEN = [(wall(MONDAY, 9), wall(MONDAY, 10)), (wall(MONDAY, 10, 50), wall(MONDAY, 12, 15))]


def test_without_saying_so_the_day_stands_in_the_way(place, episode):
    take_day(episode)
    with pytest.raises(Conflict, match="already has"):
        book(place, episode, hour=10)


def test_the_day_goes_on_around_it(place, episode):
    take_day(episode)
    book(place, episode, hour=10, during_session=True)
    assert of_the_day() == AROUND_TEN


def test_cancelling_makes_the_day_whole(place, episode):
    take_day(episode)
    row = book(place, episode, hour=10, during_session=True)
    actions.cancel_appointment(by=place.by, appointment=row, reason="Ill", at=AT)
    assert of_the_day() == WHOLE
    assert not CoveredTime.objects.exists()


def test_at_the_very_beginning_it_heals_too(place, episode):
    take_day(episode)
    row = book(place, episode, hour=9, during_session=True)
    assert of_the_day() == [(wall(MONDAY, 9, 50), wall(MONDAY, 12, 15))]
    actions.cancel_appointment(by=place.by, appointment=row, reason="Ill", at=AT)
    assert of_the_day() == WHOLE


def test_two_in_a_row_heal_one_by_one(place, episode):
    take_day(episode)
    first = book(place, episode, hour=10, during_session=True)
    second = book(place, episode, hour=10, minute=50, minutes=30, during_session=True)
    actions.cancel_appointment(by=place.by, appointment=first, reason="Ill", at=AT)
    assert of_the_day() == [(wall(MONDAY, 9), wall(MONDAY, 10, 50)), (wall(MONDAY, 11, 20), wall(MONDAY, 12, 15))]
    actions.cancel_appointment(by=place.by, appointment=second, reason="Ill", at=AT)
    assert of_the_day() == WHOLE


def test_moving_out_heals_and_moving_in_cuts(place, episode):
    take_day(episode)
    row = book(place, episode, hour=10, during_session=True)
    start = wall(MONDAY, 14)
    moved = actions.move_appointment(
        by=place.by, appointment=row, version=1, starts_at=start, ends_at=wall(MONDAY, 14, 50), at=AT
    )
    assert of_the_day() == WHOLE
    actions.move_appointment(
        by=place.by, appointment=moved, version=2, starts_at=wall(MONDAY, 10), ends_at=wall(MONDAY, 10, 50), at=AT
    )
    assert of_the_day() == AROUND_TEN


def test_a_day_cancelled_meanwhile_stays_gone(place, episode):
    take_day(episode)
    row = book(place, episode, hour=10, during_session=True)
    busy.release(source_id=SESSION)
    actions.cancel_appointment(by=place.by, appointment=row, reason="Ill", at=AT)
    assert of_the_day() == []


def test_a_day_made_later_leaves_the_appointment_out(place, episode):
    row = book(place, episode, hour=10, during_session=True)
    take_day(episode)
    assert of_the_day() == AROUND_TEN
    actions.cancel_appointment(by=place.by, appointment=row, reason="Ill", at=AT)
    assert of_the_day() == WHOLE


def test_a_day_made_later_over_another_appointment_is_a_clash(place, episode):
    book(place, episode, hour=10)
    with pytest.raises(Conflict, match="already has an appointment"):
        take_day(episode)


def test_another_appointment_still_stands_in_the_way(place, episode):
    book(place, episode, hour=10)
    with pytest.raises(Conflict, match="already has an appointment"):
        book(place, episode, hour=10, during_session=True, staff=place.director)


def test_a_refused_booking_leaves_the_day_whole(place, episode):
    take_day(episode)
    book(place, make_waiting_client(place), hour=10)
    with pytest.raises(Conflict, match="Dana Reyes"):
        book(place, episode, hour=10, during_session=True)
    assert of_the_day() == WHOLE
    assert not CoveredTime.objects.exists()


def test_a_series_cuts_each_day(place, episode):
    other = uuid.uuid4()
    take_day(episode)
    take_day(episode, source_id=other, day=on(7))
    made = actions.book_series(
        by=place.by, kind="individual", client=episode.client, staff=place.therapist, site_id=place.site.pk,
        starts_at=wall(MONDAY, 10), ends_at=wall(MONDAY, 10, 50), at=AT, count=2, during_session=True, skip_clashes=True,
    )  # fmt: skip
    assert len(made.appointments) == 2
    assert (len(of_the_day()), len(of_the_day(other))) == (2, 2)
    actions.cancel_series(by=place.by, series_id=made.id, from_at=wall(MONDAY, 0), reason="Moved", at=AT)
    assert (len(of_the_day()), len(of_the_day(other))) == (1, 1)
