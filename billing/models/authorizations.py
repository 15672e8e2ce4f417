"""What a payer authorized, and what was used of it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from billing.choices.authorizations import AuthStatus, AuthUnit
from billing.models.coverage import Coverage
from billing.querysets.authorizations import AuthorizationQuerySet
from clients.models import Episode, LevelOfCare
from iop.clinic.models import StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_delete, status_has_history


class Authorization(Row, Versioned):
    """A payer's word that it will pay: for a level, for codes, for units, from one day to another."""

    coverage = models.ForeignKey(Coverage, on_delete=models.PROTECT, related_name="authorizations")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="authorizations")
    number = models.CharField(max_length=50, blank=True)
    level = models.ForeignKey(LevelOfCare, on_delete=models.PROTECT, related_name="+")
    codes = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    """Empty: every code of the level."""
    unit = models.CharField(max_length=8, choices=AuthUnit, default=AuthUnit.DAY)
    units_asked = models.DecimalField(max_digits=7, decimal_places=2)
    units = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    """What was given."""
    starts_on = models.DateField()
    ends_on = models.DateField()
    status = models.CharField(max_length=10, choices=AuthStatus, default=AuthStatus.REQUESTED)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    reviewer = models.CharField(max_length=120, blank=True)
    """Who at the payer decides, with their telephone."""
    reference = models.CharField(max_length=80, blank=True)
    denial_reason = models.CharField(max_length=300, blank=True)
    peer_to_peer_by = models.DateField(null=True, blank=True)
    appeal_by = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Who here talks to the payer."""

    objects = AuthorizationQuerySet.as_manager()

    class Meta:
        ordering = ["ends_on", "starts_on"]
        indexes = [
            models.Index(fields=["episode", "ends_on"], name="authorization_by_episode"),
            models.Index(fields=["status", "next_review_on"], name="authorization_by_review"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="authorization_forward"),
            models.CheckConstraint(condition=Q(units_asked__gt=0), name="authorization_asks"),
            models.CheckConstraint(
                condition=~Q(status__in=[AuthStatus.APPROVED, AuthStatus.PARTIAL]) | (~Q(number="") & Q(units__gt=0)),
                name="authorization_given_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(status=AuthStatus.DENIED) | ~Q(denial_reason=""), name="authorization_denied_has_reason"
            ),
        ]
        triggers = [
            *no_delete(),
            *status_has_history("billing_authorizationchange", "authorization_id", AuthStatus.REQUESTED),
        ]


class AuthorizationChange(Row):
    """How an authorization came to its status, and what was said."""

    authorization = models.ForeignKey(Authorization, on_delete=models.PROTECT, related_name="changes")
    status = models.CharField(max_length=10, choices=AuthStatus)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at"]
        triggers = append_only()
