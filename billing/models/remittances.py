"""What payers answered with their payments, exactly as their files said it, and the denials that somebody works on."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from billing.choices.remittances import UNDER_WAY, Cause, DenialStatus, FileStatus, LetterKind, Match, RemittanceStatus
from billing.models.claims import Claim, ClaimLine
from billing.models.payers import Payer
from billing.querysets.remittances import DenialQuerySet, PayersAnswerQuerySet
from clients.models import Disclosure
from iop.clinic.models import Site, StaffMember
from iop.core.crypto import EncryptedField
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_delete, status_has_history
from iop.documents.models import StoredFile


class RemittanceFile(Row):
    """A file that was handed in. Read whole or not at all; one that was refused says why and holds nothing."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=8, choices=FileStatus, default=FileStatus.RECEIVED)
    refusal = models.CharField(max_length=500, blank=True)
    received_at = models.DateTimeField()
    received_by = models.UUIDField(null=True)

    objects = PayersAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["digest"], condition=~Q(status=FileStatus.REFUSED), name="remittance_file_once"
            ),
            models.CheckConstraint(
                condition=Q(status=FileStatus.REFUSED) | Q(refusal=""), name="remittance_file_refusal_said"
            ),
        ]
        triggers = no_delete()


class Remittance(Row, Versioned):
    """One payment of a payer with what it is for."""

    file = models.ForeignKey(RemittanceFile, on_delete=models.PROTECT, related_name="remittances")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    payer = models.ForeignKey(Payer, null=True, blank=True, on_delete=models.PROTECT, related_name="remittances")
    payer_name = models.CharField(max_length=60)
    payer_code = models.CharField(max_length=80)
    """By which number the payer calls itself in the file; its name when it gives none."""
    trace_number = models.CharField(max_length=50)
    method = models.CharField(max_length=3, blank=True)
    paid_on = models.DateField()
    cents = models.BigIntegerField()
    claims_count = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=8, choices=RemittanceStatus, default=RemittanceStatus.RECEIVED)
    post_asked_at = models.DateTimeField(null=True, blank=True)
    """When somebody asked to post one that is too long to wait for."""
    posted_at = models.DateTimeField(null=True, blank=True)
    posted_by = models.UUIDField(null=True)

    objects = PayersAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-paid_on", "-created_at"]
        indexes = [models.Index(fields=["site", "-paid_on"], name="remittance_by_site")]
        constraints = [
            models.UniqueConstraint(fields=["payer_code", "trace_number", "cents"], name="remittance_once"),
            models.CheckConstraint(
                condition=Q(status=RemittanceStatus.POSTED, posted_at__isnull=False)
                | Q(status=RemittanceStatus.RECEIVED, posted_at__isnull=True),
                name="remittance_posted_when",
            ),
        ]
        triggers = no_delete()


class RemittanceClaim(Row):
    """What was decided about one claim (CLP). Its claim is none until it is found."""

    remittance = models.ForeignKey(Remittance, on_delete=models.PROTECT, related_name="claims")
    position = models.PositiveIntegerField()
    control_number = models.CharField(max_length=38)
    status_code = models.CharField(max_length=2)
    """CLP02: 1–3 processed, 4 denied, 19–21 processed and passed on, 22 taken back, 23 not ours."""
    cents = models.BigIntegerField()
    paid = models.BigIntegerField()
    patient = models.BigIntegerField(default=0)
    payer_number = models.CharField(max_length=50, blank=True)
    name = models.CharField(max_length=120, blank=True)
    """Whom the answer names, for finding the claim by hand."""
    member_number = EncryptedField(blank=True, default="")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    remarks = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    match = models.CharField(max_length=6, choices=Match, default=Match.NONE)
    matched_by = models.UUIDField(null=True)
    posted_at = models.DateTimeField(null=True, blank=True)
    """When it was settled against its claim."""

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(fields=["remittance", "match"], name="remittance_claim_match"),
            models.Index(fields=["claim", "posted_at"], name="remittance_claim_posted"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["remittance", "position"], name="remittance_claim_position"),
            models.CheckConstraint(
                condition=Q(claim__isnull=True, match=Match.NONE) | (Q(claim__isnull=False) & ~Q(match=Match.NONE)),
                name="remittance_claim_match_said",
            ),
        ]
        triggers = no_delete()


class RemittanceLine(Row):
    """What was decided about one line of a claim (SVC)."""

    answer = models.ForeignKey(RemittanceClaim, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    control_number = models.CharField(max_length=50, blank=True)
    code = models.CharField(max_length=48, blank=True)
    on = models.DateField(null=True, blank=True)
    cents = models.BigIntegerField()
    paid = models.BigIntegerField()
    units = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    remarks = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    claim_line = models.ForeignKey(ClaimLine, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")

    class Meta:
        ordering = ["position"]
        triggers = no_delete()


class RemittanceAdjustment(Row):
    """One amount that was not paid (CAS): of a line, or of the claim as a whole."""

    answer = models.ForeignKey(RemittanceClaim, on_delete=models.PROTECT, related_name="adjustments")
    line = models.ForeignKey(
        RemittanceLine, null=True, blank=True, on_delete=models.PROTECT, related_name="adjustments"
    )
    position = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=2)
    code = models.CharField(max_length=5)
    cents = models.BigIntegerField()
    quantity = models.DecimalField(max_digits=15, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["position"]
        triggers = append_only()


class ProviderAdjustment(Row):
    """An amount of a payment that is about no claim (PLB). Positive lessens the payment."""

    remittance = models.ForeignKey(Remittance, on_delete=models.PROTECT, related_name="others")
    position = models.PositiveIntegerField()
    reason = models.CharField(max_length=3)
    reference = models.CharField(max_length=50, blank=True)
    cents = models.BigIntegerField()

    class Meta:
        ordering = ["position"]
        triggers = append_only()


class Denial(Row, Versioned):
    """Money a payer refused on one claim, and what is done about it."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="denials")
    answer = models.OneToOneField(RemittanceClaim, on_delete=models.PROTECT, related_name="denial")
    cause = models.CharField(max_length=14, choices=Cause)
    reasons = ArrayField(models.CharField(max_length=8), default=list)
    """Groups and codes as the payer gave them, the one with the most money first."""
    cents = models.BigIntegerField()
    status = models.CharField(max_length=10, choices=DenialStatus, default=DenialStatus.OPEN)
    owner = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="denials")
    denied_on = models.DateField()
    correct_by = models.DateField()
    appeal_by = models.DateField()
    due_on = models.DateField()
    """The nearer of what can still be done about it."""

    objects = DenialQuerySet.as_manager()

    class Meta:
        ordering = ["due_on"]
        indexes = [
            models.Index(fields=["status", "due_on"], name="denial_by_deadline"),
            models.Index(fields=["owner", "due_on"], name="denial_by_owner"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="denial_has_money"),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(status__in=UNDER_WAY), name="denial_one_under_way_a_claim"
            ),
        ]
        triggers = [*no_delete(), *status_has_history("billing_denialchange", "denial_id", DenialStatus.OPEN)]


class DenialChange(Row):
    """How a denial came to its status, by whom, and what they said."""

    denial = models.ForeignKey(Denial, on_delete=models.PROTECT, related_name="changes")
    status = models.CharField(max_length=10, choices=DenialStatus)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at"]
        triggers = append_only()


class DenialLetter(Row):
    """A letter to a payer about a denial, as it left."""

    denial = models.ForeignKey(Denial, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=10, choices=LetterKind)
    words = models.TextField()
    paper = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by_staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at"]
        triggers = append_only()
