"""Free stretches, slots and weekly series, without a database."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.rules import appointments as rules
from scheduling.rules.times import by_the_day, common, joined, slots, without

NINE = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
ZONE = "America/New_York"


def at(minutes):
    return NINE + dt.timedelta(minutes=minutes)


def stretch(start, end):
    return at(start), at(end)


def test_touching_stretches_join():
    assert joined([stretch(30, 60), stretch(0, 30), stretch(90, 100)]) == [stretch(0, 60), stretch(90, 100)]


def test_cutting_the_middle_leaves_two():
    assert without(stretch(0, 195), [stretch(60, 110)]) == [stretch(0, 60), stretch(110, 195)]


def test_cutting_everything_leaves_nothing():
    assert without(stretch(0, 60), [stretch(-10, 70)]) == []


def test_stretches_that_only_touch_share_nothing():
    assert common(stretch(0, 30), stretch(30, 60)) is None


def test_slots_fit_between_busy_times():
    assert slots([stretch(0, 120)], [stretch(30, 60)], 30, 30) == [stretch(0, 30), stretch(60, 90), stretch(90, 120)]


def test_slots_keep_to_the_step_after_a_busy_time():
    assert slots([stretch(0, 90)], [stretch(0, 20)], 30, 15)[0] == stretch(30, 60)


def test_a_slot_never_passes_closing():
    assert slots([stretch(0, 45)], [], 50, 15) == []


def test_long_leave_is_kept_day_by_day():
    pieces = by_the_day(at(0), at(60 * 60))
    assert (pieces[0][0], pieces[-1][1], len(pieces)) == (at(0), at(3600), 3)


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(1, 120))), st.integers(5, 120))
def test_no_slot_ever_touches_a_busy_time(taken, minutes):
    busy = [stretch(start, start + length) for start, length in taken]
    for slot in slots([stretch(0, 600)], busy, minutes, 15):
        assert all(common(slot, other) is None for other in busy)


@given(st.lists(st.tuples(st.integers(-50, 250), st.integers(1, 90))))
def test_what_is_left_and_what_is_cut_make_the_whole(taken):
    whole, cut = stretch(0, 195), [stretch(start, start + length) for start, length in taken]
    left = without(whole, cut)
    inside = [shared for shared in (common(whole, each) for each in cut) if shared]
    assert joined([*left, *inside]) == [whole]


@pytest.mark.parametrize("first", ["2026-03-02", "2026-10-26"])
def test_a_series_stays_at_nine_over_both_daylight_saving_sundays(first):
    start = dt.datetime.fromisoformat(f"{first} 09:00").replace(tzinfo=ZoneInfo(ZONE))
    found = list(rules.weekly(start, start + dt.timedelta(minutes=50), zone=ZONE, until=None, count=4))
    walls = [(begin.astimezone(ZoneInfo(ZONE)).time(), end - begin) for begin, end in found]
    assert walls == [(dt.time(9), dt.timedelta(minutes=50))] * 4


def test_a_series_until_a_date_includes_it():
    start = dt.datetime(2026, 3, 2, 9, tzinfo=ZoneInfo(ZONE))
    found = list(rules.weekly(start, start + dt.timedelta(hours=1), zone=ZONE, until=dt.date(2026, 3, 16), count=None))
    assert len(found) == 3


@pytest.mark.parametrize(("until", "count"), [(None, None), (dt.date(2026, 4, 1), 3), (None, 0), (None, 53)])
def test_a_series_says_once_how_long_it_goes_on(until, count):
    assert rules.why_not_series(until, count, dt.date(2026, 3, 2)) is not None


@pytest.mark.parametrize(("minutes", "fits"), [(-10, False), (4, False), (5, True), (480, True), (481, False)])
def test_an_appointment_has_a_sensible_length(minutes, fits):
    reason = rules.why_not_times(at(0), at(minutes), zone=ZONE, at=NINE)
    assert (reason is None) is fits


def test_a_past_day_is_refused():
    assert "has passed" in str(rules.why_not_times(at(0), at(50), zone=ZONE, at=NINE + dt.timedelta(days=1)))


@pytest.mark.parametrize(
    ("to", "minutes_after", "fits"),
    [
        ("arrived", -20, True),
        ("arrived", -60 * 24, False),
        ("completed", -1, False),
        ("completed", 0, True),
        ("no_show", -1, False),
    ],
)
def test_a_status_waits_for_its_time(to, minutes_after, fits):
    assert (rules.why_not_yet(to, starts_at=at(60 * 6), at=at(60 * 6 + minutes_after), zone=ZONE) is None) is fits
