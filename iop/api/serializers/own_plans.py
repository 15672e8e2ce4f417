"""How plans a client owns, aftercare and discharge summaries look in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.models import Client, Episode
from iop.access.choices import Permission
from iop.api.fields import DayField, RowField, TextField, seen
from iop.api.serializers.signing import (
    ADDENDUM_FIELDS,
    COSIGNATURE_FIELDS,
    LONGEST,
    AddendumOut,
    CoSignatureOut,
)
from therapy.choices.own_plans import AftercareStatus, OwnPlanKind, SeenBy, SummaryPart
from therapy.choices.questionnaires import QuestionnaireLanguage
from therapy.models import (
    AftercareChange,
    AftercarePlan,
    AftercareStep,
    DischargeSummary,
    OwnPlan,
    OwnPlanVersion,
    SummaryAddendum,
    SummaryCoSignature,
)
from therapy.prefill import may_read_part


class OwnPlanVersionOut(serializers.ModelSerializer[OwnPlanVersion]):
    """A kept version, as it stays."""

    class Meta:
        model = OwnPlanVersion
        fields = ("id", "number", "contents", "language", "how", "seen_by", "review_on", "kept_at", "kept_by", "digest")


class OwnPlanOut(serializers.ModelSerializer[OwnPlan]):
    """A plan with the version that holds. ``draft`` is what is being written, for colleagues alone who write with the client."""

    current = serializers.SerializerMethodField()
    draft = serializers.SerializerMethodField()

    class Meta:
        model = OwnPlan
        fields = ("id", "client", "kind", "version", "seen_by", "kept_at", "review_on", "current", "draft")

    def get_current(self, row: OwnPlan) -> dict[str, Any] | None:
        """Give the newest kept version; they are read along, newest first."""
        newest = next(iter(row.versions.all()), None)
        return dict(OwnPlanVersionOut(newest).data) if newest else None

    def get_draft(self, row: OwnPlan) -> dict[str, Any] | None:
        """Give what is being written to colleagues who write notes where the client is treated; to no integration."""
        return row.draft if getattr(row, "with_draft", False) else None


class OwnPlanKeepIn(serializers.Serializer[Any]):
    """A version to keep. ``version`` is the plan's that was read, 0 where there is none yet."""

    client = RowField(seen(Client))
    kind = serializers.ChoiceField(choices=OwnPlanKind.choices)
    version = serializers.IntegerField(min_value=0)
    contents = serializers.DictField(
        child=serializers.ListField(
            child=serializers.DictField(child=serializers.CharField(max_length=2000, allow_blank=True)), max_length=60
        )
    )
    language = serializers.ChoiceField(choices=QuestionnaireLanguage.choices, default=QuestionnaireLanguage.ENGLISH)
    seen_by = serializers.ChoiceField(choices=SeenBy.choices, default=SeenBy.EVERYBODY)


class OwnPlanBeginIn(serializers.Serializer[Any]):
    """A plan to begin with a client."""

    client = RowField(seen(Client))
    kind = serializers.ChoiceField(choices=OwnPlanKind.choices)


class OwnPlanDraftIn(serializers.Serializer[Any]):
    """What is being written, all of it."""

    version = serializers.IntegerField(min_value=1)
    contents = serializers.DictField(
        child=serializers.ListField(
            child=serializers.DictField(child=serializers.CharField(max_length=2000, allow_blank=True)), max_length=60
        )
    )


class AftercareChangeOut(serializers.ModelSerializer[AftercareChange]):
    """What a step said after one change."""

    by = serializers.UUIDField(source="by_id")

    class Meta:
        model = AftercareChange
        fields = ("at", "by", "values")


class AftercareStepOut(serializers.ModelSerializer[AftercareStep]):
    """One step of what comes after treatment."""

    changes = AftercareChangeOut(many=True)

    class Meta:
        model = AftercareStep
        fields = (
            "id", "key", "status", "words", "provider", "phone", "meets_on", "meets_at", "version", "saved_at", "changes",
        )  # fmt: skip


class AftercareOpenIn(serializers.Serializer[Any]):
    """The stay whose aftercare is planned."""

    episode = RowField(seen(Episode, Permission.NOTE_VIEW))


class AftercareStepIn(serializers.Serializer[Any]):
    """One step of the plan by its id, as it is to stand. ``version`` is the step's that was read."""

    step = serializers.UUIDField()
    version = serializers.IntegerField(min_value=1)
    status = serializers.ChoiceField(choices=AftercareStatus.choices)
    words = TextField(5000)
    provider = TextField(200)
    phone = TextField(40)
    meets_on = DayField(required=False, allow_null=True, default=None)
    meets_at = serializers.TimeField(required=False, allow_null=True, default=None)


class AftercareOut(serializers.ModelSerializer[AftercarePlan]):
    """A stay's aftercare plan with its steps in order."""

    client = serializers.UUIDField(source="episode.client_id")
    steps = AftercareStepOut(many=True)

    class Meta:
        model = AftercarePlan
        fields = ("id", "episode", "client", "opened_at", "steps")


class SummaryAddendumOut(AddendumOut):
    """What was added to a signed summary."""

    class Meta:
        model = SummaryAddendum
        fields = ADDENDUM_FIELDS


class SummaryCoSignatureOut(CoSignatureOut):
    """A supervisor's answer to a summary."""

    class Meta:
        model = SummaryCoSignature
        fields = COSIGNATURE_FIELDS


class SummaryOut(serializers.ModelSerializer[DischargeSummary]):
    """A discharge summary; parts that the caller may not read are left out."""

    client = serializers.UUIDField(source="episode.client_id")
    contents = serializers.SerializerMethodField()
    addenda = SummaryAddendumOut(many=True)
    cosignatures = SummaryCoSignatureOut(many=True)

    class Meta:
        model = DischargeSummary
        fields = (
            "id", "episode", "client", "language", "status", "contents", "signed_at", "signed_by", "addenda", "cosignatures",
            "saved_at", "version",
        )  # fmt: skip

    def get_contents(self, row: DischargeSummary) -> dict[str, str]:
        """Give the text by part."""
        actor = self.context["view"].actor
        return {part: text for part, text in row.contents.items() if may_read_part(actor, part, row.episode)}


class SummaryOpenIn(serializers.Serializer[Any]):
    """The stay whose summary is begun."""

    episode = RowField(seen(Episode, Permission.NOTE_VIEW))


class PartTextIn(serializers.Serializer[Any]):
    """The text of one part."""

    part = serializers.ChoiceField(choices=SummaryPart.choices)
    text = serializers.CharField(max_length=LONGEST, allow_blank=True)


class SummaryIn(serializers.Serializer[Any]):
    """The parts that change; others stay."""

    version = serializers.IntegerField(min_value=1)
    parts = PartTextIn(many=True)
