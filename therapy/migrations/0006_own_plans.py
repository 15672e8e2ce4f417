"""Plans a client owns: safety and relapse prevention; aftercare; discharge summaries."""

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0010_letters"),
        ("clinic", "0001_initial"),
        ("therapy", "0005_plans"),
    ]

    operations = [
        migrations.CreateModel(
            name="AftercarePlan",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("opened_at", models.DateTimeField()),
                (
                    "episode",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="aftercare", to="clients.episode"
                    ),
                ),
                (
                    "opened_by",
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
                "ordering": ["-opened_at"],
            },
        ),
        migrations.CreateModel(
            name="AftercareStep",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("therapy", "Continued therapy"),
                            ("groups", "Support groups"),
                            ("living", "Living situation"),
                            ("vocational", "Work or school"),
                            ("medication", "Medication"),
                            ("medical", "Medical care"),
                            ("crisis", "What to do in a crisis"),
                            ("alumni", "Staying in touch"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Not yet"),
                            ("arranged", "Arranged"),
                            ("not_wanted", "Not needed or not wanted"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("provider", models.CharField(blank=True, max_length=200)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("meets_on", models.DateField(blank=True, null=True)),
                ("meets_at", models.TimeField(blank=True, null=True)),
                ("saved_at", models.DateTimeField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="therapy.aftercareplan"
                    ),
                ),
                (
                    "saved_by",
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
                "ordering": ["plan", "created_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "key"), name="aftercare_step_once"),
                    models.CheckConstraint(
                        condition=models.Q(("meets_at__isnull", True), ("meets_on__isnull", False), _connector="OR"),
                        name="aftercare_time_has_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "arranged"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            models.Q(("provider", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="aftercare_arranged_how",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AftercareChange",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("at", models.DateTimeField()),
                ("values", models.JSONField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="therapy.aftercarestep"
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="DischargeSummary",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("language", models.CharField(default="en", max_length=5)),
                ("contents", models.JSONField(default=dict)),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("awaiting", "Waiting for co-signature"), ("signed", "Signed")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("saved_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "episode",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="discharge_summary",
                        to="clients.episode",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "signed_by",
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
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("signed_at__isnull", True)), fields=["created_at"], name="summary_drafts"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at__isnull", True), ("signed_by__isnull", True), ("status", "draft")),
                            models.Q(
                                models.Q(("status", "draft"), _negated=True),
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="summary_signed_when",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnPlan",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[("safety", "Safety plan"), ("relapse", "Relapse-prevention plan")], max_length=8
                    ),
                ),
                ("draft", models.JSONField(blank=True, null=True)),
                ("draft_saved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "draft_how",
                    models.CharField(
                        blank=True,
                        choices=[("together", "Written together"), ("by_client", "Written by the client")],
                        max_length=10,
                    ),
                ),
                ("kept_at", models.DateTimeField(blank=True, null=True)),
                (
                    "seen_by",
                    models.CharField(
                        choices=[("everybody", "Everybody who treats me here"), ("care_team", "Only my own care team")],
                        default="everybody",
                        max_length=10,
                    ),
                ),
                ("review_on", models.DateField(blank=True, null=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="own_plans", to="clients.client"
                    ),
                ),
                (
                    "draft_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "kept_by",
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
                "ordering": ["kind", "-created_at"],
                "indexes": [
                    models.Index(fields=["client", "kind", "-kept_at"], name="own_plan_by_client"),
                    models.Index(
                        condition=models.Q(("review_on__isnull", False)), fields=["review_on"], name="own_plan_review"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kept_at__isnull", True), ("kept_by__isnull", True)),
                            models.Q(("kept_at__isnull", False), ("kept_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="own_plan_kept_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "safety"), _negated=True), ("seen_by", "everybody"), _connector="OR"
                        ),
                        name="own_plan_safety_seen",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnPlanVersion",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("contents", models.JSONField()),
                ("language", models.CharField(default="en", max_length=5)),
                (
                    "how",
                    models.CharField(
                        choices=[("together", "Written together"), ("by_client", "Written by the client")],
                        max_length=10,
                    ),
                ),
                (
                    "seen_by",
                    models.CharField(
                        choices=[("everybody", "Everybody who treats me here"), ("care_team", "Only my own care team")],
                        default="everybody",
                        max_length=10,
                    ),
                ),
                ("review_on", models.DateField()),
                ("kept_at", models.DateTimeField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "kept_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="therapy.ownplan"
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [models.UniqueConstraint(fields=("plan", "number"), name="own_plan_number_once")],
            },
        ),
        migrations.CreateModel(
            name="SummaryAddendum",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("text", models.TextField()),
                ("reason", models.CharField(max_length=300)),
                ("signed_at", models.DateTimeField()),
                ("credential", models.CharField(blank=True, max_length=120)),
                ("digest", models.CharField(max_length=64)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "summary",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addenda",
                        to="therapy.dischargesummary",
                    ),
                ),
            ],
            options={
                "ordering": ["signed_at"],
            },
        ),
        migrations.CreateModel(
            name="SummaryCoSignature",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("at", models.DateTimeField()),
                (
                    "decision",
                    models.CharField(
                        choices=[("signed", "Co-signed"), ("returned", "Returned with a comment")], max_length=10
                    ),
                ),
                ("comment", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "summary",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cosignatures",
                        to="therapy.dischargesummary",
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="aftercareplan",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="537b99a90a11d5126dc482f52c44a330205d4934",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_87511",
                    table="therapy_aftercareplan",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="aftercareplan",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="a892b14fa23acc6e752865141f5651a61cffa9a7",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_ef618",
                    table="therapy_aftercareplan",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="aftercarestep",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="4d6a03bda46232371e94a9bd4449c5ecf5e63b86",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_56c7f",
                    table="therapy_aftercarestep",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="aftercarestep",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="f371d940f87bbe2e147418e905d2af743b2ad108",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_1a66f",
                    table="therapy_aftercarestep",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="aftercarechange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3ef5dbeb1013239b99396bb7ad9d9a13182a7e3e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_98200",
                    table="therapy_aftercarechange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="aftercarechange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="fc7fd5f16c1de14dfb465837ad7b8e44c911e336",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_136f6",
                    table="therapy_aftercarechange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="dischargesummary",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.signed_at IS NOT NULL AND (\n    NEW.signed_at IS DISTINCT FROM OLD.signed_at\n    OR NEW.signed_by_id IS DISTINCT FROM OLD.signed_by_id\n    OR NEW.episode_id IS DISTINCT FROM OLD.episode_id\n    OR NEW.author_id IS DISTINCT FROM OLD.author_id\n    OR NEW.contents IS DISTINCT FROM OLD.contents\n    OR NEW.language IS DISTINCT FROM OLD.language\n    OR NEW.created_at IS DISTINCT FROM OLD.created_at\n    OR NEW.saved_at IS DISTINCT FROM OLD.saved_at\n    OR (OLD.status = 'signed' AND NEW.status IS DISTINCT FROM OLD.status)\n    OR NEW.status = 'draft'\n) THEN\n    RAISE EXCEPTION 'a signed discharge summary is locked: only an addendum may follow';\nEND IF;\nRETURN NEW;\n",
                    hash="7035eff5ef801a4b9a106f0af9b1810b17da40bb",
                    operation="UPDATE",
                    pgid="pgtrigger_locked_once_signed_4f976",
                    table="therapy_dischargesummary",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="dischargesummary",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="292c0cdb6bf532d669728fe84956415ae8de7abe",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_8bd37",
                    table="therapy_dischargesummary",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="dischargesummary",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="d1ae44dd7f5572a5b474ef50acf490c02601e8f5",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_73fb6",
                    table="therapy_dischargesummary",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="ownplan",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d94884b19883e103ad9a1e0965f1e9f7c7472720",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_b0435",
                    table="therapy_ownplan",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="ownplan",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="bd134a39d3f492fbd889453a65280dbff503ab36",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_ccb28",
                    table="therapy_ownplan",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="ownplanversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="21c083855a0ffee5b3ba7418ea527d58649bd865",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8b1c6",
                    table="therapy_ownplanversion",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="ownplanversion",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="f218f71953d9c6a2d9beffb623a23785d3b51677",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_7ac74",
                    table="therapy_ownplanversion",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="ownplanversion",
            trigger=pgtrigger.compiler.Trigger(
                name="in_order",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.number <> 1 + COALESCE((SELECT MAX(v.number) FROM therapy_ownplanversion v WHERE v.plan_id = NEW.plan_id), 0) THEN\n    RAISE EXCEPTION 'versions of a plan follow one another without a gap';\nEND IF;\nRETURN NEW;\n",
                    hash="bb23d20ce835e7f364497541b7860f6e2698db2a",
                    operation="INSERT",
                    pgid="pgtrigger_in_order_f6fc6",
                    table="therapy_ownplanversion",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="summaryaddendum",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8165bad19af02857b7ecf6094a9805240db462f5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c0fa9",
                    table="therapy_summaryaddendum",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="summaryaddendum",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="dbd83b038a7337092aa10013b4ce3e2c85a68192",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_0d5ed",
                    table="therapy_summaryaddendum",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="summarycosignature",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="65380967371a700afb5185acdca7b28bc17e19a3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_42b67",
                    table="therapy_summarycosignature",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="summarycosignature",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="48ce1e0f600de54599e2904db57ed2825e6b0193",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_32bc0",
                    table="therapy_summarycosignature",
                    when="BEFORE",
                ),
            ),
        ),
    ]
