"""Ids of the small clinic for addresses about charges, held days and the ledger."""

from __future__ import annotations

import uuid
from typing import Any

from billing.models import Charge, ClientDay
from clients.models import Client
from iop.clinic.models import Site

NOWHERE = uuid.UUID(int=7)


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: of somebody whose only site is Boston."""
    open_to_all = {"site": boston, "client__is_restricted": False}
    day = ClientDay.objects.filter(**open_to_all).order_by("pk").first()
    charge = Charge.objects.standing().filter(**open_to_all).order_by("pk").first()
    return {"billing_day_id": day.pk if day else NOWHERE, "charge_id": charge.pk if charge else NOWHERE}
