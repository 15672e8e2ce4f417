"""What a missed day counts for, when limits are reached, when steps are due. Tables of cases, without a database."""

from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest

from sessions_app.absence_examples import EXAMPLES
from sessions_app.rules import absence as rules
from sessions_app.rules.absence import Day, Limit, Terms, Verdict

NEW_YORK = ZoneInfo("America/New_York")
MONDAY = dt.date(2026, 3, 2)
BY_KEY = {example.key: example for example in EXAMPLES}


def day(number, status="absent", **fields):
    """A day so many days after Monday 2 March, at nine."""
    on = MONDAY + dt.timedelta(days=number)
    starts_at = dt.datetime.combine(on, dt.time(9), tzinfo=NEW_YORK).astimezone(dt.UTC)
    return Day(uuid.uuid4(), on, starts_at, status, **fields)


@pytest.mark.parametrize(
    ("fields", "excused_free", "excused_counts"),
    [
        ({"status": "present"}, Verdict.CAME, Verdict.CAME),
        ({"status": "late"}, Verdict.CAME, Verdict.CAME),
        ({"status": "left_early"}, Verdict.CAME, Verdict.CAME),
        ({"status": "expected"}, Verdict.OPEN, Verdict.OPEN),
        ({"status": "absent"}, Verdict.UNEXCUSED, Verdict.UNEXCUSED),
        ({"status": "absent_excused"}, Verdict.EXCUSED, Verdict.COUNTED),
        ({"status": "absent_excused", "is_short": True}, Verdict.SHORT, Verdict.SHORT),
        ({"status": "absent", "is_paused": True}, Verdict.PAUSED, Verdict.PAUSED),
        ({"status": "absent", "is_make_up": True}, Verdict.SECOND, Verdict.SECOND),
        ({"status": "absent", "is_made_up": True}, Verdict.MADE_UP, Verdict.MADE_UP),
    ],
)
def test_what_a_day_counts_for(fields, excused_free, excused_counts):
    one = day(0, **fields)
    assert rules.verdict(one, Terms()) == excused_free
    assert rules.verdict(one, Terms(counts_excused=True)) == excused_counts


def test_a_make_up_forgives_only_where_the_policy_says_so():
    made_up = day(0, is_made_up=True)
    assert rules.verdict(made_up, Terms(make_ups_forgive=False)) == Verdict.UNEXCUSED


def reached(example, marks, on):
    """Which limits of an example are reached by marks (day, status, fields)."""
    terms = Terms(example.counts_excused, example.make_ups_forgive)
    judged = [
        (one, rules.verdict(one, terms)) for number, status, fields in marks for one in [day(number, status, **fields)]
    ]
    last = MONDAY + dt.timedelta(days=on)
    return [limit.consequence for limit in example.limits if rules.counted(judged, limit, last).is_reached]


A, E, P = "absent", "absent_excused", "present"


def spread(status, *numbers, **fields):
    return [(number, status, fields) for number in numbers]


@pytest.mark.parametrize(
    ("key", "marks", "on", "expected"),
    [
        # Six misses in twelve weeks; excused days are free.
        ("six_in_twelve", [*spread(A, 0, 7, 14, 21, 28), *spread(P, 1, 8, 15, 22, 29)], 30, []),
        ("six_in_twelve", [*spread(A, 0, 7, 14, 21, 28, 35), *spread(P, 1, 8, 15, 22, 29, 36)], 37, ["review"]),
        ("six_in_twelve", [*spread(A, 0, 7, 14, 21, 28, 83), *spread(P, 1, 8, 15, 22, 29, 84)], 84, []),
        ("six_in_twelve", [*spread(A, 0, 7, 14, 21, 28, 83), *spread(P, 1, 8, 15, 22, 29)], 83, ["review"]),
        ("six_in_twelve", [*spread(A, 0, 7, 14, 21, 28), *spread(E, 35), *spread(P, 36)], 37, []),
        (
            "six_in_twelve",
            [*spread(A, 0, 7, 14, 21, 28), *spread(E, 35, is_short=True), *spread(P, 36)],
            37,
            ["review"],
        ),
        ("six_in_twelve", spread(A, 0, 2), 3, ["talk"]),
        ("six_in_twelve", [(0, A, {}), (2, P, {}), (4, A, {})], 5, []),
        ("six_in_twelve", [(0, A, {}), (2, E, {}), (4, A, {})], 5, ["talk"]),
        ("six_in_twelve", [(0, A, {}), (2, A, {"is_made_up": True})], 3, []),
        ("six_in_twelve", spread(A, 0, 2, is_paused=True), 3, []),
        # Three without a word in four weeks: only who did not call in time.
        ("three_without_a_word", spread(A, 0, 7), 8, []),
        ("three_without_a_word", spread(A, 0, 7, 14), 15, ["plan"]),
        ("three_without_a_word", [*spread(A, 0, 7), *spread(E, 14)], 15, []),
        ("three_without_a_word", [*spread(A, 0, 7), *spread(E, 14, is_short=True)], 15, ["plan"]),
        ("three_without_a_word", spread(A, 0, 7, 28), 28, []),
        ("three_without_a_word", spread(A, 0, 7, 14, 21, 27), 27, ["plan", "discharge_review"]),
        # Every missed day counts, made up or not.
        ("every_miss", [*spread(E, 0, 7, 14), *spread(P, 1, 8, 15), *spread(A, 21)], 22, ["letter"]),
        ("every_miss", spread(E, 0, 2, 4), 5, ["review"]),
        ("every_miss", [*spread(A, 0, is_made_up=True), *spread(A, 2), *spread(E, 4)], 5, ["review"]),
        ("every_miss", [(0, E, {}), (2, E, {}), (3, P, {}), (4, E, {})], 5, []),
    ],
)
def test_example_policies_reach_their_limits(key, marks, on, expected):
    assert reached(BY_KEY[key], marks, on) == expected


