"""Who owes what by when, and background work."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from iop.api.fields import TextField
from iop.operations.choices import State
from iop.work.models import WorkItem


class WorkItemOut(serializers.ModelSerializer[WorkItem]):
    """One piece of work. Without an assignee it belongs to whoever holds the role at the site; ``subject`` is its place."""

    client = serializers.UUIDField(source="client_id", allow_null=True)
    subject = serializers.UUIDField(source="subject_id")

    class Meta:
        model = WorkItem
        fields = [
            "id", "kind", "site", "assignee", "role_key", "client", "subject_kind", "subject", "summary", "due_at", "status",
            "closed_at", "outcome",
        ]  # fmt: skip
        read_only_fields = fields


class WorkCloseIn(serializers.Serializer[Any]):
    """How it ended. What is ``dropped`` is no longer needed and asks for a reason in ``outcome``."""

    outcome = TextField(300)
    dropped = serializers.BooleanField(default=False)


class ScheduledTaskOut(serializers.Serializer[Any]):
    """A task of the schedule: how it stands, when it last went well, how often it failed within a day, when it is due."""

    task = serializers.CharField(source="entry.task")
    queue = serializers.CharField(source="entry.queue")
    every_seconds = serializers.SerializerMethodField()
    state = serializers.ChoiceField(choices=State.choices)
    last_ok_at = serializers.DateTimeField(allow_null=True)
    failures = serializers.IntegerField()
    due_at = serializers.DateTimeField()

    def get_every_seconds(self, row: Any) -> int:
        """Its rhythm."""
        return int(row.entry.every.total_seconds())


class RunTaskIn(serializers.Serializer[Any]):
    """Which task."""

    task = serializers.CharField(max_length=120)
