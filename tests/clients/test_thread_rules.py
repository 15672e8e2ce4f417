"""By when a message is answered, and when a site is open: by its own wall clock, closures and clock changes included."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from clients import thread_rules as rules

ZONE = "America/New_York"
NINE_TO_FIVE = [(weekday, dt.time(9), dt.time(17)) for weekday in range(5)]
MONDAY = dt.date(2026, 3, 2)


def at(day, hour, minute=0):
    return dt.datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo(ZONE))


def hours(on=MONDAY, closed=(), weekly=NINE_TO_FIVE):
    return rules.stretches(weekly, closed, on, ZONE)


@pytest.mark.parametrize(
    ("written", "days", "answered"),
    [
        (at(2, 10), 1, at(3, 17)),
        (at(2, 20), 1, at(3, 17)),
        (at(2, 10), 0, at(2, 17)),
        (at(2, 18), 0, at(3, 17)),
        (at(2, 10), 2, at(4, 17)),
        (at(6, 10), 1, at(9, 17)),
        (at(7, 12), 1, at(9, 17)),
    ],
    ids=[
        "next day",
        "evening",
        "same day",
        "same day too late",
        "two days",
        "friday, over the clock change",
        "saturday",
    ],
)
def test_it_is_answered_by_the_end_of_an_open_day(written, days, answered):
    assert rules.answer_by(hours(written.date()), written, ZONE, days) == answered


def test_a_closed_day_does_not_count():
    closed = [(dt.date(2026, 3, 3), dt.date(2026, 3, 4))]
    assert rules.answer_by(hours(closed=closed), at(2, 10), ZONE, 1) == at(5, 17)


def test_a_day_with_a_break_ends_with_its_last_hours():
    weekly = [(1, dt.time(9), dt.time(12)), (1, dt.time(13), dt.time(19))]
    assert rules.answer_by(hours(weekly=weekly), at(2, 10), ZONE, 1) == at(3, 19)


def test_a_site_that_stays_closed_answers_within_a_week():
    assert rules.answer_by([], at(16, 10), ZONE, 1) == at(23, 10)


def test_an_open_site_says_until_when():
    assert rules.open_now(hours(), at(2, 10)) == (at(2, 17), None)


def test_a_closed_site_says_when_it_opens():
    assert rules.open_now(hours(), at(2, 17)) == (None, at(3, 9))


@pytest.mark.parametrize(("words", "kept"), [("", False), ("a", True), ("a" * 5000, True), ("a" * 5001, False)])
def test_a_message_has_words_and_an_end(words, kept):
    assert (rules.why_not_words(words) is None) is kept


@pytest.mark.parametrize(("sent", "kept"), [(39, True), (40, False)])
def test_who_has_written_very_often_is_asked_to_call(sent, kept):
    assert (rules.why_not_more(sent) is None) is kept
