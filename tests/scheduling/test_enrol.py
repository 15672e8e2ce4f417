"""Joining a track: placement, weekdays, seats, and never a second session the same day."""

import datetime as dt

import pytest

from clients.actions import close_episode
from iop.audit.models import AuditEvent, AuditSubject
from iop.clinic.actors import actor_of
from iop.core.errors import Conflict, Invalid, NotAllowed
from scheduling import actions, seats
from scheduling.actions.enrolments import warnings
from scheduling.models import Enrolment
from tests.factories import clients, ground
from tests.factories.scheduling import (
    AT,
    MONDAY,
    make_day,
    make_enrolment,
    make_place,
    make_room,
    make_track,
    make_waiting_client,
    on,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place()


def test_gives_a_seat_from_a_day_on(place):
    row = make_enrolment(place, weekdays=[4, 0, 2])
    assert (row.starts_on, row.ends_on, row.weekdays) == (MONDAY, None, [0, 2, 4])


def test_is_recorded_with_the_client(place):
    row = make_enrolment(place)
    event = AuditEvent.objects.get(verb="scheduling.enrolled")
    assert event.subject_id == row.pk
    assert AuditSubject.objects.get(event=event).client_id == row.client_id


def test_joins_mid_series(place):
    assert make_enrolment(place, starts_on=on(16)).starts_on == on(16)


def test_without_a_placement_is_refused(place):
    episode = clients.make_inquiry(place.site)
    with pytest.raises(Conflict, match="no placement in a level of care on Monday, March 2, 2026"):
        make_enrolment(place, episode=episode)


def test_a_placement_that_begins_later_does_not_count(place):
    with pytest.raises(Conflict, match="no placement"):
        make_enrolment(place, episode=make_waiting_client(place, on=on(1)))


def test_a_placement_in_another_level_is_refused(place):
    episode = make_waiting_client(place, level=clients.make_level("php"))
    with pytest.raises(Conflict, match="placed in PHP; this track is IOP"):
        make_enrolment(place, episode=episode)


def test_a_day_the_track_does_not_run_is_refused(place):
    with pytest.raises(Invalid, match="The track does not run on Saturday"):
        make_enrolment(place, weekdays=[0, 5])


def test_no_weekday_is_refused(place):
    with pytest.raises(Invalid, match="Choose at least one weekday"):
        make_enrolment(place, weekdays=[])


def test_a_past_day_is_refused(place):
    with pytest.raises(Invalid, match="has passed"):
        make_enrolment(place, episode=make_waiting_client(place), starts_on=on(-1))


def test_an_end_before_the_beginning_is_refused(place):
    with pytest.raises(Invalid, match="cannot be before"):
        make_enrolment(place, ends_on=on(-1))


def test_twice_in_one_track_is_refused(place):
    episode = make_waiting_client(place)
    make_enrolment(place, episode=episode, weekdays=[0])
    with pytest.raises(Conflict, match="already enrolled in this track"):
        make_enrolment(place, episode=episode, weekdays=[1])


def test_the_same_weekday_in_another_track_is_refused(place):
    episode = make_waiting_client(place)
    make_enrolment(place, episode=episode)
    other = make_track(place.program, starts_at=dt.time(14))
    with pytest.raises(Conflict, match="already come to “Track 1” on Monday, Wednesday"):
        make_enrolment(place, episode=episode, track=other, weekdays=[0, 1, 2])


def test_other_weekdays_in_another_track_are_fine(place):
    episode = make_waiting_client(place)
    make_enrolment(place, episode=episode)
    other = make_track(place.program, starts_at=dt.time(14))
    assert make_enrolment(place, episode=episode, track=other, weekdays=[1, 3]).pk


def test_a_full_day_is_refused_by_name():
    place = make_place(capacity=1)
    make_enrolment(place, weekdays=[2])
    with pytest.raises(Conflict, match="No seat is free on Wednesday, March 4, 2026: all 1 seats"):
        make_enrolment(place)


def test_a_seat_taken_only_later_is_refused_too():
    place = make_place(capacity=1)
    make_enrolment(place, starts_on=on(60), episode=make_waiting_client(place))
    with pytest.raises(Conflict, match="No seat is free on"):
        make_enrolment(place)


def test_until_the_day_before_it_is_free():
    place = make_place(capacity=1)
    make_enrolment(place, starts_on=on(28))
    assert make_enrolment(place, ends_on=on(27)).pk


def test_clients_per_facilitator_limit_the_group(place):
    place.track.capacity = 20
    place.track.save()
    for _ in range(12):
        make_enrolment(place, weekdays=[0])
    with pytest.raises(Conflict, match="“Process group” takes 12 clients for each facilitator, 12 in all"):
        make_enrolment(place, weekdays=[0])


def test_a_second_facilitator_makes_room_for_the_thirteenth():
    place = make_place(capacity=20)
    other = ground.make_staff("counselor", site=place.site)
    days = [make_day(0, lead=place.therapist, co=[other])]
    actions.save_template_version(by=place.by, track=place.track, valid_from=MONDAY, days=days, at=AT)
    for _ in range(13):
        make_enrolment(place, weekdays=[0])
    assert seats.taken(place.track, [MONDAY], at=AT) == {MONDAY: 13}


def test_a_small_room_limits_the_day():
    place = make_place()
    days = [make_day(0, room=make_room(place.site, capacity=1, name="Quiet room"))]
    actions.save_template_version(by=place.by, track=place.track, valid_from=MONDAY, days=days, at=AT)
    make_enrolment(place, weekdays=[0])
    with pytest.raises(Conflict, match="Quiet room holds 1"):
        make_enrolment(place, weekdays=[0])


def test_an_inactive_track_is_refused(place):
    place.track.is_active = False
    place.track.save()
    with pytest.raises(Conflict, match="no longer offered"):
        make_enrolment(place)


def test_a_track_of_another_site_is_refused(place):
    elsewhere = make_place()
    with pytest.raises(Conflict, match="another site"):
        make_enrolment(place, track=elsewhere.track)


def test_a_stay_that_has_ended_is_refused(place):
    episode = clients.make_inquiry(place.site)
    closed = close_episode(by=place.by, episode=episode, on=MONDAY, kind="", reason="Went elsewhere", at=AT)
    with pytest.raises(Conflict, match="This stay has ended"):
        make_enrolment(place, episode=closed)


def test_a_counselor_may_not(place):
    counselor = actor_of(ground.make_staff("counselor", site=place.site).pk, AT)
    episode = make_waiting_client(place)
    with pytest.raises(NotAllowed, match="does not include changing enrolment"):
        actions.enrol(by=counselor, episode=episode, track=place.track, weekdays=[0], starts_on=MONDAY, at=AT)


def test_a_refusal_leaves_nothing_behind(place):
    with pytest.raises(Invalid):
        make_enrolment(place, weekdays=[6])
    assert not Enrolment.objects.exists()
    assert not AuditEvent.objects.filter(verb="scheduling.enrolled").exists()


def test_from_the_waitlist_ends_the_waiting(place):
    episode = make_waiting_client(place)
    entry = actions.join_waitlist(
        by=place.by, episode=episode, track=place.track, weekdays=[0], wanted_from=MONDAY, at=AT
    )
    make_enrolment(place, episode=episode)
    entry.refresh_from_db()
    assert entry.status == "seated"


def test_a_week_below_the_level_is_said_beforehand(place):
    clients.actions.set_requirement(
        by=place.by, level=place.program.level, valid_from=MONDAY, at=AT, min_weekly_minutes=540, max_weekly_minutes=1140,
        min_days=3, max_days=5, min_daily_minutes=180,
    )  # fmt: skip
    found = [str(each) for each in warnings(track=place.track, weekdays=[0, 2], on=MONDAY)]
    assert found == [
        "IOP is 3 to 5 days a week; these are 2.",
        "These days give 6 h of service a week; IOP asks for 9 h.",
    ]
    assert warnings(track=place.track, weekdays=[0, 2, 4], on=MONDAY) == []
