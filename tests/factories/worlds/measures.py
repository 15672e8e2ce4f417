"""Ids of the small clinic for addresses about measures: given, answered, watched."""

from __future__ import annotations

from typing import Any

from clients.models import Client
from iop.clinic.models import Site
from therapy.models import MeasureAlert, MeasureAssignment, MeasureResponse


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses; the answers are still being given, so that every page of theirs opens."""
    drafts = MeasureResponse.objects.filter(episode__site=boston, completed_at__isnull=True)
    return {
        "response_id": drafts.order_by("pk").values_list("pk", flat=True)[0],
        "assignment_id": MeasureAssignment.objects.filter(episode__site=boston, status="due")
        .order_by("pk")
        .values_list("pk", flat=True)[0],
        "alert_id": MeasureAlert.objects.filter(response__episode__site=boston)
        .order_by("pk")
        .values_list("pk", flat=True)[0],
    }
