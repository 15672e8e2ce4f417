"""When clients cannot come: kept, and respected by every proposal."""

import datetime as dt

import pytest

from iop.core import clock
from iop.core.errors import Conflict, Invalid, Stale
from scheduling import actions
from scheduling.models import Appointment, BusyTime, Commitment
from scheduling.proposals import weekly_proposals
from scheduling.rules.commitments import Bound, in_the_way
from scheduling.slots import free_slots, free_slots_of
from tests.factories.clients import ZONE
from tests.factories.one_to_one import bind
from tests.factories.scheduling import (
    AT,
    MONDAY,
    Counted,
    book,
    make_enrolment,
    make_place,
    make_room,
    make_waiting_client,
    on,
    wall,
)
from tests.scheduling.test_during_session import take_day

pytestmark = pytest.mark.django_db
WORK = Bound("work", 0, dt.time(14), dt.time(18), on(-7))
NIGHT = Bound("work", 6, dt.time(22), dt.time(6), on(-7))


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def episode(place):
    return make_waiting_client(place)


@pytest.mark.parametrize(
    ("bound", "start", "end", "clashes"),
    [
        (WORK, (0, 13, 0), (0, 14, 0), False),
        (WORK, (0, 13, 30), (0, 14, 1), True),
        (WORK, (0, 18, 0), (0, 19, 0), False),
        (WORK, (1, 15, 0), (1, 16, 0), False),
        (WORK, (-14, 15, 0), (-14, 16, 0), False),
        (NIGHT, (0, 5, 0), (0, 6, 0), True),
        (NIGHT, (0, 6, 0), (0, 7, 0), False),
        (NIGHT, (-1, 23, 0), (0, 0, 0), True),
    ],
)
def test_a_commitment_holds_on_its_weekday_and_past_midnight(bound, start, end, clashes):
    first, last = (clock.at_local(on(day), dt.time(hour, minute), ZONE) for day, hour, minute in (start, end))
    assert (in_the_way([bound], first, last, ZONE) is not None) is clashes


def test_each_weekday_is_a_row(place, episode):
    rows = bind(place, episode.client, weekdays=(0, 2, 2, 4))
    assert [row.weekday for row in rows] == [0, 2, 4]


@pytest.mark.parametrize(
    "wrong", [{"kind": "tea"}, {"weekdays": ()}, {"weekdays": (7,)}, {"ends": 14}, {"ends_on": on(-30)}]
)
def test_what_makes_no_sense_is_refused(place, episode, wrong):
    with pytest.raises(Invalid):
        bind(place, episode.client, **wrong)
    assert not Commitment.objects.exists()


def test_a_stale_version_changes_nothing(place, episode):
    row = bind(place, episode.client)[0]
    with pytest.raises(Stale):
        actions.end_commitment(by=place.by, commitment=row, version=7, ends_on=on(1), at=AT)


def test_free_slots_leave_out_when_they_work(place, episode):
    bind(place, episode.client)
    found = free_slots(
        staff_id=place.therapist.pk, on=MONDAY, minutes=60, zone=ZONE, step_minutes=60, client_id=episode.client_id
    )
    assert [start.astimezone(dt.UTC) for start, _end in found] == [wall(MONDAY, hour) for hour in range(8, 14)]


def test_free_slots_of_somebody_else_are_as_they_were(place, episode):
    bind(place, episode.client)
    found = free_slots_of(
        staff_ids=[place.therapist.pk], site_id=place.site.pk, zone=ZONE, first=MONDAY, days=1, minutes=60
    )
    assert wall(MONDAY, 15) in [start for start, _end in found[place.therapist.pk]]


def test_booking_against_it_warns_and_says_why(place, episode):
    bind(place, episode.client)
    with pytest.raises(Conflict, match="They said they work then") as refused:
        book(place, episode, hour=14)
    assert (refused.value.code, refused.value.field) == ("commitment", "starts_at")
    assert not Appointment.objects.exists()


def test_it_is_booked_when_they_agreed(place, episode):
    bind(place, episode.client)
    assert book(place, episode, hour=14, despite_commitment=True).pk


def test_one_that_is_over_or_was_a_mistake_does_not_warn(place, episode):
    over, mistake = bind(place, episode.client, ends_on=on(-1)) + bind(place, episode.client)
    actions.withdraw_commitment(by=place.by, commitment=mistake, version=mistake.version, at=AT)
    assert over.ends_on == on(-1)
    assert book(place, episode, hour=14).pk


def test_moving_into_it_warns_and_moving_the_room_alone_does_not(place, episode):
    row = book(place, episode, hour=10)
    inside = book(place, episode, hour=15)
    bind(place, episode.client)
    with pytest.raises(Conflict):
        actions.move_appointment(
            by=place.by, appointment=row, version=1, starts_at=wall(MONDAY, 16), ends_at=wall(MONDAY, 17), at=AT
        )
    moved = actions.move_appointment(
        by=place.by, appointment=inside, version=1, starts_at=inside.starts_at, ends_at=inside.ends_at, at=AT,
        room=make_room(place.site),
    )  # fmt: skip
    assert moved.room is not None


def series(place, episode, **fields):
    return actions.book_series(
        by=place.by, kind="individual", client=episode.client, staff=place.therapist, site_id=place.site.pk,
        starts_at=wall(MONDAY, 14), ends_at=wall(MONDAY, 15), count=3, at=AT, **fields,
    )  # fmt: skip


