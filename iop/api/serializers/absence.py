"""Following up missed days: cases with their steps."""

from __future__ import annotations

from rest_framework import serializers

from sessions_app.models import AbsenceCase, AbsenceCaseStep


class AbsenceCaseStepOut(serializers.ModelSerializer[AbsenceCaseStep]):
    """A step: how, whose, when, and what came of it. Notes of calls are not part of it."""

    method = serializers.CharField(source="step.method")
    owner = serializers.CharField(source="step.owner")
    words = serializers.CharField(source="step.words")
    outcome = serializers.CharField(source="outreach.outcome", default=None, allow_null=True)
    is_left_out = serializers.SerializerMethodField()

    class Meta:
        model = AbsenceCaseStep
        fields = ["id", "method", "owner", "words", "opens_at", "due_at", "done_at", "outcome", "is_left_out"]
        read_only_fields = fields

    def get_is_left_out(self, row: AbsenceCaseStep) -> bool:
        """Say whether the step was left out with a reason."""
        return bool(row.left_out)


class AbsenceCaseOut(serializers.ModelSerializer[AbsenceCase]):
    """Somebody who missed a day without a word: since which day, the newest, the steps, and how it ended."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    first_missed_on = serializers.DateField(source="first_line.session.on")
    newest_missed_on = serializers.DateField(source="newest_line.session.on")
    steps = AbsenceCaseStepOut(many=True)

    class Meta:
        model = AbsenceCase
        fields = [
            "id", "client", "episode", "first_missed_on", "newest_missed_on", "opened_at", "closed_at", "end", "steps", "version",
        ]  # fmt: skip
        read_only_fields = fields
