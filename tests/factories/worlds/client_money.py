"""Ids of the small clinic for addresses about what clients pay."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet

from billing.models import ClientPayment, ClientStatement, Estimate, PaymentPlan
from clients.models import Client
from iop.clinic.models import Site

NOWHERE = uuid.UUID(int=7)


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: of somebody whose only site is Boston."""
    here = {"site": boston, "client__is_restricted": False}
    return {
        "payment_id": _first(ClientPayment.objects.filter(refunds__isnull=True, **here)),
        "statement_id": _first(ClientStatement.objects.filter(**here)),
        "estimate_id": _first(Estimate.objects.filter(**here)),
        "payment_plan_id": _first(PaymentPlan.objects.filter(**here)),
    }


def _first(rows: QuerySet[Any]) -> uuid.UUID:
    row = rows.order_by("pk").first()
    return row.pk if row else NOWHERE
