"""How long a stay lasts against its target: pure rules."""

import datetime as dt

import pytest

from scheduling.rules.lengths import length, says

MONDAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize(("days", "week"), [(0, 1), (6, 1), (7, 2), (69, 10), (70, 11)])
def test_the_first_day_begins_week_one(days, week):
    assert length(MONDAY, MONDAY + dt.timedelta(days=days), target=10).week == week


def test_the_target_ends_the_day_before_the_next_week_would_begin():
    assert length(MONDAY, MONDAY, target=8).ends_on == dt.date(2026, 4, 26)


def test_added_weeks_count_with_the_target():
    stay = length(MONDAY, MONDAY + dt.timedelta(weeks=11), target=10, extended=4)
    assert (stay.target, stay.weeks_over, stay.ends_on) == (14, 0, dt.date(2026, 6, 7))


@pytest.mark.parametrize(
    ("weeks", "near", "over"), [(7, False, 0), (8, False, 0), (9, True, 0), (10, True, 1), (12, True, 3)]
)
def test_the_last_week_is_near_and_the_next_is_over(weeks, near, over):
    stay = length(MONDAY, MONDAY + dt.timedelta(weeks=weeks), target=10)
    assert (stay.is_near, stay.weeks_over) == (near, over)


def test_without_a_program_nothing_is_near_or_over():
    stay = length(MONDAY, MONDAY + dt.timedelta(weeks=60), target=None, extended=2)
    assert (stay.is_near, stay.weeks_over, stay.ends_on) == (False, 0, None)
    assert str(says(stay)) == "Week 61"


@pytest.mark.parametrize(
    ("weeks", "words"),
    [(2, "Week 3 of 10"), (10, "Week 11 of 10, 1 week beyond"), (12, "Week 13 of 10, 3 weeks beyond")],
)
def test_it_is_said_in_one_line(weeks, words):
    assert str(says(length(MONDAY, MONDAY + dt.timedelta(weeks=weeks), target=10))) == words
