"""Ids of the small clinic for addresses about treatment plans."""

from __future__ import annotations

import uuid
from typing import Any

from clients.models import Client
from iop.clinic.models import Site
from therapy.models import PlanReview, TreatmentPlan

NOWHERE = uuid.UUID(int=7)


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: a plan in force, and a signed review of one; none stands under a client."""
    plans = TreatmentPlan.objects.active().filter(episode__site=boston, episode__client__is_restricted=False)
    reviews = PlanReview.objects.filter(plan__in=plans, signed_at__isnull=False)
    plan, review = plans.order_by("pk").first(), reviews.order_by("pk").first()
    objective = plan.objectives.order_by("pk").first() if plan else None
    return {
        "plan_id": plan.pk if plan else NOWHERE,
        "plan_part": "objective",
        "plan_part_id": objective.pk if objective else NOWHERE,
        "plan_review_id": review.pk if review else NOWHERE,
    }
