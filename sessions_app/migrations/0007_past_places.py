"""Places that groups outside a stay had on days that are over."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


def bring_along(apps: Any, schema_editor: Any) -> None:
    """Read from the audit record what each group had before each change: nothing else kept it until now."""
    zones = dict(apps.get_model("sessions_app", "OpenGroup").objects.values_list("pk", "site__time_zone"))
    past = apps.get_model("sessions_app", "PastPlaces")
    events = (
        apps.get_model("audit", "AuditEvent")
        .objects.filter(verb__in=["sessions.group_added", "sessions.group_changed"])
        .order_by("at", "id")
    )
    had: dict[uuid.UUID, int] = {}
    found: dict[tuple[uuid.UUID, dt.date], int] = {}
    for key, at, number in events.values_list("subject_id", "at", "detail__places"):
        if key not in zones or not number:
            continue
        if had.get(key, number) != number:
            last_on = at.astimezone(ZoneInfo(zones[key])).date() - dt.timedelta(days=1)
            found.setdefault((key, last_on), had[key])
        had[key] = number
    rows = [past(group_id=key, last_on=last_on, places=number) for (key, last_on), number in found.items()]
    past.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        ("sessions_app", "0006_families"),
    ]

    operations = [
        migrations.CreateModel(
            name="PastPlaces",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("last_on", models.DateField()),
                ("places", models.PositiveSmallIntegerField()),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="past_places",
                        to="sessions_app.opengroup",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "past places",
                "ordering": ["group", "last_on"],
                "constraints": [
                    models.UniqueConstraint(fields=("group", "last_on"), name="past_places_once_a_day"),
                    models.CheckConstraint(condition=models.Q(("places__gte", 1)), name="past_places_some"),
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="pastplaces",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c0cb150d8fb1e9e0ad30b2d15b14a0e9dfa2e580",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1896d",
                    table="sessions_app_pastplaces",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="pastplaces",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="ea510c3f5309577851ee74af85202bc696aa0099",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_8d791",
                    table="sessions_app_pastplaces",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunPython(bring_along, migrations.RunPython.noop),
    ]
