"""What makes a service billable to a payer, as rows with the day from which they hold (billing.md)."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from billing.choices.payers import ClaimForm
from billing.choices.rules import Requirement, RuleStatus, Service, UnitRule
from billing.models.payers import Payer
from clients.models import LevelOfCare
from iop.core.models import Row, Versioned
from iop.core.triggers import no_delete

PUBLISHED_STAYS = """
IF OLD.status <> 'draft' AND (to_jsonb(NEW) - '{ends_on,status,version,published_at,published_by,retired_reason}'::text[])
    IS DISTINCT FROM (to_jsonb(OLD) - '{ends_on,status,version,published_at,published_by,retired_reason}'::text[]) THEN
    RAISE EXCEPTION 'a published rule stays as it was: end it and publish another';
END IF;
RETURN NEW;
"""


class BillingRule(Row, Versioned):
    """One line of a payer's terms: this service at this level is billed so, from a day on, if these conditions hold."""

    payer = models.ForeignKey(Payer, null=True, blank=True, on_delete=models.PROTECT, related_name="rules")
    """None: for people who pay themselves."""
    level = models.ForeignKey(LevelOfCare, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """None: at any level that has no rule of its own."""
    service = models.CharField(max_length=16, choices=Service)
    status = models.CharField(max_length=10, choices=RuleStatus, default=RuleStatus.DRAFT)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=1)
    """Of several rules for the same service the first that fits holds: shorter sessions have codes of their own."""
    form = models.CharField(max_length=13, choices=ClaimForm, default=ClaimForm.PROFESSIONAL)
    code = models.CharField(max_length=5)
    revenue_code = models.CharField(max_length=4, blank=True)
    modifiers = ArrayField(models.CharField(max_length=2), default=list, blank=True, size=4)
    """In the payer's order."""
    telehealth_modifiers = ArrayField(models.CharField(max_length=2), default=list, blank=True, size=4)
    """Added at the end for service by video."""
    place_of_service = models.CharField(max_length=2, blank=True)
    """Empty: the site's own."""
    telehealth_place = models.CharField(max_length=2, default="10", blank=True)
    """Empty: the payer does not pay for service by video."""
    unit_rule = models.CharField(max_length=8, choices=UnitRule)
    min_minutes = models.PositiveSmallIntegerField(default=0)
    max_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    max_units = models.PositiveSmallIntegerField(null=True, blank=True)
    """For each day."""
    week_days = models.PositiveSmallIntegerField(default=0)
    """Days of service a week must have before any of it is billed; 0: it does not matter."""
    week_minutes = models.PositiveSmallIntegerField(default=0)
    group_from = models.PositiveSmallIntegerField(null=True, blank=True)
    group_to = models.PositiveSmallIntegerField(null=True, blank=True)
    bundles = ArrayField(models.CharField(max_length=16, choices=Service), default=list, blank=True)
    """Services of the same day that this one's price holds already."""
    falls_back = models.BooleanField(default=False)
    """A day that is too short is billed by its groups instead, where rules for them exist."""
    credentials = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    """Codes of credentials of which the one who renders must hold one; empty: any."""
    requirements = ArrayField(models.CharField(max_length=13, choices=Requirement), default=list, blank=True)
    client_present = models.BooleanField(null=True, blank=True)
    """Of family sessions: with the client (yes), without (no), either (none)."""
    note = models.CharField(max_length=300, blank=True)
    """Where the payer says so: contract, manual, letter."""
    made_by = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=200, blank=True)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")

    class Meta:
        ordering = ["payer__name", "level__intensity", "service", "position", "-starts_on"]
        indexes = [models.Index(fields=["payer", "service", "-starts_on"], name="billing_rule_by_payer")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="billing_rule_forward"
            ),
            models.CheckConstraint(
                condition=Q(max_minutes__isnull=True) | Q(max_minutes__gte=F("min_minutes")),
                name="billing_rule_minutes",
            ),
            models.CheckConstraint(
                condition=Q(form=ClaimForm.PROFESSIONAL) | ~Q(revenue_code=""), name="billing_rule_revenue"
            ),
            models.CheckConstraint(
                condition=Q(status=RuleStatus.DRAFT) | Q(published_at__isnull=False), name="billing_rule_published_when"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_stays", when=pgtrigger.Before, operation=pgtrigger.Update, func=PUBLISHED_STAYS
            ),
            *no_delete(),
        ]
