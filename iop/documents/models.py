"""Files and signatures, whatever they belong to. Each points to its place by an opaque id."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from iop.core.models import Row
from iop.core.triggers import append_only, no_delete
from iop.documents.choices import SignatureMeaning


class StoredFile(Row):
    """An uploaded file that was checked to be what it says. Served only through a policy."""

    file = models.FileField(upload_to="files/%Y/%m/")
    original_name = models.CharField(max_length=300)
    content_type = models.CharField(max_length=80)
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.UUIDField(null=True)

    class Meta:
        triggers = no_delete()


class Signature(Row):
    """A person's name under the exact words whose hash stands here, with their credential as held at that time."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    meaning = models.CharField(max_length=12, choices=SignatureMeaning)
    staff_id = models.UUIDField()
    signer_name = models.CharField(max_length=640)
    credential = models.CharField(max_length=120, blank=True)
    signed_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    """SHA-256 of the canonical JSON of what was signed (``iop.documents.signing``)."""

    class Meta:
        ordering = ["signed_at"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="signature_subject")]
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "meaning"], name="signature_once"),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="signature_digest"),
        ]
        triggers = append_only()
