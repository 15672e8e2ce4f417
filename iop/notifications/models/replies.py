"""What comes back: addresses that want no more messages, and texts that people write to our number."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from iop.core.crypto import BlindIndexField, EncryptedField
from iop.core.models import Row
from iop.core.triggers import no_delete
from iop.notifications.choices import Channel, ReplyKind, StopSource


class AddressStop(Row):
    """An address that said stop. It holds for everybody who is reached there, and until somebody there says start."""

    channel = models.CharField(max_length=8, choices=Channel)
    address = EncryptedField()
    address_index = BlindIndexField(of="address")
    since = models.DateTimeField()
    source = models.CharField(max_length=12, choices=StopSource)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=12, choices=StopSource, blank=True)

    class Meta:
        ordering = ["-since"]
        indexes = [models.Index(fields=["address_index"], name="stop_address")]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "address_index"], condition=Q(ended_at__isnull=True), name="stop_once"
            ),
            models.CheckConstraint(condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("since")), name="stop_ends_later"),
        ]  # fmt: skip
        triggers = no_delete()


class Reply(Row):
    """A text that came in. It is attached to nobody: a number may be shared, and a guess would put it into the wrong chart."""

    channel = models.CharField(max_length=8, choices=Channel, default=Channel.SMS)
    address = EncryptedField()
    address_index = BlindIndexField(of="address")
    words = EncryptedField()
    kind = models.CharField(max_length=8, choices=ReplyKind)
    at = models.DateTimeField()
    provider_id = models.CharField(max_length=120, unique=True)
    site_id = models.UUIDField(null=True)
    """Where the last message to this number came from; none when we never wrote to it."""
    seen_at = models.DateTimeField(null=True)
    seen_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="reply_newest"),
            models.Index(fields=["address_index"], name="reply_address"),
            models.Index(fields=["site_id"], condition=Q(seen_at__isnull=True), name="reply_unseen"),
        ]
        triggers = no_delete()
