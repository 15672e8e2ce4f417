from decimal import Decimal

import pytest

from iop.core.money import cents, dollars, money, share


@pytest.mark.parametrize(
    ("amount", "expected"), [("0.005", 1), ("0.004", 0), ("-0.005", -1), ("12.34", 1234), (7, 700)]
)
def test_dollars_become_cents_with_halves_away_from_zero(amount, expected):
    assert cents(Decimal(amount)) == expected


def test_cents_are_read_with_thousands_and_two_places():
    assert dollars(123450) == "1,234.50"


@pytest.mark.parametrize(
    ("amount", "plus", "said"),
    [(123450, False, "$1,234.50"), (-500, False, "−$5.00"), (500, True, "+$5.00"), (0, True, "$0.00")],
)
def test_an_amount_is_said_with_its_sign_before_the_dollars(amount, plus, said):
    assert money(amount, plus=plus) == said


@pytest.mark.parametrize(
    ("amount", "percent", "part"),
    [(50, 25, 13), (150, 25, 38), (250, 25, 63), (10_001, Decimal("12.5"), 1250), (7, 0, 0)],
)
def test_a_part_of_an_amount_is_rounded_half_a_cent_up(amount, percent, part):
    assert share(amount, percent) == part
