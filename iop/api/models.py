"""Integrations, the keys and apps they call with, calls that may be sent twice, and where integrations are told of changes."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from oauth2_provider.models import AbstractApplication
from rest_framework_api_key.models import AbstractAPIKey, BaseAPIKeyManager

from clients.choices import Purpose
from clients.models import RecipientParty
from iop.api.choices import CALLS_A_MINUTE, AttemptOutcome, DeliveryStatus
from iop.clinic.models import Site
from iop.core.crypto import EncryptedField
from iop.core.models import Row, Versioned
from iop.core.triggers import kept_for_a_while, written_once


class Integration(Row, Versioned):
    """A program that reads or writes here: who stands behind it and why, what it may at most, where and from where.

    Its id is the opaque id under which the audit record and the disclosures know it, whichever key or token it calls with.
    """

    name = models.CharField(max_length=80)
    party = models.ForeignKey(RecipientParty, on_delete=models.PROTECT, related_name="integrations")
    """Who reads through it: by agreement, or about those clients who consented."""
    purpose = models.CharField(max_length=20, choices=Purpose, default=Purpose.OPERATIONS)
    sites = models.ManyToManyField(Site, blank=True, related_name="+")
    """None named: every active site."""
    networks = ArrayField(models.CharField(max_length=43), default=list, blank=True)
    """The networks (CIDR) it may call from; none named: from anywhere."""
    calls_a_minute = models.PositiveIntegerField(
        default=CALLS_A_MINUTE, validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    ended_at = models.DateTimeField(null=True, editable=False)
    """From then on none of its keys and tokens opens anything."""
    made_by = models.UUIDField(null=True, editable=False)


class IntegrationKeyManager(BaseAPIKeyManager):
    """Makes and finds keys; only the hash of a key is kept."""


class IntegrationKey(AbstractAPIKey):
    """A key of an integration: what it may do and until when. Two may hold at once, so that one can be changed for the next."""

    integration = models.ForeignKey(Integration, on_delete=models.PROTECT, related_name="keys")
    scopes = ArrayField(models.CharField(max_length=40))
    last_used_at = models.DateTimeField(null=True, editable=False)
    made_by = models.UUIDField(null=True, editable=False)
    replaced_at = models.DateTimeField(null=True, editable=False)
    """When the next was made in its place; it goes on for a little while."""

    objects: ClassVar[IntegrationKeyManager] = IntegrationKeyManager()  # type: ignore[assignment]

    class Meta(AbstractAPIKey.Meta):
        verbose_name = "integration key"
        verbose_name_plural = "integration keys"


class Application(AbstractApplication, Versioned):
    """An OAuth2 client of an integration: its redirect addresses, and the scopes it may ask for at most.

    It proves who it is by its secret (hashed), by its public keys, or, on a phone or in a browser, not at all. The library's
    ``allowed_origins`` are those of its pages that call from a browser (``iop.api.oauth.origins``).
    """

    integration = models.ForeignKey(Integration, on_delete=models.PROTECT, related_name="+")
    scopes = ArrayField(models.CharField(max_length=120))
    key_set = models.JSONField(null=True, blank=True)
    """Its public keys, as pasted: public parts alone. Source: RFC 7517."""
    key_set_url = models.URLField(max_length=500, blank=True, default="")
    """Where its public keys are fetched, when none were pasted."""
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """The library's field for an application's owner; ours belong to an integration."""
    created_by = models.UUIDField(null=True, editable=False)

    objects: ClassVar[models.Manager[Application]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(key_set__isnull=True) | models.Q(key_set_url=""),
                name="application_keys_in_one_place",
            ),
        ]

    @property
    def has_keys(self) -> bool:
        """Say whether it proves who it is by public keys: then no secret opens anything."""
        return self.key_set is not None or bool(self.key_set_url)

    @property
    def has_secret(self) -> bool:
        """Say whether it proves who it is by a secret."""
        return self.client_type == self.CLIENT_CONFIDENTIAL and not self.has_keys

    @property
    def proof(self) -> str:
        """Name how it proves who it is: ``keys``, ``secret`` or ``none``."""
        return "keys" if self.has_keys else "secret" if self.has_secret else "none"

    def is_usable(self, request: object) -> bool:
        """Say whether its integration has not ended; asked by the library before each use."""
        return self.integration.ended_at is None


class IdempotentCall(Row):
    """The answer to a POST that was sent with an ``Idempotency-Key``: the same call sent again is answered from here.

    Source: draft-ietf-httpapi-idempotency-key-header. The answer may be about a client and is kept closed, for a day.
    """

    caller = models.CharField(max_length=80)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    """What was asked: method, address and body, hashed. Another question under the same key is refused."""
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    answer = EncryptedField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="idempotent_call_once")]
        indexes = [models.Index(fields=["created_at"], name="idempotent_call_age")]


class Webhook(Row, Versioned):
    """Where an integration is told of changes, of which, and how far it has been told.

    ``events`` are names of changes, ``area.*`` or ``*``. Signed with ``secret``; the one before goes on beside it until
    ``former_until``, so that it can be changed without a gap. Form: Standard Webhooks.
    """

    integration = models.ForeignKey(Integration, on_delete=models.PROTECT, related_name="webhooks")
    url = models.URLField(max_length=500)
    events = ArrayField(models.CharField(max_length=80))
    secret = EncryptedField()
    former_secret = EncryptedField(null=True)
    former_until = models.DateTimeField(null=True)
    position = models.BigIntegerField(default=0)
    """The last change that was looked at."""
    failing_since = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    """Taken out of use, by a person or because nobody answered for days."""
    ended_at = models.DateTimeField(null=True)
    log_since = models.DateTimeField(null=True, editable=False)
    """What was planned after it stands in the log; none: all there ever was. What is older was removed."""
    made_by = models.UUIDField(null=True, editable=False)


YOUNG = "OLD.status = 'waiting' OR OLD.ended_at IS NULL OR OLD.ended_at > now() - interval '30 days'"
"""Of which messages the database keeps the log in any case: what waits, and what ended within a month."""
OF_YOUNG = """EXISTS (
    SELECT 1 FROM api_webhookdelivery told WHERE told.id = OLD.delivery_id
    AND (told.status = 'waiting' OR told.ended_at IS NULL OR told.ended_at > now() - interval '30 days')
)"""
"""The same of a try: it is kept as long as its message."""


class WebhookDelivery(Row):
    """One change that a webhook is told of: ids and codes alone. Those with one ``ordering`` go in their order."""

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    position = models.BigIntegerField()
    is_test = models.BooleanField(default=False)
    event = models.CharField(max_length=80)
    ordering = models.CharField(max_length=80)
    payload = models.JSONField()
    status = models.CharField(max_length=12, choices=DeliveryStatus, default=DeliveryStatus.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    """While a worker has it."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "position"], condition=models.Q(is_test=False), name="webhook_told_once_of_a_change"
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=models.Q(status=DeliveryStatus.WAITING), name="webhook_due"),
            models.Index(
                fields=["webhook", "ordering", "position"],
                condition=models.Q(status=DeliveryStatus.WAITING),
                name="webhook_in_order",
            ),
            models.Index(fields=["webhook", "-id"], name="webhook_log"),
        ]
        triggers = kept_for_a_while(YOUNG)


class WebhookAttempt(Row):
    """One try to deliver: what came back. Never the words of the answer."""

    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.PROTECT, related_name="attempts")
    outcome = models.CharField(max_length=12, choices=AttemptOutcome)
    answered = models.PositiveSmallIntegerField(null=True)
    """The status of the answer."""
    milliseconds = models.PositiveIntegerField()

    class Meta:
        triggers = written_once(OF_YOUNG)
