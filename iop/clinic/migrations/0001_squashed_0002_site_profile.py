"""Sites, rooms, staff and their credentials.

What the steps before made one by one, made at once: an empty database comes to the same schema much sooner.
"""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.operations
import django.db.models.deletion
import pgtrigger.compiler
import phonenumber_field.modelfields
from django.conf import settings
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    replaces = [("clinic", "0001_initial"), ("clinic", "0002_site_profile")]

    initial = True

    dependencies = [
        ("access", "0001_squashed_0006_billing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        iop.core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Organization",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("singleton", models.BooleanField(default=True, editable=False, unique=True)),
                        ("name", models.CharField(max_length=200)),
                        ("neutral_name", models.CharField(blank=True, max_length=80)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("singleton", True)), name="organization_only_one"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Site",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("name", models.CharField(max_length=120, unique=True)),
                        ("code", models.SlugField(max_length=12, unique=True)),
                        ("address", models.TextField(blank=True)),
                        ("state", models.CharField(blank=True, max_length=2)),
                        (
                            "phone",
                            phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None),
                        ),
                        ("time_zone", models.CharField(max_length=60)),
                        ("is_active", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="SiteProfile",
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
                            "site",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="profile", to="clinic.site"
                            ),
                        ),
                        ("is_published", models.BooleanField(default=False)),
                        ("form_enabled", models.BooleanField(default=False)),
                        ("shows_seats", models.BooleanField(default=False)),
                        ("licence", models.CharField(blank=True, max_length=200)),
                        ("accreditation", models.CharField(blank=True, max_length=200)),
                        (
                            "therapies",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("cbt", "Cognitive behavioral therapy (CBT)"),
                                        ("dbt", "Dialectical behavior therapy (DBT) skills"),
                                        ("mi", "Motivational interviewing"),
                                        ("trauma", "Trauma-informed care"),
                                        ("relapse", "Relapse prevention"),
                                        ("individual", "One-to-one therapy each week"),
                                        ("family", "Family sessions and education"),
                                        ("mindfulness", "Mindfulness"),
                                        ("medication", "Medication for addiction treatment"),
                                        ("psychiatry", "Psychiatric care"),
                                        ("peers", "Peer support"),
                                        ("telehealth", "Sessions by video"),
                                    ],
                                    max_length=12,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("co_occurring", models.BooleanField(default=False)),
                        (
                            "insurers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                            ),
                        ),
                        ("about_en", models.TextField(blank=True)),
                        ("about_es", models.TextField(blank=True)),
                        ("costs_en", models.TextField(blank=True)),
                        ("costs_es", models.TextField(blank=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="OpeningHours",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opening_hours",
                                to="clinic.site",
                            ),
                        ),
                        (
                            "weekday",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Monday"),
                                    (1, "Tuesday"),
                                    (2, "Wednesday"),
                                    (3, "Thursday"),
                                    (4, "Friday"),
                                    (5, "Saturday"),
                                    (6, "Sunday"),
                                ]
                            ),
                        ),
                        ("opens", models.TimeField()),
                        ("closes", models.TimeField()),
                    ],
                    options={
                        "ordering": ["weekday", "opens"],
                        "constraints": [
                            models.UniqueConstraint(fields=("site", "weekday", "opens"), name="opening_hours_once"),
                            models.CheckConstraint(
                                condition=models.Q(("closes__gt", models.F("opens"))), name="opening_hours_forward"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weekday__lte", 6)), name="opening_hours_weekday"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Closure",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="closures", to="clinic.site"
                            ),
                        ),
                        ("reason", models.CharField(max_length=120)),
                    ],
                    options={
                        "ordering": ["starts_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="closure_forward"
                            ),
                            models.CheckConstraint(condition=models.Q(("ends_on__isnull", False)), name="closure_ends"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SettingValue",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("key", models.CharField(max_length=60)),
                        (
                            "site",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.site",
                            ),
                        ),
                        ("valid_from", models.DateField()),
                        ("value", models.JSONField()),
                    ],
                    options={
                        "ordering": ["key", "-valid_from"],
                        "indexes": [models.Index(fields=["key", "valid_from"], name="setting_by_key")],
                    },
                ),
                migrations.CreateModel(
                    name="CredentialKind",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("code", models.CharField(max_length=20, unique=True)),
                        ("name", models.CharField(max_length=120)),
                        ("may_lead", models.BooleanField(default=True)),
                        ("may_lead_supervised", models.BooleanField(default=False)),
                        ("may_sign", models.BooleanField(default=True)),
                        ("needs_cosignature", models.BooleanField(default=False)),
                        ("expires", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="StaffMember",
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
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="staff",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("first_name", models.CharField(max_length=300)),
                        ("last_name", models.CharField(max_length=300)),
                        ("title", models.CharField(blank=True, max_length=120)),
                        (
                            "phone",
                            phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None),
                        ),
                        (
                            "supervisor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supervises",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("left_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["last_name", "first_name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("supervisor", models.F("id")), _negated=True),
                                name="staff_not_own_supervisor",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StaffCredential",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="credentials",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.credentialkind",
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=60)),
                        ("state", models.CharField(blank=True, max_length=2)),
                        ("issued_on", models.DateField()),
                        ("expires_on", models.DateField(blank=True, null=True)),
                        ("is_primary", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["-is_primary", "kind__code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("expires_on__isnull", True),
                                    ("expires_on__gte", models.F("issued_on")),
                                    _connector="OR",
                                ),
                                name="credential_forward",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SiteRole",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="site_roles",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.role"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="site_role_forward",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("staff", "="),
                                    ("site", "="),
                                    ("role", "="),
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
                                name="site_role_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OnCallShift",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="on_call", to="clinic.site"
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        (
                            "phone",
                            phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None),
                        ),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["starts_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="on_call_forward"
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("site", "="),
                                    (
                                        models.Func(
                                            models.F("starts_at"),
                                            models.F("ends_at"),
                                            models.Value("[)", output_field=models.CharField()),
                                            function="TSTZRANGE",
                                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="on_call_one_at_a_time",
                            ),
                        ],
                    },
                ),
            ],
        ),
        iop.core.migrating.AddTrigger(
            model_name="site",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="6ff41dc90c469d0793fd4eadc50d1fbe555187ce",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_529a7",
                    table="clinic_site",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="site",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="7922194ea0146014c2351ddf0275e7fb0158ab87",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_eee48",
                    table="clinic_site",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="settingvalue",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="50255242f524753e62615966543eb6c12fc6da2b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_bad5f",
                    table="clinic_settingvalue",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="settingvalue",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="9a2237f98d01528e4d3d3c6b1d99e5406c8f3d49",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_24302",
                    table="clinic_settingvalue",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="siteprofile",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="c937e97b598c718d788fbf791f38b5db799c2097",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_c1317",
                    table="clinic_siteprofile",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="siteprofile",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="25426c433b53489c5f5d3beff857ccebacd93255",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_f063e",
                    table="clinic_siteprofile",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="staffmember",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="9dee79af54b4bb6f9d9c186afbfa3b299d953a68",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_2214a",
                    table="clinic_staffmember",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="staffmember",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="28267a9384e8872ab09c7cd99d5d56da3c2a077d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_97a35",
                    table="clinic_staffmember",
                    when="BEFORE",
                ),
            ),
        ),
    ]
