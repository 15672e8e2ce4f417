"""The message outbox: rows written in the action's transaction, delivered by a task that may run twice."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from iop.core.models import Row
from iop.core.triggers import append_only
from iop.notifications.choices import Channel, MessageStatus


class Message(Row):
    """One message to one address. Its words never reveal treatment; ``basis`` says why it may leave the clinic."""

    channel = models.CharField(max_length=8, choices=Channel)
    to = models.CharField(max_length=254)
    recipient_kind = models.CharField(max_length=12)
    recipient_id = models.UUIDField()
    template = models.CharField(max_length=60)
    language = models.CharField(max_length=8, default="en")
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.UUIDField(null=True)
    site_id = models.UUIDField(null=True)
    basis = models.JSONField()
    dedupe_key = models.CharField(max_length=200, unique=True)
    due_at = models.DateTimeField()
    status = models.CharField(max_length=12, choices=MessageStatus, default=MessageStatus.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-due_at"]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(status=MessageStatus.WAITING), name="message_waiting"),
            models.Index(fields=["about_kind", "about_id"], name="message_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=MessageStatus.SENT) | Q(sent_at__isnull=False), name="message_sent_when"
            ),
        ]


class DeliveryAttempt(Row):
    """One try at delivering a message, with the provider's answer in coded form."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries")
    at = models.DateTimeField()
    ok = models.BooleanField()
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at"]
        triggers = append_only()
