"""Which tracks have room, and when somebody could start."""

import datetime as dt

import pytest

from clients.models import Episode
from iop.access.actors import SYSTEM
from iop.clinic.models import Closure
from scheduling import actions
from scheduling.models import Enrolment
from scheduling.openings import openings
from tests.factories.clients import AT, TODAY, make_placed
from tests.factories.intake import make_desk, take
from tests.factories.scheduling import Counted, make_track, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk(capacity=2)


def look(desk, *, weekdays=(0, 2, 4), first=TODAY, **fields):
    return openings(site_id=desk.site.pk, weekdays=weekdays, first=first, at=AT, **fields)


def fill(desk, number, *, weekdays=(0, 2, 4), ends_on=None, track=None):
    for _ in range(number):
        stay = make_placed(desk.site, by=desk.as_director)
        Enrolment.objects.create(
            client=stay.client,
            episode=stay,
            track=track or desk.track,
            weekdays=list(weekdays),
            starts_on=TODAY,
            ends_on=ends_on,
        )


def test_an_empty_track_is_open_today(desk):
    [row] = look(desk)
    assert (row.first_possible_start, row.fewest, row.reason) == (TODAY, 2, "")


def test_shows_four_weeks_of_running_days(desk):
    [row] = look(desk)
    assert len(row.free) == 20
    assert set(row.free.values()) == {2}


def test_the_first_chosen_weekday_counts(desk):
    [row] = look(desk, weekdays=(2,))
    assert row.first_possible_start == on(2)


def test_a_known_leaver_opens_the_seat_the_day_after(desk):
    fill(desk, 2, ends_on=on(9))
    [row] = look(desk)
    assert (row.first_possible_start, row.known_leavers) == (on(11), 2)


def test_one_who_leaves_makes_room_for_one(desk):
    fill(desk, 1)
    fill(desk, 1, ends_on=on(9))
    [row] = look(desk)
    assert (row.first_possible_start, row.fewest, row.known_leavers) == (on(11), 0, 1)


def test_looks_beyond_the_weeks_shown(desk):
    fill(desk, 2, ends_on=on(60))
    [row] = look(desk)
    assert row.first_possible_start == on(63)


def test_a_track_full_for_good_says_on_which_days(desk):
    fill(desk, 2, weekdays=(2,))
    [row] = look(desk)
    assert row.first_possible_start is None
    assert str(row.reason) == "No lasting seat is free on Wednesday."


def test_held_seats_count_until_they_run_out(desk):
    for _ in range(2):
        actions.hold_seat(by=desk.by, track=desk.track, weekdays=[0, 2, 4], starts_on=TODAY, inquiry=take(desk), at=AT)
    [row] = look(desk)
    assert (row.first_possible_start, row.held) == (None, 2)
    [later] = openings(site_id=desk.site.pk, weekdays=[0], first=on(7), at=AT + dt.timedelta(hours=48))
    assert (later.first_possible_start, later.held) == (on(7), 0)


def test_a_closure_is_no_first_day(desk):
    Closure.objects.create(site=desk.site, starts_on=TODAY, ends_on=on(3), reason="Snow")
    [row] = look(desk)
    assert row.first_possible_start == on(4)
    assert TODAY not in row.free


def test_weekdays_the_track_does_not_run_are_named(desk):
    [row] = look(desk, weekdays=(0, 5))
    assert str(row.reason) == "The track does not run on Saturday."


def test_without_chosen_weekdays_those_it_runs_are_meant(desk):
    [row] = look(desk, weekdays=())
    assert row.weekdays == (0, 1, 2, 3, 4)


def test_never_in_the_past(desk):
    [row] = look(desk, first=on(-30))
    assert row.first_possible_start == TODAY
    assert min(row.free) == TODAY


def test_the_soonest_come_first(desk):
    fill(desk, 2, ends_on=on(9))
    other = make_track(desk.program, starts_at=dt.time(14))
    assert [row.track.pk for row in look(desk)] == [other.pk, desk.track.pk]


def test_a_track_no_longer_offered_is_left_out(desk):
    actions.save_track(
        by=SYSTEM, program=desk.program, name="Closed", day_part="evening", capacity=3, at=AT, is_active=False
    )
    assert len(look(desk)) == 1


def test_what_it_promises_can_be_held(desk):
    fill(desk, 2, ends_on=on(9))
    [row] = look(desk)
    held = actions.hold_seat(
        by=desk.by,
        track=row.track,
        weekdays=row.weekdays,
        starts_on=row.first_possible_start,
        inquiry=take(desk),
        at=AT,
    )
    assert held.pk


def test_and_not_a_day_before(desk):
    fill(desk, 2, ends_on=on(9))
    from iop.core.errors import Conflict

    with pytest.raises(Conflict):
        actions.hold_seat(by=desk.by, track=desk.track, weekdays=[0, 2, 4], starts_on=on(9), inquiry=take(desk), at=AT)


def test_takes_no_more_statements_for_more_people_and_tracks(desk):
    numbers = []
    for size in (2, 12):
        make_track(desk.program, starts_at=dt.time(14), capacity=40)
        fill(desk, size, weekdays=(1,), track=make_track(desk.program, starts_at=dt.time(18), capacity=40))
        with Counted() as counted:
            look(desk)
        numbers.append(counted.number)
    assert numbers[0] == numbers[1] <= 9
    assert Episode.objects.count() == 14
