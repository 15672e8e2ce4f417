from decimal import Decimal

import pytest

from iop.core.money import cents, dollars


@pytest.mark.parametrize(
    ("amount", "expected"), [("0.005", 1), ("0.004", 0), ("-0.005", -1), ("12.34", 1234), (7, 700)]
)
def test_dollars_become_cents_with_halves_away_from_zero(amount, expected):
    assert cents(Decimal(amount)) == expected


def test_cents_are_read_with_thousands_and_two_places():
    assert dollars(123450) == "1,234.50"
