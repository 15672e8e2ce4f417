"""Numbers that identify a client outside the clinic: kept closed, shown on demand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from clients.choices import IdentifierKind
from clients.models.people import Client
from iop.core.crypto import BlindIndexField, EncryptedField
from iop.core.models import Row
from iop.core.triggers import no_delete


class ClientIdentifier(Row):
    """A government or member number of a client. Ended when it no longer holds; its value never changes."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=12, choices=IdentifierKind)
    value = EncryptedField()
    index = BlindIndexField(of="value")
    """Finds equal numbers without reading them (``iop.core.crypto``)."""
    issuer = models.CharField(max_length=120, blank=True)
    """Who gave it: the state, the health plan."""
    is_active = models.BooleanField(default=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    added_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["kind", "-created_at"]
        indexes = [models.Index(fields=["kind", "index"], name="identifier_by_index")]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "kind", "index"], condition=Q(is_active=True), name="identifier_once"
            ),
            models.UniqueConstraint(
                fields=["client", "kind"],
                condition=Q(is_active=True, kind__in=[IdentifierKind.SSN, IdentifierKind.MEDICARE]),
                name="identifier_one_of_a_life",
            ),
            models.CheckConstraint(
                condition=Q(is_active=True, ended_at__isnull=True) | Q(is_active=False, ended_at__isnull=False),
                name="identifier_ended_has_time",
            ),
        ]
        triggers = no_delete()
