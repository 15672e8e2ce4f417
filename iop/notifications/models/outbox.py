"""The message outbox: rows written in the action's transaction, delivered by a task that may run twice."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from iop.core.models import Row
from iop.core.triggers import append_only
from iop.notifications.choices import Channel, EndReason, MessageStatus, Outcome, Priority


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
    expires_at = models.DateTimeField(null=True)
    """From then on nobody is helped by it, and it is not sent: mostly when what it tells of has begun."""
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.CHANGE)
    status = models.CharField(max_length=12, choices=MessageStatus, default=MessageStatus.WAITING)
    reason = models.CharField(max_length=12, choices=EndReason, blank=True)
    """Why a withdrawn one was not sent."""
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    lease = models.UUIDField(null=True)
    """Of the worker that holds it now; a worker whose lease was given to another sends nothing more."""
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    """What the provider told later of its arrival; empty while it has told nothing."""
    outcome_at = models.DateTimeField(null=True)
    resends = models.PositiveSmallIntegerField(default=0)
    """How often a colleague had it sent again; each time is a message of its own to the provider."""

    class Meta:
        ordering = ["-due_at"]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(status=MessageStatus.WAITING), name="message_waiting"),
            models.Index(
                fields=["channel", "priority", "due_at", "id"], condition=Q(status=MessageStatus.WAITING), name="message_order"
            ),
            models.Index(fields=["channel", "claimed_at"], name="message_pace"),
            models.Index(fields=["expires_at"], condition=Q(status=MessageStatus.WAITING), name="message_expires"),
            models.Index(fields=["about_kind", "about_id"], name="message_about"),
            models.Index(fields=["recipient_id", "-due_at"], name="message_of"),
            models.Index(fields=["provider_id"], condition=~Q(provider_id=""), name="message_provider"),
            models.Index(fields=["status", "-due_at"], condition=Q(status=MessageStatus.FAILED), name="message_failed"),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=MessageStatus.SENT) | Q(sent_at__isnull=False), name="message_sent_when"
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome_at__isnull=False), name="message_outcome_when"
            ),
        ]  # fmt: skip

    @property
    def key(self) -> str:
        """The idempotency key it is handed over with: the same however often a worker tries, another after "send again"."""
        return f"{self.pk}-{self.resends}" if self.resends else str(self.pk)


class DeliveryAttempt(Row):
    """One try at delivering a message, with the provider's answer in coded form."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries")
    at = models.DateTimeField()
    ok = models.BooleanField()
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at"]
        triggers = append_only()


class Receipt(Row):
    """What a provider told of a message after it had taken it, in coded form; the same thing told twice is one row."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="receipts")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome)
    said = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["message", "outcome", "said"], name="receipt_once")]
        triggers = append_only()


class ChannelState(models.Model):
    """How a channel's provider fares. Its row is held while messages are claimed, so that claims keep their order and pace."""

    channel = models.CharField(max_length=8, choices=Channel, primary_key=True)
    down_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    """Tries in a row that found the provider down."""
    try_at = models.DateTimeField(null=True)
    """While it is down: when a single message asks again."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(down_since__isnull=True, try_at__isnull=True)
                | Q(down_since__isnull=False, try_at__isnull=False),
                name="channel_down_asks_again",
            )
        ]


class SafeHours(Row):
    """Between which hours of their day a client wants messages, as they said; the newest row decides, equal hours mean no wish."""

    client_id = models.UUIDField()
    from_hour = models.PositiveSmallIntegerField()
    until_hour = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-since"]
        indexes = [models.Index(fields=["client_id", "-since"], name="safe_hours_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_hour__lte=F("until_hour"), until_hour__lte=24), name="safe_hours_in_a_day"
            )
        ]
        triggers = append_only()
