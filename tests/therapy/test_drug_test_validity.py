"""Whether a urine sample is what it should be: every vector of drug_testing.md §7 and each edge."""

from decimal import Decimal

import pytest

from therapy.choices.drug_tests import Validity
from therapy.rules.drug_tests.validity import Specimen, is_warm, validity_of, why_not_measured

OLD, NEW = Decimal(3), Decimal(4)
NORMAL_PH = Decimal(6)


def of(creatinine=None, gravity=None, ph=None, nitrite=None, foreign=False):
    given = [None if value is None else Decimal(str(value)) for value in (creatinine, gravity, ph, nitrite)]
    return Specimen(*given, foreign)


@pytest.mark.parametrize(
    ("specimen", "expected"),
    [
        (of(15, 1.0020, 6), Validity.DILUTE),
        (of(1.5, 1.0005, 6), Validity.SUBSTITUTED),
        (of(1.5, 1.0250, 6), Validity.SUBSTITUTED),
        (of(1.5, 1.0100, 6), Validity.INVALID),
        (of(80, 1.0150, 11.2), Validity.ADULTERATED),
        (of(80, 1.0150, 3.5), Validity.ADULTERATED),
        (of(80, 1.015, 6), Validity.NORMAL),
        (of(20, 1.0020, 6), Validity.NORMAL),
        (of(19.9, 1.0030, 6), Validity.NORMAL),
        (of(2, 1.0011, 6), Validity.DILUTE),
        (of(1.99, 1.0010, 6), Validity.SUBSTITUTED),
        (of(1.99, 1.0200, 6), Validity.SUBSTITUTED),
        (of(1.99, 1.0199, 6), Validity.INVALID),
        (of(15, 1.0010, 6), Validity.INVALID),
        (of(80, None, 6), Validity.NORMAL),
        (of(1.5, None, 6), Validity.INVALID),
        (of(80, 1.015, 4), Validity.INVALID),
        (of(80, 1.015, 4.4), Validity.INVALID),
        (of(80, 1.015, 4.5), Validity.NORMAL),
        (of(80, 1.015, 8.9), Validity.NORMAL),
        (of(80, 1.015, 9), Validity.INVALID),
        (of(80, 1.015, 10.9), Validity.INVALID),
        (of(80, 1.015, 11), Validity.ADULTERATED),
        (of(80, 1.015, 6, 199), Validity.NORMAL),
        (of(80, 1.015, 6, 200), Validity.INVALID),
        (of(80, 1.015, 6, 499), Validity.INVALID),
        (of(80, 1.015, 6, 500), Validity.ADULTERATED),
        (of(80, 1.015, 6, foreign=True), Validity.ADULTERATED),
        (of(), Validity.NOT_CHECKED),
        (of(1.5, 1.0005, 11.5), Validity.ADULTERATED),
        (of(1.5, 1.0005, 9.5), Validity.SUBSTITUTED),
        (of(15, 1.0020, 9.5), Validity.INVALID),
    ],
)
def test_a_sample_is(specimen, expected):
    assert validity_of(specimen, ph_low=NEW) == expected


def test_the_old_limit_calls_a_ph_of_three_and_a_half_invalid():
    assert validity_of(of(80, 1.0150, 3.5), ph_low=OLD) == Validity.INVALID
    assert validity_of(of(80, 1.0150, 2.9), ph_low=OLD) == Validity.ADULTERATED


@pytest.mark.parametrize(("fahrenheit", "warm"), [("89.9", False), ("90", True), ("100", True), ("100.1", False)])
def test_fresh_urine_is_between_90_and_100(fahrenheit, warm):
    assert is_warm(Decimal(fahrenheit)) is warm


@pytest.mark.parametrize(
    ("specimen", "field"),
    [
        (of(creatinine=1001), "creatinine"),
        (of(creatinine=-1), "creatinine"),
        (of(gravity=10.15), "specific_gravity"),
        (of(ph=15), "ph"),
        (of(nitrite=-3), "nitrite"),
    ],
)
def test_a_reading_that_no_device_shows_is_a_slip(specimen, field):
    assert why_not_measured(specimen)[0] == field
    assert why_not_measured(of(80, 1.015, 6)) is None
