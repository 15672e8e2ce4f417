"""Whatever weeks bring: the ledger adds up, nothing is charged twice, and taking everything back leaves nothing."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from billing import balances
from billing.actions.charges import pull, take_back
from billing.actions.days import decide_days
from billing.choices.ledger import Account
from billing.models import Charge
from iop.access.actors import SYSTEM
from tests.billing.charges.weeks import weeks
from tests.factories.charges import make_desk
from tests.factories.clients import AT, TODAY

pytestmark = pytest.mark.django_db


def live(told, desk, visits):
    """Let days be delivered, decided and charged."""
    keys = [told.day(desk, TODAY - timedelta(days=ago), minutes=minutes, note=note) for ago, minutes, note in visits]
    decide_days(by=SYSTEM, keys=keys, at=AT)
    pull(by=SYSTEM, at=AT)


def check():
    standing = list(Charge.objects.standing())
    assert balances.everything() == 0
    assert max(Counter((row.source_key, row.code) for row in standing).values(), default=1) == 1
    assert (
        max(Counter((row.client_id, row.on) for row in standing if row.unit_rule == "per_diem").values(), default=1)
        == 1
    )
    assert balances.by_account()[Account.PAYERS_OWE] == sum(row.cents for row in standing)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(weeks())
def test_random_weeks_keep_the_ledger_whole(told, desk_once, lived):
    first, later = lived
    told.facts.clear()
    live(told, desk_once, first)
    check()
    live(told, desk_once, later)
    check()
    for charge in Charge.objects.standing():
        take_back(by=SYSTEM, charge=charge, because="All of it", at=AT)
    assert set(balances.by_account().values()) == {0}


@pytest.fixture
def desk_once(db):
    return make_desk(requirements=["signed_note"])
