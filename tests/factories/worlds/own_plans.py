"""Ids of the small clinic for addresses about safety, relapse-prevention and aftercare plans, and the discharge summary."""

from __future__ import annotations

from typing import Any

from clients.models import Client, Episode
from iop.clinic.models import Site
from therapy.models import AftercareStep, OwnPlan, OwnPlanVersion


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses, of ``client`` where a client is in the address."""
    plans = OwnPlan.objects.filter(client__episodes__site=boston, kind="safety", kept_at__isnull=False)
    versions = OwnPlanVersion.objects.filter(plan__client__episodes__site=boston, plan__kind="safety")
    episode = (
        Episode.objects.filter(site=boston, discharge_summary__signed_at__isnull=False).first()
        or Episode.objects.filter(client=client).first()
    )
    step = AftercareStep.objects.filter(plan__episode__site=boston).first()
    return {
        "kind": "safety",
        "own_plan_id": plans.values_list("pk", flat=True).first(),
        "own_version_id": versions.order_by("pk").values_list("pk", flat=True).first(),
        "episode_id": episode.pk if episode else None,
        "aftercare_step_id": step.pk if step else None,
    }
