"""When messages may leave: quiet hours over midnight and over a change of the clock, changes that cannot wait, tries."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from iop.notifications.choices import Priority
from iop.notifications.rules import (
    NEVER_QUIET,
    Quiet,
    ask_again_at,
    is_hopeless,
    leaves_at,
    next_allowed,
    room,
    try_again_at,
)

BOSTON, PHOENIX = "America/New_York", "America/Phoenix"
NIGHT = Quiet(21, 8)


def wall(text, zone=BOSTON):
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(("due", "leaves"), [
    ("2026-03-02 12:00", "2026-03-02 12:00"), ("2026-03-02 20:59", "2026-03-02 20:59"), ("2026-03-02 21:00", "2026-03-03 08:00"),
    ("2026-03-03 00:30", "2026-03-03 08:00"), ("2026-03-03 07:59", "2026-03-03 08:00"), ("2026-03-03 08:00", "2026-03-03 08:00"),
    ("2026-03-07 23:00", "2026-03-08 08:00"), ("2026-10-31 23:00", "2026-11-01 08:00"),
])  # fmt: skip
def test_the_night_ends_at_eight_by_the_wall_clock(due, leaves):
    assert next_allowed(wall(due), BOSTON, NIGHT) == wall(leaves)


@pytest.mark.parametrize(("quiet", "due", "leaves"), [
    (Quiet(12, 14), "2026-03-02 13:10", "2026-03-02 14:00"), (Quiet(12, 14), "2026-03-02 14:00", "2026-03-02 14:00"),
    (Quiet(24, 6), "2026-03-02 03:00", "2026-03-02 06:00"), (Quiet(24, 6), "2026-03-02 23:59", "2026-03-02 23:59"),
    (NEVER_QUIET, "2026-03-02 03:00", "2026-03-02 03:00"), (Quiet(24, 0), "2026-03-02 03:00", "2026-03-02 03:00"),
    (Quiet(9, 9), "2026-03-02 09:00", "2026-03-02 09:00"),
])  # fmt: skip
def test_quiet_hours_of_every_shape(quiet, due, leaves):
    assert next_allowed(wall(due), BOSTON, quiet) == wall(leaves)


def test_an_hour_that_the_spring_skips_ends_when_the_clock_has_jumped():
    assert next_allowed(wall("2026-03-08 01:30"), BOSTON, Quiet(1, 2)) == wall("2026-03-08 03:00")


def test_an_hour_that_the_autumn_repeats_is_left_once():
    first = wall("2026-11-01 00:30").astimezone(dt.UTC)
    left = next_allowed(first, BOSTON, Quiet(22, 1))
    assert left == wall("2026-11-01 01:00").astimezone(dt.UTC)
    assert next_allowed(left + dt.timedelta(hours=1), BOSTON, Quiet(22, 1)) == left + dt.timedelta(hours=1)


def test_each_zone_has_a_night_of_its_own():
    at = dt.datetime(2026, 3, 3, 14, tzinfo=dt.UTC)
    assert next_allowed(at, BOSTON, NIGHT) == at
    assert next_allowed(at, PHOENIX, NIGHT) == wall("2026-03-03 08:00", PHOENIX)


@pytest.mark.parametrize(("priority", "at", "begins", "leaves"), [
    (Priority.URGENT, "2026-03-03 02:00", None, "2026-03-03 02:00"),
    (Priority.CHANGE, "2026-03-03 07:00", "2026-03-03 09:00", "2026-03-03 07:00"),
    (Priority.CHANGE, "2026-03-02 23:00", "2026-03-03 09:00", "2026-03-02 23:00"),
    (Priority.CHANGE, "2026-03-02 23:00", "2026-03-03 10:00", "2026-03-03 08:00"),
    (Priority.CHANGE, "2026-03-02 23:00", None, "2026-03-03 08:00"),
    (Priority.REMINDER, "2026-03-03 07:00", "2026-03-03 09:00", "2026-03-03 08:00"),
    (Priority.REMINDER, "2026-03-03 12:00", "2026-03-03 13:00", "2026-03-03 12:00"),
])  # fmt: skip
def test_only_what_cannot_wait_breaks_the_night(priority, at, begins, leaves):
    allowed = next_allowed(wall(at), BOSTON, NIGHT)
    expires = wall(begins) if begins else None
    assert leaves_at(wall(at), priority=priority, allowed=allowed, expires_at=expires) == wall(leaves)


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 5), (5, 240), (9, 240)])
def test_waits_longer_after_each_try(attempts, minutes):
    at = wall("2026-03-02 12:00")
    assert try_again_at(attempts, at) == at + dt.timedelta(minutes=minutes)


def test_chance_lengthens_a_wait_by_a_tenth_at_most():
    at = wall("2026-03-02 12:00")
    assert try_again_at(4, at, 1.0) == at + dt.timedelta(minutes=66)
    assert try_again_at(4, at, 0.5) == at + dt.timedelta(minutes=63)


@pytest.mark.parametrize(("attempts", "is_down", "hours", "hopeless"), [
    (5, False, 1, False), (6, False, 1, True), (6, True, 1, False), (60, True, 48, False), (2, True, 49, True), (2, False, 49, False),
])  # fmt: skip
def test_a_provider_that_is_down_costs_no_tries_but_nothing_waits_for_it_beyond_two_days(
    attempts, is_down, hours, hopeless
):
    due = wall("2026-03-02 12:00")
    at = due + dt.timedelta(hours=hours)
    assert is_hopeless(attempts=attempts, is_down=is_down, due_at=due, at=at) is hopeless


@pytest.mark.parametrize(("failures", "seconds"), [(1, 30), (2, 60), (4, 300), (400, 300)])
def test_a_provider_that_is_down_is_asked_again_less_and_less_often(failures, seconds):
    at = wall("2026-03-02 12:00")
    assert ask_again_at(failures, at) == at + dt.timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("per_minute", "taken", "left"), [(60, 0, 50), (60, 20, 40), (60, 60, 0), (60, 90, 0), (0, 0, 0)]
)
def test_room_is_what_the_minute_has_left_and_a_batch_holds(per_minute, taken, left):
    assert room(per_minute=per_minute, taken=taken, at_most=50) == left
