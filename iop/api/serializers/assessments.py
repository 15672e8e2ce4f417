"""Biopsychosocial assessments with their sections."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clients.models import Episode
from iop.access.choices import Permission
from iop.api.fields import DayField, RowField, TextField, seen
from iop.api.serializers.signing import (
    ADDENDUM_FIELDS,
    COSIGNATURE_FIELDS,
    LONGEST,
    AddendumOut,
    CoSignatureOut,
)
from iop.core.words import say
from therapy.assessment_contents import seen as read_as
from therapy.models import AssessmentAddendum, AssessmentCoSignature, AssessmentSection, BiopsychosocialAssessment

DEEPEST = 4
READ = r"^[0-9a-f]{64}\Z"


class AssessmentSectionOut(serializers.ModelSerializer[AssessmentSection]):
    """One section's answers by question, and in ``left`` why others are missing."""

    saved_by = serializers.UUIDField(source="saved_by_id", allow_null=True)

    class Meta:
        model = AssessmentSection
        fields = ["key", "answers", "left", "saved_by", "saved_at", "version"]
        read_only_fields = fields


class AssessmentAddendumOut(AddendumOut):
    """What was added to a signed assessment."""

    class Meta:
        model = AssessmentAddendum
        fields = ADDENDUM_FIELDS
        read_only_fields = fields


class AssessmentCoSignatureOut(CoSignatureOut):
    """A supervisor's answer to an assessment."""

    class Meta:
        model = AssessmentCoSignature
        fields = COSIGNATURE_FIELDS
        read_only_fields = fields


class AssessmentOut(serializers.ModelSerializer[BiopsychosocialAssessment]):
    """One assessment; ``definition`` says by which questions."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    author = serializers.UUIDField(source="author_id")
    earlier = serializers.UUIDField(source="earlier_id", allow_null=True)
    signed_by = serializers.UUIDField(source="signed_by_id", allow_null=True)

    class Meta:
        model = BiopsychosocialAssessment
        fields = [
            "id", "client", "episode", "author", "definition", "source", "made_by", "made_on", "earlier", "review_note", "status",
            "saved_at", "signed_at", "signed_by", "version",
        ]  # fmt: skip
        read_only_fields = fields


class AssessmentDetail(AssessmentOut):
    """One assessment with its answers. ``read`` names the words as they stand, for signing."""

    sections = AssessmentSectionOut(many=True)
    addenda = AssessmentAddendumOut(many=True)
    cosignatures = AssessmentCoSignatureOut(many=True)
    read = serializers.SerializerMethodField()

    class Meta(AssessmentOut.Meta):
        fields = [*AssessmentOut.Meta.fields, "sections", "addenda", "cosignatures", "read"]
        read_only_fields = fields

    @extend_schema_field({"type": "string"})
    def get_read(self, row: BiopsychosocialAssessment) -> str:
        """Give the hash of the words."""
        return read_as(row, row.sections.all())


class AssessmentOpenIn(serializers.Serializer[Any]):
    """The stay whose assessment is begun."""

    episode = RowField(seen(Episode, Permission.NOTE_VIEW))


class AdoptIn(serializers.Serializer[Any]):
    """An assessment made before: here (``earlier``) or elsewhere, by whom and when."""

    episode = RowField(seen(Episode, Permission.NOTE_VIEW))
    earlier = RowField(seen(BiopsychosocialAssessment), required=False, allow_null=True, default=None)
    made_on = DayField(required=False, allow_null=True, default=None)
    made_by = TextField(200)
    review_note = TextField(LONGEST)


class ReviewNoteIn(serializers.Serializer[Any]):
    """What was reviewed in an adopted assessment, and what has changed since."""

    version = serializers.IntegerField(min_value=1)
    review_note = serializers.CharField(max_length=LONGEST, allow_blank=True)


@extend_schema_field(OpenApiTypes.ANY)
class AssessedField(serializers.Field[Any, Any, Any, Any]):
    """An answer of an assessment: a value, several, or (for tables) a row of values by name."""

    default_error_messages = {"form": say("This is not an answer.")}

    def to_internal_value(self, data: Any) -> Any:
        """Take plain values only, a few levels deep. What fits the question is said by the assessment."""
        if not _fits(data, DEEPEST):
            self.fail("form")
        return data

    def to_representation(self, value: Any) -> Any:
        """Give it as it was answered."""
        return value


def _fits(value: Any, deep: int) -> bool:
    if isinstance(value, dict | list):
        inside = [*value, *value.values()] if isinstance(value, dict) else value
        return deep > 0 and len(inside) <= 200 and all(_fits(each, deep - 1) for each in inside)
    if isinstance(value, str):
        return "\x00" not in value and len(value) <= LONGEST
    return value is None or isinstance(value, bool) or (isinstance(value, int | float) and abs(value) < 10**9)


class SectionSaveIn(serializers.Serializer[Any]):
    """One section's answers. ``version`` is the section's that was read, 0 for one not yet begun."""

    section = serializers.SlugField(max_length=40)
    version = serializers.IntegerField(min_value=0)
    answers = serializers.DictField(child=AssessedField())
    left = serializers.DictField(child=serializers.CharField(max_length=20), required=False, default=dict)


class ReadIn(serializers.Serializer[Any]):
    """``read`` is that of the draft as it was read: what a colleague changed meanwhile isn't signed."""

    read = serializers.RegexField(READ)
