"""Files of claims as they were made, and what was answered to them before anybody decided."""

from __future__ import annotations

from django.db import models

from billing.choices.claims import AckKind
from billing.models.claims import ClaimBatch
from iop.clinic.models import Site
from iop.core.crypto import EncryptedField
from iop.core.models import Row
from iop.core.triggers import append_only, no_delete


class BatchPiece(Row):
    """A piece of a batch's file, closed in the database. Together in their order they are the file, byte by byte."""

    batch = models.ForeignKey(ClaimBatch, on_delete=models.PROTECT, related_name="pieces")
    number = models.PositiveIntegerField()
    """The batch's number when the piece was written: a file that is made anew has a new one."""
    position = models.PositiveIntegerField()
    content = EncryptedField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["batch", "number", "position"], name="batch_piece_once")]
        triggers = no_delete()


class Acknowledgement(Row):
    """An answer to a batch, as read: 999 about the file, 277CA about each claim. The same file is read once."""

    kind = models.CharField(max_length=5, choices=AckKind)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(ClaimBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    """None: it answers claims of several batches."""
    digest = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField()
    received_by = models.UUIDField(null=True)
    taken = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    unknown = models.JSONField(default=list)
    """Control numbers in it that no claim of ours has."""
    findings = models.JSONField(default=list)
    """What it says, as codes and control numbers alone: ``[control number or "", code, words]``."""

    class Meta:
        ordering = ["-received_at"]
        triggers = append_only()
