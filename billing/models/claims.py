"""Claims, their lines and their batches."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from billing.choices.claims import BatchStatus, ClaimStatus, Frequency
from billing.choices.coverage import Priority
from billing.choices.payers import ClaimForm
from billing.models.charges import Charge
from billing.models.coverage import Coverage
from billing.models.payers import BillingIdentity, Payer
from billing.querysets.claims import BatchQuerySet, ClaimQuerySet
from clients.models import Client, Disclosure, Episode
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_delete, status_has_history
from iop.documents.models import StoredFile


class ClaimBatch(Row, Versioned):
    """A file of claims to one receiver, under control numbers that are given once."""

    number = models.PositiveIntegerField(unique=True)
    """ISA13, GS06 and ST02 are made from it."""
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="batches")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=13, choices=ClaimForm)
    status = models.CharField(max_length=8, choices=BatchStatus, default=BatchStatus.MADE)
    claims_count = models.PositiveIntegerField(default=0)
    cents = models.PositiveBigIntegerField(default=0)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    is_test = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name_plural = "claim batches"
        triggers = [*no_delete(), *status_has_history("billing_claimbatchchange", "batch_id", BatchStatus.MADE)]


class ClaimBatchChange(Row):
    """How a batch came to its status."""

    batch = models.ForeignKey(ClaimBatch, on_delete=models.PROTECT, related_name="changes")
    status = models.CharField(max_length=8, choices=BatchStatus)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at"]
        triggers = append_only()


class Claim(Row, Versioned):
    """What one payer is asked to pay for a client's services, under one control number."""

    control_number = models.CharField(max_length=20, unique=True)
    """CLM01, which the answer brings back (CLP01). It says nothing about the client."""
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="claims")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="claims")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    identity = models.ForeignKey(BillingIdentity, on_delete=models.PROTECT, related_name="+")
    coverage = models.ForeignKey(Coverage, on_delete=models.PROTECT, related_name="claims")
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="claims")
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.PRIMARY)
    form = models.CharField(max_length=13, choices=ClaimForm)
    frequency = models.CharField(max_length=1, choices=Frequency, default=Frequency.ORIGINAL)
    original = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    """The claim that this one replaces or voids."""
    after = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="secondaries")
    """The claim to the payer before, whose answer this one carries on."""
    payer_number = models.CharField(max_length=50, blank=True)
    """The payer's own number of the claim (CLP07), once it has told it."""
    authorization_number = models.CharField(max_length=50, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    diagnoses = ArrayField(models.CharField(max_length=10), default=list)
    rendered_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cents = models.PositiveBigIntegerField()
    patient_paid_cents = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=9, choices=ClaimStatus, default=ClaimStatus.DRAFT)
    faults = models.JSONField(default=list)
    """What the check found: codes, sentences and places; empty once it is ready."""
    batch = models.ForeignKey(ClaimBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="claims")
    disclosure = models.ForeignKey(Disclosure, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    file_by = models.DateField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(fields=["status", "payer"], name="claim_by_status"),
            models.Index(fields=["client", "-starts_on"], name="claim_by_client"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(frequency=Frequency.ORIGINAL) | Q(original__isnull=False),
                name="claim_correction_names_original",
            ),
            models.CheckConstraint(
                condition=Q(priority=Priority.PRIMARY) | Q(after__isnull=False), name="claim_secondary_names_primary"
            ),
        ]
        triggers = [*no_delete(), *status_has_history("billing_claimchange", "claim_id", ClaimStatus.DRAFT)]


class ClaimChange(Row):
    """How a claim came to its status."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="changes")
    status = models.CharField(max_length=9, choices=ClaimStatus)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at"]
        triggers = append_only()


class ClaimLine(Row):
    """A charge on a claim, under a control number of its own (REF*6R)."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="claim_lines")
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="+")
    control_number = models.CharField(max_length=30, unique=True)
    is_live = models.BooleanField(default=True)
    """Follows the claim: while it stands, its charges are on no other claim to the same payer."""

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "position"], name="claim_line_position"),
            models.UniqueConstraint(
                fields=["charge", "payer"], condition=Q(is_live=True), name="claim_line_once_a_payer"
            ),
        ]
        triggers = no_delete()
