"""When a sign-in ends by itself."""

import datetime as dt

import pytest

from iop.accounts.rules import is_worth_noting, seconds_left

NINE = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def after(**more):
    return NINE + dt.timedelta(**more)


@pytest.mark.parametrize(
    ("active_at", "at", "left"),
    [
        (NINE, NINE, 15 * 60),
        (NINE, after(minutes=14, seconds=59), 1),
        (NINE, after(minutes=15), 0),
        (NINE, after(hours=3), 0),
        (after(minutes=10), after(minutes=15), 10 * 60),
        (after(hours=11, minutes=59), after(hours=11, minutes=59), 60),
        (after(hours=12), after(hours=12), 0),
    ],
)
def test_seconds_left(active_at, at, left):
    assert seconds_left(signed_in_at=NINE, active_at=active_at, at=at, idle_minutes=15, session_hours=12) == left


@pytest.mark.parametrize(("seconds", "noted"), [(0, False), (59, False), (60, True), (600, True)])
def test_activity_is_noted_at_most_once_a_minute(seconds, noted):
    assert is_worth_noting(active_at=NINE, at=after(seconds=seconds)) is noted
