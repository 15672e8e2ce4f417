"""Measures given."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0011_sex"),
        ("clinic", "0001_initial"),
        ("therapy", "0007_questionnaires"),
    ]

    operations = [
        migrations.CreateModel(
            name="MeasureAssignment",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("key", models.SlugField(max_length=40)),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("intake", "At the beginning"),
                            ("every", "On the rhythm"),
                            ("discharge", "At discharge"),
                            ("after", "After treatment"),
                            ("follow_up", "Because of an answer"),
                            ("by_hand", "Asked for by a colleague"),
                        ],
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("due", "Due"),
                            ("begun", "Begun"),
                            ("done", "Done"),
                            ("skipped", "Skipped"),
                            ("expired", "Not given in time"),
                        ],
                        default="due",
                        max_length=8,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("declined", "They declined"),
                            ("away", "They were away"),
                            ("not_well", "Not well enough today"),
                            ("not_needed", "Not needed clinically"),
                            ("other", "Another reason"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason_words", models.CharField(blank=True, max_length=300)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measure_assignments",
                        to="clients.episode",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "key"],
                "indexes": [
                    models.Index(fields=["episode", "key", "-due_on"], name="measure_due_by_episode"),
                    models.Index(
                        condition=models.Q(("status__in", ["begun", "due"])), fields=["due_on"], name="measure_due_open"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["begun", "due"])),
                        fields=("episode", "key"),
                        name="measure_one_open",
                    ),
                    models.UniqueConstraint(fields=("episode", "key", "occasion", "due_on"), name="measure_due_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("status__in", ["begun", "due"])),
                            models.Q(
                                models.Q(("status__in", ["begun", "due"]), _negated=True), ("settled_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="measure_settled_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "skipped"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="measure_skipped_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasureResponse",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("key", models.SlugField(max_length=40)),
                ("questionnaire_version", models.PositiveIntegerField()),
                ("language", models.CharField(default="en", max_length=8)),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("self", "The client, themselves"),
                            ("staff", "A colleague, asking or observing"),
                            ("proxy", "Somebody for the client"),
                        ],
                        max_length=5,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("completed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Being answered"),
                            ("complete", "Complete"),
                            ("incomplete", "Not complete"),
                            ("declined", "Declined"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                ("left", models.JSONField(default=dict)),
                (
                    "sex",
                    models.CharField(
                        choices=[
                            ("unknown", "Not asked"),
                            ("female", "Female"),
                            ("male", "Male"),
                            ("other", "Another"),
                        ],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                ("total", models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True)),
                ("subscores", models.JSONField(default=dict)),
                ("band", models.CharField(blank=True, max_length=40)),
                ("flags", models.JSONField(default=list)),
                ("scoring_version", models.CharField(blank=True, max_length=20)),
                ("entered_in_error_at", models.DateTimeField(blank=True, null=True)),
                ("entered_in_error_reason", models.CharField(blank=True, max_length=300)),
                (
                    "assignment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="therapy.measureassignment",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "entered_in_error_by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measure_responses",
                        to="clients.episode",
                    ),
                ),
            ],
            options={
                "ordering": ["-started_at"],
                "indexes": [
                    models.Index(fields=["episode", "key", "-started_at"], name="measure_resp_by_episode"),
                    models.Index(
                        condition=models.Q(("completed_at__isnull", True)),
                        fields=["saved_at"],
                        name="measure_resp_drafts",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("assignment__isnull", False), ("entered_in_error_at__isnull", True)),
                        fields=("assignment",),
                        name="measure_answered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("completed_at__isnull", True), ("status", "draft")),
                            models.Q(models.Q(("status", "draft"), _negated=True), ("completed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="measure_finished_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("completed_at__isnull", True),
                            ("completed_at__gte", models.F("started_at")),
                            _connector="OR",
                        ),
                        name="measure_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("entered_in_error_at__isnull", True),
                            models.Q(
                                ("completed_at__isnull", False),
                                models.Q(("entered_in_error_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="measure_error_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasureAlert",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("rule_key", models.SlugField(max_length=40)),
                (
                    "level",
                    models.CharField(
                        choices=[("urgent", "Now"), ("today", "Today"), ("routine", "To look at")], max_length=8
                    ),
                ),
                ("is_safety", models.BooleanField(default=False)),
                ("raised_at", models.DateTimeField()),
                ("escalations", models.PositiveSmallIntegerField(default=0)),
                ("escalated_at", models.DateTimeField(blank=True, null=True)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "done",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("spoke", "Spoke with the client"),
                                ("assessed", "Assessed the risk"),
                                ("safety_plan", "Made or went through the safety plan"),
                                ("means", "Talked about means and made them safer"),
                                ("support", "Brought in family or another support"),
                                ("called_988", "Called 988 together"),
                                ("emergency", "Called 911 or went to an emergency room"),
                                ("prescriber", "Told the prescriber"),
                                ("not_reached", "Tried to reach them, without success"),
                                ("no_risk", "No present risk found"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("what_was_done", models.TextField(blank=True)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "escalated_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="therapy.measureresponse"
                    ),
                ),
            ],
            options={
                "ordering": ["-raised_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("acknowledged_at__isnull", True)),
                        fields=["raised_at"],
                        name="measure_alert_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("response", "rule_key"), name="measure_alert_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("acknowledged_at__isnull", True), ("acknowledged_by__isnull", True)),
                            models.Q(
                                ("acknowledged_at__isnull", False),
                                ("acknowledged_by__isnull", False),
                                models.Q(("done", []), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="measure_alert_answered_how",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasureRule",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("key", models.SlugField(max_length=40)),
                ("valid_from", models.DateField()),
                ("at_intake", models.BooleanField(default=False)),
                ("every_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("at_discharge", models.BooleanField(default=False)),
                (
                    "after_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.levelofcare"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
            ],
            options={
                "ordering": ["level", "key", "-valid_from", "-created_at"],
                "indexes": [models.Index(fields=["level", "key", "-valid_from"], name="measure_rule_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("every_days__isnull", True),
                            models.Q(("every_days__gte", 1), ("every_days__lte", 365)),
                            _connector="OR",
                        ),
                        name="measure_rule_every",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="measureassignment",
            name="rule",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="therapy.measurerule"
            ),
        ),
        migrations.CreateModel(
            name="MeasureSave",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("number", models.PositiveIntegerField()),
                ("answers", models.JSONField()),
                ("left", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("self", "The client, themselves"),
                            ("staff", "A colleague, asking or observing"),
                            ("proxy", "Somebody for the client"),
                        ],
                        max_length=5,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="saves", to="therapy.measureresponse"
                    ),
                ),
            ],
            options={
                "ordering": ["response", "number"],
                "constraints": [models.UniqueConstraint(fields=("response", "number"), name="measure_save_once")],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="measureresponse",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_finished",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.episode_id IS DISTINCT FROM OLD.episode_id OR NEW.key IS DISTINCT FROM OLD.key\n    OR NEW.questionnaire_version IS DISTINCT FROM OLD.questionnaire_version\n    OR NEW.started_at IS DISTINCT FROM OLD.started_at\nTHEN\n    RAISE EXCEPTION 'answers stay with their stay and their version of the questionnaire';\nEND IF;\nIF OLD.completed_at IS NOT NULL AND (\n    to_jsonb(NEW) - 'entered_in_error_at' - 'entered_in_error_by_id' - 'entered_in_error_reason'\n    IS DISTINCT FROM to_jsonb(OLD) - 'entered_in_error_at' - 'entered_in_error_by_id' - 'entered_in_error_reason'\n    OR OLD.entered_in_error_at IS NOT NULL\n) THEN\n    RAISE EXCEPTION 'finished answers are locked: they may only be marked as entered in error, once';\nEND IF;\nRETURN NEW;\n",
                    hash="498b1d01540b0317b9d1f9be984b3c7e61da3d86",
                    operation="UPDATE",
                    pgid="pgtrigger_locked_once_finished_5ad0c",
                    table="therapy_measureresponse",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measureresponse",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a32b894181a07fb584d3dc9f1146c19abf1b187f",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_2cf98",
                    table="therapy_measureresponse",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measureresponse",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="d6ba9e24a36efb610f34eb2528e4920cd6d0ed1c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_63f7f",
                    table="therapy_measureresponse",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measurealert",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_acknowledged",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.response_id IS DISTINCT FROM OLD.response_id OR NEW.rule_key IS DISTINCT FROM OLD.rule_key\n    OR NEW.raised_at IS DISTINCT FROM OLD.raised_at\nTHEN\n    RAISE EXCEPTION 'an alert stays with the answer that raised it';\nEND IF;\nIF OLD.acknowledged_at IS NOT NULL AND to_jsonb(NEW) IS DISTINCT FROM to_jsonb(OLD) THEN\n    RAISE EXCEPTION 'an acknowledged alert is locked';\nEND IF;\nRETURN NEW;\n",
                    hash="06953d0858a3047854fd5e20cbc7a81a71b4a2aa",
                    operation="UPDATE",
                    pgid="pgtrigger_locked_once_acknowledged_28479",
                    table="therapy_measurealert",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measurealert",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="3ddc779e585641c3c5329477afc5d86221111d3a",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_d67c8",
                    table="therapy_measurealert",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measurealert",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="a4442615003a989031501de813180a5baa1273fe",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_55e8d",
                    table="therapy_measurealert",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measurerule",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="486266583bfe956552cd968007027ce84b3f67f6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_71e0c",
                    table="therapy_measurerule",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measurerule",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="e74371e3f3de8c3a772c678b6138671509292823",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_f8dec",
                    table="therapy_measurerule",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measureassignment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="ea9fe9d2bdb6a8405bf2ad16b6d731a719809bfb",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_902ac",
                    table="therapy_measureassignment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measureassignment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="72cfd0192992b310063b57ef6c77b3f08cf28b78",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_f175a",
                    table="therapy_measureassignment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measuresave",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6c4de777ce486447286c8426d3ae0f99e62e567f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0d703",
                    table="therapy_measuresave",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measuresave",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="25a864cfa23f8350163e1de07643eb89bc6d9a92",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_397b6",
                    table="therapy_measuresave",
                    when="BEFORE",
                ),
            ),
        ),
    ]
