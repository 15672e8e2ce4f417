"""Papers of others in a client's chart: what was sent, handed over or shown."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from clients.choices import DocumentKind
from clients.models.people import Client
from iop.core.models import Row
from iop.core.triggers import no_delete
from iop.documents.models import StoredFile


class ClientDocument(Row):
    """One uploaded paper. What stood in the wrong chart is marked and closed, never removed."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=16, choices=DocumentKind)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    """The date on the paper itself, when it has one."""
    added_at = models.DateTimeField()
    added_by = models.UUIDField(null=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    """When it was put among the papers that the client opens by themselves."""
    shared_by = models.UUIDField(null=True, blank=True)
    error_at = models.DateTimeField(null=True, blank=True)
    error_by = models.UUIDField(null=True, blank=True)
    error_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-added_at", "-id"]
        indexes = [models.Index(fields=["client", "-added_at", "-id"], name="client_document_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(error_at__isnull=True, error_reason="") | (Q(error_at__isnull=False) & ~Q(error_reason="")),
                name="client_document_error_has_reason",
            ),
        ]
        triggers = no_delete()
