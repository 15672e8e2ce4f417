"""Who pays themselves, and questions and answers about covers as files."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0001_initial"),
        ("clients", "0017_threads"),
    ]

    operations = [
        migrations.CreateModel(
            name="SelfPay",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("entered_by", models.UUIDField(null=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="self_pay", to="clients.client"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "self-pay",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="self_pay_forward",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("client", "="),
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
                        name="self_pay_one_a_day",
                    ),
                ],
                "ordering": ["-starts_on"],
            },
        ),
        migrations.CreateModel(
            name="EligibilityFile",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("kind", models.CharField(choices=[("270", "Question (270)"), ("271", "Answer (271)")], max_length=3)),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField(null=True)),
                ("about_on", models.DateField()),
                ("trace", models.CharField(blank=True, max_length=30)),
                ("digest", models.CharField(max_length=64)),
                ("facts", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("waits", "To compare"), ("accepted", "Taken over"), ("set_aside", "Not taken over")],
                        default="waits",
                        max_length=9,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.UUIDField(null=True)),
                (
                    "coverage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="eligibility_files",
                        to="billing.coverage",
                    ),
                ),
                (
                    "verification",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="billing.verification",
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "indexes": [models.Index(fields=["coverage", "-at"], name="eligibility_by_coverage")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "271")), fields=("digest",), name="eligibility_answer_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "270")), fields=("trace",), name="eligibility_trace_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            ("verification__isnull", False),
                            _connector="OR",
                        ),
                        name="eligibility_accepted_is_kept",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            sql="CREATE SEQUENCE billing_eligibility_number AS integer MINVALUE 1 MAXVALUE 999999999 CYCLE",
            reverse_sql="DROP SEQUENCE billing_eligibility_number",
        ),
        iop.core.migrating.AddTrigger(
            model_name="eligibilityfile",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="acaee24ed13f95e6486ef60aadb117e5a5a1d1d3",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_26893",
                    table="billing_eligibilityfile",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="eligibilityfile",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="3903331646b1b3f782b470270c9ac650476edc44",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_facd2",
                    table="billing_eligibilityfile",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="selfpay",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="19c52b2a72b9a5b763823033628a115fe29662b8",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_e6710",
                    table="billing_selfpay",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="selfpay",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="0b21b0443910a403d69e15eb11001d1181abcda1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_48eb5",
                    table="billing_selfpay",
                    when="BEFORE",
                ),
            ),
        ),
    ]
