import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from iop.core import clock

CHICAGO = "America/Chicago"
SPRING = dt.date(2026, 3, 8)
AUTUMN = dt.date(2026, 11, 1)


def test_a_wall_time_becomes_an_instant_of_that_zone():
    assert clock.at_local(dt.date(2026, 7, 1), dt.time(9), CHICAGO) == dt.datetime(2026, 7, 1, 14, tzinfo=dt.UTC)


def test_a_skipped_wall_time_is_read_after_the_jump():
    at = clock.at_local(SPRING, dt.time(2, 30), CHICAGO)
    assert at == clock.at_local(SPRING, dt.time(3, 30), CHICAGO)


@pytest.mark.parametrize(("wall", "skipped"), [("01:59", False), ("02:00", True), ("02:59", True), ("03:00", False)])
def test_the_hour_that_spring_skips_is_known(wall, skipped):
    assert clock.is_skipped(SPRING, dt.time.fromisoformat(wall), CHICAGO) is skipped


@pytest.mark.parametrize(("wall", "repeated"), [("00:59", False), ("01:00", True), ("01:59", True), ("02:00", False)])
def test_the_hour_that_autumn_repeats_is_known(wall, repeated):
    assert clock.is_repeated(AUTUMN, dt.time.fromisoformat(wall), CHICAGO) is repeated


def test_a_repeated_wall_time_means_its_first_occurrence():
    assert clock.at_local(AUTUMN, dt.time(1, 30), CHICAGO) == dt.datetime(2026, 11, 1, 6, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (dt.date(2026, 6, 1), 24), (AUTUMN, 25)])
def test_a_day_is_as_long_as_the_zone_makes_it(day, hours):
    first, end = clock.day_bounds(day, CHICAGO)
    assert end - first == dt.timedelta(hours=hours)


def test_late_evening_is_still_today_at_the_clinic():
    assert clock.local_date(dt.datetime(2026, 3, 3, 4, tzinfo=dt.UTC), CHICAGO) == dt.date(2026, 3, 2)


def test_a_frozen_clock_says_its_instant_and_lets_go():
    moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    with clock.frozen(moment):
        assert clock.now() == moment
    assert clock.now() != moment


def test_the_test_fixture_sets_the_clock_of_other_threads_too(at):
    moment = at("2026-03-02 09:00", CHICAGO)
    with ThreadPoolExecutor(1) as other:
        assert other.submit(clock.now).result() == moment
