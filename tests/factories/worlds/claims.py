"""Ids of the small clinic for addresses about claims and their batches."""

from __future__ import annotations

from typing import Any

from billing.models import Claim, ClaimBatch
from clients.models import Client
from iop.clinic.models import Site


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: of somebody whose only site is Boston."""
    claim = (
        Claim.objects.filter(site=boston, client__is_restricted=False, status="appealed")
        .order_by("made_at", "pk")
        .first()
    )
    batch = ClaimBatch.objects.filter(site=boston).order_by("number").first()
    assert claim is not None
    assert batch is not None
    return {"claim_id": claim.pk, "batch_id": batch.pk, "step": "replace"}
