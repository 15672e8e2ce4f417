"""What is decided about rows of a file that look like somebody, and whom they look like."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from iop.core.migrating import AddTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0019_versions"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="importedrow",
            name="made_stays",
        ),
        migrations.RemoveConstraint(
            model_name="importedrow",
            name="imported_person_once",
        ),
        migrations.RemoveConstraint(
            model_name="importedrow",
            name="imported_row_made_client",
        ),
        migrations.AddField(
            model_name="importedrow",
            name="alike",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="importedrow",
            name="decided_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="importedrow",
            name="decided_by",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="importedrow",
            name="decision",
            field=models.CharField(
                blank=True,
                choices=[("link", "The same person"), ("new", "Somebody else"), ("leave_out", "Leave out")],
                default="",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="importedrow",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="importedrow",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("new", "New"),
                    ("alike", "Looks like somebody"),
                    ("known", "Brought in before"),
                    ("double", "Twice in the file"),
                    ("faulty", "Cannot be used"),
                    ("made", "Brought in"),
                    ("linked", "Linked to a chart"),
                    ("left_out", "Left out"),
                ],
                max_length=8,
            ),
        ),
        AddTrigger(
            model_name="importedrow",
            trigger=pgtrigger.compiler.Trigger(
                name="made_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"outcome\" = 'made' OR OLD.\"outcome\" = 'linked')",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="746e1747ff65abb63812d6e344e7ae212ca1a264",
                    operation="DELETE",
                    pgid="pgtrigger_made_stays_0116e",
                    table="clients_importedrow",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="importedrow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome__in", ("made", "linked"))),
                fields=("source_key", "mark_index"),
                name="imported_person_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="importedrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome__in", ("made", "linked")), _negated=True),
                    ("client__isnull", False),
                    _connector="OR",
                ),
                name="imported_row_made_client",
            ),
        ),
        migrations.AddConstraint(
            model_name="importedrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", "link"), _negated=True), ("client__isnull", False), _connector="OR"
                ),
                name="imported_row_link_has_chart",
            ),
        ),
        migrations.AddConstraint(
            model_name="importedrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decision", "")),
                    models.Q(models.Q(("decision", ""), _negated=True), ("decided_at__isnull", False)),
                    _connector="OR",
                ),
                name="imported_row_decided_when",
            ),
        ),
    ]
