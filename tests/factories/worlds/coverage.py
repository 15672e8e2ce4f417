"""Ids of the small clinic for addresses about payers and who covers a client."""

from __future__ import annotations

from typing import Any

from billing.models import Coverage, EligibilityFile, Payer, PayerEnrolment, PayerPlan, SelfPay
from clients.models import Client
from iop.clinic.models import Site


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: of somebody whose only site is Boston."""
    there = {"client__episodes__site": boston}
    covers = Coverage.objects.standing().filter(**there).order_by("pk")
    answers = EligibilityFile.objects.filter(kind="271", coverage__client__episodes__site=boston).order_by("pk")
    enrolled = PayerEnrolment.objects.order_by("pk")
    return {
        "payer_id": Payer.objects.order_by("name").values_list("pk", flat=True).first(),
        "payer_plan_id": PayerPlan.objects.order_by("name").values_list("pk", flat=True).first(),
        "payer_enrolment_id": enrolled.values_list("pk", flat=True).first(),
        "coverage_id": covers.values_list("pk", flat=True).first(),
        "eligibility_id": answers.values_list("pk", flat=True).first(),
        "self_pay_id": SelfPay.objects.filter(**there).order_by("pk").values_list("pk", flat=True).first(),
    }
