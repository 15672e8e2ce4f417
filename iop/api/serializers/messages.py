"""Messages to clients: when they were due and sent, and how they fared. Neither their words nor the address leave here."""

from __future__ import annotations

from rest_framework import serializers

from iop.notifications.models import Message


class MessageOut(serializers.ModelSerializer[Message]):
    """One message to a client."""

    client = serializers.UUIDField(source="recipient_id")
    site = serializers.UUIDField(source="site_id", allow_null=True)
    about = serializers.UUIDField(source="about_id", allow_null=True)

    class Meta:
        model = Message
        fields = [
            "id", "client", "site", "channel", "template", "language", "priority", "about_kind", "about", "due_at", "expires_at",
            "status", "reason", "sent_at", "outcome", "outcome_at", "attempts", "resends",
        ]  # fmt: skip
        read_only_fields = fields
