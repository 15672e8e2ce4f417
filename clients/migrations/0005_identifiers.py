import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.crypto
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0004_registers"),
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClientIdentifier",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ssn", "Social Security number"),
                            ("medicare", "Medicare number"),
                            ("medicaid", "Medicaid number"),
                            ("member", "Member number of a health plan"),
                            ("state_id", "State ID or driver's license"),
                            ("other", "Another number"),
                        ],
                        max_length=12,
                    ),
                ),
                ("value", iop.core.crypto.EncryptedField()),
                ("index", iop.core.crypto.BlindIndexField(editable=False, max_length=64, of="value")),
                ("issuer", models.CharField(blank=True, max_length=120)),
                ("is_active", models.BooleanField(default=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("added_by", models.UUIDField(null=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="identifiers", to="clients.client"
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "-created_at"],
            },
        ),
        migrations.CreateModel(
            name="ClientDocument",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("referral", "Referral"),
                            ("id", "ID"),
                            ("insurance_card", "Insurance card"),
                            ("outside_record", "Record from elsewhere"),
                            ("court_paper", "Court paper"),
                            ("other", "Another paper"),
                        ],
                        max_length=16,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120)),
                ("dated_on", models.DateField(blank=True, null=True)),
                ("added_at", models.DateTimeField()),
                ("added_by", models.UUIDField(null=True)),
                ("error_at", models.DateTimeField(blank=True, null=True)),
                ("error_by", models.UUIDField(blank=True, null=True)),
                ("error_reason", models.CharField(blank=True, max_length=300)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="clients.client"
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                    ),
                ),
            ],
            options={
                "ordering": ["-added_at", "-id"],
                "indexes": [models.Index(fields=["client", "-added_at", "-id"], name="client_document_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("error_at__isnull", True), ("error_reason", "")),
                            models.Q(("error_at__isnull", False), models.Q(("error_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="client_document_error_has_reason",
                    )
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="clientdocument",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="84ef16259831896e9e10eb559066bc0d618b2f9f",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_c62af",
                    table="clients_clientdocument",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="clientdocument",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="b470e1e21d1c94a84f2b819e0db07ad5b3e37738",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_1b817",
                    table="clients_clientdocument",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="clientidentifier",
            index=models.Index(fields=["kind", "index"], name="identifier_by_index"),
        ),
        migrations.AddConstraint(
            model_name="clientidentifier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_active", True)), fields=("client", "kind", "index"), name="identifier_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="clientidentifier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_active", True), ("kind__in", ["ssn", "medicare"])),
                fields=("client", "kind"),
                name="identifier_one_of_a_life",
            ),
        ),
        migrations.AddConstraint(
            model_name="clientidentifier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("is_active", True)),
                    models.Q(("ended_at__isnull", False), ("is_active", False)),
                    _connector="OR",
                ),
                name="identifier_ended_has_time",
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="clientidentifier",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="544968338e5492b43506de3cf65597ed7aac418c",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_6ed58",
                    table="clients_clientidentifier",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="clientidentifier",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="a055e748879abfa9f87fc2da1505f1c2d06e1e8b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_9da78",
                    table="clients_clientidentifier",
                    when="BEFORE",
                ),
            ),
        ),
    ]
