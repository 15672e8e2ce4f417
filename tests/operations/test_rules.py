"""Slots of the schedule, and when a task is late."""

import datetime as dt

import pytest

from iop.operations.choices import Outcome, State
from iop.operations.rules import allowed, asked_every, is_late, next_slot, slot_of, state_of

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


def utc(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(("at", "every", "begins"), [
    ("2026-03-02 09:00:59", MINUTE, "2026-03-02 09:00"),
    ("2026-03-02 09:14:59", 15 * MINUTE, "2026-03-02 09:00"),
    ("2026-03-02 09:15", 15 * MINUTE, "2026-03-02 09:15"),
    ("2026-03-02 09:59", HOUR, "2026-03-02 09:00"),
    ("2026-03-02 07:00", DAY, "2026-03-02 07:00"),
    ("2026-03-02 06:59", DAY, "2026-03-01 07:00"),
])  # fmt: skip
def test_a_slot_is_the_same_for_every_clock_that_asks(at, every, begins):
    assert slot_of(utc(at), every) == utc(begins)


@pytest.mark.parametrize("day", ["2026-03-08", "2026-11-01"])
def test_a_day_is_as_long_when_the_clocks_change(day):
    at = utc(f"{day} 12:00")
    assert next_slot(at, DAY) - slot_of(at, DAY) == DAY


@pytest.mark.parametrize(("every", "asked"), [(MINUTE, MINUTE), (HOUR, HOUR), (DAY, HOUR)])
def test_nightly_work_is_asked_for_each_hour_until_it_is_done(every, asked):
    assert asked_every(every) == asked


@pytest.mark.parametrize(("every", "after"), [(MINUTE, 11 * MINUTE), (HOUR, 75 * MINUTE), (DAY, 30 * HOUR)])
def test_late_is_the_rhythm_and_some_grace(every, after):
    at = utc("2026-03-02 09:00")
    assert allowed(every) == after
    assert not is_late(at - after, at, every)
    assert is_late(at - after - MINUTE, at, every)


def test_what_never_ran_in_a_new_installation_is_not_late():
    assert not is_late(None, utc("2026-03-02 09:00"), MINUTE)


@pytest.mark.parametrize(("last", "ok_ago", "state"), [
    (Outcome.OK, HOUR, State.FINE),
    (Outcome.RUNNING, HOUR, State.RUNNING),
    (Outcome.FAILED, HOUR, State.FAILING),
    (Outcome.KILLED, HOUR, State.FAILING),
    (Outcome.FAILED, 2 * HOUR, State.LATE),
    (Outcome.RUNNING, 2 * HOUR, State.LATE),
])  # fmt: skip
def test_late_comes_before_anything_else(last, ok_ago, state):
    at = utc("2026-03-02 09:00")
    assert state_of(last=last, last_ok_at=at - ok_ago, known_since=at - DAY, at=at, every=HOUR) == state


def test_a_new_task_waits_and_is_late_when_it_never_came():
    at = utc("2026-03-02 09:00")
    new = {"last": None, "last_ok_at": None, "at": at, "every": HOUR}
    assert state_of(**new, known_since=at - MINUTE) == State.WAITING
    assert state_of(**new, known_since=at - DAY) == State.LATE
