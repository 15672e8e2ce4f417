"""Questionnaires."""

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0001_initial"),
        ("therapy", "0006_own_plans"),
    ]

    operations = [
        migrations.CreateModel(
            name="Questionnaire",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("key", models.SlugField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("language", models.CharField(choices=[("en", "English"), ("es", "Spanish")], max_length=5)),
                ("title", models.CharField(max_length=200)),
                ("definition", models.JSONField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("shipped", "Comes with the system"),
                            ("clinic", "Made by the clinic"),
                            ("imported", "Imported file"),
                        ],
                        max_length=8,
                    ),
                ),
                ("licence_accepted_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("is_active", models.BooleanField(default=True)),
                ("digest", models.CharField(max_length=64)),
                (
                    "licence_accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
            ],
            options={
                "ordering": ["key", "language", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("key", "language", "version"), name="questionnaire_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("licence_accepted_at__isnull", True), ("licence_accepted_by__isnull", True)),
                            models.Q(("licence_accepted_at__isnull", False), ("licence_accepted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="questionnaire_licence_by_somebody",
                    ),
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="questionnaire",
            trigger=pgtrigger.compiler.Trigger(
                name="stays_as_answered",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.key IS DISTINCT FROM OLD.key\n    OR NEW.version IS DISTINCT FROM OLD.version\n    OR NEW.language IS DISTINCT FROM OLD.language\n    OR NEW.title IS DISTINCT FROM OLD.title\n    OR NEW.definition IS DISTINCT FROM OLD.definition\n    OR NEW.digest IS DISTINCT FROM OLD.digest\n    OR NEW.source IS DISTINCT FROM OLD.source\n    OR NEW.licence_accepted_by_id IS DISTINCT FROM OLD.licence_accepted_by_id\n    OR NEW.licence_accepted_at IS DISTINCT FROM OLD.licence_accepted_at\nTHEN\n    RAISE EXCEPTION 'a version of a questionnaire stays as it was answered: make a new version';\nEND IF;\nRETURN NEW;\n",
                    hash="3c6893039357389d7e2bc76eebeb4201014be62f",
                    operation="UPDATE",
                    pgid="pgtrigger_stays_as_answered_2f652",
                    table="therapy_questionnaire",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="questionnaire",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="0e873cf1d697adef80759b8185b1e76530057855",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_abacd",
                    table="therapy_questionnaire",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="questionnaire",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="57e928273bedd77fcfe48e2ac7ea1d4b9080d8f4",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_d271b",
                    table="therapy_questionnaire",
                    when="BEFORE",
                ),
            ),
        ),
    ]
