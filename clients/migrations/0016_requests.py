"""What clients ask for from outside: forms offered for signing, copies made ready to take, wishes that nobody of staff reported."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
from iop.core.migrating import AddTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0015_portal_door"),
        ("clinic", "0002_site_profile"),
    ]

    operations = [
        migrations.AddField(
            model_name="clientdocument",
            name="shared_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="clientdocument",
            name="shared_by",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="accessrequest",
            name="reported_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clinic.staffmember",
            ),
        ),
        migrations.AlterField(
            model_name="amendmentrequest",
            name="reported_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clinic.staffmember",
            ),
        ),
        migrations.AlterField(
            model_name="restrictionrequest",
            name="reported_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clinic.staffmember",
            ),
        ),
        migrations.CreateModel(
            name="ConsentOffer",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("at", models.DateTimeField()),
                (
                    "by_staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "consent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offer", to="clients.consent"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RecordExport",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("paper", "A PDF to read or print"),
                            ("data", "Everything with files, for another program or clinic"),
                        ],
                        max_length=8,
                    ),
                ),
                ("language", models.CharField(max_length=8)),
                (
                    "parts",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), size=None),
                ),
                ("asked_at", models.DateTimeField()),
                ("ready_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("file", models.FileField(blank=True, upload_to="exports/%Y/%m/")),
                ("size_bytes", models.PositiveIntegerField(default=0)),
                ("records", models.JSONField(default=list)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="record_exports", to="clients.client"
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-id"],
                "indexes": [
                    models.Index(fields=["client", "-asked_at"], name="record_export_by_client"),
                    models.Index(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=["ends_at"],
                        name="record_export_standing",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("parts__len__gte", 1)), name="record_export_of_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ends_at__isnull", True), ("ready_at__isnull", True)),
                            models.Q(("ends_at__gt", models.F("ready_at")), ("ready_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="record_export_ends",
                    ),
                ],
            },
        ),
        AddTrigger(
            model_name="consentoffer",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b9d17668c5b82fec26ec346a5502f1bd502e41e2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f75f2",
                    table="clients_consentoffer",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="consentoffer",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="a546a50a751a5ccf216f06c1053460d3d70e7588",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_178b3",
                    table="clients_consentoffer",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="recordexport",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="e09c810dad8306ebc2708aaedbcdec5636c46da8",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_36918",
                    table="clients_recordexport",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="recordexport",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="d4837c0eba294855e08730f9580d711ee55cdb41",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_847d3",
                    table="clients_recordexport",
                    when="BEFORE",
                ),
            ),
        ),
    ]
