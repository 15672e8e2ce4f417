"""Answers of payers and denials."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.crypto
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0003_claims"),
        ("clients", "0017_threads"),
        ("clinic", "0002_site_profile"),
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RemittanceFile",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("digest", models.CharField(max_length=64)),
                (
                    "status",
                    models.CharField(
                        choices=[("received", "Being read"), ("read", "Read"), ("refused", "Refused")],
                        default="received",
                        max_length=8,
                    ),
                ),
                ("refusal", models.CharField(blank=True, max_length=500)),
                ("received_at", models.DateTimeField()),
                ("received_by", models.UUIDField(null=True)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
            ],
            options={
                "ordering": ["-received_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "refused"), _negated=True),
                        fields=("digest",),
                        name="remittance_file_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status", "refused"), ("refusal", ""), _connector="OR"),
                        name="remittance_file_refusal_said",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Remittance",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("payer_name", models.CharField(max_length=60)),
                ("payer_code", models.CharField(max_length=80)),
                ("trace_number", models.CharField(max_length=50)),
                ("method", models.CharField(blank=True, max_length=3)),
                ("paid_on", models.DateField()),
                ("cents", models.BigIntegerField()),
                ("claims_count", models.PositiveIntegerField(default=0)),
                (
                    "status",
                    models.CharField(
                        choices=[("received", "To post"), ("posted", "Posted")], default="received", max_length=8
                    ),
                ),
                ("post_asked_at", models.DateTimeField(blank=True, null=True)),
                ("posted_at", models.DateTimeField(blank=True, null=True)),
                ("posted_by", models.UUIDField(null=True)),
                (
                    "payer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remittances",
                        to="billing.payer",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remittances",
                        to="billing.remittancefile",
                    ),
                ),
            ],
            options={
                "ordering": ["-paid_on", "-created_at"],
                "indexes": [models.Index(fields=["site", "-paid_on"], name="remittance_by_site")],
                "constraints": [
                    models.UniqueConstraint(fields=("payer_code", "trace_number", "cents"), name="remittance_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("posted_at__isnull", False), ("status", "posted")),
                            models.Q(("posted_at__isnull", True), ("status", "received")),
                            _connector="OR",
                        ),
                        name="remittance_posted_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RemittanceClaim",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("position", models.PositiveIntegerField()),
                ("control_number", models.CharField(max_length=38)),
                ("status_code", models.CharField(max_length=2)),
                ("cents", models.BigIntegerField()),
                ("paid", models.BigIntegerField()),
                ("patient", models.BigIntegerField(default=0)),
                ("payer_number", models.CharField(blank=True, max_length=50)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("member_number", iop.core.crypto.EncryptedField(blank=True, default="")),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "remarks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), blank=True, default=list, size=None
                    ),
                ),
                (
                    "match",
                    models.CharField(
                        choices=[("number", "By its number"), ("hand", "By hand"), ("none", "Not matched")],
                        default="none",
                        max_length=6,
                    ),
                ),
                ("matched_by", models.UUIDField(null=True)),
                ("posted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="billing.claim",
                    ),
                ),
                (
                    "remittance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="billing.remittance"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "indexes": [
                    models.Index(fields=["remittance", "match"], name="remittance_claim_match"),
                    models.Index(fields=["claim", "posted_at"], name="remittance_claim_posted"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("remittance", "position"), name="remittance_claim_position"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claim__isnull", True), ("match", "none")),
                            models.Q(("claim__isnull", False), models.Q(("match", "none"), _negated=True)),
                            _connector="OR",
                        ),
                        name="remittance_claim_match_said",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RemittanceLine",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("control_number", models.CharField(blank=True, max_length=50)),
                ("code", models.CharField(blank=True, max_length=48)),
                ("on", models.DateField(blank=True, null=True)),
                ("cents", models.BigIntegerField()),
                ("paid", models.BigIntegerField()),
                ("units", models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True)),
                (
                    "remarks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), blank=True, default=list, size=None
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="billing.remittanceclaim"
                    ),
                ),
                (
                    "claim_line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="billing.claimline",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="RemittanceAdjustment",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("group", models.CharField(max_length=2)),
                ("code", models.CharField(max_length=5)),
                ("cents", models.BigIntegerField()),
                ("quantity", models.DecimalField(blank=True, decimal_places=2, max_digits=15, null=True)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjustments",
                        to="billing.remittanceclaim",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjustments",
                        to="billing.remittanceline",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="ProviderAdjustment",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("position", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=3)),
                ("reference", models.CharField(blank=True, max_length=50)),
                ("cents", models.BigIntegerField()),
                (
                    "remittance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="others", to="billing.remittance"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Denial",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("eligibility", "Eligibility"),
                            ("authorization", "Authorization"),
                            ("filing", "Timely filing"),
                            ("coding", "Coding"),
                            ("cob", "Another payer comes first"),
                            ("credentialing", "Credentialing"),
                            ("necessity", "Medical necessity"),
                            ("duplicate", "Duplicate"),
                            ("short_day", "Short day"),
                            ("information", "Missing information"),
                            ("benefit", "Benefit used up or not covered"),
                            ("taken_back", "Payment taken back"),
                            ("other", "Other"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), default=list, size=None
                    ),
                ),
                ("cents", models.BigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "To work on"),
                            ("corrected", "Corrected and sent again"),
                            ("appealed", "Appealed"),
                            ("won", "Won"),
                            ("lost", "Lost"),
                            ("given_up", "Given up"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("denied_on", models.DateField()),
                ("correct_by", models.DateField()),
                ("appeal_by", models.DateField()),
                ("due_on", models.DateField()),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="denials", to="billing.claim"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="denials",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "answer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="denial", to="billing.remittanceclaim"
                    ),
                ),
            ],
            options={
                "ordering": ["due_on"],
                "indexes": [
                    models.Index(fields=["status", "due_on"], name="denial_by_deadline"),
                    models.Index(fields=["owner", "due_on"], name="denial_by_owner"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="denial_has_money"),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("open", "corrected", "appealed", "lost"))),
                        fields=("claim",),
                        name="denial_one_under_way_a_claim",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DenialChange",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "To work on"),
                            ("corrected", "Corrected and sent again"),
                            ("appealed", "Appealed"),
                            ("won", "Won"),
                            ("lost", "Lost"),
                            ("given_up", "Given up"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField(null=True)),
                ("words", models.CharField(blank=True, max_length=500)),
                (
                    "denial",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="billing.denial"
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="DenialLetter",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("necessity", "Appeal: medical necessity"),
                            ("retro", "Request: retroactive authorization"),
                            ("filing", "Proof of timely filing"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by_staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "denial",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="billing.denial"
                    ),
                ),
                (
                    "disclosure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.disclosure"
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="denialchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7d57d2cb6a1e55deee05206a33be8bc964f723fa",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8bb3c",
                    table="billing_denialchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="denialchange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="38463635b3314b030d0a885bf28ab26a9db672fc",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_10267",
                    table="billing_denialchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="denialletter",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f85d9bcbb41830ffbaf645663859770581eed2ea",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cee6c",
                    table="billing_denialletter",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="denialletter",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="158b354dc1d658bbf14ccf5411433adb53459857",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_ac9c0",
                    table="billing_denialletter",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="provideradjustment",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="066b25a9dcb8a711aa5ba683765c8c73d716116d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d37cd",
                    table="billing_provideradjustment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="provideradjustment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="8991d792da444e32e2f67e674d1a6536538acd2e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_59e18",
                    table="billing_provideradjustment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="remittanceclaim",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="6d7d30917e72483cafb4a43d4256f47a14828e83",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_5111e",
                    table="billing_remittanceclaim",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="remittanceclaim",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="6b48f27e076f8b4df1b22c6ad1d67960c619d3bc",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_26d94",
                    table="billing_remittanceclaim",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="denial",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="9ebca812c9265aad382175aabe44a594b9833caf",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_55aeb",
                    table="billing_denial",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="denial",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="68e294e9a6c5f15e60cc4d497104da0f8e5bc8f8",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_8cb6d",
                    table="billing_denial",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="denial",
            trigger=pgtrigger.compiler.Trigger(
                name="status_follows_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM billing_denialchange h WHERE h.denial_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'open') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="5533cc423ff48d0eca862aaa68153495b39a74ad",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_status_follows_history_6ee63",
                    table="billing_denial",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="denial",
            trigger=pgtrigger.compiler.Trigger(
                name="status_starts_right",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'open'))",
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM billing_denialchange h WHERE h.denial_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'open') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="d3e3c34ffa570846bf96f5d0ac4194fdf57a5726",
                    operation="INSERT",
                    pgid="pgtrigger_status_starts_right_58c94",
                    table="billing_denial",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="remittancefile",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="231fe5ad7a15595f9fa9f8f70f5c0c9d0ba6c91c",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_f30d2",
                    table="billing_remittancefile",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="remittancefile",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="7c515eda9e9798d0d3b4149c526d6b9a13febca2",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_de39f",
                    table="billing_remittancefile",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="remittance",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="5ab8da5125aff577580ddf2f20430138d66e91c5",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_135c0",
                    table="billing_remittance",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="remittance",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="5418aa7d639fe9e4c38f8817335b5c394c0005ec",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_796ad",
                    table="billing_remittance",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="remittanceline",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="4dc54704efa0ed6805b6dc6fcd98462492be0093",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_4b54d",
                    table="billing_remittanceline",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="remittanceline",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="db8ddcd24638ec38d0d73303e6ae841da14e5d85",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_01076",
                    table="billing_remittanceline",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="remittanceadjustment",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="445002866cb873dc07ce24fab49fc1a83912cf64",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f8ec6",
                    table="billing_remittanceadjustment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="remittanceadjustment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="dc9fca93eaa4a4be0d8cc79efd29c279d74e7d6c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_ff8e6",
                    table="billing_remittanceadjustment",
                    when="BEFORE",
                ),
            ),
        ),
    ]
