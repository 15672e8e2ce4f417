"""Exports for machines: what an integration asked for, how far it is, and the files that lie here for a day."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from iop.api.models import Integration
from iop.core.models import Row


class BulkExport(Row):
    """One export. Waiting or being made: ``ready_at`` and ``failed_at`` are empty. Over: ``removed_at`` is set.

    ``claim`` names the worker that makes it and ``claimed_at`` when it was last heard of: another begins anew after a while.
    """

    integration = models.ForeignKey(Integration, on_delete=models.PROTECT, related_name="+")
    scopes = ArrayField(models.CharField(max_length=120))
    """The scopes with which it was asked for."""
    request = models.CharField(max_length=1000)
    """The address that was asked."""
    only_clients = models.BooleanField(default=False)
    """Whether kinds that are about nobody (staff, places) are left out."""
    of_client = models.UUIDField(null=True)
    """The one client it is about, else all whom the caller may be told of."""
    kinds = ArrayField(models.CharField(max_length=40))
    since = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    claim = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveSmallIntegerField(default=0)
    """How many kinds are written."""
    ready_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    notice = models.TextField(blank=True)
    """The statement of 42 CFR 2.32, when something in it rests on a consent."""
    consent_scope = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=Q(ready_at__isnull=True, failed_at__isnull=True, removed_at__isnull=True),
                name="bulk_export_waiting",
            ),
            models.Index(fields=["ends_at"], condition=Q(removed_at__isnull=True), name="bulk_export_ending"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kinds__len__gte=1), name="bulk_export_of_something"),
            models.CheckConstraint(
                condition=Q(ready_at__isnull=True) | Q(failed_at__isnull=True), name="bulk_export_one_end"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("asked_at")), name="bulk_export_ends"
            ),
        ]


class BulkExportFile(Row):
    """One whole file of an export: resources of one kind from one table, one a line. It is written before its row is made."""

    export = models.ForeignKey(BulkExport, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=40)
    source = models.PositiveSmallIntegerField()
    """Which of the kind's tables."""
    number = models.PositiveIntegerField()
    file = models.FileField(upload_to="fhir-exports/%Y/%m/")
    count = models.PositiveIntegerField()
    size_bytes = models.PositiveBigIntegerField()
    clients = ArrayField(models.UUIDField())
    """Who is in it: whether each may still be told of is asked again whenever it is fetched."""
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["export", "number"], name="bulk_export_file_once")]
