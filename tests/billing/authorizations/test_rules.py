"""What authorizations are worth, as tables without a database."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from billing.rules import authorizations as rules
from billing.rules.shapes import Authorized

IOP, PHP = uuid.UUID(int=21), uuid.UUID(int=25)
MAY = dt.date(2026, 5, 4)  # a Monday


def one(key=1, left="3", starts=MAY, ends=MAY + dt.timedelta(days=27), unit="day", codes=(), level=IOP):
    return Authorized(uuid.UUID(int=key), f"A{key}", level, frozenset(codes), unit, Decimal(left), starts, ends)


@pytest.mark.parametrize(
    ("unit", "minutes", "units"),
    [
        ("visit", 50, "1"), ("day", 180, "1"), ("day", 0, "1"),
        ("quarter", 0, "0"), ("quarter", 7, "0"), ("quarter", 8, "1"), ("quarter", 22, "1"), ("quarter", 23, "2"),
        ("quarter", 37, "2"), ("quarter", 38, "3"), ("quarter", 53, "4"), ("quarter", -5, "0"),
        ("hour", 180, "3"), ("hour", 170, "2.75"), ("hour", 172, "2.75"), ("hour", 173, "3"),
    ],
)  # fmt: skip
def test_units_for_minutes(unit, minutes, units):
    assert rules.units_for(unit, minutes) == Decimal(units)


def test_what_ends_first_is_used_first():
    late, soon = one(1, ends=MAY + dt.timedelta(days=27)), one(2, ends=MAY + dt.timedelta(days=6))
    assert rules.take([late, soon], "H0015", IOP, MAY, 180) == soon


@pytest.mark.parametrize(
    ("held", "code", "level", "on"),
    [
        (one(left="0"), "H0015", IOP, MAY),
        (one(codes=("H0015",)), "H0004", IOP, MAY),
        (one(), "H0015", PHP, MAY),
        (one(), "H0015", None, MAY),
        (one(), "H0015", IOP, MAY - dt.timedelta(days=1)),
        (one(), "H0015", IOP, MAY + dt.timedelta(days=28)),
        (one(unit="hour", left="2.75"), "H0015", IOP, MAY),
    ],
)
def test_nothing_is_taken_from_what_does_not_cover_or_suffice(held, code, level, on):
    assert rules.take([held], code, level, on, 180) is None


def test_the_last_day_still_counts():
    assert rules.take([one(ends=MAY)], "H0015", IOP, MAY, 180) is not None


def test_a_second_service_of_a_day_is_free_where_days_are_counted():
    used_up = one(left="0")
    assert rules.take([used_up], "90834", IOP, MAY, 45, counted={used_up.id}) == used_up
    by_visit = one(left="0", unit="visit")
    assert rules.take([by_visit], "90834", IOP, MAY, 45, counted={by_visit.id}) is None


def days(*offsets, level=IOP):
    return [rules.Planned(MAY + dt.timedelta(days=each), 180, level) for each in offsets]


def test_the_runway_ends_when_units_end():
    found = rules.runway([one(left="3")], days(0, 2, 4, 7, 9))
    assert (found.last_paid, found.first_unpaid, found.paid, found.unpaid) == (
        MAY + dt.timedelta(days=4), MAY + dt.timedelta(days=7), 3, 2,
    )  # fmt: skip


def test_the_runway_ends_with_the_dates_mid_week():
    found = rules.runway([one(left="12", ends=MAY + dt.timedelta(days=2))], days(0, 2, 4))
    assert (found.last_paid, found.first_unpaid) == (MAY + dt.timedelta(days=2), MAY + dt.timedelta(days=4))


def test_the_next_authorization_carries_on():
    first, then = one(1, left="2"), one(2, left="5", ends=MAY + dt.timedelta(days=60))
    assert rules.runway([first, then], days(0, 2, 4, 7)).first_unpaid is None


def test_another_level_is_not_paid_for():
    assert rules.runway([one()], days(0, 2, level=PHP)).unpaid == 2


@pytest.mark.parametrize(
    ("status", "left", "today", "expected"),
    [
        ("requested", "0", MAY, "waiting"), ("denied", "0", MAY, "denied"), ("appealed", "0", MAY, "appealed"),
        ("cancelled", "9", MAY, "cancelled"), ("approved", "12", MAY, "in_force"), ("partial", "4", MAY, "in_force"),
        ("approved", "3", MAY, "low"), ("approved", "0", MAY, "used_up"),
        ("approved", "12", MAY + dt.timedelta(days=21), "in_force"), ("approved", "12", MAY + dt.timedelta(days=22), "low"),
        ("approved", "12", MAY + dt.timedelta(days=28), "over"), ("approved", "12", MAY - dt.timedelta(days=1), "ahead"),
    ],
)  # fmt: skip
def test_how_an_authorization_stands(status, left, today, expected):
    assert rules.standing(status, Decimal(left), MAY, MAY + dt.timedelta(days=27), today, 3, 5) == expected


def test_numbers_are_always_said():
    said = str(rules.left_words(Decimal("3.00"), Decimal("12.00"), "day", MAY))
    assert said == "3 of 12 days left; ends Monday, May 4, 2026"


@pytest.mark.parametrize(
    ("given", "status", "fits"),
    [("12", "approved", True), ("14", "approved", True), ("6", "partial", True), ("6", "approved", False),
     ("12", "partial", False), ("0", "approved", False), ("0", "partial", False)],
)  # fmt: skip
def test_what_was_given_fits_the_answer(given, status, fits):
    assert (rules.why_not_given(Decimal(12), Decimal(given), status) is None) is fits


def test_deadlines_count_from_the_decision():
    assert rules.deadlines(MAY, 14, 180) == (dt.date(2026, 5, 18), dt.date(2026, 10, 31))


def test_levels_differ_only_where_something_is_authorized():
    assert rules.level_differs([PHP], IOP)
    assert not rules.level_differs([PHP, IOP], IOP)
    assert not rules.level_differs([], IOP)
    assert not rules.level_differs([PHP], None)


def test_days_of_the_same_week_after_the_end():
    wednesday = MAY + dt.timedelta(days=2)
    planned = [MAY, wednesday, MAY + dt.timedelta(days=4), MAY + dt.timedelta(days=5), MAY + dt.timedelta(days=6)]
    assert rules.ends_mid_week(wednesday, planned) == [MAY + dt.timedelta(days=4), MAY + dt.timedelta(days=5)]


def test_an_end_on_saturday_is_no_end_mid_week():
    assert rules.ends_mid_week(dt.date(2026, 5, 9), [dt.date(2026, 5, 8), dt.date(2026, 5, 11)]) == []
