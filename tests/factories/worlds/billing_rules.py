"""Ids of the small clinic for addresses about the rules of billing and what a day comes to."""

from __future__ import annotations

from typing import Any

from billing.choices.rules import RuleStatus
from billing.models import BillingRule
from clients.models import Client
from iop.clinic.models import Site


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """The draft that waits: it can be opened, changed, tried on last month and published."""
    return {"rule_id": BillingRule.objects.filter(status=RuleStatus.DRAFT).values_list("pk", flat=True)[0]}
