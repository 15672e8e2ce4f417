"""Where things stand on a calendar, over both daylight-saving Sundays."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from iop.pages.presenters.schedule.grid import Place, again, hours_of, lanes, place, visible_hours

NEW_YORK = ZoneInfo("America/New_York")
PLAIN = dt.date(2026, 3, 2)
SPRING = dt.date(2026, 3, 8)
AUTUMN = dt.date(2026, 11, 1)


def wall(day, text, fold=0):
    return dt.datetime.combine(day, dt.time.fromisoformat(text), tzinfo=NEW_YORK).replace(fold=fold).astimezone(dt.UTC)


@pytest.mark.parametrize(
    ("day", "start", "end", "found"),
    [
        (PLAIN, "09:00", "12:15", Place(36, 13)),
        (PLAIN, "09:25", "10:45", Place(37, 6)),
        (PLAIN, "23:30", "23:55", Place(94, 2)),
        (PLAIN, "09:00", "09:05", Place(36, 1)),
        (SPRING, "09:00", "12:15", Place(36, 13)),
        (AUTUMN, "09:00", "12:15", Place(36, 13)),
    ],
)
def test_a_stretch_stands_at_its_wall_time(day, start, end, found):
    assert place(wall(day, start), wall(day, end), day, NEW_YORK) == found


def test_what_runs_through_the_skipped_hour_covers_it():
    start = wall(SPRING, "01:30")
    assert place(start, start + dt.timedelta(hours=1), SPRING, NEW_YORK) == Place(6, 8)


def test_what_runs_into_the_repeated_hour_keeps_its_length():
    assert place(wall(AUTUMN, "01:30"), wall(AUTUMN, "01:15", fold=1), AUTUMN, NEW_YORK) == Place(6, 3)


def test_the_second_passing_of_the_repeated_hour_is_told_apart():
    assert again(wall(AUTUMN, "01:30", fold=1), NEW_YORK)
    assert not again(wall(AUTUMN, "01:30"), NEW_YORK)


@pytest.mark.parametrize(("day", "hours"), [(PLAIN, 24), (SPRING, 23), (AUTUMN, 25)])
def test_days_have_their_real_number_of_hours(day, hours):
    assert hours_of(day, NEW_YORK) == hours


def test_leave_over_several_days_fills_each_of_them():
    start, end = wall(dt.date(2026, 3, 1), "12:00"), wall(dt.date(2026, 3, 4), "12:00")
    assert place(start, end, PLAIN, NEW_YORK) == Place(0, 96)


def test_what_does_not_touch_the_day_has_no_place():
    assert place(wall(SPRING, "09:00"), wall(SPRING, "10:00"), PLAIN, NEW_YORK) is None


@pytest.mark.parametrize(
    ("places", "found"),
    [
        ([], []),
        ([Place(0, 4)], [(1, 1)]),
        ([Place(0, 4), Place(4, 4)], [(1, 1), (1, 1)]),
        ([Place(0, 8), Place(2, 2), Place(4, 2)], [(1, 2), (2, 2), (2, 2)]),
        ([Place(0, 4), Place(1, 4), Place(2, 4)], [(1, 3), (2, 3), (3, 3)]),
    ],
)
def test_things_at_the_same_time_stand_beside_each_other(places, found):
    assert lanes(places) == found


def test_hours_widen_for_what_is_early_or_late():
    assert visible_hours([Place(20, 4), Place(84, 8)], 8, 18) == (5, 23)
