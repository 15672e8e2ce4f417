"""Changes of the level of care with everything that was done."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from therapy.choices.transitions import Area, Undone
from therapy.models import Transition


class TransitionStepOut(serializers.Serializer[Any]):
    """One thing that changed, in the words in which it was shown before it was decided."""

    area = serializers.ChoiceField(choices=Area.choices)
    before = serializers.CharField()
    after = serializers.CharField()
    says = serializers.CharField()
    undone_as = serializers.ChoiceField(choices=[("", "—"), *Undone.choices])


class TransitionOut(serializers.ModelSerializer[Transition]):
    """A change of level (or of the days at one) from a date on. ``undone_at`` is set for one taken back before it began."""

    client = serializers.UUIDField(source="episode.client_id")
    from_level = serializers.CharField(source="from_level.key", allow_null=True, default=None)
    to_level = serializers.CharField(source="to_level.key")
    steps = serializers.SerializerMethodField()

    class Meta:
        model = Transition
        fields = [
            "id", "client", "episode", "review", "kind", "effective_on", "from_level", "to_level", "placement", "plan_review_on",
            "reason", "decided_at", "decided_by", "undone_at", "undone_by", "undo_reason", "steps",
        ]  # fmt: skip

    @extend_schema_field(TransitionStepOut(many=True))
    def get_steps(self, row: Transition) -> list[dict[str, Any]]:
        """Leave out what drug tests and questionnaires say: they have scopes of their own."""
        told = [step for step in row.steps.all() if step.area not in (Area.TESTS, Area.MEASURES)]
        return [dict(step) for step in TransitionStepOut(told, many=True).data]
