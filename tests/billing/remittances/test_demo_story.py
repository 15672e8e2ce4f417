"""The demo's story of payers' answers, on a handful of claims: it adds up and leaves something to do."""

from random import Random
from types import SimpleNamespace

import pytest

from billing import balances
from billing.choices.remittances import DenialStatus, RemittanceStatus
from billing.models import Denial, Remittance
from iop.clinic.models import StaffMember
from iop.demo import remittances
from tests.factories import remittances as made

pytestmark = pytest.mark.django_db


def test_some_is_posted_some_waits_and_denials_are_worked_on():
    desk = made.make_desk()
    for _ in range(12):
        made.make_sent(desk, days=made.DAYS[:1])
    house = SimpleNamespace(
        acting=lambda _name, _at: desk.biller, sites={"BOS": desk.site},
        staff={remittances.BILLER: StaffMember.objects.get(pk=desk.biller.staff_id)},
    )  # fmt: skip
    remittances.fill(house, Random(7), made.AT)
    statuses = set(Remittance.objects.values_list("status", flat=True))
    assert statuses == {RemittanceStatus.POSTED, RemittanceStatus.RECEIVED}
    assert balances.everything() == 0
    assert Denial.objects.exclude(status=DenialStatus.OPEN).exists()
