"""Words about claims and their batches, and which state may follow which (billing.md §11)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from clients.choices import Information

CLAIM_TELLS = (Information.BILLING, Information.DIAGNOSIS, Information.ATTENDANCE, Information.CONTACT)
"""What a claim tells a payer, and nothing beside it."""


class Frequency(models.TextChoices):
    """CLM05-3: what this claim is to the payer."""

    ORIGINAL = "1", _("Original")
    REPLACEMENT = "7", _("Replacement")
    VOID = "8", _("Void")


class ClaimStatus(models.TextChoices):
    DRAFT = "draft", _("To check")
    READY = "ready", _("Ready")
    BATCHED = "batched", _("In a batch")
    SUBMITTED = "submitted", _("Sent")
    REJECTED = "rejected", _("Rejected before review")
    ACCEPTED = "accepted", _("Taken in by the payer")
    PAID = "paid", _("Paid")
    PARTIAL = "partial", _("Paid in part")
    DENIED = "denied", _("Denied")
    APPEALED = "appealed", _("Appealed")
    REPLACED = "replaced", _("Replaced")
    VOIDED = "voided", _("Voided")
    CLOSED = "closed", _("Closed")


CLAIM_MOVES: dict[str, set[str]] = {
    ClaimStatus.DRAFT: {ClaimStatus.READY, ClaimStatus.VOIDED},
    ClaimStatus.READY: {ClaimStatus.BATCHED, ClaimStatus.DRAFT, ClaimStatus.VOIDED},
    ClaimStatus.BATCHED: {ClaimStatus.SUBMITTED, ClaimStatus.READY, ClaimStatus.REJECTED},
    ClaimStatus.SUBMITTED: {
        ClaimStatus.ACCEPTED, ClaimStatus.REJECTED, ClaimStatus.PAID, ClaimStatus.PARTIAL, ClaimStatus.DENIED,
        ClaimStatus.REPLACED, ClaimStatus.VOIDED,
    },
    ClaimStatus.REJECTED: {ClaimStatus.DRAFT, ClaimStatus.READY, ClaimStatus.VOIDED},
    ClaimStatus.ACCEPTED: {
        ClaimStatus.PAID, ClaimStatus.PARTIAL, ClaimStatus.DENIED, ClaimStatus.REJECTED, ClaimStatus.REPLACED,
        ClaimStatus.VOIDED,
    },
    ClaimStatus.PAID: {ClaimStatus.PARTIAL, ClaimStatus.DENIED, ClaimStatus.REPLACED, ClaimStatus.VOIDED, ClaimStatus.CLOSED},
    ClaimStatus.PARTIAL: {
        ClaimStatus.PAID, ClaimStatus.DENIED, ClaimStatus.APPEALED, ClaimStatus.REPLACED, ClaimStatus.VOIDED,
        ClaimStatus.CLOSED,
    },
    ClaimStatus.DENIED: {
        ClaimStatus.APPEALED, ClaimStatus.PAID, ClaimStatus.PARTIAL, ClaimStatus.REPLACED, ClaimStatus.VOIDED,
        ClaimStatus.CLOSED,
    },
    ClaimStatus.APPEALED: {ClaimStatus.PAID, ClaimStatus.PARTIAL, ClaimStatus.DENIED, ClaimStatus.REPLACED, ClaimStatus.CLOSED},
    ClaimStatus.REPLACED: set(),
    ClaimStatus.VOIDED: set(),
    ClaimStatus.CLOSED: {ClaimStatus.PARTIAL, ClaimStatus.DENIED, ClaimStatus.APPEALED},
}  # fmt: skip
LIVE = frozenset(set(ClaimStatus.values) - {ClaimStatus.REPLACED, ClaimStatus.VOIDED})
"""Claims that stand: a charge is on one of them at a time for each payer."""
VOID_TAKEN = frozenset({ClaimStatus.ACCEPTED, ClaimStatus.PAID, ClaimStatus.CLOSED})
"""Where a claim that voids another has done what it was for: the payer treats the first as never sent."""


class BatchStatus(models.TextChoices):
    MADE = "made", _("File made")
    SENT = "sent", _("Sent")
    ACCEPTED = "accepted", _("Accepted")
    PARTIAL = "partial", _("Accepted with errors")
    REJECTED = "rejected", _("Rejected")


BATCH_MOVES: dict[str, set[str]] = {
    BatchStatus.MADE: {BatchStatus.SENT, BatchStatus.REJECTED, BatchStatus.ACCEPTED, BatchStatus.PARTIAL},
    BatchStatus.SENT: {BatchStatus.ACCEPTED, BatchStatus.PARTIAL, BatchStatus.REJECTED},
    BatchStatus.ACCEPTED: set(),
    BatchStatus.PARTIAL: set(),
    BatchStatus.REJECTED: set(),
}


class AckKind(models.TextChoices):
    """Which answer to a batch it is."""

    IMPLEMENTATION = "999", _("999: the file")
    CLAIMS = "277CA", _("277CA: each claim")


class ClaimPeriod(models.TextChoices):
    """Over which days services go together on one claim."""

    WEEK = "week", _("One claim for each week")
    MONTH = "month", _("One claim for each month")
