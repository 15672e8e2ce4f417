"""Seats that tracks had on days that are over."""

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
    """Read from the audit record what each track had before each change: nothing else kept it until now."""
    zones = dict(apps.get_model("scheduling", "Track").objects.values_list("pk", "program__site__time_zone"))
    past = apps.get_model("scheduling", "PastSeats")
    events = (
        apps.get_model("audit", "AuditEvent").objects.filter(verb__in=["scheduling.track_saved"]).order_by("at", "id")
    )
    had: dict[uuid.UUID, int] = {}
    found: dict[tuple[uuid.UUID, dt.date], int] = {}
    for key, at, number in events.values_list("subject_id", "at", "detail__capacity"):
        if key not in zones or not number:
            continue
        if had.get(key, number) != number:
            last_on = at.astimezone(ZoneInfo(zones[key])).date() - dt.timedelta(days=1)
            found.setdefault((key, last_on), had[key])
        had[key] = number
    rows = [past(track_id=key, last_on=last_on, seats=number) for (key, last_on), number in found.items()]
    past.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        ("scheduling", "0007_family"),
    ]

    operations = [
        migrations.CreateModel(
            name="PastSeats",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("last_on", models.DateField()),
                ("seats", models.PositiveSmallIntegerField()),
                (
                    "track",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="past_seats", to="scheduling.track"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "past seats",
                "ordering": ["track", "last_on"],
                "constraints": [
                    models.UniqueConstraint(fields=("track", "last_on"), name="past_seats_once_a_day"),
                    models.CheckConstraint(condition=models.Q(("seats__gte", 1)), name="past_seats_some"),
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="pastseats",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="bc95c7eda464d87bcce9a5060b7cc80fbac1380a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ad3ef",
                    table="scheduling_pastseats",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="pastseats",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="c8a0ef592f4f47194b1626aaed9ed61e2f928204",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_d95c8",
                    table="scheduling_pastseats",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunPython(bring_along, migrations.RunPython.noop),
    ]
