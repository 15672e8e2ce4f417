"""Good-faith estimates for people who pay themselves (45 CFR 149.610)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from billing.choices.client_money import EstimateReason
from clients.models import Client, Episode
from iop.clinic.models import Site
from iop.core.models import Row
from iop.core.triggers import append_only


class Estimate(Row):
    """What we expect services to cost, as it was given. A changed scope makes another one; this one stays."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="estimates")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="estimates")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=10, choices=EstimateReason)
    asked_on = models.DateField()
    """The day on which the service was scheduled, or the question was asked."""
    due_on = models.DateField(null=True, blank=True)
    """The last day for giving it; none when the rule sets none."""
    given_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    """At most twelve months of services that come again."""
    diagnoses = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    total_cents = models.PositiveBigIntegerField()
    language = models.CharField(max_length=5, default="en")
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    given_by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["client", "-at"], name="estimate_by_client")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="estimate_forward"),
        ]
        triggers = append_only()


class EstimateItem(Row):
    """One line of an estimate: a service by its code, how often, and what each costs."""

    estimate = models.ForeignKey(Estimate, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=5)
    words = models.CharField(max_length=120)
    provider = models.CharField(max_length=120)
    """Who gives it: ourselves, or somebody else who bills on their own (a laboratory)."""
    provider_number = models.CharField(max_length=20, blank=True)
    units = models.PositiveSmallIntegerField()
    cents = models.PositiveIntegerField()
    """For one."""

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["estimate", "position"], name="estimate_item_once"),
            models.CheckConstraint(condition=Q(units__gte=1), name="estimate_item_units"),
        ]
        triggers = append_only()

    @property
    def total(self) -> int:
        """What all of them cost."""
        return self.units * self.cents
