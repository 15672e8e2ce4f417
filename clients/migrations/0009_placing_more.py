import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [("clients", "0008_gate_more"), ("clinic", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="diagnosis",
            name="entered_in_error_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clinic.staffmember",
            ),
        ),
        migrations.AddField(
            model_name="diagnosis",
            name="error_reason",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="dimensionrating",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        iop.core.migrating.AddTrigger(
            model_name="dimensionrating",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_with_assessment",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM clients_dimensionalassessment a\n    WHERE a.id IN (COALESCE(OLD.assessment_id, NEW.assessment_id), COALESCE(NEW.assessment_id, OLD.assessment_id))\n    AND a.signed_at IS NOT NULL\n) THEN\n    RAISE EXCEPTION 'a signed assessment is locked: its ratings stay as they were signed';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="25ed2e618c16c29c5dcfbdb70b76019f77bbc32f",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_locked_with_assessment_6471b",
                    table="clients_dimensionrating",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="dimensionrating",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="47cd04301c91f3c99c0e484950b3e5f0208179c1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_2d6ef",
                    table="clients_dimensionrating",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="diagnosis",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("entered_in_error_at__isnull", True),
                    models.Q(("entered_in_error_by__isnull", False), models.Q(("error_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="diagnosis_error_said",
            ),
        ),
        migrations.AddConstraint(
            model_name="dimensionalassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("signed_at__isnull", True), ("placement__isnull", False), _connector="OR"),
                name="dim_assessment_placed",
            ),
        ),
        migrations.AddConstraint(
            model_name="dimensionalassessment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("signed_at__isnull", True)), fields=("episode",), name="dim_assessment_one_draft"
            ),
        ),
    ]
