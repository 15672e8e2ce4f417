"""What clients pay."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0004_remittances"),
        ("clients", "0017_threads"),
        ("clinic", "0002_site_profile"),
    ]

    operations = [
        migrations.CreateModel(
            name="PovertyGuideline",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "area",
                    models.CharField(
                        choices=[("states", "48 states and D.C."), ("alaska", "Alaska"), ("hawaii", "Hawaii")],
                        default="states",
                        max_length=8,
                    ),
                ),
                ("valid_from", models.DateField()),
                ("first_cents", models.PositiveIntegerField()),
                ("more_cents", models.PositiveIntegerField()),
                ("source", models.CharField(max_length=200)),
                ("made_by", models.UUIDField(null=True)),
            ],
            options={
                "ordering": ["-valid_from", "-created_at"],
            },
        ),
        migrations.CreateModel(
            name="SlidingFee",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("household", models.PositiveSmallIntegerField()),
                ("income_cents", models.PositiveBigIntegerField()),
                ("percent", models.PositiveIntegerField()),
                ("pays_percent", models.PositiveSmallIntegerField()),
                ("most_cents", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "proof",
                    models.CharField(
                        choices=[
                            ("pay_stubs", "Pay stubs"),
                            ("tax_return", "Tax return"),
                            ("benefits", "Letter about benefits"),
                            ("employer", "Letter of an employer"),
                            ("own_word", "Own signed word"),
                        ],
                        max_length=10,
                    ),
                ),
                ("decided_by", models.UUIDField(null=True)),
                ("ended_because", models.CharField(blank=True, max_length=200)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sliding_fees", to="clients.client"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
            ],
            options={
                "ordering": ["-starts_on"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("ends_on__isnull", False)), name="sliding_fee_ends"),
                    models.CheckConstraint(condition=models.Q(("household__gte", 1)), name="sliding_fee_household"),
                    models.CheckConstraint(condition=models.Q(("pays_percent__lte", 100)), name="sliding_fee_percent"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        expressions=[
                            ("client", "="),
                            (
                                models.Func(
                                    models.F("starts_on"),
                                    models.F("ends_on"),
                                    models.Value("[]", output_field=models.CharField()),
                                    function="DATERANGE",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="sliding_fee_one_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SlidingScale",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("valid_from", models.DateField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("made_by", models.UUIDField(null=True)),
            ],
            options={
                "ordering": ["-valid_from", "-created_at"],
            },
        ),
        migrations.CreateModel(
            name="SlidingBand",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("up_to_percent", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("pays_percent", models.PositiveSmallIntegerField()),
                ("most_cents", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "scale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bands", to="billing.slidingscale"
                    ),
                ),
            ],
            options={
                "ordering": [models.OrderBy(models.F("up_to_percent"), nulls_last=True)],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scale", "up_to_percent"), name="sliding_band_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(condition=models.Q(("pays_percent__lte", 100)), name="sliding_band_percent"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClientPayment",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("number", models.CharField(max_length=12, unique=True)),
                ("key", models.CharField(max_length=120, unique=True)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("cash", "Cash"),
                            ("check", "Check"),
                            ("card", "Card at the desk"),
                            ("online", "Paid online"),
                        ],
                        max_length=8,
                    ),
                ),
                ("cents", models.PositiveIntegerField()),
                ("received_on", models.DateField()),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("taken_by", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payments", to="clients.client"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
            ],
            options={
                "ordering": ["-at"],
                "indexes": [models.Index(fields=["client", "-at"], name="client_payment_by_client")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="client_payment_something"),
                    models.CheckConstraint(
                        condition=models.Q(("reference__regex", "\\d[ -]?(\\d[ -]?){11,17}\\d"), _negated=True),
                        name="client_payment_no_card",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClientRefund",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("key", models.CharField(max_length=120, unique=True)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("cash", "Cash"),
                            ("check", "Check"),
                            ("card", "Card at the desk"),
                            ("online", "Paid online"),
                        ],
                        max_length=8,
                    ),
                ),
                ("cents", models.PositiveIntegerField()),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("because", models.CharField(max_length=200)),
                ("made_by", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="billing.clientpayment"
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="client_refund_something"),
                    models.CheckConstraint(
                        condition=models.Q(("because", ""), _negated=True), name="client_refund_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reference__regex", "\\d[ -]?(\\d[ -]?){11,17}\\d"), _negated=True),
                        name="client_refund_no_card",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClientStatement",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("number", models.CharField(max_length=12, unique=True)),
                ("key", models.CharField(max_length=120, unique=True)),
                ("made_on", models.DateField()),
                ("due_on", models.DateField()),
                ("lines", models.JSONField()),
                ("owed_cents", models.PositiveBigIntegerField()),
                ("credit_cents", models.PositiveBigIntegerField(default=0)),
                ("plan_words", models.JSONField(default=dict)),
                ("made_by", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="clients.client"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
            ],
            options={
                "ordering": ["-made_on", "-at"],
                "indexes": [models.Index(fields=["client", "-made_on"], name="statement_by_client")],
            },
        ),
        migrations.CreateModel(
            name="Estimate",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("scheduled", "Service was scheduled"),
                            ("asked", "Asked for, or asked what it costs"),
                            ("changed", "What is planned has changed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("asked_on", models.DateField()),
                ("due_on", models.DateField(blank=True, null=True)),
                ("given_on", models.DateField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "diagnoses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), blank=True, default=list, size=None
                    ),
                ),
                ("total_cents", models.PositiveBigIntegerField()),
                ("language", models.CharField(default="en", max_length=5)),
                ("given_by", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="estimates", to="clients.client"
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="estimates", to="clients.episode"
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="billing.estimate",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
            ],
            options={
                "ordering": ["-at"],
                "indexes": [models.Index(fields=["client", "-at"], name="estimate_by_client")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="estimate_forward"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EstimateItem",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=5)),
                ("words", models.CharField(max_length=120)),
                ("provider", models.CharField(max_length=120)),
                ("provider_number", models.CharField(blank=True, max_length=20)),
                ("units", models.PositiveSmallIntegerField()),
                ("cents", models.PositiveIntegerField()),
                (
                    "estimate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="billing.estimate"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("estimate", "position"), name="estimate_item_once"),
                    models.CheckConstraint(condition=models.Q(("units__gte", 1)), name="estimate_item_units"),
                ],
            },
        ),
        migrations.CreateModel(
            name="OnlinePayment",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("provider", models.CharField(max_length=20)),
                ("reference", models.CharField(max_length=120)),
                ("url", models.CharField(max_length=500)),
                ("cents", models.PositiveIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[("begun", "Begun"), ("paid", "Paid"), ("failed", "Did not go through")],
                        default="begun",
                        max_length=8,
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="online_payments", to="clients.client"
                    ),
                ),
                (
                    "payment",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="online",
                        to="billing.clientpayment",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
            ],
            options={
                "ordering": ["-began_at"],
                "indexes": [models.Index(fields=["client", "-began_at"], name="online_payment_by_client")],
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "reference"), name="online_payment_once"),
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="online_payment_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("payment__isnull", False), ("status", "paid")),
                            models.Q(models.Q(("status", "paid"), _negated=True), ("payment__isnull", True)),
                            _connector="OR",
                        ),
                        name="online_payment_paid_has_payment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentPlan",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("total_cents", models.PositiveIntegerField()),
                (
                    "rhythm",
                    models.CharField(
                        choices=[("week", "Every week"), ("two_weeks", "Every two weeks"), ("month", "Every month")],
                        max_length=9,
                    ),
                ),
                ("agreed_at", models.DateTimeField()),
                ("agreed_by", models.UUIDField(null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Runs"),
                            ("behind", "Two payments missed"),
                            ("done", "Paid off"),
                            ("ended", "Ended"),
                        ],
                        default="active",
                        max_length=8,
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payment_plans", to="clients.client"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
            ],
            options={
                "ordering": ["-agreed_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["active", "behind"])),
                        fields=("client",),
                        name="payment_plan_one_runs",
                    ),
                    models.CheckConstraint(condition=models.Q(("total_cents__gt", 0)), name="payment_plan_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("due_on", models.DateField()),
                ("cents", models.PositiveIntegerField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instalments",
                        to="billing.paymentplan",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "indexes": [models.Index(fields=["due_on"], name="instalment_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "number"), name="instalment_once"),
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="instalment_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentPlanChange",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Runs"),
                            ("behind", "Two payments missed"),
                            ("done", "Paid off"),
                            ("ended", "Ended"),
                        ],
                        max_length=8,
                    ),
                ),
                ("because", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField(null=True)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="billing.paymentplan"
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="povertyguideline",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8b0d368892ae55de45a88a0366272adb9b0f5734",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0bb79",
                    table="billing_povertyguideline",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="povertyguideline",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="8d2417d09209f768f10e938971593650dbd16df7",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_86ac4",
                    table="billing_povertyguideline",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="slidingscale",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="99a282fd0fe654cfa8a4df54db3d979e040b948b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6f6c1",
                    table="billing_slidingscale",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="slidingscale",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="f9e2c6c92d8174a4e6cae96b606580625e422fde",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_8f7e6",
                    table="billing_slidingscale",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="clientpayment",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e070b3009dc87fa1ed454d7866864dff1f388f6b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_79565",
                    table="billing_clientpayment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="clientpayment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="8ad1af89e9bd87c3b91e6020920545a3b16287a3",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_cfb56",
                    table="billing_clientpayment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="clientrefund",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3d0e2f9c1a941834a7dbef1041d31834a88cddf3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0b09d",
                    table="billing_clientrefund",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="clientrefund",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="3de76c960d0b155d5fb3924c3fefb3e6a4093168",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_35321",
                    table="billing_clientrefund",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="clientstatement",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="85e4d31f2fbe71d97bc2f070d017898cd6693b9e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7bab4",
                    table="billing_clientstatement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="clientstatement",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="4a97c83fa196c5b3af8a5d582fe02d5f779463c0",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_f7b63",
                    table="billing_clientstatement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="estimate",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="bac2284f6e3431e418b8e5613daa29b0827fbeba",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ee4a1",
                    table="billing_estimate",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="estimate",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="9a16e9bb097754b833bd59642e68523ddf080e84",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_37ac7",
                    table="billing_estimate",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="estimateitem",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c1a5f36828c5c5a501ee69bf9475fc65126b0d87",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0a11b",
                    table="billing_estimateitem",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="estimateitem",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="e5ceb534ff2342a3da9e58e87c454082dd90857d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_b6bcf",
                    table="billing_estimateitem",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="onlinepayment",
            trigger=pgtrigger.compiler.Trigger(
                name="ends_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.status <> 'begun' THEN\n    RAISE EXCEPTION 'an online payment that has ended stays as it ended';\nEND IF;\nRETURN NEW;\n",
                    hash="b6546102358ecb58581a99a1dcabc5cf6c3aee39",
                    operation="UPDATE",
                    pgid="pgtrigger_ends_once_c9123",
                    table="billing_onlinepayment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="onlinepayment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="687c3da80ed4c4cb5327fab810b41359795f090c",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_6d865",
                    table="billing_onlinepayment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="onlinepayment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="7cbc9590637bf353d12ea3e87d0a990e8a39bf22",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_17bdb",
                    table="billing_onlinepayment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="paymentplan",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="3657c8534887d6111ca7873f17a6ee3147778f14",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_22e6e",
                    table="billing_paymentplan",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="paymentplan",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="6d302f92c6e074c48779f754f911dce19d22e8b2",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_2b549",
                    table="billing_paymentplan",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="paymentplan",
            trigger=pgtrigger.compiler.Trigger(
                name="status_follows_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM billing_paymentplanchange h WHERE h.plan_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'active') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="c44e20b837de8b3fb9a0307bb3e91ad2d7fcc9a6",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_status_follows_history_88215",
                    table="billing_paymentplan",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="paymentplan",
            trigger=pgtrigger.compiler.Trigger(
                name="status_starts_right",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'active'))",
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM billing_paymentplanchange h WHERE h.plan_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'active') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="8a7f961b9b4706f642d057714000862ca3af082d",
                    operation="INSERT",
                    pgid="pgtrigger_status_starts_right_6467f",
                    table="billing_paymentplan",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="instalment",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2e83d44fbc2dddeb3a06b5f176a83c6b64709fcb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_faab4",
                    table="billing_instalment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="instalment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="5184638b533624dae7de4aef476e9608b87d0726",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_2f956",
                    table="billing_instalment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="paymentplanchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6043c4325dcac4f26f49c432c2881613aff7bc60",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_74ba6",
                    table="billing_paymentplanchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="paymentplanchange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="07c5cc43008a58007cb9d6f41112743f3c55b923",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_054ac",
                    table="billing_paymentplanchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="slidingfee",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="aaee8ede8cf91ea9966f59cb36d88b66d93ec539",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_6595f",
                    table="billing_slidingfee",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="slidingfee",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="aba7c6539ad35ab6007b609f501cc915fb7d7271",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_3e344",
                    table="billing_slidingfee",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="slidingband",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="39357579254a07753da406f391d9ddaf2c698db4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_109eb",
                    table="billing_slidingband",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="slidingband",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="090fda18e5328621eb2b42e3932ddd03bba69477",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_6232a",
                    table="billing_slidingband",
                    when="BEFORE",
                ),
            ),
        ),
    ]
