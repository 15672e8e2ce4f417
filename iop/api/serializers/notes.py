"""Signed progress notes and the formats they are written in."""

from __future__ import annotations

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from therapy.choices.plans import Progress
from therapy.models import NoteFormat, ProgressNote
from therapy.note_formats import of_row


class NoteSectionOut(serializers.Serializer[Any]):
    """One part of a note."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    text = serializers.CharField()


class NoteMarkOut(serializers.Serializer[Any]):
    """What a note says of an objective of the plan."""

    objective = serializers.UUIDField(source="thread_id")
    on = serializers.DateField()
    progress = serializers.ChoiceField(choices=Progress.choices)
    comment = serializers.CharField()


class NoteAddendumOut(serializers.Serializer[Any]):
    """What was added to a signed note."""

    id = serializers.UUIDField()
    author = serializers.UUIDField(source="author_id")
    credential = serializers.CharField()
    text = serializers.CharField()
    reason = serializers.CharField()
    signed_at = serializers.DateTimeField()
    digest = serializers.CharField()


class ProgressNoteOut(serializers.ModelSerializer[ProgressNote]):
    """A signed progress note with its addenda. ``carried`` are words taken over from earlier notes."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    site = serializers.UUIDField(source="episode.site_id")
    author = serializers.UUIDField(source="author_id")
    provided_by = serializers.UUIDField(source="provided_by_id", allow_null=True)
    appointment = serializers.UUIDField(source="appointment_id", allow_null=True)
    format = serializers.CharField(source="format.key")
    format_version = serializers.IntegerField(source="format.number")
    sections = serializers.SerializerMethodField()
    objectives = NoteMarkOut(source="objectives_addressed", many=True)
    carried = serializers.SerializerMethodField()
    addenda = NoteAddendumOut(many=True)

    class Meta:
        model = ProgressNote
        fields = [
            "id",
            "client",
            "episode",
            "site",
            "kind",
            "format",
            "format_version",
            "author",
            "provided_by",
            "appointment",
            "starts_at",
            "ends_at",
            "mode",
            "client_location",
            "participants",
            "modalities",
            "outcome",
            "sections",
            "carried",
            "objectives",
            "no_objective_reason",
            "no_objective_words",
            "risk",
            "risk_words",
            "next_step",
            "status",
            "signed_at",
            "late_reason",
            "digest",
            "addenda",
        ]
        read_only_fields = fields

    @extend_schema_field(NoteSectionOut(many=True))
    def get_sections(self, row: ProgressNote) -> list[dict[str, str]]:
        """Give the text in the order of the format."""
        return [
            {"key": each.key, "label": str(each.label), "text": row.contents.get(each.key, "")}
            for each in of_row(row.format).sections
        ]

    def get_carried(self, row: ProgressNote) -> list[dict[str, uuid.UUID | str]]:
        """Give the passages that were taken over, with the note each is from."""
        return [{"section": each.section, "text": each.text, "note": str(each.source_id)} for each in row.carried.all()]


class FormatSectionOut(serializers.Serializer[Any]):
    """One part of a format."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    hint = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment]


class NoteFormatOut(serializers.ModelSerializer[NoteFormat]):
    """A version of a format of progress notes."""

    site = serializers.UUIDField(source="site_id", allow_null=True)
    sections = FormatSectionOut(many=True)

    class Meta:
        model = NoteFormat
        fields = ["id", "key", "number", "name", "source", "site", "kinds", "sections", "is_active"]
        read_only_fields = fields
