"""The filing clock, the comparison of charges, and which month may close: without a database."""

import datetime as dt
import uuid

import pytest

from billing.rules.charges import Said, Wanted, difference
from billing.rules.held import HALF, LATE, PAST, SOON, filing_clock
from billing.rules.months import last_day, next_month, why_not_close

DAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("gone", "mark", "left"),
    [(0, SOON, 100), (49, SOON, 51), (50, HALF, 50), (79, HALF, 21), (80, LATE, 20), (100, LATE, 0), (101, PAST, -1)],
)
def test_the_clock_has_marks_at_half_four_fifths_and_the_end(gone, mark, left):
    clock = filing_clock(DAY, DAY + dt.timedelta(days=100), DAY + dt.timedelta(days=gone))
    assert (clock.mark, clock.days_left) == (mark, left)


def test_without_a_last_day_there_is_no_clock():
    assert filing_clock(DAY, None, DAY) is None


def test_a_payer_who_wants_it_the_same_day_divides_by_nothing():
    assert filing_clock(DAY, DAY, DAY).days_left == 0


def said(source="attendance:1", code="H0015", cents=100):
    return Said(source, "professional", code, "", (), "57", 1, cents, None, None, None, None, ())


def test_what_says_the_same_is_left_alone():
    assert not difference([(uuid.uuid4(), said())], [Wanted(None, said())])


def test_another_price_is_taken_back_and_posted():
    known = uuid.uuid4()
    found = difference([(known, said())], [Wanted(None, said(cents=200))])
    assert (found.take_back, [one.said.cents for one in found.post]) == ((known,), [200])


def test_a_new_service_is_added_and_nothing_taken_back():
    found = difference([(uuid.uuid4(), said())], [Wanted(None, said()), Wanted(None, said("appointment:2"))])
    assert (found.take_back, len(found.post)) == ((), 1)


def test_the_last_day_of_december_is_its_own():
    assert (last_day(dt.date(2026, 12, 1)), next_month(dt.date(2026, 12, 1))) == (
        dt.date(2026, 12, 31), dt.date(2027, 1, 1),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("month", "today", "oldest", "why"),
    [
        (dt.date(2026, 2, 1), dt.date(2026, 3, 1), dt.date(2026, 2, 1), None),
        (dt.date(2026, 2, 1), dt.date(2026, 2, 28), dt.date(2026, 2, 1), "not over"),
        (dt.date(2026, 2, 1), dt.date(2026, 3, 1), dt.date(2026, 1, 1), "earlier month"),
        (dt.date(2026, 2, 1), dt.date(2026, 3, 1), None, "Nothing was posted"),
        (dt.date(2026, 2, 2), dt.date(2026, 3, 1), dt.date(2026, 2, 1), "first day"),
    ],
)
def test_the_oldest_month_that_is_over_may_close(month, today, oldest, why):
    found = why_not_close(month, today, oldest)
    assert (found is None) if why is None else why in str(found)
