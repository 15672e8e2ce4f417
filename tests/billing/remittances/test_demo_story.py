"""The demo's story of payers' answers, on a handful of claims: it adds up and leaves something to do."""

import datetime as dt
from random import Random
from types import SimpleNamespace

import pytest

from billing import balances
from billing.choices.remittances import DenialStatus, RemittanceStatus
from billing.models import Claim, Denial, Remittance, RemittanceClaim
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


def test_payers_answer_some_weeks_after_a_claim_was_sent_month_by_month(monkeypatch):
    desk, now = made.make_desk(), made.AT
    for week in range(20, 0, -1):
        # Claims are sent ten days before the factories' instant.
        monkeypatch.setattr(made, "AT", now - dt.timedelta(weeks=week) + dt.timedelta(days=10))
        for _ in range(2):
            made.make_sent(desk, days=made.DAYS[:1])
    house = SimpleNamespace(
        acting=lambda _name, _at: desk.biller, sites={"BOS": desk.site},
        staff={remittances.BILLER: StaffMember.objects.get(pk=desk.biller.staff_id)},
    )  # fmt: skip
    remittances.fill(house, Random(7), now)
    posted = Remittance.objects.filter(status=RemittanceStatus.POSTED)
    assert len({row.paid_on.replace(day=1) for row in posted}) >= 3
    assert Remittance.objects.filter(status=RemittanceStatus.RECEIVED).count() == 1
    first = RemittanceClaim.objects.filter(claim__isnull=False, remittance__in=posted).order_by("remittance__paid_on")
    waited = {}
    for answer in first.select_related("claim", "remittance"):
        waited.setdefault(answer.claim_id, (answer.remittance.paid_on - answer.claim.sent_at.date()).days)
    assert len(waited) >= 25
    assert all(14 <= days <= 35 for days in waited.values())
    assert Claim.objects.filter(status="submitted", sent_at__gt=now - dt.timedelta(weeks=2)).count() == 2
    assert Denial.objects.filter(status=DenialStatus.WON).exists()
    assert balances.everything() == 0
