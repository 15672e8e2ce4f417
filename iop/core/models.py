"""Abstract models that every app stands on. This app has no tables of its own."""

from __future__ import annotations

from django.db import models

from iop.core import clock
from iop.core.ids import uuid7


class Row(models.Model):
    """A row with an opaque id and the instant it was made."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A row that people edit at the same time. Writers pass the version they read; a stale one is told, not obeyed."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Span(models.Model):
    """A dated stretch. ``ends_on`` is the last day it holds; none means open-ended."""

    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
