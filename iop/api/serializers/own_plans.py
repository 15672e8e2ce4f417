"""How plans a client owns, aftercare and discharge summaries look in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from therapy.choices.own_plans import OwnPlanKind, SeenBy
from therapy.models import AftercarePlan, AftercareStep, DischargeSummary, OwnPlan, OwnPlanVersion
from therapy.prefill import may_read_part


class OwnPlanVersionOut(serializers.ModelSerializer[OwnPlanVersion]):
    """A kept version, as it stays."""

    class Meta:
        model = OwnPlanVersion
        fields = ("id", "number", "contents", "language", "how", "seen_by", "review_on", "kept_at", "kept_by", "digest")


class OwnPlanOut(serializers.ModelSerializer[OwnPlan]):
    """A plan with the version that holds; what is being written is nobody's yet and is not here."""

    current = serializers.SerializerMethodField()

    class Meta:
        model = OwnPlan
        fields = ("id", "client", "kind", "version", "seen_by", "kept_at", "review_on", "current")

    def get_current(self, row: OwnPlan) -> dict[str, Any] | None:
        """Give the newest kept version; they are read along, newest first."""
        newest = next(iter(row.versions.all()), None)
        return dict(OwnPlanVersionOut(newest).data) if newest else None


class OwnPlanKeepIn(serializers.Serializer[Any]):
    """A version to keep. ``version`` is the plan's that was read, 0 where there is none yet."""

    client = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=OwnPlanKind.choices)
    version = serializers.IntegerField(min_value=0)
    contents = serializers.DictField(
        child=serializers.ListField(child=serializers.DictField(child=serializers.CharField()))
    )
    language = serializers.ChoiceField(choices=["en", "es"], default="en")
    seen_by = serializers.ChoiceField(choices=SeenBy.choices, default=SeenBy.EVERYBODY)


class AftercareStepOut(serializers.ModelSerializer[AftercareStep]):
    """One step of what comes after treatment."""

    class Meta:
        model = AftercareStep
        fields = ("id", "key", "status", "words", "provider", "phone", "meets_on", "meets_at", "version", "saved_at")


class AftercareOut(serializers.ModelSerializer[AftercarePlan]):
    """A stay's aftercare plan with its steps in order."""

    client = serializers.UUIDField(source="episode.client_id")
    steps = AftercareStepOut(many=True)

    class Meta:
        model = AftercarePlan
        fields = ("id", "episode", "client", "opened_at", "steps")


class SummaryOut(serializers.ModelSerializer[DischargeSummary]):
    """A signed discharge summary; parts that the caller may not read are left out."""

    client = serializers.UUIDField(source="episode.client_id")
    contents = serializers.SerializerMethodField()

    class Meta:
        model = DischargeSummary
        fields = ("id", "episode", "client", "language", "status", "contents", "signed_at", "signed_by")

    def get_contents(self, row: DischargeSummary) -> dict[str, str]:
        """Give the text by part."""
        actor = self.context["view"].actor
        return {part: text for part, text in row.contents.items() if may_read_part(actor, part, row.episode)}
