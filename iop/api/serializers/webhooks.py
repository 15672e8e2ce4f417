"""Webhooks and their log in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from iop.api.fields import InstantField, RowField
from iop.api.models import Webhook, WebhookAttempt, WebhookDelivery
from iop.api.serializers.patching import VersionedPatchIn
from iop.api.webhooks.reaching import integrations_kept_by, own_integration
from iop.core.words import say


class WebhookOut(serializers.ModelSerializer[Webhook]):
    """Where an integration is told of changes, of which, and how that fares."""

    integration = serializers.UUIDField(source="integration_id")
    waiting = serializers.IntegerField(help_text="How many messages wait to be sent.")
    log_since = serializers.DateTimeField(
        allow_null=True,
        help_text="What was planned after it stands in the log, what is older was removed. None: nothing was.",
    )

    class Meta:
        model = Webhook
        fields = [
            "id", "integration", "url", "events", "position", "waiting", "failing_since", "stopped_at", "former_until",
            "log_since", "created_at", "version",
        ]  # fmt: skip
        read_only_fields = fields


class WebhookSecretOut(WebhookOut):
    """The same with the secret that messages are signed with: it is shown in this answer alone."""

    secret = serializers.CharField()

    class Meta(WebhookOut.Meta):
        fields = [*WebhookOut.Meta.fields, "secret"]
        read_only_fields = fields


class WebhookFields(serializers.Serializer[Any]):
    """Where it leads, and of what it is told."""

    url = serializers.CharField(max_length=500, help_text="A public https address.")
    events = serializers.ListField(
        child=serializers.CharField(max_length=80), allow_empty=False, max_length=100,
        help_text="Names of changes (`sessions.closed`), areas (`billing.*`) or `*` for all.",
    )  # fmt: skip


class WebhookIn(WebhookFields):
    """A new webhook. An integration adds its own and leaves ``integration`` out."""

    integration = RowField(integrations_kept_by, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Take the integration that calls, when none is named."""
        named = attrs.get("integration") or own_integration(self.context["actor"])
        if named is None:
            raise serializers.ValidationError({"integration": str(say("Name the integration."))}, "required")
        return {**attrs, "integration": named}


class WebhookPatch(WebhookFields, VersionedPatchIn):
    """A change of where it leads and of what it is told."""


class ReplayIn(serializers.Serializer[Any]):
    """From when to before when messages were planned; without an end until now. At most 31 days."""

    since = InstantField()
    until = InstantField(required=False, allow_null=True, default=None)


class SentAgainOut(serializers.Serializer[Any]):
    """How many messages go out again."""

    number = serializers.IntegerField()


class AttemptOut(serializers.ModelSerializer[WebhookAttempt]):
    """One try, and what came back."""

    at = serializers.DateTimeField(source="created_at")

    class Meta:
        model = WebhookAttempt
        fields = ["at", "outcome", "answered", "milliseconds"]
        read_only_fields = fields


class WebhookDeliveryOut(serializers.ModelSerializer[WebhookDelivery]):
    """One message: which change it tells (read it at ``changes/``), how it stands and what came of each try."""

    webhook = serializers.UUIDField(source="webhook_id")
    attempts = AttemptOut(many=True)

    class Meta:
        model = WebhookDelivery
        fields = [
            "id", "webhook", "event", "position", "is_test", "status", "tries", "next_try_at", "ended_at", "created_at",
            "attempts",
        ]  # fmt: skip
        read_only_fields = fields
