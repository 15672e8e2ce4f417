"""Calendar feeds: the secret address that a person's own calendar asks."""

from __future__ import annotations

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
from iop.core.migrating import AddTrigger


class Migration(migrations.Migration):
    dependencies = [("clients", "0014_portal"), ("scheduling", "0005_group_meetings")]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("title", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_feeds",
                        to="clients.portalaccount",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("account",),
                        name="calendar_feed_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="calendar_feed_titled"
                    ),
                ],
            },
        ),
        AddTrigger(
            model_name="calendarfeed",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="0ab608a95875b3d87aa0737024cbbee45520eb47",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_5d5e3",
                    table="scheduling_calendarfeed",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="calendarfeed",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="3bf14ac5a4d406edd9e5bd292ae8beca073320db",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_0baa8",
                    table="scheduling_calendarfeed",
                    when="BEFORE",
                ),
            ),
        ),
    ]