@pytest.mark.parametrize(
    ("called", "short"),
    [("2026-03-01T09:00", False), ("2026-03-01T09:01", True), ("2026-02-27T12:00", False), ("2026-03-02T08:59", True)],
)
def test_notice_is_short_within_its_hours(called, short):
    at = dt.datetime.fromisoformat(called).replace(tzinfo=NEW_YORK)
    assert rules.is_short_notice(at, day(0).starts_at, 24) is short


def test_notice_is_hours_of_the_clock_that_runs_also_when_clocks_change():
    """From Saturday 9:30 to Sunday 9:00, clocks jump: 22.5 hours, not 23.5."""
    sunday = day(6).starts_at
    called = dt.datetime(2026, 3, 7, 9, 30, tzinfo=NEW_YORK)
    assert rules.is_short_notice(called, sunday, 23) is True
    assert rules.is_short_notice(called, sunday, 22) is False


@pytest.mark.parametrize(
    ("hours", "deadline", "opens", "due"),
    [
        (0, 10, "2026-03-07T09:00", "2026-03-07T19:00"),
        (24, 24, "2026-03-08T09:00", "2026-03-09T09:00"),
        (72, 24, "2026-03-10T09:00", "2026-03-11T09:00"),
        (30, 2, "2026-03-08T15:00", "2026-03-08T17:00"),
    ],
)
def test_steps_open_by_the_wall_clock_over_the_spring_change(hours, deadline, opens, due):
    saturday = day(5).starts_at
    plan = rules.planned(saturday, hours, deadline, "America/New_York")
    said = [at.astimezone(NEW_YORK).strftime("%Y-%m-%dT%H:%M") for at in (plan.opens_at, plan.due_at)]
    assert said == [opens, due]


@pytest.mark.parametrize(
    ("marks", "weeks"),
    [
        ([(0, A, {}), (2, A, {}), (4, A, {})], 1),
        ([(0, A, {}), (2, E, {}), (4, A, {})], 1),
        ([(0, A, {}), (2, P, {}), (4, A, {})], 0),
        ([(0, A, {}), (2, "expected", {}), (4, "expected", {})], 0),
        ([(0, A, {})], 0),
        ([(0, A, {"is_paused": True}), (2, A, {"is_paused": True})], 0),
        ([(0, A, {}), (2, A, {}), (4, P, {"is_make_up": True})], 0),
        ([(4, A, {}), (7, A, {})], 0),
        ([(0, A, {}), (2, A, {}), (7, A, {}), (9, A, {})], 2),
    ],
)
def test_a_missed_week_is_all_planned_days_of_a_counted_week(marks, weeks):
    assert len(rules.missed_weeks([day(*mark[:2], **mark[2]) for mark in marks], 0)) == weeks


def test_a_limit_is_replayed_once_each_time_it_is_reached():
    limit = Limit("within", 2, 1, "talk")
    judged = [(one, Verdict.UNEXCUSED) for one in (day(0), day(2), day(3), day(20), day(22))]
    found = rules.replayed(judged, [limit], MONDAY, MONDAY + dt.timedelta(days=30))
    assert [(on - MONDAY).days for on in found[limit]] == [2, 22]


def test_near_is_one_before_the_limit_and_never_none():
    one = Limit("within", 1, 4, "talk")
    two = Limit("within", 2, 4, "talk")
    judged = [(day(0), Verdict.UNEXCUSED)]
    assert rules.counted([], one, MONDAY).is_near is False
    assert rules.counted(judged, two, MONDAY).is_near is True


@pytest.mark.parametrize(
    "limit",
    [
        Limit("odd", 2, 4, "talk"),
        Limit("within", 2, 4, "expel"),
        Limit("within", 0, 4, "talk"),
        Limit("within", 2, None, "talk"),
        Limit("within", 2, 27, "talk"),
        Limit("in_a_row", 2, 4, "talk"),
    ],
)
def test_limits_that_make_no_sense_are_refused(limit):
    assert rules.why_not_limit(limit)


def test_no_limit_asks_to_end_a_stay():
    assert {limit.consequence for example in EXAMPLES for limit in example.limits} <= {
        "talk", "plan", "letter", "review", "discharge_review",
    }  # fmt: skip
