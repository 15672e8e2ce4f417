"""Runs of background work."""

from __future__ import annotations

from django.db import migrations, models

import iop.core.clock
import iop.core.ids


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="TaskRun",
            fields=[
                (
                    "id",
                    models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("task", models.CharField(max_length=80)),
                ("slot", models.DateTimeField(null=True)),
                ("request_id", models.CharField(blank=True, max_length=60)),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("running", "Running"),
                            ("ok", "Done"),
                            ("failed", "Failed"),
                            ("killed", "Ended half-way"),
                            ("skipped", "Left out: still running"),
                        ],
                        default="running",
                        max_length=8,
                    ),
                ),
                ("error", models.CharField(blank=True, max_length=80)),
                ("result", models.BigIntegerField(null=True)),
                ("queue", models.CharField(blank=True, max_length=30)),
                ("worker", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "ordering": ["-started_at"],
                "indexes": [
                    models.Index(fields=["task", "-started_at"], name="taskrun_newest"),
                    models.Index(
                        condition=models.Q(("outcome", "ok")), fields=["task", "-started_at"], name="taskrun_newest_ok"
                    ),
                    models.Index(fields=["started_at"], name="taskrun_by_age"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome__in", ("running", "ok"))),
                        fields=("task", "slot"),
                        name="taskrun_once_a_slot",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("outcome", "running")),
                            models.Q(models.Q(("outcome", "running"), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="taskrun_ended_when",
                    ),
                ],
            },
        ),
    ]
