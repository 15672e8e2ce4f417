"""Claims and their batches: numbers that are given once, files as they were made, and what was answered to them."""

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.crypto
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0002_coverage"),
        ("clinic", "0002_site_profile"),
    ]

    operations = [
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "kind",
                    models.CharField(choices=[("999", "999: the file"), ("277CA", "277CA: each claim")], max_length=5),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("received_at", models.DateTimeField()),
                ("received_by", models.UUIDField(null=True)),
                ("taken", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("unknown", models.JSONField(default=list)),
                ("findings", models.JSONField(default=list)),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="billing.claimbatch",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
            ],
            options={
                "ordering": ["-received_at"],
            },
        ),
        migrations.CreateModel(
            name="BatchPiece",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("number", models.PositiveIntegerField()),
                ("position", models.PositiveIntegerField()),
                ("content", iop.core.crypto.EncryptedField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pieces", to="billing.claimbatch"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "number", "position"), name="batch_piece_once")
                ],
            },
        ),
        migrations.RunSQL(
            sql="CREATE SEQUENCE billing_claim_number AS integer MINVALUE 1 MAXVALUE 999999999 NO CYCLE",
            reverse_sql="DROP SEQUENCE billing_claim_number",
        ),
        migrations.RunSQL(
            sql="CREATE SEQUENCE billing_batch_number AS integer MINVALUE 1 MAXVALUE 999999999 NO CYCLE",
            reverse_sql="DROP SEQUENCE billing_batch_number",
        ),
        migrations.AddField(
            model_name="payer",
            name="claim_period",
            field=models.CharField(
                choices=[("week", "One claim for each week"), ("month", "One claim for each month")],
                default="week",
                max_length=5,
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="acknowledgement",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3cfb6d696cdd8234e0f3ced433c21fa90e5ff60c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_579ff",
                    table="billing_acknowledgement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="acknowledgement",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="3094a5d371232af9520a0b1237fb9ac2d6dce93c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_b0748",
                    table="billing_acknowledgement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="batchpiece",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="5e6d714bb02e63794c7b864aec3694ff7342e677",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_8aaa1",
                    table="billing_batchpiece",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="batchpiece",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="7f6b417150c085fdeb0d49d5a9e82500c12423b0",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_3fc34",
                    table="billing_batchpiece",
                    when="BEFORE",
                ),
            ),
        ),
    ]
