"""Provider numbers, amounts typed, and prices by date."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from billing import fees
from billing.rules import npi
from iop.pages.forms.money import DollarsField
from tests.factories import billing as make
from tests.factories.clients import make_level

ON = dt.date(2026, 3, 2)


def test_the_check_digit_of_a_provider_number():
    assert npi.is_valid("1234567893")
    wrong = ["1992999881", "123456789", "12345678930", "3234567893", "12345678a3", "١٢٣٤٥٦٧٨٩٣", ""]
    assert not any(npi.is_valid(each) for each in wrong)


def test_what_is_wrong_with_a_number_is_said():
    assert npi.why_not("1234567893") is None
    said = {str(npi.why_not(each)) for each in ("123", "9234567893", "1992999881")}
    assert len(said) == 3


def test_every_single_slip_in_a_number_is_found():
    good = "1234567893"
    slips = [good[:at] + digit + good[at + 1 :] for at in range(10) for digit in "0123456789" if digit != good[at]]
    assert not any(npi.is_valid(slip) for slip in slips)


def test_amounts_are_read_as_people_type_them():
    field = DollarsField()
    read = {"1,234.50": 123450, "$20": 2000, " 0.5 ": 50, ".05": 5, "1234567": None, "7": 700, "0": 0}
    for typed, amount in read.items():
        if amount is None:
            with pytest.raises(ValidationError):
                field.clean(typed)
        else:
            assert field.clean(typed) == amount


def test_what_is_no_amount_is_answered():
    field = DollarsField(least=100)
    for typed in ("abc", "1,23.50", "1.234", "-5", "0.99", "1e3", ".", "NaN", ""):
        with pytest.raises(ValidationError):
            field.clean(typed)
    assert DollarsField(required=False).clean("") is None


@pytest.mark.django_db
def test_the_contract_for_the_level_comes_first_then_the_payers_then_the_clinics():
    payer, level = make.make_payer(), make_level()
    make.make_fee(cents=1000)
    assert fees.read([payer.pk], ON).cents(payer.pk, level.pk, "H0015", ON) == 1000
    make.make_fee(cents=2000, payer=payer)
    assert fees.read([payer.pk], ON).cents(payer.pk, level.pk, "H0015", ON) == 2000
    make.make_fee(cents=3000, payer=payer, level=level)
    read = fees.read([payer.pk], ON)
    assert read.cents(payer.pk, level.pk, "H0015", ON) == 3000
    assert read.own(level.pk, "H0015", ON) == 1000
    assert read.cents(payer.pk, level.pk, "H9999", ON) is None


@pytest.mark.django_db
def test_a_price_holds_from_its_day_on_and_the_row_made_last_wins():
    make.make_fee(cents=1000, valid_from=dt.date(2026, 1, 1))
    make.make_fee(cents=1500, valid_from=ON)
    make.make_fee(cents=1600, valid_from=ON)
    read = fees.read([], ON)
    days = [dt.date(2025, 12, 31), dt.date(2026, 1, 1), dt.date(2026, 3, 1), ON, dt.date(2026, 9, 1)]
    assert [read.own(None, "H0015", day) for day in days] == [None, 1000, 1000, 1600, 1600]


@pytest.mark.django_db
def test_the_factories_stand(django_assert_num_queries):
    from tests.factories.clients import make_admitted, make_site, make_staff

    site = make_site()
    episode = make_admitted(site)
    cover = make.make_coverage(episode.client)
    make.make_verification(cover)
    make.make_identity(site)
    make.make_enrolment(cover.plan.payer, make.make_number(make_staff(site, "counselor")).staff)
    make.make_authorization(cover)
    assert make.make_charge(episode, coverage=cover).payer == cover.plan.payer
