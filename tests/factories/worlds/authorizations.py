"""Ids of the small clinic for addresses about what payers authorized."""

from __future__ import annotations

from typing import Any

from billing.models import Authorization
from clients.models import Client
from iop.clinic.models import Site


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: of somebody whose only site is Boston."""
    rows = Authorization.objects.filter(episode__site=boston)
    row = rows.order_by("episode__client__is_restricted", "-asked_at", "pk").first()
    assert row is not None
    return {"authorization_id": row.pk}