def test_a_series_leaves_out_the_weeks_in_which_they_cannot(place, episode):
    bind(place, episode.client, starts_on=on(7), ends_on=on(8))
    made = series(place, episode, skip_clashes=True)
    assert [row.starts_at for row in made.appointments] == [wall(MONDAY, 14), wall(on(14), 14)]
    assert [day for day, _why in made.left_out] == [on(7)]


def test_a_series_is_refused_for_one_week(place, episode):
    bind(place, episode.client, starts_on=on(7), ends_on=on(8))
    with pytest.raises(Conflict):
        series(place, episode)
    assert not BusyTime.objects.filter(source="appointment").exists()


def test_moving_a_series_into_it_is_refused_as_a_whole(place, episode):
    made = series(place, episode).appointments
    bind(place, episode.client, weekdays=(1,), starts_on=on(8), ends_on=on(8))
    with pytest.raises(Conflict):
        actions.move_series(
            by=place.by, appointment=made[0], version=1, starts_at=wall(on(1), 14), ends_at=wall(on(1), 15), at=AT
        )
    made[2].refresh_from_db()
    assert made[2].starts_at == wall(on(14), 14)


def proposals(place, episode, **fields):
    return weekly_proposals(
        **{
            "staff_id": place.therapist.pk, "client_id": episode.client_id, "site_id": place.site.pk, "zone": ZONE,
            "first": MONDAY, "weeks": 4, "minutes": 50, "at": AT, **fields,
        }
    )  # fmt: skip


def test_weekly_times_are_free_for_everybody_every_week(place, episode):
    found = proposals(place, episode)
    assert found[0].free == found[0].weeks == 4
    assert (found[0].weekday, found[0].first) == (0, MONDAY)


def test_no_weekly_time_cuts_into_a_commitment(place, episode):
    bind(place, episode.client, weekdays=(0, 1, 2, 3, 4), starts=8, ends=16)
    assert {one.at.hour for one in proposals(place, episode)} == {16, 17}


def test_no_weekly_time_cuts_into_the_treatment_day_even_after_the_days_made(place, episode):
    take_day(episode)
    walls = {one.at.hour for one in proposals(place, episode, weeks=10) if one.weekday == 0}
    assert not walls & {9, 10, 11}


def test_a_week_in_which_the_colleague_is_taken_is_named(place, episode):
    other = make_waiting_client(place)
    for hour in range(8, 18):
        book(place, other, day=on(7), hour=hour)
    bind(place, episode.client, weekdays=(1, 2, 3, 4), starts=8, ends=18)
    monday = next(one for one in proposals(place, episode) if one.weekday == 0)
    assert (monday.free, monday.taken) == (3, (on(7),))


def test_the_room_that_is_free_is_proposed(place, episode):
    taken, free = make_room(place.site), make_room(place.site)
    for week in range(4):
        book(place, make_waiting_client(place), day=on(7 * week), hour=12, staff=place.director, room=taken)
    bind(place, episode.client, weekdays=(1, 2, 3, 4), starts=8, ends=18)
    bind(place, episode.client, starts=8, ends=12)
    bind(place, episode.client, starts=13, ends=18)
    found = proposals(place, episode, room_ids=[taken.pk, free.pk])
    assert [(one.weekday, one.at, one.room_id) for one in found] == [(0, dt.time(12), free.pk)]


def test_proposals_take_five_statements_for_two_weeks_as_for_twenty(place, episode):
    make_enrolment(place, episode=episode)

    def asked(weeks):
        with Counted() as counted:
            proposals(place, episode, weeks=weeks, room_ids=[make_room(place.site).pk])
        return counted

    small, large = asked(2), asked(20)
    assert small.number == large.number, large.statements


def test_marking_a_series_marks_what_has_begun(place, episode):
    made = series(place, episode).appointments
    later = wall(on(8), 9)
    rows = actions.mark_series(
        by=place.by, appointment=made[0], version=1, status="no_show", because="transport", at=later
    )
    assert [row.pk for row in rows] == [made[0].pk, made[1].pk]
    made[2].refresh_from_db()
    assert made[2].status == "booked"
    assert made[1].status_changes.get().because == "transport"


def test_a_series_is_not_set_to_arrived_together(place, episode):
    made = series(place, episode).appointments
    with pytest.raises(Invalid):
        actions.mark_series(by=place.by, appointment=made[0], version=1, status="arrived", at=wall(on(8), 9))


def test_a_reason_of_the_list_is_enough_to_cancel(place, episode):
    row = actions.cancel_appointment(
        by=place.by, appointment=book(place, episode), reason="", because="childcare", at=AT
    )
    assert row.cancel_reason == "Childcare"


@pytest.mark.parametrize("why", [{"because": "tea"}, {"because": "other"}, {"because": ""}])
def test_no_reason_or_an_unknown_one_is_refused(place, episode, why):
    row = book(place, episode)
    with pytest.raises(Invalid):
        actions.cancel_appointment(by=place.by, appointment=row, reason="", at=AT, **why)


def test_a_video_link_is_a_secure_one(place, episode):
    with pytest.raises(Invalid, match="https"):
        book(place, episode, telehealth_link="http://video.example/1")


def test_a_move_to_video_gives_the_room_back(place, episode):
    row = book(place, episode, room=make_room(place.site))
    moved = actions.move_appointment(
        by=place.by, appointment=row, version=1, starts_at=row.starts_at, ends_at=row.ends_at, at=AT, leaves_room=True,
        telehealth_link="https://video.example/1",
    )  # fmt: skip
    assert (moved.room, moved.telehealth_link) == (None, "https://video.example/1")
    assert not BusyTime.objects.filter(calendar__room__isnull=False).exists()
