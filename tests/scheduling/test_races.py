"""Real threads on real PostgreSQL: one winner, and a sentence for everybody else."""

import datetime as dt
from functools import partial

import pytest

from iop.core.errors import Conflict, Refusal
from scheduling import actions, seats
from scheduling.models import Appointment, BusyTime, Calendar, Enrolment
from tests.factories.scheduling import (
    AT,
    MONDAY,
    book,
    make_enrolment,
    make_place,
    make_room,
    make_track,
    make_waiting_client,
    on,
    race,
    wall,
)

pytestmark = pytest.mark.django_db(transaction=True)


def winners(results):
    return [result for result in results if not isinstance(result, BaseException)]


def losers(results):
    return [result for result in results if isinstance(result, BaseException)]


def assert_told(results, words):
    for loser in losers(results):
        assert isinstance(loser, Conflict), repr(loser)
        assert words in str(loser)


def test_thirty_two_clients_on_one_slot():
    place = make_place()
    stays = [make_waiting_client(place) for _ in range(32)]
    results = race(*(partial(book, place, stay) for stay in stays))
    assert len(winners(results)) == 1
    assert_told(results, "Dana Reyes already has")
    assert Appointment.objects.count() == 1
    assert BusyTime.objects.count() == 2


def test_overlapping_bookings_of_one_client_with_two_colleagues_and_rooms():
    place = make_place()
    stay, rooms = make_waiting_client(place), [make_room(place.site), make_room(place.site)]
    results = race(
        partial(book, place, stay, room=rooms[0]),
        partial(book, place, stay, minute=30, staff=place.director, room=rooms[1]),
    )
    assert len(winners(results)) == 1
    assert_told(results, "already has an appointment")


def test_crossing_bookings_do_not_lock_each_other_out():
    place = make_place()
    one, two = make_waiting_client(place), make_waiting_client(place)
    rooms = [make_room(place.site), make_room(place.site)]
    for number in range(5):
        day = on(number)
        results = race(
            partial(book, place, one, day=day, room=rooms[0]),
            partial(book, place, two, day=day, room=rooms[0], staff=place.director),
            partial(book, place, two, day=day, room=rooms[1]),
            partial(book, place, one, day=day, room=rooms[1], staff=place.director),
        )
        assert 1 <= len(winners(results)) <= 2
        assert_told(results, "already has")


def test_two_moves_onto_the_same_time():
    place = make_place()
    rows = [book(place, make_waiting_client(place), hour=hour) for hour in (9, 10)]

    def move(row):
        return actions.move_appointment(
            by=place.by, appointment=row, version=1, starts_at=wall(MONDAY, 15), ends_at=wall(MONDAY, 15, 50), at=AT
        )

    results = race(*(partial(move, row) for row in rows))
    assert len(winners(results)) == 1
    assert_told(results, "Dana Reyes already has")


def test_two_people_change_one_appointment():
    place = make_place()
    row = book(place, make_waiting_client(place))

    def move(hour):
        return actions.move_appointment(
            by=place.by, appointment=row, version=1, starts_at=wall(MONDAY, hour), ends_at=wall(MONDAY, hour, 50), at=AT
        )

    results = race(partial(move, 15), partial(move, 16))
    assert len(winners(results)) == 1
    assert_told(results, "Somebody else changed this appointment")


def test_the_last_seat_of_a_track():
    place = make_place(capacity=3)
    make_enrolment(place)
    make_enrolment(place)
    stays = [make_waiting_client(place) for _ in range(8)]
    results = race(*(partial(make_enrolment, place, episode=stay) for stay in stays))
    assert len(winners(results)) == 1
    assert_told(results, "No seat is free on Monday, March 2, 2026")
    assert seats.taken(place.track, [MONDAY], at=AT) == {MONDAY: 3}


def test_one_client_into_two_tracks_on_the_same_weekday():
    place = make_place()
    other = make_track(place.program, starts_at=dt.time(14))
    stay = make_waiting_client(place)
    results = race(*(partial(make_enrolment, place, episode=stay, track=track) for track in (place.track, other)))
    assert len(winners(results)) == 1
    assert_told(results, "already come to")
    assert Enrolment.objects.count() == 1


def test_two_on_the_waitlist_at_once_get_two_places():
    place = make_place()
    stays = [make_waiting_client(place) for _ in range(4)]

    def wait(stay):
        return actions.join_waitlist(
            by=place.by, episode=stay, track=place.track, weekdays=[0], wanted_from=MONDAY, at=AT
        )

    results = race(*(partial(wait, stay) for stay in stays))
    assert sorted(entry.position for entry in winners(results)) == [1, 2, 3, 4]


def test_a_booking_against_leave():
    place = make_place()
    stay = make_waiting_client(place)

    def leave():
        return actions.block_staff(
            by=place.by,
            staff=place.therapist,
            starts_at=wall(MONDAY, 8),
            ends_at=wall(on(3), 18),
            reason="Leave",
            at=AT,
        )

    results = race(partial(book, place, stay), leave)
    assert len(winners(results)) == 1
    assert all(isinstance(loser, Refusal) for loser in losers(results))


def test_first_bookings_make_one_calendar_each():
    place = make_place()
    stay = make_waiting_client(place)
    race(*(partial(book, place, stay, hour=hour) for hour in (9, 11, 13, 15)))
    assert Calendar.objects.count() == 2
    assert Appointment.objects.count() == 4
