"""What a tap means and what a day is worth, as decision tables without a database."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.choices import ATTENDANCE_MOVES, ATTENDED, AttendanceStatus
from sessions_app.rules import attendance as rules
from sessions_app.rules.attendance import Day, Limits, Line, Part, Tap

NINE = dt.datetime(2026, 3, 2, 14, 0, tzinfo=dt.UTC)
END = NINE + dt.timedelta(minutes=195)
LENGTHS = ((25, True), (80, True), (15, False), (55, True), (20, True))


def after(minutes: float) -> dt.datetime:
    return NINE + dt.timedelta(minutes=minutes)


def day(at=60, closed=None, **limits) -> Day:
    return Day(NINE, END, after(at), None if closed is None else after(closed), Limits(**limits))


def parts(*, break_counts=False) -> list[Part]:
    found, start = [], 0
    for length, counts in LENGTHS:
        found.append(Part(uuid.uuid4(), after(start), after(start + length), counts or break_counts))
        start += length
    return found


@pytest.mark.parametrize(("before", "nexts"), ATTENDANCE_MOVES.items())
def test_only_the_next_states_of_the_table_are_legal(before, nexts):
    for status in AttendanceStatus.values:
        assert (rules.why_cannot_follow(before, status) is None) == (status in nexts or status == before)


@pytest.mark.parametrize(
    ("status", "at", "arrived", "left", "becomes"),
    [
        ("present", -20, None, None, ("present", -20, None)),
        ("present", 3, None, None, ("present", 0, None)),
        ("present", 40, None, None, ("present", 0, None)),
        ("late", 12, None, None, ("late", 12, None)),
        ("present", 40, 12, None, ("late", 12, None)),
        ("late", 40, 4, None, ("present", 4, None)),
        ("present", 40, 5, None, ("present", 5, None)),
        ("absent", 40, None, None, ("absent", None, None)),
        ("left_early", 100, 0, None, ("left_early", 0, 100)),
        ("left_early", 100, 0, 90, ("left_early", 0, 90)),
    ],
)
def test_one_tap_settles_status_and_times(status, at, arrived, left, becomes):
    tap = Tap(status, None if arrived is None else after(arrived), None if left is None else after(left))
    line = rules.settled(Line(), tap, day(at))
    assert line == Line(becomes[0], *(None if each is None else after(each) for each in becomes[1:]))


def test_a_known_arrival_stays_when_somebody_leaves_early():
    line = rules.settled(Line("late", after(12)), Tap("left_early"), day(100))
    assert line == Line("left_early", after(12), after(100))


def test_coming_back_takes_the_leaving_back():
    line = rules.settled(Line("left_early", after(0), after(60)), Tap("present"), day(70))
    assert line == Line("present", after(0), None)


def test_times_are_kept_to_the_minute():
    line = rules.settled(Line(), Tap("late"), day(12.6))
    assert line.arrived_at == after(12)


@pytest.mark.parametrize(
    ("new", "at", "words"),
    [
        (Line("present", after(-31)), 10, "30 minutes before"),
        (Line("present", after(-30)), -31, "30 minutes before"),
        (Line("present", after(20)), 10, "still to come"),
        (Line("present", after(195)), 300, "after the end"),
        (Line("left_early", after(0), after(0)), 10, "legal"),
        (Line("present", after(0), after(0)), 10, "must be after"),
        (Line("present", after(0), after(20)), 10, "still to come"),
        (Line("absent"), -1, "before the day has begun"),
        (Line("removed"), 10, None),
        (Line("absent_excused"), -1440, None),
        (Line("present", after(-30)), -30, None),
    ],
)
def test_impossible_times_are_refused_with_a_sentence(new, at, words):
    refusal = rules.why_not(Line(), new, day(at))
    if words == "legal":
        assert "cannot become" in str(refusal)
    else:
        assert (refusal is None) if words is None else (words in str(refusal))


def test_a_paper_entry_with_both_times_may_say_left_early_at_once():
    new = Line("left_early", after(0), after(60))
    assert rules.why_not(Line(), new, day(100), says_both_times=True) is None
    assert rules.why_not(Line("absent"), new, day(100), says_both_times=True) is not None


@pytest.mark.parametrize(
    ("line", "minutes"),
    [
        (Line("present", after(0)), 180),
        (Line("present", after(-20)), 180),
        (Line("late", after(20)), 160),
        (Line("left_early", after(0), after(100)), 100),
        (Line("left_early", after(0), after(112)), 105),
        (Line("late", after(110), after(140)), 20),
        (Line("present", after(0), after(400)), 180),
        (Line("absent"), 0),
        (Line("expected"), 0),
    ],
)
def test_a_day_is_worth_its_service_minutes_between_in_and_out(line, minutes):
    assert rules.credited_minutes(line, parts(), day(300)) == minutes


def test_a_break_counts_where_the_dated_rule_says_so():
    assert rules.credited_minutes(Line("present", after(0)), parts(break_counts=True), day(300)) == 195


def test_a_correction_caps_its_own_part_only():
    all_parts = parts()
    line = Line("present", after(0))
    assert rules.credited_minutes(line, all_parts, day(300), {all_parts[1].id: 30}) == 130
    assert rules.credited_minutes(line, all_parts, day(300), {all_parts[1].id: 200}) == 180


def test_an_early_closing_ends_what_counts():
    assert rules.credited_minutes(Line("present", after(0)), parts(), day(100, closed=100)) == 100


def test_closing_a_few_minutes_early_is_ending_on_time():
    assert rules.credited_minutes(Line("present", after(0)), parts(), day(191, closed=191)) == 180


def test_recorded_times_count_instead_of_planned_ones():
    short = Part(uuid.uuid4(), after(10), after(60), True)
    assert rules.credited_minutes(Line("present", after(0)), [short], day(300)) == 50


def test_minutes_that_two_parts_share_count_once():
    shared = [Part(uuid.uuid4(), after(0), after(60), True), Part(uuid.uuid4(), after(40), after(100), True)]
    assert rules.credited_minutes(Line("present", after(0)), shared, day(300)) == 100


times = st.integers(min_value=-30, max_value=260)
counted_parts = st.lists(st.tuples(st.integers(0, 180), st.integers(1, 90), st.booleans()), min_size=0, max_size=6).map(
    lambda items: [Part(uuid.uuid4(), after(start), after(start + length), counts) for start, length, counts in items]
)


def worth(arrived, left, items, corrections=None, *, closed=None):
    line = Line("left_early", after(arrived), after(left)) if left is not None else Line("present", after(arrived))
    return rules.credited_minutes(line, items, day(300, closed=closed), corrections)


@given(times, st.none() | times, counted_parts)
def test_credit_is_never_negative_nor_more_than_the_service_of_the_day(arrived, left, items):
    total = sum(int((part.ends_at - part.starts_at).total_seconds() // 60) for part in items if part.counts)
    assert 0 <= worth(arrived, left, items) <= total


@given(times, st.none() | times, counted_parts, st.integers(0, 60))
def test_arriving_later_never_earns_more(arrived, left, items, delay):
    assert worth(arrived + delay, left, items) <= worth(arrived, left, items)


@given(times, times, counted_parts, st.integers(0, 60))
def test_leaving_earlier_never_earns_more(arrived, left, items, earlier):
    assert worth(arrived, left - earlier, items) <= worth(arrived, left, items)


@given(st.integers(-30, 0), counted_parts)
def test_arriving_early_earns_what_arriving_on_time_earns(arrived, items):
    assert worth(arrived, None, items) == worth(0, None, items)


@given(times, st.none() | times, counted_parts, st.data())
def test_a_correction_never_earns_more(arrived, left, items, data):
    corrections = {part.id: data.draw(st.integers(0, 120)) for part in items if data.draw(st.booleans())}
    assert worth(arrived, left, items, corrections) <= worth(arrived, left, items)


@given(times, times, counted_parts)
def test_credit_never_exceeds_the_time_present(arrived, left, items):
    assert worth(arrived, left, items) <= max(left - max(arrived, 0), 0)


@given(st.sampled_from(sorted(set(AttendanceStatus.values) - ATTENDED)), counted_parts)
def test_who_was_not_there_earns_nothing(status, items):
    assert rules.credited_minutes(Line(status), items, day(300)) == 0


@pytest.mark.parametrize(
    ("status", "at", "has_outcome", "expected"),
    [
        ("expected", 14, False, False),
        ("expected", 15, False, True),
        ("absent", 15, False, True),
        ("expected", 60, True, False),
        ("present", 60, False, False),
        ("absent_excused", 60, False, False),
    ],
)
def test_the_call_list_begins_fifteen_minutes_after_the_start(status, at, has_outcome, expected):
    assert rules.belongs_on_call_list(status, day(at), has_outcome=has_outcome) is expected


@pytest.mark.parametrize(
    ("status", "credited", "words"),
    [
        ("present", 180, "3 h of service."),
        ("late", 160, "2 h 40 of 3 h: Late."),
        ("left_early", 100, "1 h 40 of 3 h: Left early."),
        ("absent", 0, "Absent: nothing counts."),
        ("expected", 0, "Not marked yet."),
    ],
)
def test_the_day_says_what_it_is_worth(status, credited, words):
    assert str(rules.worth_sentence(status, credited, 180)) == words


@pytest.mark.parametrize(("value", "is_fine"), [(None, True), (0, True), (10, True), (11, False), (-1, False)])
def test_scales_run_from_nought_to_ten(value, is_fine):
    assert (rules.why_scale_wrong(value) is None) is is_fine


@pytest.mark.parametrize(
    ("clients", "staff", "limit", "is_fine"),
    [(12, 1, 12, True), (13, 1, 12, False), (24, 2, 12, True), (99, 1, None, True)],
)
def test_a_group_keeps_to_its_clients_per_facilitator(clients, staff, limit, is_fine):
    assert (rules.why_too_many("Process", clients, staff, limit) is None) is is_fine
