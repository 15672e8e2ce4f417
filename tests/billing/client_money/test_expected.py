"""What a day of treatment is likely to cost: by the rule of the client's own level, whoever pays."""

from decimal import Decimal

import pytest

from billing.choices.rules import Service
from billing.estimating import expected, suggested
from tests.factories import billing as made
from tests.factories.clients import TODAY, make_admitted, make_level, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def stay():
    return make_admitted(make_site())


def two_levels(payer):
    """The other level's rule stands first."""
    iop, php = make_level(), make_level("php")
    made.make_rule(payer, php, code="H0035", position=1)
    made.make_rule(payer, iop, code="H0015", position=2)
    made.make_fee("H0035", 40000)
    made.make_fee("H0015", 20000)
    return iop, php


def test_a_share_is_taken_of_the_price_at_the_clients_level(stay):
    payer = made.make_payer()
    cover = made.make_coverage(stay.client, made.make_plan(payer))
    made.make_verification(cover, coinsurance_percent=Decimal(20))
    iop, php = two_levels(payer)
    assert expected(stay.client_id, iop.pk, TODAY, None).cents == 4000
    assert expected(stay.client_id, php.pk, TODAY, None).cents == 8000


def test_who_pays_alone_pays_the_price_at_their_level(stay):
    iop, php = two_levels(None)
    assert expected(stay.client_id, iop.pk, TODAY, None).cents == 20000
    assert expected(stay.client_id, php.pk, TODAY, (50, None)).cents == 20000


def test_a_rule_that_ended_is_not_counted_with(stay):
    made.make_rule(None, make_level(), ends_on=TODAY.replace(day=1))
    made.make_fee()
    assert expected(stay.client_id, make_level().pk, TODAY, None).cents is None


def test_without_anything_planned_nothing_is_suggested(stay):
    made.make_rule(None, service=Service.INDIVIDUAL, code="H0004")
    made.make_fee("H0004", 9000)
    assert suggested(stay, TODAY, TODAY) == []
