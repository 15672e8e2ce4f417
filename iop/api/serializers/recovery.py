"""Homework, and what clients share of their journals."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.models import Episode
from iop.access.choices import Permission
from iop.api.fields import DayField, RowField, RowsField, every, seen
from scheduling.models import Exercise
from therapy.models import Homework, JournalEntry


class HomeworkOut(serializers.ModelSerializer[Homework]):
    """A task between sessions, and what the client said of it."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    exercise = serializers.UUIDField(source="exercise_id", allow_null=True)
    given_by = serializers.UUIDField(source="given_by_id")

    class Meta:
        model = Homework
        fields = [
            "id", "client", "episode", "words", "exercise", "due_on", "given_at", "given_by", "status", "client_words",
            "settled_at", "version",
        ]  # fmt: skip
        read_only_fields = fields


class TaskWordsIn(serializers.Serializer[Any]):
    """A task, by a day or without one."""

    words = serializers.CharField(max_length=2000)
    due_on = DayField(required=False, allow_null=True, default=None)
    exercise = RowField(every(Exercise), required=False, allow_null=True, default=None)


class HomeworkIn(TaskWordsIn):
    """A task for one client."""

    episode = RowField(seen(Episode, Permission.NOTE_WRITE))


class HomeworkForManyIn(TaskWordsIn):
    """The same task for several clients."""

    episodes = RowsField(seen(Episode, Permission.NOTE_WRITE), allow_empty=False)


class JournalEntryOut(serializers.ModelSerializer[JournalEntry]):
    """A page of a journal that its writer shares now."""

    client = serializers.UUIDField(source="client_id")
    words = serializers.CharField()

    class Meta:
        model = JournalEntry
        fields = ["id", "client", "words", "mood", "written_at", "shared_at"]
        read_only_fields = fields
