"""Free slots of a day."""

import datetime as dt

import pytest

from iop.access.actors import SYSTEM
from iop.clinic import actions as clinic
from scheduling.actions import block_staff
from scheduling.slots import free_slots
from tests.factories import ground
from tests.factories.clients import ZONE
from tests.factories.scheduling import AT, MONDAY, Counted, book, make_place, make_room, make_waiting_client, on, wall
from tests.scheduling.test_during_session import take_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def episode(place):
    return make_waiting_client(place)


def slots(place, *, day=MONDAY, minutes=60, step_minutes=60, **fields):
    found = free_slots(
        staff_id=place.therapist.pk, on=day, minutes=minutes, zone=ZONE, step_minutes=step_minutes, **fields
    )
    return [start.astimezone(dt.UTC) for start, _ in found]


def hours(*numbers, day=MONDAY):
    return [wall(day, number) for number in numbers]


def test_an_empty_day_is_all_opening_hours(place):
    assert slots(place) == hours(*range(8, 18))


def test_what_the_colleague_has_is_left_out(place, episode):
    book(place, episode, hour=14)
    assert slots(place) == hours(8, 9, 10, 11, 12, 13, 15, 16, 17)


def test_what_the_client_has_is_left_out(place, episode):
    book(place, episode, hour=14, staff=place.director)
    assert wall(MONDAY, 14) in slots(place)
    assert wall(MONDAY, 14) not in slots(place, client_id=episode.client_id)


def test_what_the_room_has_is_left_out(place, episode):
    room = make_room(place.site)
    book(place, episode, hour=14, staff=place.director, room=room)
    assert wall(MONDAY, 14) not in slots(place, room_id=room.pk)


def test_a_treatment_day_is_left_out_unless_it_may_be_inside(place, episode):
    take_day(episode)
    assert wall(MONDAY, 10) not in slots(place, client_id=episode.client_id)
    assert wall(MONDAY, 10) in slots(place, client_id=episode.client_id, during_session=True)


def test_leave_of_a_week_empties_the_days_inside(place):
    block_staff(
        by=place.by, staff=place.therapist, starts_at=wall(MONDAY, 12), ends_at=wall(on(4), 12), reason="Leave", at=AT
    )
    assert slots(place, day=on(2)) == []
    assert slots(place) == hours(8, 9, 10, 11)


def test_a_closed_day_has_none(place):
    clinic.add_closure(by=SYSTEM, site_id=place.site.pk, starts_on=MONDAY, ends_on=MONDAY, reason="Snow")
    assert slots(place) == []


def test_a_day_without_opening_hours_has_none(place):
    assert slots(place, day=on(5)) == []


def test_a_site_where_the_colleague_does_not_work_does_not_count(place):
    assert slots(place, site_id=make_place().site.pk) == []


def test_what_has_passed_can_be_left_out(place):
    assert slots(place, not_before=wall(MONDAY, 15, 30)) == hours(16, 17)


def test_a_lunch_break_of_the_site_is_no_slot(place):
    week = {0: [(dt.time(9), dt.time(12)), (dt.time(13), dt.time(15))]}
    clinic.set_opening_hours(by=SYSTEM, site_id=place.site.pk, hours=week)
    assert slots(place) == hours(9, 10, 11, 13, 14)


@pytest.mark.parametrize("sunday", [dt.date(2026, 3, 8), dt.date(2026, 11, 1)])
def test_on_a_daylight_saving_sunday_nine_is_nine(place, sunday):
    clinic.set_opening_hours(by=SYSTEM, site_id=place.site.pk, hours={6: [(dt.time(1), dt.time(10))]})
    found = slots(place, day=sunday)
    assert found[-1] == wall(sunday, 9)
    assert len(found) == (8 if sunday.month == 3 else 10)


@pytest.mark.parametrize("number", [3, 30])
def test_takes_three_statements_whatever_is_booked(place, number):
    busy_room = make_room(place.site)
    for each in range(number):
        book(place, make_waiting_client(place), day=on(each // 10), hour=8 + each % 10, minutes=30)
    episode = make_waiting_client(place)
    with Counted() as counted:
        slots(place, client_id=episode.client_id, room_id=busy_room.pk)
    assert counted.number <= 3, counted.statements


def test_a_colleague_without_a_role_has_none(place):
    place.therapist = ground.make_staff(site=place.site)
    assert slots(place) == []
