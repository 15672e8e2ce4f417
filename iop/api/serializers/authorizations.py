"""What payers authorized."""

from __future__ import annotations

from decimal import Decimal

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from billing.models import Authorization, AuthorizationChange


class AuthorizationChangeOut(serializers.ModelSerializer[AuthorizationChange]):
    """How it came to a status, and what was said."""

    class Meta:
        model = AuthorizationChange
        fields = ["status", "at", "words"]
        read_only_fields = fields


class AuthorizationOut(serializers.ModelSerializer[Authorization]):
    """A payer's word for a level, from a day to a day. ``used`` and ``left`` are worked out from the charges that stand."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    coverage = serializers.UUIDField(source="coverage_id")
    payer = serializers.UUIDField(source="coverage.plan.payer_id")
    level = serializers.UUIDField(source="level_id")
    owner = serializers.UUIDField(source="owner_id", allow_null=True)
    used = serializers.DecimalField(max_digits=9, decimal_places=2)
    left = serializers.SerializerMethodField()
    changes = AuthorizationChangeOut(many=True)

    class Meta:
        model = Authorization
        fields = [
            "id", "client", "episode", "coverage", "payer", "number", "level", "codes", "unit", "units_asked", "units", "used",
            "left", "starts_on", "ends_on", "status", "asked_at", "decided_at", "next_review_on", "reviewer", "reference",
            "denial_reason", "peer_to_peer_by", "appeal_by", "owner", "changes",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.DecimalField(max_digits=9, decimal_places=2))
    def get_left(self, row: Authorization) -> str:
        """Say what is left of what was given."""
        used: Decimal = row.used  # type: ignore[attr-defined]
        return f"{row.units - used:.2f}"
