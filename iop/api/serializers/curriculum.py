"""Kinds of parts, topics with their handouts, and exercises."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from iop.api.fields import RowField, TextField, every
from iop.api.serializers.patching import PatchIn, VersionedPatchIn
from scheduling.choices import ComponentCategory
from scheduling.models import ComponentKind, CurriculumTopic, Exercise, Handout

DAY = 1440
LONGEST_TEXT = 50_000


class ComponentKindOut(serializers.ModelSerializer[ComponentKind]):
    """A kind of part: how long it is, whether it is service, and who may lead it."""

    class Meta:
        model = ComponentKind
        fields = [
            "id", "key", "name", "category", "default_minutes", "min_minutes", "max_minutes", "counts_as_service",
            "clients_per_facilitator", "min_clients", "needs_licensed_lead", "is_active", "version",
        ]  # fmt: skip
        read_only_fields = fields


class KindFields(serializers.Serializer[Any]):
    """What may be said of a kind of part."""

    name = serializers.CharField(max_length=120)
    category = serializers.ChoiceField(choices=ComponentCategory.choices)
    default_minutes = serializers.IntegerField(min_value=1, max_value=DAY)
    min_minutes = serializers.IntegerField(min_value=1, max_value=DAY)
    max_minutes = serializers.IntegerField(min_value=1, max_value=DAY)
    counts_as_service = serializers.BooleanField(default=True)
    clients_per_facilitator = serializers.IntegerField(
        min_value=1, max_value=500, required=False, allow_null=True, default=None
    )
    min_clients = serializers.IntegerField(min_value=0, max_value=500, default=0)
    needs_licensed_lead = serializers.BooleanField(default=False)
    is_active = serializers.BooleanField(default=True)


class ComponentKindIn(KindFields):
    """A new kind of part; its key never changes."""

    key = serializers.SlugField(max_length=50)


class ComponentKindPatch(KindFields, VersionedPatchIn):
    """A change of a kind of part."""


class HandoutOut(serializers.ModelSerializer[Handout]):
    """Something to take home of a topic. ``has_file``: a file that the pages hand out."""

    topic = serializers.UUIDField(source="topic_id")
    has_file = serializers.SerializerMethodField()

    class Meta:
        model = Handout
        fields = ["id", "topic", "title", "body", "language", "has_file"]
        read_only_fields = fields

    def get_has_file(self, row: Handout) -> bool:
        """Say whether a file belongs to it."""
        return row.file_id is not None


class HandoutIn(serializers.Serializer[Any]):
    """A text to take home of a topic."""

    topic = RowField(every(CurriculumTopic))
    title = serializers.CharField(max_length=200)
    body = serializers.CharField(max_length=LONGEST_TEXT)
    language = serializers.CharField(max_length=8, default="en")


class HandoutPatch(PatchIn):
    """A change of a handout."""

    title = serializers.CharField(max_length=200)
    body = serializers.CharField(max_length=LONGEST_TEXT, allow_blank=True)


class TopicOut(serializers.ModelSerializer[CurriculumTopic]):
    """A topic of the curriculum, with what there is to take home."""

    handouts = HandoutOut(many=True)

    class Meta:
        model = CurriculumTopic
        fields = ["id", "title", "category", "summary", "position", "language", "is_active", "handouts", "version"]
        read_only_fields = fields


class TopicIn(serializers.Serializer[Any]):
    """A topic of the curriculum; ``position`` orders those of a category."""

    title = serializers.CharField(max_length=200)
    category = serializers.ChoiceField(choices=ComponentCategory.choices)
    summary = TextField(5000)
    position = serializers.IntegerField(min_value=0, max_value=32767, default=0)
    language = serializers.CharField(max_length=8, default="en")
    is_active = serializers.BooleanField(default=True)


class TopicPatch(TopicIn, VersionedPatchIn):
    """A change of a topic."""


class ExerciseOut(serializers.ModelSerializer[Exercise]):
    """An exercise of the library with the words to lead it by."""

    class Meta:
        model = Exercise
        fields = ["id", "title", "minutes", "script", "language", "is_active", "version"]
        read_only_fields = fields


class ExerciseIn(serializers.Serializer[Any]):
    """An exercise of the library."""

    title = serializers.CharField(max_length=200)
    script = serializers.CharField(max_length=LONGEST_TEXT)
    minutes = serializers.IntegerField(min_value=1, max_value=DAY)
    language = serializers.CharField(max_length=8, default="en")
    is_active = serializers.BooleanField(default=True)


class ExercisePatch(ExerciseIn, VersionedPatchIn):
    """A change of an exercise."""
