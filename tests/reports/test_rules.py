"""The arithmetic of reports, as tables."""

import datetime as dt
from decimal import Decimal

import pytest

from iop.reports.rules import periods
from iop.reports.rules.change import Moved, course
from iop.reports.rules.rates import days_in_receivables, net_collection, percent, ratio, tenth
from iop.reports.rules.series import average, running
from iop.reports.rules.small_cells import hidden, hides_total, is_small

D = dt.date


@pytest.mark.parametrize(
    ("part", "whole", "says"),
    [(1, 3, "33.3"), (2, 3, "66.7"), (0, 5, "0.0"), (1, 16, "6.3"), (0, 0, None), (5, 0, None), (5, -2, None)],
)
def test_a_share_has_one_decimal_and_none_of_nothing(part, whole, says):
    assert percent(part, whole) == (None if says is None else Decimal(says))


@pytest.mark.parametrize(("value", "says"), [(12.25, "12.3"), (12.24, "12.2"), (None, None), (7, "7.0")])
def test_halves_are_rounded_up(value, says):
    assert tenth(value) == (None if says is None else Decimal(says))


def test_a_mean_of_nobody_is_not_said():
    assert (ratio(10, 4), ratio(0, 0)) == (Decimal("2.5"), None)


@pytest.mark.parametrize(
    ("balance", "charges", "says"), [(9_000, 9_000, "90.0"), (4_500, 9_000, "45.0"), (100, 0, None), (0, 500, "0.0")]
)
def test_days_in_receivables_are_days_of_the_last_ninety_days_charges(balance, charges, says):
    assert days_in_receivables(balance, charges) == (None if says is None else Decimal(says))


def test_net_collection_leaves_contract_write_offs_out():
    assert (net_collection(600, 1_000, 200), net_collection(600, 200, 200)) == (Decimal("75.0"), None)


@pytest.mark.parametrize(
    ("name", "today", "first", "last"),
    [
        ("last_28", D(2026, 3, 8), D(2026, 2, 9), D(2026, 3, 8)),
        ("this_month", D(2026, 3, 8), D(2026, 3, 1), D(2026, 3, 8)),
        ("last_month", D(2026, 3, 8), D(2026, 2, 1), D(2026, 2, 28)),
        ("last_month", D(2026, 1, 31), D(2025, 12, 1), D(2025, 12, 31)),
        ("this_quarter", D(2026, 5, 2), D(2026, 4, 1), D(2026, 5, 2)),
        ("last_quarter", D(2026, 2, 2), D(2025, 10, 1), D(2025, 12, 31)),
        ("last_year", D(2026, 2, 2), D(2025, 1, 1), D(2025, 12, 31)),
        ("last_365", D(2026, 3, 8), D(2025, 3, 9), D(2026, 3, 8)),
    ],
)
def test_a_named_period_is_seen_from_today(name, today, first, last):
    assert periods.named(name, today) == (first, last)


def test_every_named_period_can_be_said():
    assert all(periods.named(name, D(2026, 3, 8)) for name in periods.NAMED)


def test_the_period_before_has_the_same_length():
    assert periods.before(D(2026, 3, 1), D(2026, 3, 28)) == (D(2026, 2, 1), D(2026, 2, 28))


def test_months_of_a_period_may_be_cut_at_its_ends():
    assert list(periods.steps(D(2026, 1, 30), D(2026, 3, 2), "month")) == [
        (D(2026, 1, 30), D(2026, 1, 31)), (D(2026, 2, 1), D(2026, 2, 28)), (D(2026, 3, 1), D(2026, 3, 2)),
    ]  # fmt: skip


def test_weeks_of_a_period_begin_on_the_clinics_own_weekday():
    assert list(periods.steps(D(2026, 3, 4), D(2026, 3, 16), "week", 6)) == [
        (D(2026, 3, 4), D(2026, 3, 7)), (D(2026, 3, 8), D(2026, 3, 14)), (D(2026, 3, 15), D(2026, 3, 16)),
    ]  # fmt: skip


@pytest.mark.parametrize(("days", "step"), [(100, "day"), (101, "week"), (400, "week"), (401, "month")])
def test_longer_periods_go_by_longer_steps(days, step):
    assert periods.step_for(days) == step


def test_somebody_counts_on_the_first_and_on_the_last_day():
    daily = running(D(2026, 3, 1), D(2026, 3, 4), 2, {D(2026, 3, 2): 1}, {D(2026, 3, 2): 1, D(2026, 3, 3): 2})
    assert list(daily.values()) == [2, 3, 2, 0]


def test_the_average_is_client_days_over_days():
    daily = {D(2026, 3, 1): 2, D(2026, 3, 2): 3, D(2026, 3, 3): 2}
    assert average(daily, D(2026, 3, 1), D(2026, 3, 3)) == (7, 3)


@pytest.mark.parametrize(
    ("counts", "small"), [({"a": 0}, False), ({"a": 1}, True), ({"a": 10}, True), ({"a": 11}, False)]
)
def test_only_some_and_fewer_than_the_limit_is_small(counts, small):
    assert is_small(counts, 11) is small


@pytest.mark.parametrize(
    ("numbers", "gone", "total_too"),
    [
        ((20, 30), set(), False),
        ((20, 30, 0), set(), False),
        ((3, 20, 30), {0, 1}, False),
        ((3, 9, 30), {0, 1}, False),
        ((3, 4, 30, 40), {0, 1, 2}, False),
        ((3, 4), {0, 1}, True),
        ((3,), {0}, True),
        ((3, 0, 0), {0}, True),
        ((), set(), False),
    ],
)
def test_no_hidden_row_can_be_told_from_the_total(numbers, gone, total_too):
    rows = [{"people": number} for number in numbers]
    found = hidden(rows, 11)
    assert found == gone
    assert hides_total(rows, {"people": sum(numbers)}, found, 11) is total_too


@pytest.mark.parametrize(
    ("difference", "direction", "threshold", "improved", "worse", "judged"),
    [
        ("-5", "worse", "5", 1, 0, 1), ("-4", "worse", "5", 0, 0, 1), ("6", "worse", "5", 0, 1, 1), ("6", "better", "5", 1, 0, 1),
        ("-6", "better", "5", 0, 1, 1), ("-9", "worse", None, 0, 0, 0), ("-9", "", "5", 0, 0, 0), ("0", "worse", "0", 0, 0, 1),
    ],
)  # fmt: skip
def test_a_change_counts_from_the_questionnaires_own_number_on(
    difference, direction, threshold, improved, worse, judged
):
    moved = Moved(Decimal(difference), 1, direction, None if threshold is None else Decimal(threshold))
    says = course([moved])
    assert (says.improved, says.worse, says.judged) == (improved, worse, judged)
