"""Who covers a client, by date and order, and what a payer said when it was asked."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from billing.choices.coverage import Priority, Subscriber, VerifiedBy
from billing.choices.payers import AuthorizationNeed
from billing.models.payers import PayerPlan
from billing.querysets.coverage import CoverageQuerySet
from clients.choices import Sex
from clients.models import Client, RelatedPerson
from iop.clinic.models import StaffMember
from iop.core.crypto import BlindIndexField, EncryptedField
from iop.core.models import Row, Span, Versioned
from iop.core.querysets import date_span
from iop.core.triggers import append_only, no_delete
from iop.documents.models import StoredFile


class Coverage(Row, Span, Versioned):
    """A client's cover by a plan, for dates and in an order. What was entered wrongly is marked and stays."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="coverages")
    plan = models.ForeignKey(PayerPlan, on_delete=models.PROTECT, related_name="coverages")
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.PRIMARY)
    member_number = EncryptedField()
    member_index = BlindIndexField(of="member_number")
    group_number = models.CharField(max_length=50, blank=True)
    subscriber = models.CharField(max_length=8, choices=Subscriber, default=Subscriber.SELF)
    subscriber_person = models.ForeignKey(
        RelatedPerson, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Who holds the policy, where they are known here as a person; the names below are what the card says."""
    subscriber_first_name = models.CharField(max_length=35, blank=True)
    subscriber_last_name = models.CharField(max_length=60, blank=True)
    subscriber_born = models.DateField(null=True, blank=True)
    subscriber_sex = models.CharField(max_length=8, choices=Sex, default=Sex.UNKNOWN)
    card_front = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    card_back = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    entered_by = models.UUIDField(null=True)
    error_at = models.DateTimeField(null=True, blank=True)
    error_reason = models.CharField(max_length=200, blank=True)

    objects = CoverageQuerySet.as_manager()

    class Meta:
        ordering = ["priority", "-starts_on"]
        indexes = [models.Index(fields=["member_index"], name="coverage_by_member")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="coverage_forward"
            ),
            models.CheckConstraint(
                condition=Q(subscriber=Subscriber.SELF) | ~Q(subscriber_last_name=""), name="coverage_subscriber_named"
            ),
            models.CheckConstraint(
                condition=Q(error_at__isnull=True) | ~Q(error_reason=""), name="coverage_error_has_reason"
            ),
            ExclusionConstraint(
                name="coverage_one_a_priority",
                expressions=[
                    ("client", RangeOperators.EQUAL),
                    ("priority", RangeOperators.EQUAL),
                    (date_span(), RangeOperators.OVERLAPS),
                ],
                condition=Q(error_at__isnull=True),
            ),
        ]
        triggers = no_delete()


class Verification(Row):
    """What a payer said about a cover when it was asked. The newest row decides; all of them stay."""

    coverage = models.ForeignKey(Coverage, on_delete=models.PROTECT, related_name="verifications")
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=8, choices=VerifiedBy)
    about_on = models.DateField()
    """The day of service it was asked about."""
    is_active = models.BooleanField()
    covers_iop = models.BooleanField(null=True, blank=True)
    benefit_days = models.PositiveSmallIntegerField(null=True, blank=True)
    benefit_days_used = models.PositiveSmallIntegerField(null=True, blank=True)
    copay_cents = models.PositiveIntegerField(null=True, blank=True)
    """For each treatment day."""
    coinsurance_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    deductible_cents = models.PositiveIntegerField(null=True, blank=True)
    deductible_met_cents = models.PositiveIntegerField(null=True, blank=True)
    out_of_pocket_cents = models.PositiveIntegerField(null=True, blank=True)
    out_of_pocket_met_cents = models.PositiveIntegerField(null=True, blank=True)
    is_in_network = models.BooleanField(null=True, blank=True)
    authorization = models.CharField(max_length=10, choices=AuthorizationNeed, default=AuthorizationNeed.UNKNOWN)
    authorization_after = models.PositiveSmallIntegerField(null=True, blank=True)
    carve_out = models.CharField(max_length=200, blank=True)
    """Another payer that answers for behavioural health."""
    call_reference = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-checked_at"]
        indexes = [models.Index(fields=["coverage", "-checked_at"], name="verification_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(coinsurance_percent__isnull=True)
                | Q(coinsurance_percent__gte=0, coinsurance_percent__lte=100),
                name="verification_percent",
            )
        ]
        triggers = append_only()
