"""What is told to the state of admissions and discharges."""

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("clients", "0017_threads"),
        ("clinic", "0002_site_profile"),
        ("documents", "0001_initial"),
    ]

    operations = [
        iop.core.migrating.CreateModels(
            [
                migrations.CreateModel(
                    name="StateExtract",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("authority", models.CharField(max_length=300)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        ("layout", models.SlugField(max_length=60)),
                        ("layout_from", models.DateField()),
                        ("family", models.SlugField(max_length=60)),
                        ("counts", models.JSONField()),
                        ("digest", models.CharField(max_length=64)),
                        ("made_at", models.DateTimeField()),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.recipientparty",
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
                        "ordering": ["-made_at"],
                        "indexes": [models.Index(fields=["site", "-made_at"], name="state_extract_by_site")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="state_extract_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("authority", ""), _negated=True), name="state_extract_authority"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StateRecord",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("admission", "Admission"),
                                    ("transfer", "Transfer"),
                                    ("discharge", "Discharge"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("values", models.JSONField(default=dict)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Something is missing"),
                                    ("complete", "Complete"),
                                    ("handed_in", "Handed in"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("handed_in_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_by",
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
                                related_name="state_records",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.placement",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("episode", "kind", "placement"), name="state_record_once", nulls_distinct=False
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("placement__isnull", True), ("kind", "transfer"), _connector="OR"),
                                name="state_record_placement_transfer",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "handed_in"), _negated=True),
                                    ("handed_in_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="state_record_handed_in",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StateExtractLine",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("digest", models.CharField(max_length=64)),
                        (
                            "extract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="reports.stateextract",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handed_in",
                                to="reports.staterecord",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["record", "-created_at"], name="state_line_by_record")],
                        "constraints": [models.UniqueConstraint(fields=("extract", "record"), name="state_line_once")],
                    },
                ),
                migrations.CreateModel(
                    name="StateSite",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("provider_number", models.CharField(blank=True, max_length=15)),
                        ("authority", models.CharField(blank=True, max_length=300)),
                        ("layout", models.SlugField(blank=True, max_length=60)),
                        (
                            "party",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.recipientparty",
                            ),
                        ),
                        (
                            "site",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="state_data", to="clinic.site"
                            ),
                        ),
                    ],
                ),
            ]
        ),
        iop.core.migrating.AddTrigger(
            model_name="stateextract",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="042b14ae1f078c1b70278100d0563ca5c78ba25f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_075b7",
                    table="reports_stateextract",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="stateextract",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="eca02aef27bd2e289681b1aacf51854c493b92e7",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_ffbe8",
                    table="reports_stateextract",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="staterecord",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="8447ed64332264b6660ecd6df5f8bc615273a0ed",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_15539",
                    table="reports_staterecord",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="staterecord",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="b75dba722a248e49376b0c1b0529cf74987fc700",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_a537c",
                    table="reports_staterecord",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="stateextractline",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c433dd9efb0fe32f3cf767ee7f76a6963b681f29",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_34ffe",
                    table="reports_stateextractline",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="stateextractline",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="57d8e856366c92d4954435d2d9c7447c68626205",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_2ce06",
                    table="reports_stateextractline",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="statesite",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="f2dbc9ee20e82cbf09b3efed9062d2e609a608c3",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_38e11",
                    table="reports_statesite",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="statesite",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="3e0aaa02125618846d610ad256603d7cc60c7143",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_b34a0",
                    table="reports_statesite",
                    when="BEFORE",
                ),
            ),
        ),
    ]
