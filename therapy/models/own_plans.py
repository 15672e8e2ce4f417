"""Plans that belong to the client: what to do in a crisis, and how to stay in recovery. Every kept version stays."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from clients.models import Client
from iop.clinic.models import StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_delete
from therapy.choices.own_plans import MadeHow, OwnPlanKind, SeenBy
from therapy.querysets.own_plans import OwnPlanQuerySet, OwnPlanVersionQuerySet

VERSION_IN_ORDER = """
IF NEW.number <> 1 + COALESCE((SELECT MAX(v.number) FROM therapy_ownplanversion v WHERE v.plan_id = NEW.plan_id), 0) THEN
    RAISE EXCEPTION 'versions of a plan follow one another without a gap';
END IF;
RETURN NEW;
"""


class OwnPlan(Row, Versioned):
    """A client's plan of one kind, across stays. ``version`` counts saves of what is being written (``draft``).

    ``kept_at``, ``kept_by``, ``seen_by`` and ``review_on`` repeat the newest kept version, for lists.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="own_plans")
    kind = models.CharField(max_length=8, choices=OwnPlanKind)
    draft = models.JSONField(null=True, blank=True)
    """Entries by section while somebody writes; nothing once they are kept."""
    draft_saved_at = models.DateTimeField(null=True, blank=True)
    draft_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    draft_how = models.CharField(max_length=10, choices=MadeHow, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    kept_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    seen_by = models.CharField(max_length=10, choices=SeenBy, default=SeenBy.EVERYBODY)
    review_on = models.DateField(null=True, blank=True)

    objects = OwnPlanQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-created_at"]
        indexes = [
            models.Index(fields=["client", "kind", "-kept_at"], name="own_plan_by_client"),
            models.Index(fields=["review_on"], condition=Q(review_on__isnull=False), name="own_plan_review"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kept_at__isnull=True, kept_by__isnull=True)
                | Q(kept_at__isnull=False, kept_by__isnull=False),
                name="own_plan_kept_when",
            ),
            models.CheckConstraint(
                condition=~Q(kind=OwnPlanKind.SAFETY) | Q(seen_by=SeenBy.EVERYBODY), name="own_plan_safety_seen"
            ),
        ]
        triggers = no_delete()


class OwnPlanVersion(Row):
    """A plan as it was kept: never changed, never removed. ``kept_by`` wrote it along, or handed the device over."""

    plan = models.ForeignKey(OwnPlan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    contents = models.JSONField()
    language = models.CharField(max_length=5, default="en")
    how = models.CharField(max_length=10, choices=MadeHow)
    seen_by = models.CharField(max_length=10, choices=SeenBy, default=SeenBy.EVERYBODY)
    review_on = models.DateField()
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)

    objects = OwnPlanVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="own_plan_number_once")]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="in_order", when=pgtrigger.Before, operation=pgtrigger.Insert, func=VERSION_IN_ORDER
            ),
        ]
