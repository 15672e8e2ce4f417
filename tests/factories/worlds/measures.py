"""Ids of the small clinic for addresses about measures: given, answered, watched."""

from __future__ import annotations

from typing import Any

from clients.models import Client
from iop.clinic.models import Site
from therapy.models import MeasureAlert, MeasureAssignment, MeasureResponse


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses; the answers are still being given, so that every page of theirs opens."""
    open_to_all = {"site": boston, "client__is_restricted": False}
    here = {f"episode__{name}": value for name, value in open_to_all.items()}
    drafts = MeasureResponse.objects.filter(completed_at__isnull=True, **here)
    return {
        "response_id": drafts.order_by("pk").values_list("pk", flat=True)[0],
        "assignment_id": MeasureAssignment.objects.filter(status="due", **here)
        .order_by("pk")
        .values_list("pk", flat=True)[0],
        "alert_id": MeasureAlert.objects.filter(**{f"response__{name}": value for name, value in here.items()})
        .order_by("pk")
        .values_list("pk", flat=True)[0],
    }
