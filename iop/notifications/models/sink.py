"""The store of the development sink: a little provider of its own, which never learns what our transaction became."""

from __future__ import annotations

from django.db import models

from iop.core.models import Row


class SinkMessage(Row):
    """What would have arrived somewhere. One row for each idempotency key, however often it was handed over."""

    key = models.CharField(max_length=80, unique=True)
    channel = models.CharField(max_length=8)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    headers = models.JSONField(default=dict)
    taken_at = models.DateTimeField()
    hand_overs = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["taken_at", "id"]
        indexes = [models.Index(fields=["to", "taken_at"], name="sink_phone")]
