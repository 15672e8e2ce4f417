"""Lines of the reward ledger."""

from __future__ import annotations

from rest_framework import serializers

from therapy.models.rewards import RewardLedger


class RewardLineOut(serializers.ModelSerializer[RewardLedger]):
    """One line in signed whole cents. What earned it is not told: it may rest on a drug test."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    voids = serializers.UUIDField(source="voids_id", allow_null=True)

    class Meta:
        model = RewardLedger
        fields = ["id", "client", "episode", "on", "kind", "cents", "voids", "at"]
        read_only_fields = fields
