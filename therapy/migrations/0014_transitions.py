"""Changes of the level of care, and plans of drug tests that are taken back before they begin."""

from __future__ import annotations

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [("clients", "0011_sex"), ("clinic", "0002_site_profile"), ("therapy", "0013_reviews")]

    operations = [
        migrations.CreateModel(
            name="Transition",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("step_down", "Step down"),
                            ("step_up", "Step up"),
                            ("same_level", "Other days at the same level"),
                            ("off_site", "Out to care elsewhere"),
                            ("back", "Back from elsewhere"),
                        ],
                        max_length=10,
                    ),
                ),
                ("effective_on", models.DateField()),
                ("plan_review_on", models.DateField(blank=True, null=True)),
                ("reason", models.TextField()),
                ("decided_at", models.DateTimeField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("undo_reason", models.CharField(blank=True, max_length=300)),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="transitions", to="clients.episode"
                    ),
                ),
                (
                    "from_level",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.levelofcare",
                    ),
                ),
                (
                    "outside_stay",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transitions",
                        to="clients.outsidestay",
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transitions",
                        to="clients.placement",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transitions",
                        to="therapy.levelreview",
                    ),
                ),
                (
                    "to_level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.levelofcare"
                    ),
                ),
                (
                    "undone_by",
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
                "ordering": ["-effective_on", "-decided_at"],
                "indexes": [models.Index(fields=["episode", "-effective_on"], name="transition_by_stay")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("episode", "effective_on"),
                        name="transition_once_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undo_reason", ""), ("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(
                                ("undone_at__isnull", False),
                                ("undone_by__isnull", False),
                                models.Q(("undo_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="transition_undone_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="transition_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("from_level", models.F("to_level")),
                                ("kind", "same_level"),
                                ("placement__isnull", True),
                            ),
                            models.Q(models.Q(("kind", "same_level"), _negated=True), ("placement__isnull", False)),
                            _connector="OR",
                        ),
                        name="transition_placed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TransitionStep",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("level", "Level of care"),
                            ("stay", "Care elsewhere"),
                            ("track", "Track and days"),
                            ("seat", "Seat"),
                            ("roster", "Treatment days"),
                            ("appointment", "Appointments"),
                            ("one_to_one", "One-to-one"),
                            ("plan", "Plan review"),
                            ("review", "Reviews of the level"),
                            ("measures", "Questionnaires"),
                            ("tests", "Drug tests"),
                            ("reminders", "Reminders"),
                            ("told", "Who is told"),
                        ],
                        max_length=12,
                    ),
                ),
                ("before", models.CharField(blank=True, max_length=400)),
                ("after", models.CharField(blank=True, max_length=400)),
                ("says", models.CharField(blank=True, max_length=400)),
                ("act", models.CharField(blank=True, max_length=30)),
                ("subject_kind", models.CharField(blank=True, max_length=60)),
                ("subject_id", models.UUIDField(blank=True, null=True)),
                ("data", models.JSONField(default=dict)),
                (
                    "undone_as",
                    models.CharField(
                        blank=True,
                        choices=[("restored", "As it was before"), ("asked", "Somebody is asked to do it")],
                        max_length=10,
                    ),
                ),
                ("undone_says", models.CharField(blank=True, max_length=400)),
                (
                    "transition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="therapy.transition"
                    ),
                ),
            ],
            options={
                "ordering": ["transition", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("transition", "position"), name="transition_step_once")
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="testplan",
            name="test_plan_one_at_a_time",
        ),
        migrations.AddField(
            model_name="testplan",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="testplan",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                expressions=[
                    ("episode", "="),
                    (
                        models.Func(
                            models.F("starts_on"),
                            models.F("ends_on"),
                            models.Value("[]", output_field=models.CharField()),
                            function="DATERANGE",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="test_plan_one_at_a_time",
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="transition",
            trigger=pgtrigger.compiler.Trigger(
                name="decided_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF to_jsonb(OLD) - ARRAY['undone_at', 'undone_by_id', 'undo_reason']\n    IS DISTINCT FROM to_jsonb(NEW) - ARRAY['undone_at', 'undone_by_id', 'undo_reason']\n    OR OLD.undone_at IS NOT NULL\nTHEN\n    RAISE EXCEPTION 'a change of the level stays as it was decided: it is undone once, before it begins';\nEND IF;\nRETURN NEW;\n",
                    hash="345568992f87dd93472a4ee4f498ec8cd123193d",
                    operation="UPDATE",
                    pgid="pgtrigger_decided_stays_34df0",
                    table="therapy_transition",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="transition",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="36e763e23ba6f8713e3d98dd5f4d9e1d762a20d7",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_e3b80",
                    table="therapy_transition",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="transition",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="62f9fac0e6bf6839b2b00c4ee318d11e84359f6c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_4c60b",
                    table="therapy_transition",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="transitionstep",
            trigger=pgtrigger.compiler.Trigger(
                name="step_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF to_jsonb(OLD) - ARRAY['undone_as', 'undone_says'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['undone_as', 'undone_says']\n    OR OLD.undone_as <> ''\nTHEN\n    RAISE EXCEPTION 'a step stays as it was done: it is undone once';\nEND IF;\nRETURN NEW;\n",
                    hash="db48b3dc8dc34cee7b8dfa2f5367e6528c317ea2",
                    operation="UPDATE",
                    pgid="pgtrigger_step_stays_6a889",
                    table="therapy_transitionstep",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="transitionstep",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d72b549198c3b54349dafaa129c7cec657fc3c7c",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_480d8",
                    table="therapy_transitionstep",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="transitionstep",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="750a548bf9ed9068e3530ef423c00bd13b24856a",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_62da3",
                    table="therapy_transitionstep",
                    when="BEFORE",
                ),
            ),
        ),
    ]
