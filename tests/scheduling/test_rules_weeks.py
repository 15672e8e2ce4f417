"""What a week may hold: refusals and warnings, without a database."""

import datetime as dt
import uuid

import pytest

from scheduling.rules.weeks import (
    Asked,
    Kind,
    PlannedDay,
    PlannedPart,
    part_times,
    service_minutes,
    warnings,
    why_not_week,
)

CHECK_IN, GROUP, BREAK, LESSON, WRAP_UP = (uuid.uuid4() for _ in range(5))
KINDS = {
    CHECK_IN: Kind("Check-in", 15, 30),
    GROUP: Kind("Process group", 60, 90),
    BREAK: Kind("Break", 5, 240, counts=False),
    LESSON: Kind("Workshop", 45, 60),
    WRAP_UP: Kind("Wrap-up", 15, 30),
}
USUAL = ((CHECK_IN, 25), (GROUP, 80), (BREAK, 15), (LESSON, 55), (WRAP_UP, 20))
IOP = Asked("IOP", min_weekly=540, max_weekly=1140, min_daily=180, min_days=3, max_days=5)


def day(weekday=0, parts=USUAL, starts_at=dt.time(9)):
    return PlannedDay(weekday, starts_at, tuple(PlannedPart(kind, minutes) for kind, minutes in parts))


def reasons(*days):
    return [str(reason) for reason in why_not_week(days, KINDS)]


def said(*days):
    return [str(warning) for warning in warnings(days, KINDS, IOP)]


def test_the_usual_day_is_accepted():
    assert reasons(day()) == []


def test_a_week_without_days_is_refused():
    assert reasons() == ["A week needs at least one day."]


def test_a_weekday_twice_is_refused():
    assert "Monday is planned twice." in reasons(day(0), day(0))


def test_a_day_without_parts_is_refused():
    assert reasons(day(parts=())) == ["Monday has no parts yet."]


@pytest.mark.parametrize("minutes", [14, 31])
def test_a_part_outside_its_range_is_refused(minutes):
    assert reasons(day(parts=((CHECK_IN, minutes), *USUAL[1:]))) == [
        f"Check-in takes 15 to 30 minutes; {minutes} are planned on Monday."
    ]


@pytest.mark.parametrize("minutes", [15, 30])
def test_the_ends_of_a_range_are_inside(minutes):
    assert reasons(day(parts=((CHECK_IN, minutes), *USUAL[1:]))) == []


def test_a_day_that_is_too_short_is_refused():
    assert reasons(day(parts=((CHECK_IN, 25),))) == ["Monday lasts 25 min; a treatment day has at least 30 min."]


def test_a_day_that_is_too_long_is_refused():
    assert reasons(day(parts=((GROUP, 90),) * 6)) == ["Monday lasts 9 h; a treatment day has at most 8 h."]


def test_a_day_over_midnight_is_refused():
    assert reasons(day(starts_at=dt.time(21))) == ["Monday would end after midnight."]


def test_a_day_may_end_at_midnight():
    assert reasons(day(starts_at=dt.time(20, 45))) == []


def test_a_break_never_counts_as_service():
    assert service_minutes(day(), KINDS) == 180


def test_the_usual_three_days_warn_of_nothing():
    assert said(day(0), day(2), day(4)) == []


def test_a_day_below_the_levels_minimum_warns():
    short = day(0, parts=((CHECK_IN, 20), *USUAL[1:]))
    assert "Monday has 2 h 55 of service; IOP asks for 3 h a day." in said(short, day(1), day(2), day(3))


def test_a_longer_break_does_not_mend_a_short_day():
    short = day(0, parts=((CHECK_IN, 20), (GROUP, 80), (BREAK, 60), (LESSON, 55), (WRAP_UP, 20)))
    assert said(short, day(1), day(2), day(3)) != []


def test_two_days_warn_of_hours_and_days():
    assert said(day(5), day(6)) == [
        "The whole week has 6 h of service; IOP asks for 9 h. This track alone cannot reach that.",
        "The track runs on 2 days; IOP asks for 3 or more.",
    ]


def test_twenty_hours_warn_of_the_next_level():
    long = (*USUAL, (LESSON, 60))
    assert said(*(day(number, parts=long) for number in range(5))) == [
        "The whole week has 20 h of service; IOP ends at 19 h. Coming every day would be above the level."
    ]


def test_six_days_warn():
    assert "The track runs on 6 days; IOP has 5 at most." in said(*(day(number) for number in range(6)))


def test_a_level_without_requirement_warns_of_nothing():
    assert warnings([day()], KINDS, None) == []


def test_parts_follow_each_other():
    assert part_times(dt.time(9), [25, 80, 15]) == [
        (dt.time(9), dt.time(9, 25)), (dt.time(9, 25), dt.time(10, 45)), (dt.time(10, 45), dt.time(11)),
    ]  # fmt: skip
