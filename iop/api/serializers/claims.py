"""Claims."""

from __future__ import annotations

from rest_framework import serializers

from billing.models import Claim, ClaimChange, ClaimLine


class ClaimLineOut(serializers.ModelSerializer[ClaimLine]):
    """One line, with its charge."""

    charge = serializers.UUIDField(source="charge_id")
    on = serializers.DateField(source="charge.on")
    code = serializers.CharField(source="charge.code")
    units = serializers.IntegerField(source="charge.units")
    cents = serializers.IntegerField(source="charge.cents")

    class Meta:
        model = ClaimLine
        fields = ["position", "control_number", "charge", "on", "code", "units", "cents", "is_live"]
        read_only_fields = fields


class ClaimChangeOut(serializers.ModelSerializer[ClaimChange]):
    """How it came to a status."""

    class Meta:
        model = ClaimChange
        fields = ["status", "at", "words"]
        read_only_fields = fields


class FaultOut(serializers.Serializer[dict[str, str]]):
    """What is to be mended: a stable code, a sentence and a place."""

    code = serializers.CharField()
    words = serializers.CharField()
    place = serializers.CharField()


class ClaimOut(serializers.ModelSerializer[Claim]):
    """What one payer is asked to pay, in whole cents, with its lines and history."""

    client = serializers.UUIDField(source="client_id")
    episode = serializers.UUIDField(source="episode_id")
    coverage = serializers.UUIDField(source="coverage_id")
    payer = serializers.UUIDField(source="payer_id")
    batch = serializers.UUIDField(source="batch_id", allow_null=True)
    original = serializers.UUIDField(source="original_id", allow_null=True)
    after = serializers.UUIDField(source="after_id", allow_null=True)
    faults = FaultOut(many=True)
    lines = ClaimLineOut(many=True)
    changes = ClaimChangeOut(many=True)

    class Meta:
        model = Claim
        fields = [
            "id", "control_number", "client", "episode", "coverage", "payer", "priority", "form", "frequency", "original", "after",
            "payer_number", "authorization_number", "starts_on", "ends_on", "diagnoses", "cents", "status", "faults", "batch",
            "file_by", "made_at", "sent_at", "lines", "changes",
        ]  # fmt: skip
        read_only_fields = fields
