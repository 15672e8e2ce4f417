"""Stays that go on beyond their target, by decision."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from clients.models.care import Placement
from iop.clinic.models import StaffMember
from iop.core.models import Row
from iop.core.triggers import no_delete


class ExtensionQuerySet(models.QuerySet["StayExtension"]):
    """Extensions."""

    def standing(self) -> Self:
        """Keep those that were not taken back."""
        return self.filter(withdrawn_at__isnull=True)


class StayExtension(Row):
    """Weeks added to the target of one placement, with who decided and why. Several add up; one that was withdrawn counts for nothing."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="extensions")
    weeks = models.PositiveSmallIntegerField()
    reason = models.TextField()
    decided_on = models.DateField()
    decided_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    review_id = models.UUIDField(null=True, blank=True)
    """The review that led to it, as an opaque id: reviews stand above this app."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        ordering = ["decided_on", "created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(weeks__gte=1, weeks__lte=52), name="extension_weeks"),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_reason"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_by__isnull=False), name="extension_withdrawn_by"
            ),
        ]
        triggers = no_delete()
