"""How many statements scheduling takes (performance.md rows 5 and 8), and that rows do not add to them."""

import pytest

from scheduling import actions, seats
from scheduling.models import Appointment, BusyTime, Enrolment
from tests.factories.scheduling import (
    AT,
    MONDAY,
    Counted,
    book,
    let_text,
    make_enrolment,
    make_place,
    make_room,
    make_waiting_client,
    on,
    wall,
)
from tests.scheduling.test_during_session import take_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place(capacity=400)


def fill(place, stay, number):
    """Give the colleague and the client that many past appointments, by rows."""
    first = book(place, stay, day=on(1))
    calendars = list(BusyTime.objects.filter(source_id=first.pk).values_list("calendar_id", flat=True))
    from datetime import timedelta

    rows = [
        Appointment(
            site=place.site, kind="individual", client=stay.client, episode=stay, staff=place.therapist,
            starts_at=first.starts_at - timedelta(days=each), ends_at=first.ends_at - timedelta(days=each),
        )
        for each in range(2, number + 2)
    ]  # fmt: skip
    Appointment.objects.bulk_create(rows)
    BusyTime.objects.bulk_create(
        BusyTime(
            calendar_id=calendar, starts_at=row.starts_at, ends_at=row.ends_at, source="appointment", source_id=row.pk
        )
        for row in rows
        for calendar in calendars
    )


@pytest.mark.parametrize("number", [3, 30, 300])
def test_booking_takes_ten_at_most(place, number):
    stay, room = make_waiting_client(place), make_room(place.site)
    let_text(stay.client)
    fill(place, stay, number)
    book(place, stay, hour=10, room=room)
    with Counted() as counted:
        book(place, stay, hour=11, room=room)
    assert counted.number <= 10, counted.statements


def test_booking_inside_a_treatment_day_takes_ten_at_most(place):
    stay = make_waiting_client(place)
    let_text(stay.client)
    take_day(stay)
    book(place, stay, hour=15)
    with Counted() as counted:
        book(place, stay, hour=10, during_session=True)
    assert counted.number <= 10, counted.statements


def test_a_series_takes_no_more_for_more(place):
    stay = make_waiting_client(place)
    book(place, stay, day=on(1))

    def series(count, hour):
        starts_at = wall(MONDAY, hour)
        with Counted() as counted:
            actions.book_series(
                by=place.by, kind="individual", client=stay.client, staff=place.therapist, site_id=place.site.pk,
                starts_at=starts_at, ends_at=wall(MONDAY, hour, 50), at=AT, count=count,
            )  # fmt: skip
        return counted.number

    assert series(3, 10) == series(30, 11) <= 14


def test_enrolling_takes_no_more_in_a_fuller_track(place):
    numbers = []
    for size in (3, 30):
        source = make_enrolment(place)
        existing = Enrolment.objects.count()
        stays = [make_waiting_client(place) for _ in range(size - existing if size > existing else 0)]
        Enrolment.objects.bulk_create(
            Enrolment(client=stay.client, episode=stay, track=place.track, weekdays=[1], starts_on=MONDAY)
            for stay in stays
        )
        assert source.pk
        stay = make_waiting_client(place)
        with Counted() as counted:
            make_enrolment(place, episode=stay, weekdays=[3])
        numbers.append(counted.number)
    assert numbers[0] == numbers[1] <= 20


@pytest.mark.parametrize("number", [3, 30])
def test_free_seats_of_four_weeks_take_no_more_for_more(place, number):
    stays = [make_waiting_client(place) for _ in range(number)]
    Enrolment.objects.bulk_create(
        Enrolment(client=stay.client, episode=stay, track=place.track, weekdays=[0, 2], starts_on=MONDAY)
        for stay in stays
    )
    with Counted() as counted:
        free = seats.free(place.track, MONDAY, on(27), at=AT)
    assert free[MONDAY] == 12 - number if number < 12 else free[MONDAY] == 0
    assert counted.number <= 5, counted.statements
