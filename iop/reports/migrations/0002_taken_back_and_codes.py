"""Lines that take back what the state was told, and codes that a clinic compared with its state's manual."""

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0002_site_profile"),
        ("reports", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StateCodeList",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("state", models.CharField(blank=True, max_length=2)),
                ("family", models.SlugField(max_length=60)),
                ("name", models.SlugField(max_length=60)),
                ("codes", models.JSONField()),
                ("is_compared", models.BooleanField()),
                ("source", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "by",
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
                "indexes": [models.Index(fields=["family", "state", "name", "-at"], name="state_codes_newest")],
            },
        ),
        migrations.RemoveConstraint(model_name="stateextractline", name="state_line_once"),
        migrations.AddField(
            model_name="stateextractline",
            name="sent_as",
            field=models.CharField(
                choices=[("add", "New"), ("change", "Change of what was told"), ("delete", "Taken back")],
                default="add",
                max_length=6,
            ),
        ),
        migrations.AddField(model_name="stateextractline", name="told", field=models.JSONField(default=dict)),
        migrations.AddConstraint(
            model_name="stateextractline",
            constraint=models.UniqueConstraint(fields=("extract", "record", "sent_as"), name="state_line_once_as"),
        ),
        iop.core.migrating.AddTrigger(
            model_name="statecodelist",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1c0758ea1afc565db43414ab899ce11dfe9d6c8a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a37a5",
                    table="reports_statecodelist",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="statecodelist",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="47a2051363ec22c3617ac714c66ee472fdc9eb31",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_3d687",
                    table="reports_statecodelist",
                    when="BEFORE",
                ),
            ),
        ),
    ]
