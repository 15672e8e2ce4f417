"""Early warnings and rewards."""

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0011_sex"),
        ("clinic", "0002_site_profile"),
        ("therapy", "0010_medications_and_support"),
    ]

    operations = [
        migrations.CreateModel(
            name="WarningRule",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("absences", "Missed treatment days"),
                            ("cravings", "Cravings went up"),
                            ("score", "A score got worse"),
                            ("test_missed", "Drug test missed"),
                            ("test_unexpected", "Unexpected drug test result"),
                            ("use", "Told us of use"),
                            ("therapy", "Missed individual sessions"),
                            ("goals", "Goals not kept"),
                        ],
                        max_length=16,
                    ),
                ),
                ("measure_key", models.CharField(blank=True, max_length=60)),
                ("threshold", models.PositiveSmallIntegerField(null=True)),
                ("window_days", models.PositiveSmallIntegerField()),
                ("valid_from", models.DateField()),
                ("made_by", models.UUIDField(null=True)),
            ],
            options={
                "ordering": ["kind", "measure_key", "-valid_from", "-created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("threshold__isnull", True),
                            models.Q(("threshold__gte", 1), ("threshold__lte", 100)),
                            _connector="OR",
                        ),
                        name="warning_rule_threshold",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("window_days__gte", 1), ("window_days__lte", 180)),
                        name="warning_rule_window",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "score"), models.Q(("measure_key", ""), _negated=True)),
                            models.Q(models.Q(("kind", "score"), _negated=True), ("measure_key", "")),
                            _connector="OR",
                        ),
                        name="warning_rule_measure",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EarlyWarning",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("absences", "Missed treatment days"),
                            ("cravings", "Cravings went up"),
                            ("score", "A score got worse"),
                            ("test_missed", "Drug test missed"),
                            ("test_unexpected", "Unexpected drug test result"),
                            ("use", "Told us of use"),
                            ("therapy", "Missed individual sessions"),
                            ("goals", "Goals not kept"),
                        ],
                        max_length=16,
                    ),
                ),
                ("measure_key", models.CharField(blank=True, max_length=60)),
                ("newest", models.CharField(max_length=160)),
                ("facts", models.JSONField()),
                ("raised_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "end",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("talked", "We talked about it"),
                            ("planned", "The plan was changed"),
                            ("known", "Known, and it explains itself"),
                            ("wrong", "The record was wrong"),
                            ("other", "Another reason"),
                            ("passed", "It passed by itself"),
                        ],
                        max_length=8,
                    ),
                ),
                ("end_note", models.CharField(blank=True, max_length=300)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="early_warnings", to="clients.episode"
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="therapy.warningrule"
                    ),
                ),
            ],
            options={
                "ordering": ["-raised_at"],
                "indexes": [models.Index(fields=["episode", "-raised_at"], name="early_warning_by_stay")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("episode", "kind", "measure_key"),
                        name="early_warning_open_once",
                    ),
                    models.UniqueConstraint(
                        fields=("episode", "kind", "measure_key", "newest"), name="early_warning_once_a_fact"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end", ""), ("ended_at__isnull", True)),
                            models.Q(("ended_at__isnull", False), models.Q(("end", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="early_warning_ended_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end__in", ["", "passed"]), ("ended_by__isnull", True)),
                            models.Q(models.Q(("end__in", ["", "passed"]), _negated=True), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="early_warning_ended_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end", "other"), _negated=True),
                            models.Q(("end_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="early_warning_other_says_what",
                    ),
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="warningrule",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1766412fc937ad8350dcb9d0adb7340ccbdd4c90",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6eec7",
                    table="therapy_warningrule",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="warningrule",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="f99b9e1bd6d053c2feea65662ff1f1094d10f9d0",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_d6a82",
                    table="therapy_warningrule",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="earlywarning",
            trigger=pgtrigger.compiler.Trigger(
                name="ended_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."ended_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="6110df8aeabc29107d54d32a8f36c6094428414a",
                    operation="UPDATE",
                    pgid="pgtrigger_ended_stays_25a6d",
                    table="therapy_earlywarning",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="earlywarning",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="79cac234be756828547ab3417057635a0fb9af0e",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_0f7d5",
                    table="therapy_earlywarning",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="earlywarning",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="c86e66f1fd2d02e5efd64f627750a55f2bc9f643",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_34d35",
                    table="therapy_earlywarning",
                    when="BEFORE",
                ),
            ),
        ),
    ]
