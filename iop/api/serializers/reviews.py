"""Reviews of the level of care: when they are due, and what was decided."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from therapy.models import LevelReview

WORDS = ("reason", "barriers", "next_steps", "plan_changes", "client_view", "client_dissent")


class CauseOut(serializers.Serializer[Any]):
    """Why a review is due: a kind and a day."""

    kind = serializers.CharField()
    on = serializers.DateField()


class LevelReviewOut(serializers.ModelSerializer[LevelReview]):
    """One review. What was decided and its words are there once it is signed; before that they are empty."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    causes = serializers.SerializerMethodField()
    level = serializers.CharField(source="level.key", default=None, allow_null=True)
    indicated_level = serializers.SerializerMethodField()
    chosen_level = serializers.SerializerMethodField()
    decision = serializers.SerializerMethodField()
    words = serializers.SerializerMethodField()
    client_agrees = serializers.SerializerMethodField()
    more_weeks = serializers.SerializerMethodField()
    signed_by = serializers.UUIDField(source="signed_by_id", allow_null=True)

    class Meta:
        model = LevelReview
        fields = [
            "id", "client", "episode", "status", "due_on", "opened_at", "causes", "since", "level", "indicated_level",
            "chosen_level", "decision", "more_weeks", "words", "client_agrees", "signed_at", "signed_by", "credential",
            "acted_at", "acted_kind",
        ]  # fmt: skip

    @extend_schema_field(CauseOut(many=True))
    def get_causes(self, row: LevelReview) -> list[dict[str, str]]:
        """Give why it is due; what asks for a permission of its own is left out."""
        return [{"kind": each["kind"], "on": each["on"]} for each in row.causes if not each["needs"]]

    def get_indicated_level(self, row: LevelReview) -> str | None:
        """Give the key of the level that was indicated."""
        return row.indicated_level.key if row.signed_at and row.indicated_level else None

    def get_chosen_level(self, row: LevelReview) -> str | None:
        """Give the key of the level that was chosen."""
        return row.chosen_level.key if row.signed_at and row.chosen_level else None

    def get_decision(self, row: LevelReview) -> str:
        """Give what was decided."""
        return row.decision if row.signed_at else ""

    def get_more_weeks(self, row: LevelReview) -> int | None:
        """Give the weeks beyond the target."""
        return row.more_weeks if row.signed_at else None

    def get_client_agrees(self, row: LevelReview) -> str:
        """Give whether the client agrees."""
        return row.client_agrees if row.signed_at else ""

    def get_words(self, row: LevelReview) -> dict[str, str]:
        """Give the decision in words."""
        return {name: getattr(row, name) for name in WORDS} if row.signed_at else {}
