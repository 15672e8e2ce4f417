"""The weekly-hours meter's prediction."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from sessions_app.rules import hours as rules
from sessions_app.rules.hours import Required, Seat, WeekLine

MONDAY = dt.date(2026, 3, 2)
NINE = dt.datetime(2026, 3, 2, 14, tzinfo=dt.UTC)


def line(day, session, status, credited=0):
    return WeekLine(MONDAY + dt.timedelta(day), NINE + dt.timedelta(day), session, status, credited, 180)


def seat(day, *, same_week=True, minutes=180):
    start = NINE + dt.timedelta(day)
    on = MONDAY + dt.timedelta(day)
    return Seat(uuid.uuid4(), None, on, start, start + dt.timedelta(minutes=195), minutes, "Evening", same_week)


def decide(*lines, today=0, offers=(), required=540, partial=False):
    return rules.decide(
        first=MONDAY,
        lines=lines,
        required=Required(required, partial),
        today=MONDAY + dt.timedelta(today),
        offers=offers,
    )


HELD = line(0, "closed", "present", 180)
COMING = (line(2, "planned", "expected"), line(4, "planned", "expected"))


@pytest.mark.parametrize(
    ("lines", "today", "state", "attended", "possible"),
    [
        ((HELD, *COMING), 1, "on_track", 180, 360),
        ((line(0, "closed", "absent"), *COMING), 1, "out_of_reach", 0, 360),
        ((HELD, line(2, "final", "present", 180), line(4, "closed", "late", 180)), 5, "reached", 540, 0),
        ((HELD, line(2, "cancelled", "expected"), COMING[1]), 1, "out_of_reach", 180, 180),
        ((HELD, line(2, "planned", "absent_excused"), COMING[1]), 1, "out_of_reach", 180, 180),
        ((line(0, "running", "present", 170), *COMING), 0, "out_of_reach", 0, 530),
        ((line(0, "running", "expected"), *COMING), 0, "on_track", 0, 540),
        ((line(0, "planned", "expected"), *COMING), 1, "out_of_reach", 0, 360),
    ],
)
def test_the_week_is_attended_and_still_possible(lines, today, state, attended, possible):
    week = decide(*lines, today=today)
    assert (week.state, week.attended, week.possible) == (state, attended, possible)


def test_a_miss_names_the_day_until_which_a_make_up_mends_it():
    week = decide(line(0, "closed", "absent"), *COMING, today=1, offers=[seat(3), seat(1)])
    assert str(week.sentence) == "9 h cannot be reached without a make-up by Thursday."
    assert week.offer.on == MONDAY + dt.timedelta(1)


def test_seats_of_the_next_week_mend_nothing():
    week = decide(line(0, "closed", "absent"), *COMING, today=1, offers=[seat(8, same_week=False)])
    assert week.state == "out_of_reach"
    assert str(week.sentence) == "9 h cannot be reached this week: at most 6 h."


def test_two_misses_need_seats_on_two_days():
    lines = (line(0, "closed", "absent"), line(2, "closed", "absent"), COMING[1])
    assert decide(*lines, today=3, offers=[seat(3)]).state == "out_of_reach"
    assert decide(*lines, today=3, offers=[seat(3), seat(3)]).state == "out_of_reach"
    assert decide(*lines, today=3, offers=[seat(3), seat(5)]).state == "needs_make_up"


@pytest.mark.parametrize(("required", "partial"), [(0, False), (540, True)])
def test_nothing_is_predicted_where_nothing_is_required(required, partial):
    assert decide(line(0, "closed", "absent"), required=required, partial=partial).state == "none"


@pytest.mark.parametrize(
    ("on", "starts_on", "first"),
    [
        (MONDAY, 0, MONDAY),
        (MONDAY + dt.timedelta(6), 0, MONDAY),
        (MONDAY, 6, MONDAY - dt.timedelta(1)),
        (MONDAY - dt.timedelta(1), 6, MONDAY - dt.timedelta(1)),
        (MONDAY - dt.timedelta(1), 0, MONDAY - dt.timedelta(7)),
    ],
)
def test_a_week_begins_on_the_clinics_own_weekday(on, starts_on, first):
    assert rules.week_of(on, starts_on) == (first, first + dt.timedelta(6))
