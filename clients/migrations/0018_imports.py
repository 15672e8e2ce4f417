"""Files of clients from another system, and who of them became which client."""

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.crypto
import iop.core.ids
from iop.core.migrating import AddTrigger, CreateModels


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0001_squashed_0017_threads"),
        ("clinic", "0001_squashed_0002_site_profile"),
        ("documents", "0001_initial"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="ImportRun",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("source", models.CharField(max_length=80)),
                        ("source_key", models.CharField(max_length=80)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("csv", "Table (CSV)"), ("fhir", "FHIR R4 bundle")], max_length=4
                            ),
                        ),
                        ("digest", models.CharField(max_length=64)),
                        ("mapping", models.JSONField(default=dict)),
                        ("report", models.JSONField(default=dict)),
                        ("counts", models.JSONField(default=dict)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "Being read"),
                                    ("ready", "To look through"),
                                    ("asked", "Being brought in"),
                                    ("done", "Brought in"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Put aside"),
                                ],
                                default="waiting",
                                max_length=9,
                            ),
                        ),
                        ("refusal", models.CharField(blank=True, max_length=500)),
                        ("leaves_faulty_out", models.BooleanField(default=False)),
                        ("brings_alike", models.BooleanField(default=False)),
                        ("received_at", models.DateTimeField()),
                        ("received_by", models.UUIDField(null=True)),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                        ("asked_by", models.UUIDField(null=True)),
                        ("file_removed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["status", "received_at"], name="import_run_waiting"),
                            models.Index(fields=["digest"], name="import_run_by_digest"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("refusal__gt", ""), ("status", "refused")),
                                    models.Q(("status", "refused"), _negated=True),
                                    _connector="OR",
                                ),
                                name="import_run_refusal_said",
                            )
                        ],
                        "ordering": ["-received_at"],
                    },
                ),
                migrations.CreateModel(
                    name="ImportedRow",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("position", models.PositiveIntegerField()),
                        ("source_key", models.CharField(max_length=80)),
                        ("external_id", iop.core.crypto.EncryptedField(blank=True, default="")),
                        ("mark", iop.core.crypto.EncryptedField(default="")),
                        ("mark_index", iop.core.crypto.BlindIndexField(editable=False, max_length=64, of="mark")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("new", "New"),
                                    ("alike", "Looks like somebody"),
                                    ("known", "Brought in before"),
                                    ("double", "Twice in the file"),
                                    ("faulty", "Cannot be used"),
                                    ("made", "Brought in"),
                                    ("left_out", "Left out"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("problems", models.JSONField(default=list)),
                        ("values", iop.core.crypto.EncryptedField(blank=True, default="")),
                        (
                            "client",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imported_rows",
                                to="clients.client",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="clients.importrun"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["run", "outcome", "position"], name="imported_row_by_outcome")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("run", "position"), name="imported_row_position"),
                            models.UniqueConstraint(
                                condition=models.Q(("outcome", "made")),
                                fields=("source_key", "mark_index"),
                                name="imported_person_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "made"), _negated=True),
                                    ("client__isnull", False),
                                    _connector="OR",
                                ),
                                name="imported_row_made_client",
                            ),
                        ],
                        "ordering": ["position"],
                    },
                ),
                migrations.CreateModel(
                    name="ImportRunChange",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "Being read"),
                                    ("ready", "To look through"),
                                    ("asked", "Being brought in"),
                                    ("done", "Brought in"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Put aside"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_id", models.UUIDField(null=True)),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="clients.importrun",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at"],
                    },
                ),
            ]
        ),
        AddTrigger(
            model_name="importrun",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="e3aba49763ded829a5dfd3b7229602cb8858ff51",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_698d5",
                    table="clients_importrun",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="importrun",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="aeeb9c1ce80198b0699b6e2c6b5d0d6e7d2ae7fd",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_572c6",
                    table="clients_importrun",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="importrun",
            trigger=pgtrigger.compiler.Trigger(
                name="status_follows_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM clients_importrunchange h WHERE h.run_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'waiting') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="da1fe5141ba3cb91705e077730492c6eef6b8e81",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_status_follows_history_1df9f",
                    table="clients_importrun",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="importrun",
            trigger=pgtrigger.compiler.Trigger(
                name="status_starts_right",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'waiting'))",
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM clients_importrunchange h WHERE h.run_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'waiting') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="ab917cfd437f1d0f3caf5409f8b84765c64f8745",
                    operation="INSERT",
                    pgid="pgtrigger_status_starts_right_d2655",
                    table="clients_importrun",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="importedrow",
            trigger=pgtrigger.compiler.Trigger(
                name="made_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"outcome\" = 'made')",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="fe4ee5e6500d6f214efd732e35d1792c7cbff61a",
                    operation="DELETE",
                    pgid="pgtrigger_made_stays_0116e",
                    table="clients_importedrow",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="importedrow",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="1e4e5ffcfba519dffcbd40ad1c544419dcda1605",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_be902",
                    table="clients_importedrow",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="importrunchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8c14e4fa0790be60e4a6fc886231060250c50541",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e9c41",
                    table="clients_importrunchange",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="importrunchange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="7d5659020e6da7aa028c5d0b39770f9b26872bcc",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_4ca73",
                    table="clients_importrunchange",
                    when="BEFORE",
                ),
            ),
        ),
    ]
