"""Questionnaires due, their answers, and alerts."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from therapy.choices.measures import Mode
from therapy.models import MeasureAlert, MeasureAssignment, MeasureResponse


class AssignmentOut(serializers.ModelSerializer[MeasureAssignment]):
    """A questionnaire that is, or was, due."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")

    class Meta:
        model = MeasureAssignment
        fields = ["id", "client", "episode", "key", "occasion", "due_on", "status", "reason", "settled_at"]
        read_only_fields = fields


class ResponseOut(serializers.ModelSerializer[MeasureResponse]):
    """Answers to one giving of a questionnaire, with its score. ``completed_at`` is null while it is being answered."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    assignment = serializers.UUIDField(source="assignment_id", allow_null=True)
    questionnaire = serializers.CharField(source="key")

    class Meta:
        model = MeasureResponse
        fields = [
            "id",
            "client",
            "episode",
            "assignment",
            "questionnaire",
            "questionnaire_version",
            "language",
            "mode",
            "status",
            "started_at",
            "completed_at",
            "answers",
            "left",
            "total",
            "subscores",
            "band",
            "flags",
            "scoring_version",
            "entered_in_error_at",
            "version",
        ]
        read_only_fields = fields


class ResponseIn(serializers.Serializer[Any]):
    """Answers from elsewhere: by item key, finished at once. Open questions are refused unless ``accept_missing`` says so."""

    episode = serializers.UUIDField()
    questionnaire = serializers.SlugField(max_length=40)
    language = serializers.ChoiceField(choices=["en", "es"], default="en")
    mode = serializers.ChoiceField(choices=Mode.choices, default=Mode.SELF)
    answers = serializers.DictField()
    left = serializers.DictField(child=serializers.CharField(), required=False, default=dict)
    accept_missing = serializers.BooleanField(default=False)


class AlertOut(serializers.ModelSerializer[MeasureAlert]):
    """An answer that alarmed, and what became of it."""

    client = serializers.UUIDField(source="response.episode.client_id")
    response = serializers.UUIDField(source="response_id")
    questionnaire = serializers.CharField(source="response.key")
    assigned_to = serializers.UUIDField(source="assigned_to_id", allow_null=True)
    acknowledged_by = serializers.UUIDField(source="acknowledged_by_id", allow_null=True)

    class Meta:
        model = MeasureAlert
        fields = [
            "id",
            "client",
            "response",
            "questionnaire",
            "rule_key",
            "level",
            "is_safety",
            "raised_at",
            "assigned_to",
            "escalations",
            "escalated_at",
            "acknowledged_at",
            "acknowledged_by",
            "done",
        ]
        read_only_fields = fields
