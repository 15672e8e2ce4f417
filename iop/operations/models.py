"""Runs of background work: what ran, when, on which worker, and how it ended. Nothing here is about a client."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from iop.core.models import Row
from iop.operations.choices import CLAIMS, Outcome


class TaskRun(Row):
    """One run of a task. ``slot`` is the piece of the schedule it stands for; a run asked for by hand has none.

    Of an error only its class is kept: a message may quote what the row was about.
    """

    task = models.CharField(max_length=80)
    slot = models.DateTimeField(null=True)
    request_id = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.RUNNING)
    error = models.CharField(max_length=80, blank=True)
    result = models.BigIntegerField(null=True)
    """The number that the task gave back: how many rows it made, sent or closed."""
    queue = models.CharField(max_length=30, blank=True)
    worker = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-started_at"]
        indexes = [
            models.Index(fields=["task", "-started_at"], name="taskrun_newest"),
            models.Index(fields=["task", "-started_at"], condition=Q(outcome=Outcome.OK), name="taskrun_newest_ok"),
            models.Index(fields=["started_at"], name="taskrun_by_age"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "slot"], condition=Q(outcome__in=CLAIMS), name="taskrun_once_a_slot"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.RUNNING, ended_at__isnull=True)
                | (~Q(outcome=Outcome.RUNNING) & Q(ended_at__isnull=False)),
                name="taskrun_ended_when",
            ),
        ]

    @property
    def seconds(self) -> float | None:
        """Say how long it took; nothing while it runs."""
        return (self.ended_at - self.started_at).total_seconds() if self.ended_at else None
