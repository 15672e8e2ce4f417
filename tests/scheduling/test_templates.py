"""Versions of a track's week."""

import datetime as dt

import pytest

from iop.core.errors import Invalid, NotAllowed
from scheduling import actions
from scheduling.actions.enrolments import running_weekdays
from scheduling.models import DayTemplate, WeeklyTemplate
from tests.factories import clients, ground
from tests.factories.scheduling import AT, MONDAY, make_day, make_place, make_room, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place(weekdays=(0, 2))


def save(place, *days, valid_from=None, by=None, at=AT):
    return actions.save_template_version(
        by=by or place.by, track=place.track, valid_from=valid_from or on(7), days=days, at=at, note="New"
    )


def test_a_version_holds_from_its_date_and_the_past_keeps_its_own(place):
    save(place, make_day(1))
    assert running_weekdays(place.track, on(6)) == [0, 2]
    assert running_weekdays(place.track, on(7)) == [1]


def test_a_weekday_carries_on_its_line_of_sessions(place):
    before = dict(DayTemplate.objects.values_list("weekday", "lineage"))
    new = save(place, make_day(0), make_day(4))
    after = dict(new.days.values_list("weekday", "lineage"))
    assert after[0] == before[0]
    assert after[4] not in before.values()


def test_a_day_may_move_to_another_weekday_and_keep_its_line(place):
    old = actions.planned_days(WeeklyTemplate.objects.get())[0]
    from dataclasses import replace

    new = save(place, replace(old, weekday=3))
    assert new.days.get().lineage == old.lineage


def test_what_was_saved_can_be_read_and_saved_again(place):
    lead = ground.make_staff("therapist", site=place.site)
    room = make_room(place.site)
    first = save(place, make_day(0, lead=lead, co=[place.director], room=room))
    days = actions.planned_days(first)
    again = save(place, *days, valid_from=on(14))
    assert actions.planned_days(again) == days


def test_the_same_date_again_replaces_it(place):
    save(place, make_day(1))
    save(place, make_day(3))
    assert WeeklyTemplate.objects.filter(track=place.track).count() == 2
    assert running_weekdays(place.track, on(7)) == [3]


def test_from_a_past_day_is_refused(place):
    with pytest.raises(Invalid, match="the past stays as it was"):
        save(place, make_day(0), valid_from=on(-1))


def test_today_is_the_sites_today(place):
    late = dt.datetime(2026, 3, 3, 3, 0, tzinfo=dt.UTC)
    assert save(place, make_day(0), valid_from=MONDAY, at=late).pk


def test_a_part_outside_its_range_is_refused(place):
    with pytest.raises(Invalid, match="Check in takes 15 to 30 minutes; 31 are planned on Monday"):
        save(place, make_day(0, check_in=31))


def test_a_week_without_days_is_refused(place):
    with pytest.raises(Invalid, match="at least one day"):
        save(place)


def test_a_refusal_keeps_the_version_before(place):
    save(place, make_day(1))
    with pytest.raises(Invalid):
        save(place, make_day(3, check_in=1))
    assert running_weekdays(place.track, on(7)) == [1]


def test_somebody_without_a_licence_cannot_lead(place):
    peer = ground.make_staff("counselor", site=place.site, credential="", first_name="Sam", last_name="Poe")
    with pytest.raises(Invalid, match=r"Sam Poe cannot lead from Monday, March 9, 2026 on\. No credential"):
        save(place, make_day(0, lead=peer))


def test_but_may_help_somebody_who_does(place):
    peer = ground.make_staff("counselor", site=place.site, credential="")
    assert save(place, make_day(0, lead=place.therapist, co=[peer])).pk


def test_a_licence_that_ends_before_the_week_begins_is_refused(place):
    ending = ground.make_staff("therapist", site=place.site, expires_on=on(6))
    with pytest.raises(Invalid, match="The LCSW licence ended"):
        save(place, make_day(0, lead=ending))


def test_the_same_person_twice_in_a_part_is_refused(place):
    with pytest.raises(Invalid, match="named twice"):
        save(place, make_day(0, lead=place.therapist, co=[place.therapist]))


def test_a_room_elsewhere_is_refused(place):
    with pytest.raises(Invalid, match="rooms is not in use"):
        save(place, make_day(0, room=make_room(make_place().site)))


def test_below_the_level_warns_and_saves(place):
    clients.actions.set_requirement(
        by=place.by, level=place.program.level, valid_from=MONDAY, at=AT, min_weekly_minutes=540, min_days=3, max_days=5
    )
    checked = actions.check_week(track=place.track, days=[make_day(0)], on=on(7))
    assert checked.refusals == []
    assert [str(each) for each in checked.warnings] == [
        "The whole week has 3 h of service; IOP asks for 9 h. This track alone cannot reach that.",
        "The track runs on 1 days; IOP asks for 3 or more.",
    ]
    assert save(place, make_day(0)).pk


def test_a_counselor_may_not(place):
    with pytest.raises(NotAllowed, match="does not include changing tracks"):
        save(place, make_day(0), by=ground.make_actor("counselor", site=place.site, at=AT))


def test_a_smaller_track_cannot_take_seats_away(place):
    from iop.core.errors import Conflict
    from tests.factories.scheduling import make_enrolment

    make_enrolment(place, weekdays=[0])
    make_enrolment(place, weekdays=[0])
    with pytest.raises(Conflict, match="2 seats are already taken"):
        actions.save_track(
            by=place.by, program=place.program, name="Smaller", day_part="morning", capacity=1, at=AT, track=place.track
        )
