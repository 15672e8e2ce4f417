"""What a PIN may be, and when the door stays shut."""

import datetime as dt

import pytest

from clients.portal_rules import LOCKED_FOR, Tries, after_wrong, why_not_pin
from tests.factories.clients import AT

BORN = dt.date(1990, 5, 17)


@pytest.mark.parametrize(
    "pin",
    ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "000000", "123456", "654321", "121212", "123123", "111222",
     "051790", "170590", "900517", "051990", "199005", "171990"],
)  # fmt: skip
def test_a_pin_that_others_guess_is_refused(pin):
    assert why_not_pin(pin, pin, BORN) is not None


def test_a_pin_typed_differently_the_second_time_is_refused():
    assert "not the same" in str(why_not_pin("493817", "493818", BORN))


def test_any_other_six_digits_will_do():
    assert why_not_pin("493817", "493817", BORN) is None


def test_a_birth_date_is_no_obstacle_where_none_is_known():
    assert why_not_pin("051790", "051790", None) is None


def test_four_wrong_pins_leave_the_door_open():
    assert not after_wrong(Tries(3, 0, None), AT).is_resting(AT)


def test_the_fifth_shuts_it_for_a_quarter_of_an_hour():
    then = after_wrong(Tries(4, 0, None), AT)
    assert then.is_resting(AT + LOCKED_FOR - dt.timedelta(seconds=1))
    assert not then.is_resting(AT + LOCKED_FOR)


@pytest.mark.parametrize(("locks", "shut"), [(0, False), (1, False), (2, True)])
def test_the_third_time_it_stays_shut(locks, shut):
    assert after_wrong(Tries(4, locks, None), AT).is_shut_for_good is shut
