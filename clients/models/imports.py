"""Files of clients from another system, and which of its people became which client here."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from clients.import_choices import BROUGHT, SOURCE_LENGTH, ImportKind, ImportStatus, RowDecision, RowOutcome
from clients.models.people import Client
from clients.querysets import ImportRunQuerySet
from iop.clinic.models import Site
from iop.core.crypto import BlindIndexField, EncryptedField
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_delete, no_truncate, status_has_history
from iop.documents.models import StoredFile


class ImportRun(Row, Versioned):
    """One file that was handed in to bring clients in: read and looked through first, then brought in whole."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=SOURCE_LENGTH)
    """What the other system is called, as it was typed."""
    source_key = models.CharField(max_length=SOURCE_LENGTH)
    """The same in small letters: under it the numbers of that system are known again."""
    kind = models.CharField(max_length=4, choices=ImportKind)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    """SHA-256 of the file as it was handed in: what is brought in is what was looked through."""
    mapping = models.JSONField(default=dict)
    """Of a table: which column (by its place) is which field, and in which order dates are written."""
    report = models.JSONField(default=dict)
    """What the file holds and where it goes: names of columns or kinds of resources, never anybody's values."""
    counts = models.JSONField(default=dict)
    """How many rows have which outcome."""
    status = models.CharField(max_length=9, choices=ImportStatus, default=ImportStatus.WAITING)
    refusal = models.CharField(max_length=500, blank=True)
    leaves_faulty_out = models.BooleanField(default=False)
    brings_alike = models.BooleanField(default=False)
    """Whether people who look like somebody here get a chart of their own all the same."""
    received_at = models.DateTimeField()
    received_by = models.UUIDField(null=True)
    read_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.UUIDField(null=True)
    """Who said that it shall be brought in."""
    file_removed_at = models.DateTimeField(null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        indexes = [
            models.Index(fields=["status", "received_at"], name="import_run_waiting"),
            models.Index(fields=["digest"], name="import_run_by_digest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=ImportStatus.REFUSED, refusal__gt="") | ~Q(status=ImportStatus.REFUSED),
                name="import_run_refusal_said",
            ),
        ]
        triggers = [
            *no_delete(),
            *status_has_history("clients_importrunchange", "run_id", ImportStatus.WAITING),
        ]


class ImportRunChange(Row):
    """How a file came to where it stands, and by whom."""

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="changes")
    status = models.CharField(max_length=9, choices=ImportStatus)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["at"]
        triggers = append_only()


class ImportedRow(Row, Versioned):
    """One person of a file: what becomes of them, and by which number the other system knows them."""

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="rows")
    position = models.PositiveIntegerField()
    """The line of a table, headings being 1; the place of a person in a bundle."""
    source_key = models.CharField(max_length=SOURCE_LENGTH)
    external_id = EncryptedField(blank=True, default="")
    mark = EncryptedField(default="")
    """A digest of that number: the index leaves punctuation out, and two numbers may differ by it alone."""
    mark_index = BlindIndexField(of="mark")
    outcome = models.CharField(max_length=8, choices=RowOutcome)
    problems = models.JSONField(default=list)
    """Codes with the field each is about (``iop.workflows.importing.problems``); never a value."""
    values = EncryptedField(blank=True, default="")
    """What would be kept, as JSON; emptied with the file."""
    client = models.ForeignKey(Client, null=True, blank=True, on_delete=models.PROTECT, related_name="imported_rows")
    alike = models.JSONField(default=list)
    """Whom the person looks like, the likeliest first: ``kind`` ("client" or "inquiry"), ``id``, ``reason``; emptied with the file."""
    decision = models.CharField(max_length=9, choices=RowDecision, blank=True, default="")
    """What was decided about a row that looks like somebody; of "link" ``client`` is the chart."""
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["run", "outcome", "position"], name="imported_row_by_outcome")]
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="imported_row_position"),
            models.UniqueConstraint(
                fields=["source_key", "mark_index"], condition=Q(outcome__in=BROUGHT), name="imported_person_once"
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=BROUGHT) | Q(client__isnull=False), name="imported_row_made_client"
            ),
            models.CheckConstraint(
                condition=~Q(decision=RowDecision.LINK) | Q(client__isnull=False), name="imported_row_link_has_chart"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True) | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="imported_row_decided_when",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="made_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__outcome=RowOutcome.MADE) | pgtrigger.Q(old__outcome=RowOutcome.LINKED),
            ),
            no_truncate(),
        ]
