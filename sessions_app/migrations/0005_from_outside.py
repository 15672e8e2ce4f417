"""What clients do from outside: from which open page a check-in was sent, so that one sent twice is one; asking for another time."""

from __future__ import annotations

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
from iop.core.migrating import AddTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0014_portal"),
        ("clinic", "0002_site_profile"),
        ("scheduling", "0006_feeds_and_asks"),
        ("sessions_app", "0004_absence"),
    ]

    operations = [
        migrations.AddField("checkin", "sent_key", models.UUIDField(blank=True, null=True)),
        migrations.AddField("selfreport", "sent_key", models.UUIDField(blank=True, null=True)),
        migrations.CreateModel(
            name="ScheduleAsk",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cancel", "I cannot come"),
                            ("move", "I would like another time"),
                            ("late", "I will be late"),
                        ],
                        max_length=8,
                    ),
                ),
                ("words", models.CharField(max_length=500)),
                ("wished", models.CharField(blank=True, max_length=500)),
                ("asked_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Asked, not answered yet"),
                            ("done", "Settled"),
                            ("declined", "Not possible"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "appointment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schedule_asks",
                        to="scheduling.appointment",
                    ),
                ),
                (
                    "attendance",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schedule_asks",
                        to="sessions_app.attendance",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="schedule_asks", to="clients.client"
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
            ],
            options={
                "ordering": ["-asked_at"],
                "indexes": [
                    models.Index(fields=["client", "-asked_at"], name="schedule_ask_by_client"),
                    models.Index(condition=models.Q(("status", "open")), fields=["site"], name="schedule_ask_open"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("appointment__isnull", True), ("attendance__isnull", False)),
                            models.Q(("appointment__isnull", False), ("attendance__isnull", True)),
                            _connector="OR",
                        ),
                        name="schedule_ask_about_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")), fields=("attendance",), name="schedule_ask_once_a_day"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")),
                        fields=("appointment",),
                        name="schedule_ask_once_an_appointment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("status", "open")),
                            models.Q(models.Q(("status", "open"), _negated=True), ("settled_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="schedule_ask_settled_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "declined"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="schedule_ask_says_why_not",
                    ),
                ],
            },
        ),
        AddTrigger(
            model_name="scheduleask",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="8d6466c0950cfdc645d7672fee5cdcbdc460bff3",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_928f0",
                    table="sessions_app_scheduleask",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="scheduleask",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="5ba8f9142ad9f4b652f15f1b74589815f29590de",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_fb5dd",
                    table="sessions_app_scheduleask",
                    when="BEFORE",
                ),
            ),
        ),
    ]
