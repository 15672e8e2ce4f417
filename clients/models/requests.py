"""What a client does about their own papers from outside: a form offered for signing, and their record made ready to take."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from clients.models.consents import Consent
from clients.models.people import Client
from clients.register_choices import ExportForm
from iop.clinic.models import StaffMember
from iop.core.models import Row
from iop.core.triggers import append_only, no_delete


class ConsentOffer(Row):
    """A draft that a colleague put before the client to read and sign by themselves. Discarding the draft ends it."""

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="offer")
    at = models.DateTimeField()
    by_staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = append_only()


class RecordExport(Row):
    """A copy of their record that a client asked for by themselves. The file is taken away at ``ends_at``; the row stays.

    Waiting: ``ready_at`` is empty. Over: ``removed_at`` is set. ``parts`` are keys of ``iop.workflows.record_copy.PARTS``.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="record_exports")
    form = models.CharField(max_length=8, choices=ExportForm)
    language = models.CharField(max_length=8)
    parts = ArrayField(models.CharField(max_length=30))
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to="exports/%Y/%m/", blank=True)
    size_bytes = models.PositiveIntegerField(default=0)
    records = models.JSONField(default=list)
    """What is in it, as a list of [kind, id]."""

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["client", "-asked_at"], name="record_export_by_client"),
            models.Index(fields=["ends_at"], condition=Q(removed_at__isnull=True), name="record_export_standing"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(parts__len__gte=1), name="record_export_of_something"),
            models.CheckConstraint(
                condition=Q(ready_at__isnull=True, ends_at__isnull=True)
                | Q(ready_at__isnull=False, ends_at__gt=F("ready_at")),
                name="record_export_ends",
            ),
        ]
        triggers = no_delete()


__all__ = ["ConsentOffer", "RecordExport"]
