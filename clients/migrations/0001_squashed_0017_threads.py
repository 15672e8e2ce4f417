"""Clients, their stays, consents, registers and their door to the portal.

What the steps before made one by one, made at once: an empty database comes to the same schema much sooner.
"""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import iop.core.clock
import iop.core.crypto
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    replaces = [
        ("clients", "0001_initial"),
        ("clients", "0002_placement_withdrawn"),
        ("clients", "0003_intake_and_privacy"),
        ("clients", "0004_registers"),
        ("clients", "0005_identifiers"),
        ("clients", "0006_intake_more"),
        ("clients", "0007_consents_more"),
        ("clients", "0008_gate_more"),
        ("clients", "0009_placing_more"),
        ("clients", "0010_letters"),
        ("clients", "0011_sex"),
        ("clients", "0012_discharge"),
        ("clients", "0013_extensions"),
        ("clients", "0014_portal"),
        ("clients", "0015_portal_door"),
        ("clients", "0016_requests"),
        ("clients", "0017_threads"),
    ]

    initial = True

    dependencies = [
        ("clinic", "0001_squashed_0002_site_profile"),
        ("documents", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        migrations.RunSQL(
            sql="CREATE SEQUENCE clients_record_number START 10001",
            reverse_sql="DROP SEQUENCE clients_record_number",
        ),
        migrations.RunSQL(
            sql="CREATE SEQUENCE clients_gate_order START 1",
            reverse_sql="DROP SEQUENCE clients_gate_order",
        ),
        iop.core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Client",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("record_number", models.CharField(max_length=20, unique=True)),
                        ("legal_first_name", models.CharField(max_length=300)),
                        ("legal_last_name", models.CharField(max_length=300)),
                        ("preferred_name", models.CharField(blank=True, max_length=300)),
                        ("pronouns", models.CharField(blank=True, max_length=40)),
                        ("date_of_birth", models.DateField()),
                        (
                            "sex",
                            models.CharField(
                                choices=[
                                    ("unknown", "Not asked"),
                                    ("female", "Female"),
                                    ("male", "Male"),
                                    ("other", "Another"),
                                ],
                                default="unknown",
                                max_length=8,
                            ),
                        ),
                        ("language", models.CharField(default="en", max_length=8)),
                        (
                            "photo",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                        ("notes_for_contact", models.CharField(blank=True, max_length=300)),
                        ("is_restricted", models.BooleanField(default=False)),
                        ("restricted_reason", models.CharField(blank=True, max_length=300)),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.client",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["legal_last_name", "legal_first_name", "id"],
                        "indexes": [
                            models.Index(fields=["legal_last_name", "legal_first_name", "id"], name="client_by_name"),
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Upper("legal_last_name"), name="gin_trgm_ops"
                                ),
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Upper("legal_first_name"), name="gin_trgm_ops"
                                ),
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Upper("preferred_name"), name="gin_trgm_ops"
                                ),
                                name="client_names_trgm",
                            ),
                            models.Index(fields=["date_of_birth"], name="client_by_birth"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("date_of_birth__gte", "1900-01-01")), name="client_birth_plausible"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_restricted", False),
                                    models.Q(("restricted_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="client_restricted_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                                name="client_not_merged_into_itself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactPoint",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contact_points",
                                to="clients.client",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("phone", "Phone"), ("email", "E-mail"), ("postal", "Postal address")],
                                max_length=8,
                            ),
                        ),
                        ("value", models.CharField(max_length=400)),
                        ("label", models.CharField(blank=True, max_length=60)),
                        ("may_leave_message", models.BooleanField(default=False)),
                        ("is_preferred", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ["-is_preferred", "kind"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("kind", "phone")), fields=["value"], name="contact_by_phone"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_preferred", True)),
                                fields=("client", "kind"),
                                name="contact_one_preferred_a_kind",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChannelPermission",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="channel_permissions",
                                to="clients.client",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("email", "E-mail"),
                                    ("sms", "Text message"),
                                    ("voice", "Phone call"),
                                    ("letter", "Letter"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("allowed", models.BooleanField()),
                        ("since", models.DateTimeField()),
                        ("recorded_by", models.UUIDField(null=True)),
                    ],
                    options={
                        "ordering": ["-since"],
                        "indexes": [
                            models.Index(fields=["client", "channel", "-since"], name="channel_permission_newest")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RelatedPerson",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("first_name", models.CharField(max_length=300)),
                        ("last_name", models.CharField(blank=True, max_length=300)),
                        ("phone", models.CharField(blank=True, max_length=40)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        ("language", models.CharField(default="en", max_length=8)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Relationship",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="relationships",
                                to="clients.client",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="relationships",
                                to="clients.relatedperson",
                            ),
                        ),
                        ("role", models.CharField(max_length=60)),
                        ("is_emergency_contact", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("client", "person"), name="relationship_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Episode",
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
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="episodes",
                                to="clients.client",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("inquiry", "Inquiry"),
                                    ("admitted", "In treatment"),
                                    ("discharged", "Discharged"),
                                    ("not_admitted", "Not admitted"),
                                ],
                                default="inquiry",
                                max_length=14,
                            ),
                        ),
                        ("opened_on", models.DateField()),
                        ("admitted_on", models.DateField(blank=True, null=True)),
                        ("discharged_on", models.DateField(blank=True, null=True)),
                        (
                            "discharge_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("completed", "Completed treatment"),
                                    ("transferred", "Transferred"),
                                    ("left", "Left against professional advice"),
                                    ("administrative", "Ended by the program"),
                                    ("incarcerated", "Incarcerated"),
                                    ("deceased", "Deceased"),
                                    ("moved", "Moved away"),
                                    ("other", "Other"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("discharge_reason", models.TextField(blank=True)),
                        ("referred_by", models.CharField(blank=True, max_length=200)),
                        ("target_weeks", models.PositiveSmallIntegerField(default=10)),
                    ],
                    options={
                        "ordering": ["-opened_on"],
                        "indexes": [
                            models.Index(fields=["site", "status"], name="episode_by_site"),
                            models.Index(fields=["client", "-opened_on"], name="episode_by_client"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "admitted")),
                                fields=("client",),
                                name="episode_one_under_way",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["admitted", "discharged"]), _negated=True),
                                    ("admitted_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="episode_admitted_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("discharged_on__isnull", False), ("status", "discharged")),
                                    models.Q(
                                        models.Q(("status", "discharged"), _negated=True),
                                        ("discharged_on__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="episode_discharged_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("discharged_on__isnull", True),
                                    ("discharged_on__gte", models.F("admitted_on")),
                                    _connector="OR",
                                ),
                                name="episode_forward",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EpisodeStatusChange",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "episode",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="status_changes",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("inquiry", "Inquiry"),
                                    ("admitted", "In treatment"),
                                    ("discharged", "Discharged"),
                                    ("not_admitted", "Not admitted"),
                                ],
                                max_length=14,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_id", models.UUIDField(null=True)),
                        ("reason", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["at"],
                    },
                ),
                migrations.CreateModel(
                    name="LevelOfCare",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("key", models.SlugField(unique=True)),
                        ("name", models.CharField(max_length=120)),
                        ("short_name", models.CharField(max_length=20)),
                        ("intensity", models.PositiveSmallIntegerField(unique=True)),
                        ("is_off_site", models.BooleanField(default=False)),
                        ("asam_3", models.CharField(blank=True, max_length=8)),
                        ("asam_4", models.CharField(blank=True, max_length=8)),
                        ("is_active", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["-intensity"],
                    },
                ),
                migrations.CreateModel(
                    name="LevelRequirement",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "level",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requirements",
                                to="clients.levelofcare",
                            ),
                        ),
                        ("valid_from", models.DateField()),
                        ("min_weekly_minutes", models.PositiveIntegerField(default=0)),
                        ("max_weekly_minutes", models.PositiveIntegerField(blank=True, null=True)),
                        ("min_days", models.PositiveSmallIntegerField(default=0)),
                        ("max_days", models.PositiveSmallIntegerField(default=7)),
                        ("min_daily_minutes", models.PositiveIntegerField(default=0)),
                        ("individual_per_week", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["-valid_from"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("level", "valid_from"), name="level_requirement_once_a_day"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("max_weekly_minutes__isnull", True),
                                    ("max_weekly_minutes__gte", models.F("min_weekly_minutes")),
                                    _connector="OR",
                                ),
                                name="level_requirement_minutes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("max_days__gte", models.F("min_days")), ("max_days__lte", 7)),
                                name="level_requirement_days",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Placement",
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
                            "episode",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "level",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.levelofcare"
                            ),
                        ),
                        (
                            "indicated_level",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.levelofcare",
                            ),
                        ),
                        (
                            "variance_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_available", "Level not available here"),
                                    ("preference", "Client's preference"),
                                    ("payer", "Payer's decision"),
                                    ("legal", "Legal requirement"),
                                    ("waiting", "On a waiting list"),
                                    ("other", "Other"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("reason", models.TextField()),
                        (
                            "decided_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-starts_on"],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                expressions=[
                                    ("episode", "="),
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
                                name="placement_no_overlap",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="placement_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("indicated_level__isnull", True),
                                    ("indicated_level", models.F("level")),
                                    models.Q(("variance_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="placement_variance_has_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CareTeamMembership",
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
                            "episode",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="care_team",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("primary_counselor", "Primary counselor"),
                                    ("therapist", "Individual therapist"),
                                    ("case_manager", "Case manager"),
                                    ("prescriber", "Prescriber"),
                                ],
                                max_length=20,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["staff", "role"], name="care_team_by_staff")],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("episode", "="),
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
                                name="care_team_one_a_role",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="care_team_forward",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Concern",
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
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="concerns",
                                to="clients.client",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("intoxicated", "Seems intoxicated"),
                                    ("suicidal", "Thoughts of suicide or self-harm"),
                                    ("medical", "Medical"),
                                    ("conflict", "Conflict or threat"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("raised_at", models.DateTimeField()),
                        (
                            "raised_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("session_id", models.UUIDField(blank=True, null=True)),
                        ("what_happened", models.TextField(blank=True)),
                        ("what_was_done", models.TextField(blank=True)),
                        ("resolved_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "resolved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("resolution", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["-raised_at"],
                        "indexes": [models.Index(fields=["client", "-raised_at"], name="concern_by_client")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("resolved_at__isnull", True), ("resolved_by__isnull", False), _connector="OR"
                                ),
                                name="concern_resolved_by",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EmergencyAccess",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="emergency_access",
                                to="clients.client",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("reason", models.CharField(max_length=500)),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("was_right", models.BooleanField(blank=True, null=True)),
                        ("review_note", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["-starts_at"],
                        "indexes": [models.Index(fields=["staff", "-ends_at"], name="emergency_access_by_staff")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="emergency_access_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="emergency_access_has_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reviewed_at__isnull", True),
                                    models.Q(
                                        ("reviewed_by__isnull", False),
                                        ("was_right__isnull", False),
                                        models.Q(("reviewed_by", models.F("staff")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="emergency_access_reviewed_by_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MessageHold",
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
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="message_holds",
                                to="clients.client",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("deceased", "Deceased"),
                                    ("incarcerated", "Incarcerated"),
                                    ("hospitalised", "In hospital"),
                                    ("asked", "Asked for none"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200)),
                        ("recorded_by", models.UUIDField(null=True)),
                    ],
                    options={
                        "ordering": ["-starts_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="message_hold_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "deceased"), _negated=True),
                                    ("ends_on__isnull", True),
                                    _connector="OR",
                                ),
                                name="message_hold_deceased_stays",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("client", "="),
                                    ("kind", "="),
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
                                name="message_hold_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChartMerge",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "kept",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="clients.client"
                            ),
                        ),
                        (
                            "absorbed",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged_by",
                                to="clients.client",
                            ),
                        ),
                        ("reason", models.CharField(max_length=500)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("can_be_undone_until", models.DateField()),
                        ("moved", models.JSONField()),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "undone_by",
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
                        "ordering": ["-at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kept", models.F("absorbed")), _negated=True),
                                name="chart_merge_two_charts",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("undone_at__isnull", True)),
                                fields=("absorbed",),
                                name="chart_merge_absorbed_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecipientParty",
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
                                    ("provider", "Treating provider"),
                                    ("payer", "Health plan or payer"),
                                    ("court", "Court"),
                                    ("probation", "Probation, parole or supervision"),
                                    ("attorney", "Attorney"),
                                    ("employer", "Employer"),
                                    ("school", "School"),
                                    ("housing", "Sober home or housing"),
                                    ("relative", "Relative or support"),
                                    ("authority", "Public authority"),
                                    ("service", "Service provider of the clinic"),
                                    ("intermediary", "Health information exchange or app"),
                                    ("researcher", "Researcher"),
                                    ("referrer", "Referral source"),
                                    ("other", "Another recipient"),
                                ],
                                max_length=14,
                            ),
                        ),
                        ("name", models.CharField(max_length=300)),
                        ("organization", models.CharField(blank=True, max_length=300)),
                        ("address", models.TextField(blank=True)),
                        ("phone", models.CharField(blank=True, max_length=40)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        (
                            "person",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="party",
                                to="clients.relatedperson",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True)),
                    ],
                    options={
                        "verbose_name_plural": "recipient parties",
                        "ordering": ["name"],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="party_named"),
                            models.CheckConstraint(
                                condition=models.Q(("person__isnull", True), ("kind", "relative"), _connector="OR"),
                                name="party_person_is_relative",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ServiceAgreement",
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
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreements",
                                to="clients.recipientparty",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("qsoa", "Qualified service organization agreement"),
                                    ("baa", "Business associate agreement"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("services", models.CharField(max_length=300)),
                        (
                            "purposes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("treatment", "Treatment and coordination of care"),
                                        ("payment", "Payment"),
                                        ("operations", "Health care operations"),
                                        ("family_support", "Support by family or friends"),
                                        ("monitoring", "Monitoring by the criminal justice system"),
                                        ("legal_proceedings", "A legal proceeding"),
                                        ("employment", "Employment or school"),
                                        ("benefits", "Benefits, housing or licence"),
                                        ("request", "At the client's request"),
                                        ("emergency", "A medical emergency"),
                                        ("audit", "Audit and evaluation"),
                                        ("research", "Research"),
                                        ("public_health", "A report that the law requires"),
                                    ],
                                    max_length=20,
                                ),
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "paper",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                        ("ended_reason", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "ordering": ["-starts_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="agreement_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("purposes__len__gte", 1)), name="agreement_has_purpose"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CourtOrder",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "client",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="court_orders",
                                to="clients.client",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        (
                            "section",
                            models.CharField(
                                choices=[
                                    ("2.64", "2.64: noncriminal purposes"),
                                    ("2.65", "2.65: criminal investigation or prosecution of a client"),
                                    ("2.66", "2.66: investigation of a program"),
                                    ("2.67", "2.67: undercover agents and informants"),
                                ],
                                max_length=6,
                            ),
                        ),
                        ("court", models.CharField(max_length=300)),
                        ("docket", models.CharField(blank=True, max_length=80)),
                        ("issued_on", models.DateField()),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="court_orders",
                                to="clients.recipientparty",
                            ),
                        ),
                        (
                            "information",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("presence", "That they are or were a client here"),
                                        ("contact", "Name, birth date and contact details"),
                                        ("schedule", "Appointments and session times"),
                                        ("attendance", "Attendance"),
                                        ("assessment", "Assessment and level of care"),
                                        ("diagnosis", "Diagnoses"),
                                        ("plan", "Treatment plan and goals"),
                                        ("progress", "Summary of progress"),
                                        ("notes", "Progress notes"),
                                        ("measures", "Results of questionnaires"),
                                        ("drug_tests", "Drug test results"),
                                        ("medications", "Medications"),
                                        ("discharge", "Discharge and aftercare plan"),
                                        ("billing", "Coverage, bills and payments"),
                                        ("safety", "Safety concerns and emergencies"),
                                        ("counseling_notes", "SUD counseling notes"),
                                    ],
                                    max_length=20,
                                ),
                                default=list,
                                size=None,
                            ),
                        ),
                        ("mandate", models.CharField(blank=True, max_length=200)),
                        ("mandate_on", models.DateField(blank=True, null=True)),
                        ("notice_given", models.BooleanField(default=False)),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "paper",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                        ("recorded_by", models.UUIDField(null=True)),
                    ],
                    options={
                        "ordering": ["-issued_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("information__len__gte", 1)), name="court_order_names_information"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConsentTemplate",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("treatment", "Consent to treatment"),
                                    ("privacy_notice", "Privacy notice received"),
                                    ("tpo", "Treatment, payment and operations"),
                                    ("specific", "Release to a named recipient or class"),
                                    ("relative", "Release to a relative or support"),
                                    ("telehealth", "Telehealth"),
                                    ("messages", "Messages"),
                                    ("alumni", "Contact after treatment"),
                                    ("criminal_justice", "Release to the criminal justice system"),
                                    ("legal_proceedings", "Use in legal proceedings"),
                                    ("counseling_notes", "SUD counseling notes"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("language", models.CharField(max_length=8)),
                        ("number", models.PositiveIntegerField()),
                        ("title", models.CharField(max_length=200)),
                        ("sections", models.JSONField()),
                        ("valid_from", models.DateField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("made_by", models.UUIDField(null=True)),
                    ],
                    options={
                        "ordering": ["kind", "language", "-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "language", "number"), name="consent_template_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("kind", "language"),
                                name="consent_template_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "kind__in",
                                            [
                                                "counseling_notes",
                                                "criminal_justice",
                                                "legal_proceedings",
                                                "relative",
                                                "specific",
                                                "tpo",
                                            ],
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(
                                        ("sections__contains", [{"key": "who"}]),
                                        ("sections__contains", [{"key": "discloser"}]),
                                        ("sections__contains", [{"key": "information"}]),
                                        ("sections__contains", [{"key": "recipient"}]),
                                        ("sections__contains", [{"key": "purpose"}]),
                                        ("sections__contains", [{"key": "expiry"}]),
                                    ),
                                    _connector="OR",
                                ),
                                name="consent_template_has_elements",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "kind__in",
                                            [
                                                "counseling_notes",
                                                "criminal_justice",
                                                "legal_proceedings",
                                                "relative",
                                                "specific",
                                                "tpo",
                                            ],
                                        ),
                                        _negated=True,
                                    ),
                                    ("sections__contains", [{"key": "revoke"}]),
                                    _connector="OR",
                                ),
                                name="consent_template_tells_revoking",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "tpo"), _negated=True),
                                    ("sections__contains", [{"key": "hipaa_redisclosure"}]),
                                    _connector="OR",
                                ),
                                name="consent_template_tells_hipaa",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "tpo"), _negated=True),
                                    ("sections__contains", [{"key": "redisclosure"}]),
                                    _connector="OR",
                                ),
                                name="consent_template_tells_redisclosure",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "tpo"), _negated=True),
                                    ("sections__contains", [{"key": "refusal"}]),
                                    _connector="OR",
                                ),
                                name="consent_template_tells_refusal",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Consent",
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
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consents",
                                to="clients.client",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        (
                            "episode",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consents",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("treatment", "Consent to treatment"),
                                    ("privacy_notice", "Privacy notice received"),
                                    ("tpo", "Treatment, payment and operations"),
                                    ("specific", "Release to a named recipient or class"),
                                    ("relative", "Release to a relative or support"),
                                    ("telehealth", "Telehealth"),
                                    ("messages", "Messages"),
                                    ("alumni", "Contact after treatment"),
                                    ("criminal_justice", "Release to the criminal justice system"),
                                    ("legal_proceedings", "Use in legal proceedings"),
                                    ("counseling_notes", "SUD counseling notes"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.consenttemplate",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Not signed yet"),
                                    ("signed", "Signed"),
                                    ("discarded", "Discarded before signing"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("discloser", models.CharField(blank=True, max_length=300)),
                        (
                            "information",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("presence", "That they are or were a client here"),
                                        ("contact", "Name, birth date and contact details"),
                                        ("schedule", "Appointments and session times"),
                                        ("attendance", "Attendance"),
                                        ("assessment", "Assessment and level of care"),
                                        ("diagnosis", "Diagnoses"),
                                        ("plan", "Treatment plan and goals"),
                                        ("progress", "Summary of progress"),
                                        ("notes", "Progress notes"),
                                        ("measures", "Results of questionnaires"),
                                        ("drug_tests", "Drug test results"),
                                        ("medications", "Medications"),
                                        ("discharge", "Discharge and aftercare plan"),
                                        ("billing", "Coverage, bills and payments"),
                                        ("safety", "Safety concerns and emergencies"),
                                        ("counseling_notes", "SUD counseling notes"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("information_note", models.CharField(blank=True, max_length=500)),
                        (
                            "party",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consents",
                                to="clients.recipientparty",
                            ),
                        ),
                        (
                            "recipient_class",
                            models.CharField(
                                blank=True,
                                choices=[
                                    (
                                        "tpo",
                                        "My treating providers, health plans, third-party payers, and people helping to operate this program",
                                    ),
                                    ("treating", "My treating providers"),
                                    ("payers", "My health plans and third-party payers"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("participants", models.CharField(blank=True, max_length=500)),
                        (
                            "purposes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("treatment", "Treatment and coordination of care"),
                                        ("payment", "Payment"),
                                        ("operations", "Health care operations"),
                                        ("family_support", "Support by family or friends"),
                                        ("monitoring", "Monitoring by the criminal justice system"),
                                        ("legal_proceedings", "A legal proceeding"),
                                        ("employment", "Employment or school"),
                                        ("benefits", "Benefits, housing or licence"),
                                        ("request", "At the client's request"),
                                        ("emergency", "A medical emergency"),
                                        ("audit", "Audit and evaluation"),
                                        ("research", "Research"),
                                        ("public_health", "A report that the law requires"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("email", "E-mail"),
                                    ("sms", "Text message"),
                                    ("voice", "Phone call"),
                                    ("letter", "Letter"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("expires_on", models.DateField(blank=True, null=True)),
                        ("expires_event", models.CharField(blank=True, max_length=200)),
                        ("never_expires", models.BooleanField(default=False)),
                        ("revocable_from", models.DateField(blank=True, null=True)),
                        ("revocable_event", models.CharField(blank=True, max_length=200)),
                        ("revocable_event_at", models.DateTimeField(blank=True, null=True)),
                        ("expired_event_at", models.DateTimeField(blank=True, null=True)),
                        ("text_shown", models.TextField(blank=True)),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        ("signed_at", models.DateTimeField(blank=True, null=True)),
                        ("stopped_at", models.DateTimeField(blank=True, null=True)),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-created_at"],
                        "indexes": [
                            models.Index(fields=["client", "kind", "status"], name="consent_by_client"),
                            models.Index(
                                condition=models.Q(("status", "signed"), ("stopped_at__isnull", True)),
                                fields=["expires_on"],
                                name="consent_expiring",
                            ),
                            models.Index(fields=["party"], name="consent_by_party"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("signed_at__isnull", False),
                                        ("status", "signed"),
                                        models.Q(("digest", ""), _negated=True),
                                        models.Q(("text_shown", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("status", "signed"), _negated=True), ("signed_at__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="consent_signed_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "signed"),
                                        (
                                            "kind__in",
                                            [
                                                "counseling_notes",
                                                "criminal_justice",
                                                "legal_proceedings",
                                                "relative",
                                                "specific",
                                                "tpo",
                                            ],
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(("discloser", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="consent_names_discloser",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "signed"),
                                        (
                                            "kind__in",
                                            [
                                                "counseling_notes",
                                                "criminal_justice",
                                                "legal_proceedings",
                                                "relative",
                                                "specific",
                                                "tpo",
                                            ],
                                        ),
                                        _negated=True,
                                    ),
                                    ("information__len__gte", 1),
                                    _connector="OR",
                                ),
                                name="consent_names_information",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "signed"),
                                        (
                                            "kind__in",
                                            [
                                                "counseling_notes",
                                                "criminal_justice",
                                                "legal_proceedings",
                                                "relative",
                                                "specific",
                                                "tpo",
                                            ],
                                        ),
                                        _negated=True,
                                    ),
                                    ("party__isnull", False),
                                    models.Q(("recipient_class", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="consent_names_recipient",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "signed"),
                                        (
                                            "kind__in",
                                            [
                                                "counseling_notes",
                                                "criminal_justice",
                                                "legal_proceedings",
                                                "relative",
                                                "specific",
                                                "tpo",
                                            ],
                                        ),
                                        _negated=True,
                                    ),
                                    ("purposes__len__gte", 1),
                                    _connector="OR",
                                ),
                                name="consent_names_purpose",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "signed"),
                                        (
                                            "kind__in",
                                            [
                                                "counseling_notes",
                                                "criminal_justice",
                                                "legal_proceedings",
                                                "relative",
                                                "specific",
                                                "tpo",
                                            ],
                                        ),
                                        _negated=True,
                                    ),
                                    ("expires_on__isnull", False),
                                    models.Q(("expires_event", ""), _negated=True),
                                    ("never_expires", True),
                                    _connector="OR",
                                ),
                                name="consent_names_expiry",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("never_expires", False),
                                    models.Q(
                                        (
                                            "kind__in",
                                            [
                                                "counseling_notes",
                                                "criminal_justice",
                                                "legal_proceedings",
                                                "relative",
                                                "specific",
                                                "tpo",
                                            ],
                                        ),
                                        _negated=True,
                                    ),
                                    ("kind", "tpo"),
                                    ("purposes", ["research"]),
                                    _connector="OR",
                                ),
                                name="consent_never_expires_tpo_only",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "signed"),
                                        (
                                            "kind__in",
                                            [
                                                "counseling_notes",
                                                "criminal_justice",
                                                "legal_proceedings",
                                                "relative",
                                                "specific",
                                                "tpo",
                                            ],
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(("expires_on__isnull", True), ("never_expires", False)),
                                    models.Q(("expires_event", ""), ("expires_on__isnull", True)),
                                    models.Q(("expires_event", ""), ("never_expires", False)),
                                    _connector="OR",
                                ),
                                name="consent_one_expiry",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "signed"), ("kind", "tpo"), _negated=True),
                                    ("purposes__contained_by", ["operations", "payment", "treatment"]),
                                    _connector="OR",
                                ),
                                name="consent_tpo_alone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "signed"),
                                        (
                                            "kind__in",
                                            [
                                                "counseling_notes",
                                                "criminal_justice",
                                                "legal_proceedings",
                                                "relative",
                                                "specific",
                                                "tpo",
                                            ],
                                        ),
                                        _negated=True,
                                    ),
                                    ("party__isnull", True),
                                    ("recipient_class", ""),
                                    _connector="OR",
                                ),
                                name="consent_one_recipient",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "signed"), ("kind", "legal_proceedings"), _negated=True),
                                    ("purposes", ["legal_proceedings"]),
                                    _connector="OR",
                                ),
                                name="consent_legal_alone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "signed"), _negated=True),
                                    ("kind", "legal_proceedings"),
                                    models.Q(("purposes__contains", ["legal_proceedings"]), _negated=True),
                                    _connector="OR",
                                ),
                                name="consent_legal_never_mixed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "signed"), ("kind", "counseling_notes"), _negated=True),
                                    ("information", ["counseling_notes"]),
                                    _connector="OR",
                                ),
                                name="consent_counseling_alone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "signed"), _negated=True),
                                    ("kind", "counseling_notes"),
                                    models.Q(("information__contains", ["counseling_notes"]), _negated=True),
                                    _connector="OR",
                                ),
                                name="consent_counseling_never_mixed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "signed"), ("kind", "criminal_justice"), _negated=True),
                                    ("revocable_from__isnull", False),
                                    models.Q(("revocable_event", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="consent_criminal_revocable_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "signed"),
                                        ("kind__in", ["relative", "criminal_justice"]),
                                        _negated=True,
                                    ),
                                    ("party__isnull", False),
                                    _connector="OR",
                                ),
                                name="consent_named_recipient",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "signed"), ("kind", "messages"), _negated=True),
                                    models.Q(("channel", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="consent_names_channel",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("revoked_at__isnull", True),
                                    models.Q(
                                        ("revoked_at__gte", models.F("stopped_at")), ("stopped_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="consent_revoked_is_stopped",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("stopped_at__isnull", True), ("status", "signed"), _connector="OR"),
                                name="consent_stopped_was_signed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConsentSignature",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "consent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatures",
                                to="clients.consent",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("client", "Client"),
                                    ("parent", "Parent"),
                                    ("guardian", "Guardian"),
                                    ("representative", "Personal representative"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("name", models.CharField(max_length=640)),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.relatedperson",
                            ),
                        ),
                        ("identity_seen", models.CharField(blank=True, max_length=120)),
                        (
                            "method",
                            models.CharField(
                                choices=[("typed", "Typed"), ("drawn", "Drawn"), ("paper", "On paper, scanned")],
                                max_length=8,
                            ),
                        ),
                        (
                            "drawing",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                        (
                            "witness",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("signed_at", models.DateTimeField()),
                        ("digest", models.CharField(max_length=64)),
                    ],
                    options={
                        "ordering": ["signed_at"],
                        "constraints": [
                            models.UniqueConstraint(fields=("consent", "role"), name="consent_signature_once_a_role"),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="consent_signature_named"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("method", "typed"), ("drawing__isnull", False), _connector="OR"),
                                name="consent_signature_seen",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConsentRevocation",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "consent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="revocations",
                                to="clients.consent",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("written", "In writing"),
                                    ("oral", "By word of mouth"),
                                    ("portal", "In the portal"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("recorded_by", models.UUIDField(null=True)),
                        ("note", models.CharField(blank=True, max_length=500)),
                        (
                            "paper",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                        ("gate_order", models.BigIntegerField(default=0, editable=False)),
                    ],
                    options={
                        "ordering": ["at"],
                    },
                ),
                migrations.CreateModel(
                    name="DischargeDetail",
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
                            "episode",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="discharge_detail",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "destination",
                            models.CharField(
                                choices=[
                                    ("aftercare", "Home, with aftercare"),
                                    ("home", "Home, without aftercare"),
                                    ("outpatient", "Outpatient care elsewhere"),
                                    ("intensive", "Another intensive outpatient or day program"),
                                    ("recovery_house", "Sober living"),
                                    ("detox", "Detox"),
                                    ("residential", "Residential program"),
                                    ("hospital", "Hospital"),
                                    ("jail", "Jail or prison"),
                                    ("moved", "Moved away"),
                                    ("unknown", "Not known"),
                                    ("deceased", "Deceased"),
                                    ("other", "Somewhere else"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("destination_words", models.CharField(blank=True, max_length=200)),
                        (
                            "first_appointment",
                            models.CharField(
                                choices=[
                                    ("arranged", "Arranged"),
                                    ("not_yet", "Not arranged yet"),
                                    ("declined", "They do not want one"),
                                    ("not_needed", "None is needed"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("first_at", models.DateTimeField(blank=True, null=True)),
                        ("first_with", models.CharField(blank=True, max_length=200)),
                        (
                            "first_kept",
                            models.CharField(
                                blank=True,
                                choices=[("yes", "Kept"), ("no", "Not kept"), ("unknown", "Could not be found out")],
                                max_length=8,
                            ),
                        ),
                        ("first_kept_words", models.CharField(blank=True, max_length=300)),
                        ("first_asked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "first_asked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "contact_after",
                            models.CharField(
                                choices=[
                                    ("agreed", "Yes, they want to hear from us"),
                                    ("declined", "No, they do not want to"),
                                    ("not_asked", "Not asked"),
                                ],
                                default="not_asked",
                                max_length=10,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at"],
                        "indexes": [models.Index(fields=["destination"], name="discharge_by_destination")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("first_appointment", "arranged"),
                                        ("first_at__isnull", False),
                                        models.Q(("first_with", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("first_appointment", "arranged"), _negated=True),
                                        ("first_at__isnull", True),
                                        ("first_with", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="discharge_first_appointment_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("first_asked_at__isnull", True), ("first_kept", "")),
                                    models.Q(
                                        models.Q(("first_kept", ""), _negated=True),
                                        ("first_asked_at__isnull", False),
                                        ("first_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="discharge_first_kept_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FalseConsent",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "consent",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="falsehood",
                                to="clients.consent",
                            ),
                        ),
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
                        ("reason", models.CharField(max_length=500)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="false_consent_says_why"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Disclosure",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disclosures",
                                to="clients.client",
                            ),
                        ),
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
                        ("at", models.DateTimeField()),
                        ("gate_order", models.BigIntegerField(default=0, editable=False)),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("own_use", "Used by staff of this program"),
                                    ("own_access", "The client's own copy"),
                                    ("consent", "Consent"),
                                    ("service_provider", "Qualified service organization"),
                                    ("emergency", "Medical emergency"),
                                    ("court_order", "Court order with its mandate"),
                                    ("audit", "Audit and evaluation"),
                                    ("research", "Research"),
                                    ("child_abuse", "Initial report of child abuse or neglect"),
                                    ("crime_on_premises", "Crime on premises or against staff"),
                                    ("cause_of_death", "Cause of death"),
                                ],
                                max_length=18,
                            ),
                        ),
                        (
                            "consent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disclosures",
                                to="clients.consent",
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disclosures",
                                to="clients.serviceagreement",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disclosures",
                                to="clients.courtorder",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disclosures",
                                to="clients.recipientparty",
                            ),
                        ),
                        ("recipient_name", models.CharField(max_length=400)),
                        ("recipient_address", models.TextField(blank=True)),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("treatment", "Treatment and coordination of care"),
                                    ("payment", "Payment"),
                                    ("operations", "Health care operations"),
                                    ("family_support", "Support by family or friends"),
                                    ("monitoring", "Monitoring by the criminal justice system"),
                                    ("legal_proceedings", "A legal proceeding"),
                                    ("employment", "Employment or school"),
                                    ("benefits", "Benefits, housing or licence"),
                                    ("request", "At the client's request"),
                                    ("emergency", "A medical emergency"),
                                    ("audit", "Audit and evaluation"),
                                    ("research", "Research"),
                                    ("public_health", "A report that the law requires"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("purpose_note", models.CharField(blank=True, max_length=300)),
                        (
                            "information",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("presence", "That they are or were a client here"),
                                        ("contact", "Name, birth date and contact details"),
                                        ("schedule", "Appointments and session times"),
                                        ("attendance", "Attendance"),
                                        ("assessment", "Assessment and level of care"),
                                        ("diagnosis", "Diagnoses"),
                                        ("plan", "Treatment plan and goals"),
                                        ("progress", "Summary of progress"),
                                        ("notes", "Progress notes"),
                                        ("measures", "Results of questionnaires"),
                                        ("drug_tests", "Drug test results"),
                                        ("medications", "Medications"),
                                        ("discharge", "Discharge and aftercare plan"),
                                        ("billing", "Coverage, bills and payments"),
                                        ("safety", "Safety concerns and emergencies"),
                                        ("counseling_notes", "SUD counseling notes"),
                                    ],
                                    max_length=20,
                                ),
                                size=None,
                            ),
                        ),
                        (
                            "sent_as",
                            models.CharField(
                                choices=[
                                    ("letter", "Letter"),
                                    ("print", "Print"),
                                    ("copy", "Copy for the client"),
                                    ("export", "Export"),
                                    ("message", "Message"),
                                    ("api", "API"),
                                    ("spoken", "By word of mouth"),
                                    ("portal", "Portal"),
                                    ("claim", "Claim"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("records", models.JSONField(default=list)),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        ("description", models.CharField(blank=True, max_length=300)),
                        (
                            "notice",
                            models.CharField(
                                choices=[("none", "None needed"), ("short", "Short form"), ("long", "Long form")],
                                default="none",
                                max_length=6,
                            ),
                        ),
                        ("with_consent_copy", models.BooleanField(default=False)),
                        (
                            "by_staff",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("by_name", models.CharField(blank=True, max_length=640)),
                        ("affiliation", models.CharField(blank=True, max_length=300)),
                        ("nature", models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        "ordering": ["-at"],
                        "indexes": [
                            models.Index(fields=["client", "-at"], name="disclosure_by_client"),
                            models.Index(fields=["consent"], name="disclosure_by_consent"),
                            models.Index(fields=["ground", "-at"], name="disclosure_by_ground"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("information__len__gte", 1)), name="disclosure_says_what"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("recipient_name", ""), _negated=True),
                                name="disclosure_says_to_whom",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ground", "consent"), _negated=True),
                                    ("consent__isnull", False),
                                    _connector="OR",
                                ),
                                name="disclosure_consent_named",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ground", "consent"), _negated=True),
                                    models.Q(("notice", "none"), _negated=True),
                                    _connector="OR",
                                ),
                                name="disclosure_consent_with_notice",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ground", "court_order"), _negated=True),
                                    ("order__isnull", False),
                                    _connector="OR",
                                ),
                                name="disclosure_order_named",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ground", "service_provider"), _negated=True),
                                    models.Q(("agreement__isnull", False), ("party__isnull", False)),
                                    _connector="OR",
                                ),
                                name="disclosure_agreement_named",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ground__in", ["research", "audit"]), _negated=True),
                                    models.Q(("purpose_note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="disclosure_authority_named",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ground", "own_use"), _negated=True),
                                name="disclosure_leaves_the_program",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ground", "emergency"), _negated=True),
                                    models.Q(
                                        models.Q(("nature", ""), _negated=True),
                                        models.Q(("affiliation", ""), _negated=True),
                                        models.Q(("by_name", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="disclosure_emergency_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("digest", ""), ("digest__regex", "^[0-9a-f]{64}$"), _connector="OR"
                                ),
                                name="disclosure_digest",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DisclosureReview",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "disclosure",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review",
                                to="clients.disclosure",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("was_right", models.BooleanField()),
                        ("note", models.TextField()),
                    ],
                ),
                migrations.CreateModel(
                    name="ClientDocument",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="documents",
                                to="clients.client",
                            ),
                        ),
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
                        (
                            "file",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=120)),
                        ("dated_on", models.DateField(blank=True, null=True)),
                        ("added_at", models.DateTimeField()),
                        ("added_by", models.UUIDField(null=True)),
                        ("shared_at", models.DateTimeField(blank=True, null=True)),
                        ("shared_by", models.UUIDField(blank=True, null=True)),
                        ("error_at", models.DateTimeField(blank=True, null=True)),
                        ("error_by", models.UUIDField(blank=True, null=True)),
                        ("error_reason", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ["-added_at", "-id"],
                        "indexes": [models.Index(fields=["client", "-added_at", "-id"], name="client_document_newest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("error_at__isnull", True), ("error_reason", "")),
                                    models.Q(
                                        ("error_at__isnull", False), models.Q(("error_reason", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="client_document_error_has_reason",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClientIdentifier",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="identifiers",
                                to="clients.client",
                            ),
                        ),
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
                    ],
                    options={
                        "ordering": ["kind", "-created_at"],
                        "indexes": [models.Index(fields=["kind", "index"], name="identifier_by_index")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_active", True)),
                                fields=("client", "kind", "index"),
                                name="identifier_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_active", True), ("kind__in", ["ssn", "medicare"])),
                                fields=("client", "kind"),
                                name="identifier_one_of_a_life",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("is_active", True)),
                                    models.Q(("ended_at__isnull", False), ("is_active", False)),
                                    _connector="OR",
                                ),
                                name="identifier_ended_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReferralSource",
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
                                    ("self", "Self"),
                                    ("family", "Family or friend"),
                                    ("detox", "Detox"),
                                    ("residential", "Residential program"),
                                    ("php", "Partial hospitalization program"),
                                    ("hospital", "Hospital or emergency department"),
                                    ("provider", "Doctor or therapist"),
                                    ("court", "Court, probation or parole"),
                                    ("employer", "Employer"),
                                    ("school", "School"),
                                    ("payer", "Health plan"),
                                    ("alumni", "Former client"),
                                    ("web", "Program page or search"),
                                    ("other", "Somewhere else"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("organization", models.CharField(max_length=200)),
                        ("contact_person", models.CharField(blank=True, max_length=200)),
                        ("phone", models.CharField(blank=True, max_length=40)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        ("is_active", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["organization"],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Upper("organization"), name="referral_source_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IntakeCheck",
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
                                choices=[("fit", "Fit for the program"), ("payer", "What the payer needs")],
                                max_length=8,
                            ),
                        ),
                        ("key", models.SlugField(max_length=60)),
                        ("text", models.CharField(max_length=300)),
                        ("hint", models.CharField(blank=True, max_length=300)),
                        ("is_needed", models.BooleanField(default=False)),
                        (
                            "payer_kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("unknown", "Not said yet"),
                                        ("commercial", "Insurance"),
                                        ("medicaid", "Medicaid"),
                                        ("medicare", "Medicare"),
                                        ("self_pay", "Pays themselves"),
                                        ("other", "Another payer"),
                                    ],
                                    max_length=12,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("is_active", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["kind", "position"],
                        "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="intake_check_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Inquiry",
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inquiries",
                                to="clients.client",
                            ),
                        ),
                        (
                            "episode",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inquiry",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("new", "New"),
                                    ("contacted", "Contacted"),
                                    ("assessment_booked", "Assessment booked"),
                                    ("assessed", "Assessed"),
                                    ("accepted", "Accepted"),
                                    ("admitted", "Admitted"),
                                    ("referred_out", "Referred out"),
                                    ("declined", "Declined"),
                                    ("lost", "Lost"),
                                ],
                                default="new",
                                max_length=20,
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("phone", "Phone"),
                                    ("web", "Form on the program page"),
                                    ("walk_in", "In person"),
                                    ("referral", "Letter or fax"),
                                ],
                                default="phone",
                                max_length=8,
                            ),
                        ),
                        ("received_at", models.DateTimeField()),
                        (
                            "taken_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "caller_is",
                            models.CharField(
                                choices=[
                                    ("self", "The person themselves"),
                                    ("relative", "A relative or friend"),
                                    ("professional", "A professional"),
                                    ("other", "Somebody else"),
                                ],
                                default="self",
                                max_length=12,
                            ),
                        ),
                        ("caller_name", models.CharField(blank=True, max_length=300)),
                        ("caller_role", models.CharField(blank=True, max_length=60)),
                        ("callback_phone", models.CharField(blank=True, max_length=40)),
                        ("callback_email", models.EmailField(blank=True, max_length=254)),
                        ("may_leave_message", models.BooleanField(default=False)),
                        (
                            "reply_by",
                            models.CharField(
                                choices=[("phone", "Phone call"), ("sms", "Text message"), ("email", "E-mail")],
                                default="phone",
                                max_length=8,
                            ),
                        ),
                        ("safe_times", models.CharField(blank=True, max_length=200)),
                        ("first_name", models.CharField(max_length=300)),
                        ("last_name", models.CharField(blank=True, max_length=300)),
                        ("preferred_name", models.CharField(blank=True, max_length=300)),
                        ("date_of_birth", models.DateField(blank=True, null=True)),
                        ("phone", models.CharField(blank=True, max_length=40)),
                        ("language", models.CharField(default="en", max_length=8)),
                        (
                            "referral_source",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inquiries",
                                to="clients.referralsource",
                            ),
                        ),
                        (
                            "referral_kind",
                            models.CharField(
                                choices=[
                                    ("self", "Self"),
                                    ("family", "Family or friend"),
                                    ("detox", "Detox"),
                                    ("residential", "Residential program"),
                                    ("php", "Partial hospitalization program"),
                                    ("hospital", "Hospital or emergency department"),
                                    ("provider", "Doctor or therapist"),
                                    ("court", "Court, probation or parole"),
                                    ("employer", "Employer"),
                                    ("school", "School"),
                                    ("payer", "Health plan"),
                                    ("alumni", "Former client"),
                                    ("web", "Program page or search"),
                                    ("other", "Somewhere else"),
                                ],
                                default="self",
                                max_length=12,
                            ),
                        ),
                        ("referral_contact", models.CharField(blank=True, max_length=200)),
                        ("presenting_problem", models.TextField(blank=True)),
                        (
                            "substances",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("alcohol", "Alcohol"),
                                        ("opioids", "Opioids (heroin, fentanyl, pain pills)"),
                                        ("stimulants", "Methamphetamine and other stimulants"),
                                        ("cocaine", "Cocaine or crack"),
                                        ("cannabis", "Cannabis"),
                                        ("sedatives", "Benzodiazepines and other sedatives"),
                                        ("hallucinogens", "Hallucinogens"),
                                        ("inhalants", "Inhalants"),
                                        ("nicotine", "Nicotine"),
                                        ("other", "Another substance"),
                                    ],
                                    max_length=14,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("substances_note", models.CharField(blank=True, max_length=300)),
                        (
                            "urgency",
                            models.CharField(
                                choices=[
                                    ("routine", "Within the week"),
                                    ("soon", "Within two days"),
                                    ("urgent", "Today"),
                                    ("emergency", "Now: in danger"),
                                ],
                                default="routine",
                                max_length=10,
                            ),
                        ),
                        (
                            "safety",
                            models.CharField(
                                choices=[
                                    ("not_asked", "Not asked yet"),
                                    ("safe", "Safe for now"),
                                    ("unsure", "Not sure"),
                                    ("not_safe", "Not safe"),
                                ],
                                default="not_asked",
                                max_length=10,
                            ),
                        ),
                        ("safety_note", models.CharField(blank=True, max_length=500)),
                        (
                            "payer_kind",
                            models.CharField(
                                choices=[
                                    ("unknown", "Not said yet"),
                                    ("commercial", "Insurance"),
                                    ("medicaid", "Medicaid"),
                                    ("medicare", "Medicare"),
                                    ("self_pay", "Pays themselves"),
                                    ("other", "Another payer"),
                                ],
                                default="unknown",
                                max_length=12,
                            ),
                        ),
                        ("payer_told", models.CharField(blank=True, max_length=200)),
                        ("wished_track_id", models.UUIDField(blank=True, null=True)),
                        (
                            "wished_weekdays",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(
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
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("wished_start", models.DateField(blank=True, null=True)),
                        ("next_step", models.CharField(blank=True, max_length=200)),
                        ("next_step_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "out_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("needs_more", "Needs a more intensive level"),
                                    ("needs_less", "Needs a less intensive level"),
                                    ("medical", "Medical needs we cannot meet"),
                                    ("no_seat", "No seat in time"),
                                    ("payer", "Payer or cost"),
                                    ("schedule", "Times do not fit"),
                                    ("went_elsewhere", "Went elsewhere"),
                                    ("changed_mind", "Changed their mind"),
                                    ("no_answer", "Could not be reached"),
                                    ("other", "Another reason"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("out_note", models.TextField(blank=True)),
                        ("destination", models.CharField(blank=True, max_length=200)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-received_at"],
                        "indexes": [
                            models.Index(fields=["site", "status", "-received_at"], name="inquiry_board"),
                            models.Index(fields=["client", "-received_at"], name="inquiry_by_client"),
                            models.Index(fields=["date_of_birth"], name="inquiry_by_birth"),
                            models.Index(fields=["callback_phone"], name="inquiry_by_phone"),
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Upper("last_name"), name="gin_trgm_ops"
                                ),
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Upper("first_name"), name="gin_trgm_ops"
                                ),
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Upper("preferred_name"), name="gin_trgm_ops"
                                ),
                                name="inquiry_names_trgm",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("callback_phone", ""), _negated=True),
                                    models.Q(("callback_email", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="inquiry_can_be_called_back",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["referred_out", "declined", "lost"]), _negated=True),
                                    models.Q(("out_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="inquiry_out_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "referred_out"), _negated=True),
                                    models.Q(("destination", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="inquiry_referred_somewhere",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at__isnull", False),
                                        ("status__in", ["admitted", "declined", "lost", "referred_out"]),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("status__in", ["admitted", "declined", "lost", "referred_out"]),
                                            _negated=True,
                                        ),
                                        ("closed_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="inquiry_closed_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "admitted"), _negated=True),
                                    ("episode__isnull", False),
                                    _connector="OR",
                                ),
                                name="inquiry_admitted_has_episode",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InquiryStatusChange",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "inquiry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="status_changes",
                                to="clients.inquiry",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("new", "New"),
                                    ("contacted", "Contacted"),
                                    ("assessment_booked", "Assessment booked"),
                                    ("assessed", "Assessed"),
                                    ("accepted", "Accepted"),
                                    ("admitted", "Admitted"),
                                    ("referred_out", "Referred out"),
                                    ("declined", "Declined"),
                                    ("lost", "Lost"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_id", models.UUIDField(null=True)),
                        ("reason", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["at"],
                        "indexes": [models.Index(fields=["inquiry", "at"], name="inquiry_change_by_inquiry")],
                    },
                ),
                migrations.CreateModel(
                    name="IntakeAnswer",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "inquiry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="clients.inquiry",
                            ),
                        ),
                        (
                            "check_item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.intakecheck"
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[("unknown", "Not known yet"), ("yes", "Yes"), ("no", "No")],
                                default="unknown",
                                max_length=8,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("inquiry", "check_item"), name="intake_answer_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OutsideStay",
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
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outside_stays",
                                to="clients.client",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        (
                            "inquiry",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outside_stays",
                                to="clients.inquiry",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("detox", "Detox"),
                                    ("residential", "Residential program"),
                                    ("hospital", "Hospital"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("referred", "Referred"),
                                    ("there", "There now"),
                                    ("back", "Back with us"),
                                    ("elsewhere", "Did not come back"),
                                    ("cancelled", "Did not go"),
                                ],
                                default="referred",
                                max_length=10,
                            ),
                        ),
                        ("facility", models.CharField(max_length=200)),
                        ("contact_person", models.CharField(blank=True, max_length=200)),
                        ("phone", models.CharField(blank=True, max_length=40)),
                        ("referred_on", models.DateField()),
                        ("expected_from", models.DateField(blank=True, null=True)),
                        ("expected_until", models.DateField(blank=True, null=True)),
                        ("went_on", models.DateField(blank=True, null=True)),
                        ("back_on", models.DateField(blank=True, null=True)),
                        ("ask_on", models.DateField(blank=True, null=True)),
                        ("to_ask", models.CharField(blank=True, max_length=300)),
                        ("note", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["-referred_on"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status__in", ["referred", "there"])),
                                fields=["ask_on"],
                                name="stay_to_ask",
                            ),
                            models.Index(fields=["client", "-referred_on"], name="stay_by_client"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("expected_until__isnull", True),
                                    ("expected_from__isnull", True),
                                    ("expected_until__gte", models.F("expected_from")),
                                    _connector="OR",
                                ),
                                name="outside_stay_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("back_on__isnull", True),
                                    ("back_on__gte", models.F("referred_on")),
                                    _connector="OR",
                                ),
                                name="outside_stay_back_after",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("back_on__isnull", True), ("status__in", ["referred", "there"])),
                                    models.Q(
                                        models.Q(("status__in", ["referred", "there"]), _negated=True),
                                        ("back_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="outside_stay_over_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StayExtension",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="extensions",
                                to="clients.placement",
                            ),
                        ),
                        ("weeks", models.PositiveSmallIntegerField()),
                        ("reason", models.TextField()),
                        ("decided_on", models.DateField()),
                        (
                            "decided_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("review_id", models.UUIDField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "withdrawn_by",
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
                        "ordering": ["decided_on", "created_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("weeks__gte", 1), ("weeks__lte", 52)), name="extension_weeks"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="extension_has_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("withdrawn_at__isnull", True), ("withdrawn_by__isnull", False), _connector="OR"
                                ),
                                name="extension_withdrawn_by",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LetterTemplate",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("key", models.SlugField(max_length=40)),
                        ("language", models.CharField(max_length=8)),
                        ("number", models.PositiveIntegerField()),
                        ("title", models.CharField(max_length=120)),
                        (
                            "party_kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("provider", "Treating provider"),
                                        ("payer", "Health plan or payer"),
                                        ("court", "Court"),
                                        ("probation", "Probation, parole or supervision"),
                                        ("attorney", "Attorney"),
                                        ("employer", "Employer"),
                                        ("school", "School"),
                                        ("housing", "Sober home or housing"),
                                        ("relative", "Relative or support"),
                                        ("authority", "Public authority"),
                                        ("service", "Service provider of the clinic"),
                                        ("intermediary", "Health information exchange or app"),
                                        ("researcher", "Researcher"),
                                        ("referrer", "Referral source"),
                                        ("other", "Another recipient"),
                                    ],
                                    max_length=14,
                                ),
                                size=None,
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("treatment", "Treatment and coordination of care"),
                                    ("payment", "Payment"),
                                    ("operations", "Health care operations"),
                                    ("family_support", "Support by family or friends"),
                                    ("monitoring", "Monitoring by the criminal justice system"),
                                    ("legal_proceedings", "A legal proceeding"),
                                    ("employment", "Employment or school"),
                                    ("benefits", "Benefits, housing or licence"),
                                    ("request", "At the client's request"),
                                    ("emergency", "A medical emergency"),
                                    ("audit", "Audit and evaluation"),
                                    ("research", "Research"),
                                    ("public_health", "A report that the law requires"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "information",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("presence", "That they are or were a client here"),
                                        ("contact", "Name, birth date and contact details"),
                                        ("schedule", "Appointments and session times"),
                                        ("attendance", "Attendance"),
                                        ("assessment", "Assessment and level of care"),
                                        ("diagnosis", "Diagnoses"),
                                        ("plan", "Treatment plan and goals"),
                                        ("progress", "Summary of progress"),
                                        ("notes", "Progress notes"),
                                        ("measures", "Results of questionnaires"),
                                        ("drug_tests", "Drug test results"),
                                        ("medications", "Medications"),
                                        ("discharge", "Discharge and aftercare plan"),
                                        ("billing", "Coverage, bills and payments"),
                                        ("safety", "Safety concerns and emergencies"),
                                        ("counseling_notes", "SUD counseling notes"),
                                    ],
                                    max_length=20,
                                ),
                                size=None,
                            ),
                        ),
                        ("paragraphs", models.JSONField()),
                        ("with_weeks", models.BooleanField(default=False)),
                        ("neutral_head", models.BooleanField(default=False)),
                        ("valid_from", models.DateField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("made_by", models.UUIDField(null=True)),
                    ],
                    options={
                        "ordering": ["key", "language", "-number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("key", "language", "number"), name="letter_template_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("key", "language"),
                                name="letter_template_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("information__len__gte", 1), ("party_kinds__len__gte", 1)),
                                name="letter_template_says_what",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Letter",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="clients.client"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.lettertemplate",
                            ),
                        ),
                        (
                            "disclosure",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letter",
                                to="clients.disclosure",
                            ),
                        ),
                        ("first_on", models.DateField()),
                        ("last_on", models.DateField()),
                        ("reference", models.CharField(blank=True, max_length=80)),
                        (
                            "paper",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by_staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at"],
                        "indexes": [models.Index(fields=["client", "-at"], name="letter_by_client")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("last_on__gte", models.F("first_on"))), name="letter_forward"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Dimension",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("edition", models.PositiveSmallIntegerField(choices=[(3, "3rd edition"), (4, "4th edition")])),
                        ("number", models.PositiveSmallIntegerField()),
                        ("part", models.PositiveSmallIntegerField(default=0)),
                        ("name", models.CharField(max_length=160)),
                        ("is_rated", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["edition", "number", "part"],
                        "constraints": [
                            models.UniqueConstraint(fields=("edition", "number", "part"), name="dimension_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DimensionalAssessment",
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
                            "episode",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="dimensional_assessments",
                                to="clients.episode",
                            ),
                        ),
                        ("edition", models.PositiveSmallIntegerField(choices=[(3, "3rd edition"), (4, "4th edition")])),
                        ("assessed_on", models.DateField()),
                        (
                            "assessed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        (
                            "indicated_level",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.levelofcare",
                            ),
                        ),
                        (
                            "chosen_level",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.levelofcare",
                            ),
                        ),
                        (
                            "variance_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_available", "Level not available here"),
                                    ("preference", "Client's preference"),
                                    ("payer", "Payer's decision"),
                                    ("legal", "Legal requirement"),
                                    ("waiting", "On a waiting list"),
                                    ("other", "Other"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("variance_note", models.CharField(blank=True, max_length=300)),
                        ("rationale", models.TextField(blank=True)),
                        ("co_occurring", models.BooleanField(default=False)),
                        ("signed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "placement",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessment",
                                to="clients.placement",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-assessed_on", "-created_at"],
                        "indexes": [models.Index(fields=["episode", "-assessed_on"], name="dim_assessment_by_episode")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_at__isnull", True),
                                    models.Q(
                                        ("chosen_level__isnull", False),
                                        ("indicated_level__isnull", False),
                                        models.Q(("rationale", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="dim_assessment_signed_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_at__isnull", True),
                                    ("indicated_level", models.F("chosen_level")),
                                    models.Q(("variance_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="dim_assessment_variance",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_at__isnull", True), ("placement__isnull", False), _connector="OR"
                                ),
                                name="dim_assessment_placed",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("signed_at__isnull", True)),
                                fields=("episode",),
                                name="dim_assessment_one_draft",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DimensionRating",
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
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ratings",
                                to="clients.dimensionalassessment",
                            ),
                        ),
                        (
                            "dimension",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.dimension"
                            ),
                        ),
                        ("rating", models.CharField(blank=True, max_length=12)),
                        (
                            "implied_min_level",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.levelofcare",
                            ),
                        ),
                        ("is_coe", models.BooleanField(default=False)),
                        ("is_bio", models.BooleanField(default=False)),
                        ("evidence", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["dimension__number", "dimension__part"],
                        "constraints": [
                            models.UniqueConstraint(fields=("assessment", "dimension"), name="dimension_rating_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DiagnosisCode",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("code", models.CharField(max_length=10)),
                        ("title", models.CharField(max_length=300)),
                        ("valid_from", models.DateField()),
                        ("valid_until", models.DateField(blank=True, null=True)),
                        ("is_billable", models.BooleanField(default=True)),
                        ("source", models.CharField(max_length=80)),
                    ],
                    options={
                        "ordering": ["code"],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Upper("title"), name="gin_trgm_ops"
                                ),
                                name="diagnosis_code_title_trgm",
                            ),
                            models.Index(fields=["code"], name="diagnosis_code_by_code"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("code", "valid_from"), name="diagnosis_code_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until__isnull", True),
                                    ("valid_until__gte", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="diagnosis_code_forward",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Diagnosis",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="diagnoses",
                                to="clients.client",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        (
                            "code",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.diagnosiscode",
                            ),
                        ),
                        (
                            "specifiers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(default=1)),
                        (
                            "diagnosed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=500)),
                        ("entered_in_error_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "entered_in_error_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("error_reason", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "verbose_name_plural": "diagnoses",
                        "ordering": ["rank", "starts_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="diagnosis_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("entered_in_error_at__isnull", True),
                                    models.Q(
                                        ("entered_in_error_by__isnull", False),
                                        models.Q(("error_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="diagnosis_error_said",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ends_on__isnull", True), ("entered_in_error_at__isnull", True)),
                                fields=("client", "code"),
                                name="diagnosis_standing_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ends_on__isnull", True), ("entered_in_error_at__isnull", True)),
                                fields=("client", "rank"),
                                name="diagnosis_rank_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PortalAccount",
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
                                related_name="portal_account",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="portal_accounts",
                                to="clients.client",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="portal_accounts",
                                to="clients.relatedperson",
                            ),
                        ),
                        ("word", models.CharField(max_length=60)),
                        ("pin", models.CharField(blank=True, max_length=200)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("locked_until", models.DateTimeField(blank=True, null=True)),
                        ("locks", models.PositiveSmallIntegerField(default=0)),
                        ("last_signed_in_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "end_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("asked", "They asked for it"),
                                    ("no_release", "No release is left"),
                                    ("wrong_person", "It was not the right person"),
                                    ("lost", "Telephone or inbox lost, or somebody else has it"),
                                    ("died", "They died"),
                                    ("other", "Another reason"),
                                ],
                                max_length=16,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("client__isnull", False), ("person__isnull", True)),
                                    models.Q(("client__isnull", True), ("person__isnull", False)),
                                    _connector="OR",
                                ),
                                name="portal_account_of_one",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("client",),
                                name="portal_account_once_a_client",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("person",),
                                name="portal_account_once_a_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("end_reason", ""), ("ended_at__isnull", True)),
                                    models.Q(("ended_at__isnull", False), models.Q(("end_reason", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="portal_account_ends_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PortalInvitation",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "client",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.relatedperson",
                            ),
                        ),
                        (
                            "via_client",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        ("email", models.EmailField(max_length=254)),
                        ("language", models.CharField(max_length=8)),
                        (
                            "identity_check",
                            models.CharField(
                                choices=[
                                    ("photo_id", "Photo ID seen in person"),
                                    ("known", "Known in person, and here now"),
                                    ("called_back", "Called back on the number in the chart"),
                                    ("video", "Photo ID shown on a video call"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("token", models.CharField(max_length=64, unique=True)),
                        ("code", models.CharField(max_length=200)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        (
                            "invited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("sent_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("accepted_at", models.DateTimeField(blank=True, null=True)),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "account",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitations",
                                to="clients.portalaccount",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-sent_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("client__isnull", False),
                                        ("person__isnull", True),
                                        ("via_client__isnull", True),
                                    ),
                                    models.Q(
                                        ("client__isnull", True),
                                        ("person__isnull", False),
                                        ("via_client__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="portal_invitation_of_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("accepted_at__isnull", True), ("account__isnull", True)),
                                    models.Q(
                                        ("accepted_at__isnull", False),
                                        ("account__isnull", False),
                                        ("revoked_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="portal_invitation_accepted_whole",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("accepted_at__isnull", True), ("revoked_at__isnull", True)),
                                fields=("client",),
                                name="portal_invitation_once_a_client",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("accepted_at__isnull", True), ("revoked_at__isnull", True)),
                                fields=("person",),
                                name="portal_invitation_once_a_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PortalLink",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="links",
                                to="clients.portalaccount",
                            ),
                        ),
                        ("token", models.CharField(max_length=64, unique=True)),
                        ("expires_at", models.DateTimeField()),
                        ("used_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-created_at"],
                    },
                ),
                migrations.CreateModel(
                    name="PortalKiosk",
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
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        ("key", models.CharField(max_length=64, unique=True)),
                        (
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("ends_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("locked_until", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Incident",
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("received", "Received"),
                                    ("reviewing", "Being looked into"),
                                    ("acknowledged", "Acknowledged"),
                                    ("breach", "A breach: to be told"),
                                    ("no_breach", "Low probability: no breach"),
                                    ("answered", "Answered"),
                                    ("agreed", "Agreed"),
                                    ("refused", "Refused"),
                                    ("ended", "Ended"),
                                    ("done", "Done"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="received",
                                max_length=12,
                            ),
                        ),
                        ("received_on", models.DateField()),
                        (
                            "reported_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("text", models.TextField()),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("decision", models.TextField(blank=True)),
                        ("decided_on", models.DateField(blank=True, null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="incidents",
                                to="clients.client",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("injury", "Fall or injury"),
                                    ("medical", "Medical emergency or overdose"),
                                    ("conflict", "Conflict, threat or violence"),
                                    ("property", "Theft, loss or damage"),
                                    ("medication", "Medication"),
                                    ("conduct", "Conduct of staff"),
                                    ("privacy", "Privacy"),
                                    ("death", "Death"),
                                    ("other", "Something else"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "harm",
                            models.CharField(
                                choices=[("none", "Nobody was harmed"), ("minor", "Minor"), ("serious", "Serious")],
                                default="none",
                                max_length=8,
                            ),
                        ),
                        ("happened_on", models.DateField()),
                        ("done_at_once", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["-received_on", "-id"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["site", "status", "due_on"], name="incident_open")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="incident_has_words"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_on__isnull", True),
                                    models.Q(("decided_by__isnull", False), models.Q(("decision", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="incident_decision_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("happened_on__lte", models.F("received_on"))),
                                name="incident_then_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IncidentChange",
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
                                    ("received", "Received"),
                                    ("reviewing", "Being looked into"),
                                    ("acknowledged", "Acknowledged"),
                                    ("breach", "A breach: to be told"),
                                    ("no_breach", "Low probability: no breach"),
                                    ("answered", "Answered"),
                                    ("agreed", "Agreed"),
                                    ("refused", "Refused"),
                                    ("ended", "Ended"),
                                    ("done", "Done"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_id", models.UUIDField(null=True)),
                        ("reason", models.TextField(blank=True)),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="clients.incident",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Breach",
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("received", "Received"),
                                    ("reviewing", "Being looked into"),
                                    ("acknowledged", "Acknowledged"),
                                    ("breach", "A breach: to be told"),
                                    ("no_breach", "Low probability: no breach"),
                                    ("answered", "Answered"),
                                    ("agreed", "Agreed"),
                                    ("refused", "Refused"),
                                    ("ended", "Ended"),
                                    ("done", "Done"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="received",
                                max_length=12,
                            ),
                        ),
                        ("received_on", models.DateField()),
                        (
                            "reported_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("text", models.TextField()),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("decision", models.TextField(blank=True)),
                        ("decided_on", models.DateField(blank=True, null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="breaches",
                                to="clients.client",
                            ),
                        ),
                        ("happened_on", models.DateField(blank=True, null=True)),
                        ("affected", models.PositiveIntegerField(default=1)),
                        (
                            "factor_what",
                            models.CharField(
                                blank=True,
                                choices=[("low", "Speaks against a compromise"), ("high", "Speaks for a compromise")],
                                max_length=4,
                            ),
                        ),
                        ("factor_what_words", models.TextField(blank=True)),
                        (
                            "factor_who",
                            models.CharField(
                                blank=True,
                                choices=[("low", "Speaks against a compromise"), ("high", "Speaks for a compromise")],
                                max_length=4,
                            ),
                        ),
                        ("factor_who_words", models.TextField(blank=True)),
                        (
                            "factor_seen",
                            models.CharField(
                                blank=True,
                                choices=[("low", "Speaks against a compromise"), ("high", "Speaks for a compromise")],
                                max_length=4,
                            ),
                        ),
                        ("factor_seen_words", models.TextField(blank=True)),
                        (
                            "factor_mended",
                            models.CharField(
                                blank=True,
                                choices=[("low", "Speaks against a compromise"), ("high", "Speaks for a compromise")],
                                max_length=4,
                            ),
                        ),
                        ("factor_mended_words", models.TextField(blank=True)),
                        ("told_people_on", models.DateField(blank=True, null=True)),
                        ("told_hhs_on", models.DateField(blank=True, null=True)),
                        ("told_media_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name_plural": "breaches",
                        "ordering": ["-received_on", "-id"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["site", "status", "due_on"], name="breach_open")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="breach_has_words"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_on__isnull", True),
                                    models.Q(("decided_by__isnull", False), models.Q(("decision", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="breach_decision_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("affected__gte", 1)), name="breach_affects_somebody"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("happened_on__isnull", True),
                                    ("happened_on__lte", models.F("received_on")),
                                    _connector="OR",
                                ),
                                name="breach_then_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "no_breach"), _negated=True),
                                    models.Q(
                                        ("factor_mended", "low"),
                                        ("factor_seen", "low"),
                                        ("factor_what", "low"),
                                        ("factor_who", "low"),
                                        models.Q(("factor_what_words", ""), _negated=True),
                                        models.Q(("factor_who_words", ""), _negated=True),
                                        models.Q(("factor_seen_words", ""), _negated=True),
                                        models.Q(("factor_mended_words", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="breach_low_only_when_weighed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "done"), _negated=True),
                                    models.Q(("told_hhs_on__isnull", False), ("told_people_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="breach_done_when_told",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BreachChange",
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
                                    ("received", "Received"),
                                    ("reviewing", "Being looked into"),
                                    ("acknowledged", "Acknowledged"),
                                    ("breach", "A breach: to be told"),
                                    ("no_breach", "Low probability: no breach"),
                                    ("answered", "Answered"),
                                    ("agreed", "Agreed"),
                                    ("refused", "Refused"),
                                    ("ended", "Ended"),
                                    ("done", "Done"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_id", models.UUIDField(null=True)),
                        ("reason", models.TextField(blank=True)),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="clients.breach"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Grievance",
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("received", "Received"),
                                    ("reviewing", "Being looked into"),
                                    ("acknowledged", "Acknowledged"),
                                    ("breach", "A breach: to be told"),
                                    ("no_breach", "Low probability: no breach"),
                                    ("answered", "Answered"),
                                    ("agreed", "Agreed"),
                                    ("refused", "Refused"),
                                    ("ended", "Ended"),
                                    ("done", "Done"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="received",
                                max_length=12,
                            ),
                        ),
                        ("received_on", models.DateField()),
                        (
                            "reported_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("text", models.TextField()),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("decision", models.TextField(blank=True)),
                        ("decided_on", models.DateField(blank=True, null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="grievances",
                                to="clients.client",
                            ),
                        ),
                        ("from_name", models.CharField(blank=True, max_length=300)),
                        ("is_privacy", models.BooleanField(default=False)),
                        ("acknowledged_on", models.DateField(blank=True, null=True)),
                        ("answered_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-received_on", "-id"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["site", "status", "due_on"], name="grievance_open")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="grievance_has_words"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_on__isnull", True),
                                    models.Q(("decided_by__isnull", False), models.Q(("decision", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="grievance_decision_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "answered"), _negated=True),
                                    ("answered_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="grievance_answered_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GrievanceChange",
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
                                    ("received", "Received"),
                                    ("reviewing", "Being looked into"),
                                    ("acknowledged", "Acknowledged"),
                                    ("breach", "A breach: to be told"),
                                    ("no_breach", "Low probability: no breach"),
                                    ("answered", "Answered"),
                                    ("agreed", "Agreed"),
                                    ("refused", "Refused"),
                                    ("ended", "Ended"),
                                    ("done", "Done"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_id", models.UUIDField(null=True)),
                        ("reason", models.TextField(blank=True)),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="clients.grievance",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RestrictionRequest",
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("received", "Received"),
                                    ("reviewing", "Being looked into"),
                                    ("acknowledged", "Acknowledged"),
                                    ("breach", "A breach: to be told"),
                                    ("no_breach", "Low probability: no breach"),
                                    ("answered", "Answered"),
                                    ("agreed", "Agreed"),
                                    ("refused", "Refused"),
                                    ("ended", "Ended"),
                                    ("done", "Done"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="received",
                                max_length=12,
                            ),
                        ),
                        ("received_on", models.DateField()),
                        ("text", models.TextField()),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("decision", models.TextField(blank=True)),
                        ("decided_on", models.DateField(blank=True, null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "reported_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="restrictions",
                                to="clients.client",
                            ),
                        ),
                        (
                            "purposes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("treatment", "Treatment and coordination of care"),
                                        ("payment", "Payment"),
                                        ("operations", "Health care operations"),
                                        ("family_support", "Support by family or friends"),
                                        ("monitoring", "Monitoring by the criminal justice system"),
                                        ("legal_proceedings", "A legal proceeding"),
                                        ("employment", "Employment or school"),
                                        ("benefits", "Benefits, housing or licence"),
                                        ("request", "At the client's request"),
                                        ("emergency", "A medical emergency"),
                                        ("audit", "Audit and evaluation"),
                                        ("research", "Research"),
                                        ("public_health", "A report that the law requires"),
                                    ],
                                    max_length=20,
                                ),
                                size=None,
                            ),
                        ),
                        (
                            "information",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("presence", "That they are or were a client here"),
                                        ("contact", "Name, birth date and contact details"),
                                        ("schedule", "Appointments and session times"),
                                        ("attendance", "Attendance"),
                                        ("assessment", "Assessment and level of care"),
                                        ("diagnosis", "Diagnoses"),
                                        ("plan", "Treatment plan and goals"),
                                        ("progress", "Summary of progress"),
                                        ("notes", "Progress notes"),
                                        ("measures", "Results of questionnaires"),
                                        ("drug_tests", "Drug test results"),
                                        ("medications", "Medications"),
                                        ("discharge", "Discharge and aftercare plan"),
                                        ("billing", "Coverage, bills and payments"),
                                        ("safety", "Safety concerns and emergencies"),
                                        ("counseling_notes", "SUD counseling notes"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("paid_in_full", models.BooleanField(default=False)),
                        ("required_by_law", models.BooleanField(default=False)),
                        ("starts_on", models.DateField(blank=True, null=True)),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "ended_how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("asked_written", "The client asked for it in writing"),
                                    ("asked_orally", "The client agreed by word of mouth, written down here"),
                                    ("we_end", "We told the client that it ends for what is made from now on"),
                                ],
                                max_length=16,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-received_on", "-id"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["site", "status", "due_on"], name="restriction_open"),
                            models.Index(
                                condition=models.Q(("starts_on__isnull", False)),
                                fields=["client"],
                                name="restriction_agreed",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="restriction_has_words"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_on__isnull", True),
                                    models.Q(("decided_by__isnull", False), models.Q(("decision", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="restriction_decision_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("purposes__len__gte", 1)), name="restriction_names_purpose"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "refused"), _negated=True),
                                    ("paid_in_full", False),
                                    ("required_by_law", True),
                                    models.Q(("purposes__overlap", ["payment", "operations"]), _negated=True),
                                    _connector="OR",
                                ),
                                name="restriction_paid_in_full_agreed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("starts_on__isnull", False), ("status__in", ["agreed", "ended"])),
                                    models.Q(
                                        models.Q(("status__in", ["agreed", "ended"]), _negated=True),
                                        ("starts_on__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="restriction_agreed_from",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ends_on__isnull", False),
                                        ("status", "ended"),
                                        models.Q(("ended_how", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("status", "ended"), _negated=True),
                                        ("ended_how", ""),
                                        ("ends_on__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="restriction_ended_how",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RestrictionRequestChange",
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
                                    ("received", "Received"),
                                    ("reviewing", "Being looked into"),
                                    ("acknowledged", "Acknowledged"),
                                    ("breach", "A breach: to be told"),
                                    ("no_breach", "Low probability: no breach"),
                                    ("answered", "Answered"),
                                    ("agreed", "Agreed"),
                                    ("refused", "Refused"),
                                    ("ended", "Ended"),
                                    ("done", "Done"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_id", models.UUIDField(null=True)),
                        ("reason", models.TextField(blank=True)),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="clients.restrictionrequest",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AmendmentRequest",
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("received", "Received"),
                                    ("reviewing", "Being looked into"),
                                    ("acknowledged", "Acknowledged"),
                                    ("breach", "A breach: to be told"),
                                    ("no_breach", "Low probability: no breach"),
                                    ("answered", "Answered"),
                                    ("agreed", "Agreed"),
                                    ("refused", "Refused"),
                                    ("ended", "Ended"),
                                    ("done", "Done"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="received",
                                max_length=12,
                            ),
                        ),
                        ("received_on", models.DateField()),
                        ("text", models.TextField()),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("decision", models.TextField(blank=True)),
                        ("decided_on", models.DateField(blank=True, null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "reported_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("extended_on", models.DateField(blank=True, null=True)),
                        ("extension_reason", models.CharField(blank=True, max_length=500)),
                        (
                            "refused_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("accurate", "The record is accurate and complete"),
                                    ("not_ours", "We did not make the record"),
                                    ("not_in_record", "It is not part of the record they may see"),
                                    ("notes", "Counseling notes kept apart"),
                                    ("danger", "It is likely to endanger somebody"),
                                    ("other", "Another reason"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="amendments",
                                to="clients.client",
                            ),
                        ),
                        ("disagreement", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["-received_on", "-id"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["site", "status", "due_on"], name="amendment_open")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="amendment_has_words"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_on__isnull", True),
                                    models.Q(("decided_by__isnull", False), models.Q(("decision", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="amendment_decision_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("extended_on__isnull", True),
                                    models.Q(("extension_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="amendment_extension_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "refused"), _negated=True),
                                    models.Q(("refused_because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="amendment_refused_because",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AmendmentRequestChange",
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
                                    ("received", "Received"),
                                    ("reviewing", "Being looked into"),
                                    ("acknowledged", "Acknowledged"),
                                    ("breach", "A breach: to be told"),
                                    ("no_breach", "Low probability: no breach"),
                                    ("answered", "Answered"),
                                    ("agreed", "Agreed"),
                                    ("refused", "Refused"),
                                    ("ended", "Ended"),
                                    ("done", "Done"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_id", models.UUIDField(null=True)),
                        ("reason", models.TextField(blank=True)),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="clients.amendmentrequest",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AccessRequest",
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("received", "Received"),
                                    ("reviewing", "Being looked into"),
                                    ("acknowledged", "Acknowledged"),
                                    ("breach", "A breach: to be told"),
                                    ("no_breach", "Low probability: no breach"),
                                    ("answered", "Answered"),
                                    ("agreed", "Agreed"),
                                    ("refused", "Refused"),
                                    ("ended", "Ended"),
                                    ("done", "Done"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="received",
                                max_length=12,
                            ),
                        ),
                        ("received_on", models.DateField()),
                        ("text", models.TextField()),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("decision", models.TextField(blank=True)),
                        ("decided_on", models.DateField(blank=True, null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "reported_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("extended_on", models.DateField(blank=True, null=True)),
                        ("extension_reason", models.CharField(blank=True, max_length=500)),
                        (
                            "refused_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("accurate", "The record is accurate and complete"),
                                    ("not_ours", "We did not make the record"),
                                    ("not_in_record", "It is not part of the record they may see"),
                                    ("notes", "Counseling notes kept apart"),
                                    ("danger", "It is likely to endanger somebody"),
                                    ("other", "Another reason"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="access_requests",
                                to="clients.client",
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("paper", "On paper"),
                                    ("electronic", "As a file"),
                                    ("seen_here", "Looked at here"),
                                ],
                                default="electronic",
                                max_length=12,
                            ),
                        ),
                        ("given_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-received_on", "-id"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["site", "status", "due_on"], name="access_request_open")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="access_request_has_words"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_on__isnull", True),
                                    models.Q(("decided_by__isnull", False), models.Q(("decision", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="access_request_decision_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("extended_on__isnull", True),
                                    models.Q(("extension_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="access_request_extension_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "refused"), _negated=True),
                                    models.Q(("refused_because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="access_request_refused_because",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "done"), _negated=True),
                                    ("given_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="access_request_given_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AccessRequestChange",
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
                                    ("received", "Received"),
                                    ("reviewing", "Being looked into"),
                                    ("acknowledged", "Acknowledged"),
                                    ("breach", "A breach: to be told"),
                                    ("no_breach", "Low probability: no breach"),
                                    ("answered", "Answered"),
                                    ("agreed", "Agreed"),
                                    ("refused", "Refused"),
                                    ("ended", "Ended"),
                                    ("done", "Done"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_id", models.UUIDField(null=True)),
                        ("reason", models.TextField(blank=True)),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="clients.accessrequest",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ConsentOffer",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "consent",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="offer", to="clients.consent"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by_staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="RecordExport",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="record_exports",
                                to="clients.client",
                            ),
                        ),
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
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=30), size=None
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        ("ready_at", models.DateTimeField(blank=True, null=True)),
                        ("ends_at", models.DateTimeField(blank=True, null=True)),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        ("taken_at", models.DateTimeField(blank=True, null=True)),
                        ("file", models.FileField(blank=True, upload_to="exports/%Y/%m/")),
                        ("size_bytes", models.PositiveIntegerField(default=0)),
                        ("records", models.JSONField(default=list)),
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
                migrations.CreateModel(
                    name="Thread",
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
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="threads", to="clients.client"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        (
                            "about",
                            models.CharField(
                                choices=[
                                    ("appointment", "An appointment or a session"),
                                    ("medication", "A question about medication"),
                                    ("paperwork", "Papers, work or insurance"),
                                    ("other", "Something else"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("subject", iop.core.crypto.EncryptedField()),
                        ("opened_at", models.DateTimeField()),
                        ("last_at", models.DateTimeField()),
                        ("waits_since", models.DateTimeField(blank=True, null=True)),
                        ("answer_by", models.DateTimeField(blank=True, null=True)),
                        (
                            "assigned_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="threads",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "closed_by",
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
                        "indexes": [
                            models.Index(fields=["client", "-last_at"], name="thread_of_client"),
                            models.Index(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=["site", "-last_at"],
                                name="thread_open_at_site",
                            ),
                            models.Index(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=["assigned_to"],
                                name="thread_open_of_staff",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("last_at__gte", models.F("opened_at"))), name="thread_forward"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer_by__isnull", True), ("waits_since__isnull", True)),
                                    models.Q(("answer_by__isnull", False), ("waits_since__isnull", False)),
                                    _connector="OR",
                                ),
                                name="thread_waits_until_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                                    models.Q(
                                        ("closed_at__isnull", False),
                                        ("closed_by__isnull", False),
                                        ("waits_since__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="thread_closed_by_somebody_and_waits_no_more",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ThreadMessage",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "thread",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to="clients.thread",
                            ),
                        ),
                        ("by_client", models.BooleanField()),
                        (
                            "staff",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("words", iop.core.crypto.EncryptedField()),
                        ("sent_at", models.DateTimeField()),
                        ("key", models.UUIDField(unique=True)),
                    ],
                    options={
                        "ordering": ["sent_at"],
                        "constraints": [
                            models.UniqueConstraint(fields=("thread", "sent_at"), name="thread_message_in_order"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("by_client", True), ("staff__isnull", True)),
                                    models.Q(("by_client", False), ("staff__isnull", False)),
                                    _connector="OR",
                                ),
                                name="thread_message_of_one_side",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ThreadFile",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="clients.threadmessage",
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
                        "ordering": ["created_at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="ThreadRead",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "thread",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="reads", to="clients.thread"
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("seen_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("thread", "staff"), name="thread_read_once_each", nulls_distinct=False
                            )
                        ],
                    },
                ),
            ],
        ),
        iop.core.migrating.AddTrigger(
            model_name="consenttemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="only_superseded",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."made_by" IS DISTINCT FROM (NEW."made_by") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."sections" IS DISTINCT FROM (NEW."sections") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="3da1fffce4c6f0379e4abef7298620020eaca355",
                    operation="UPDATE",
                    pgid="pgtrigger_only_superseded_62d88",
                    table="clients_consenttemplate",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="consenttemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="85285646bc96c5d4b413e662448c1713c403cc78",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_98ef5",
                    table="clients_consenttemplate",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="consenttemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="5d22feb8177727d5774e9585fb6019b1ccccf223",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_25421",
                    table="clients_consenttemplate",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="lettertemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="only_superseded",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."information" IS DISTINCT FROM (NEW."information") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."made_by" IS DISTINCT FROM (NEW."made_by") OR OLD."neutral_head" IS DISTINCT FROM (NEW."neutral_head") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."paragraphs" IS DISTINCT FROM (NEW."paragraphs") OR OLD."party_kinds" IS DISTINCT FROM (NEW."party_kinds") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."with_weeks" IS DISTINCT FROM (NEW."with_weeks"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="3f0ede3a4f0112fd877e7616ba48bc4636b6b72b",
                    operation="UPDATE",
                    pgid="pgtrigger_only_superseded_1ec7a",
                    table="clients_lettertemplate",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="lettertemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a2799b2dbeab3f119cb0b94d1687cbf8b70d9096",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_45779",
                    table="clients_lettertemplate",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="lettertemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="b318232e3247e08c97ed0ecc32cd5f17fc75cae4",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_46f80",
                    table="clients_lettertemplate",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="accessrequestchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="99533407b5e5ac4c1ff4ff40af317d392fc432d2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1c19a",
                    table="clients_accessrequestchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="accessrequestchange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="ebf9f228e342f70f2928a86bcc076a1d1631c37c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_f87fa",
                    table="clients_accessrequestchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="amendmentrequestchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f48911a15b0aa9906be8c970a52550cdbc691ccc",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9bb29",
                    table="clients_amendmentrequestchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="amendmentrequestchange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="34a32bec7cec8e9f385cbc70aa60553dfad122f6",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_06471",
                    table="clients_amendmentrequestchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="breachchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d20e14e4d8b29efb985d735b856f9cf5d51f9d6a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_15558",
                    table="clients_breachchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="breachchange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="1374500c8cec3053d07571f75267ede4d21ce089",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_6ddb2",
                    table="clients_breachchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="client",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="c9cdcca6ca85f70e7e6cdda11f7efcf5e24feb47",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_24eef",
                    table="clients_client",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="client",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="201754a1449b0a13802f5c3c68e7c4c6f7566b3b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_565fd",
                    table="clients_client",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="chartmerge",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="e4f3aa18bf0f8a5c57317138e662d34936570866",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_52fc7",
                    table="clients_chartmerge",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="chartmerge",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="c92e9c099402ea002b54b5df7318910bf919171c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_6ce26",
                    table="clients_chartmerge",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="channelpermission",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d89b17ff31de744967845b1357985ad6346c3e7d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ccab4",
                    table="clients_channelpermission",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="channelpermission",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="667a6c238e09858578f625f64bca2ee94fec802e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_d7f97",
                    table="clients_channelpermission",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="breach",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="c738952bbaeca7e4cf4172f9d4a892d90520099c",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_02e94",
                    table="clients_breach",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="breach",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="29fe9bb3ef8ed0524c2c5eb9ae0e0f04d2b1efa5",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_720cf",
                    table="clients_breach",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="breach",
            trigger=pgtrigger.compiler.Trigger(
                name="status_follows_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM clients_breachchange h WHERE h.entry_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'received') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="2636d30da447c7c6d11b8b74c692632777f4dcda",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_status_follows_history_91532",
                    table="clients_breach",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="breach",
            trigger=pgtrigger.compiler.Trigger(
                name="status_starts_right",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'received'))",
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM clients_breachchange h WHERE h.entry_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'received') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="0dcb5e1a2f153d10406db74905e4f63dd001f08f",
                    operation="INSERT",
                    pgid="pgtrigger_status_starts_right_62884",
                    table="clients_breach",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="breach",
            trigger=pgtrigger.compiler.Trigger(
                name="report_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."received_on" IS DISTINCT FROM (NEW."received_on") OR OLD."reported_by_id" IS DISTINCT FROM (NEW."reported_by_id") OR OLD."text" IS DISTINCT FROM (NEW."text"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="59a644761a22d1e520a3d1a81f651015c837bf29",
                    operation="UPDATE",
                    pgid="pgtrigger_report_stays_35fd5",
                    table="clients_breach",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="amendmentrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b94abc06ecdb37b3580d5676174ce20843cb6cea",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_1c2eb",
                    table="clients_amendmentrequest",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="amendmentrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="e5c82d398f27c88df57c41531a50f7431f99a5f8",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_4a32a",
                    table="clients_amendmentrequest",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="amendmentrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="status_follows_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM clients_amendmentrequestchange h WHERE h.entry_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'received') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="922333342b363b1b67c29bc84aafa0e435d9dfd0",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_status_follows_history_71652",
                    table="clients_amendmentrequest",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="amendmentrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="status_starts_right",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'received'))",
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM clients_amendmentrequestchange h WHERE h.entry_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'received') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="0159cf25e49e947f37a1f3d8242faaaafa34f6ab",
                    operation="INSERT",
                    pgid="pgtrigger_status_starts_right_954a5",
                    table="clients_amendmentrequest",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="amendmentrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="report_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."received_on" IS DISTINCT FROM (NEW."received_on") OR OLD."reported_by_id" IS DISTINCT FROM (NEW."reported_by_id") OR OLD."text" IS DISTINCT FROM (NEW."text"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="17ef1ed9a07cec04a26349ddca823d522ec52e37",
                    operation="UPDATE",
                    pgid="pgtrigger_report_stays_3d7dc",
                    table="clients_amendmentrequest",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="accessrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="444a7be5331026928e56a565427df0b0fb5cd456",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_cd4c2",
                    table="clients_accessrequest",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="accessrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="8dfe0d183b80762c33aac1891cbdc0b3bac4743e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_4bf2e",
                    table="clients_accessrequest",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="accessrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="status_follows_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM clients_accessrequestchange h WHERE h.entry_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'received') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="b4bcadc8f34a70f3ea70121fa961c059fe8a3bbb",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_status_follows_history_52887",
                    table="clients_accessrequest",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="accessrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="status_starts_right",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'received'))",
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM clients_accessrequestchange h WHERE h.entry_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'received') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="f6a41b5c1d7ffe10ef41883f67f7d50ca7adc05b",
                    operation="INSERT",
                    pgid="pgtrigger_status_starts_right_9b8a4",
                    table="clients_accessrequest",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="accessrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="report_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."received_on" IS DISTINCT FROM (NEW."received_on") OR OLD."reported_by_id" IS DISTINCT FROM (NEW."reported_by_id") OR OLD."text" IS DISTINCT FROM (NEW."text"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="f02bbf71c058480466ebeb3dc11a1fa30b2b7499",
                    operation="UPDATE",
                    pgid="pgtrigger_report_stays_51490",
                    table="clients_accessrequest",
                    when="BEFORE",
                ),
            ),
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
        iop.core.migrating.AddTrigger(
            model_name="concern",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="29671bb3664cadc97d4c3f3a8910e9f1108055b4",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_28928",
                    table="clients_concern",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="concern",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="182783bc03b08a334a124c94d90e839e6e2b35b4",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_d0926",
                    table="clients_concern",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
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
        iop.core.migrating.AddTrigger(
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
        iop.core.migrating.AddTrigger(
            model_name="consentrevocation",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5d2f0f328fa8e93a4c861145523fe328461b954e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_59b2c",
                    table="clients_consentrevocation",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="consentrevocation",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="fdb5dde05c11362dfbaa9bb1f5ca3289df05ecb3",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_65301",
                    table="clients_consentrevocation",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="consentrevocation",
            trigger=pgtrigger.compiler.Trigger(
                name="counted_at_the_gate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                PERFORM 1 FROM clients_consent WHERE id = NEW.consent_id FOR UPDATE;\n                NEW.gate_order := nextval('clients_gate_order');\n                RETURN NEW;\n                ",
                    hash="af17f4c13dd52a5923acf99898602c3811c3236a",
                    operation="INSERT",
                    pgid="pgtrigger_counted_at_the_gate_037a7",
                    table="clients_consentrevocation",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="diagnosis",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="337e38b25a4bc6cf78dd5006fb198741f8c73a68",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_c5bf1",
                    table="clients_diagnosis",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="diagnosis",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="31aa00095b61c9c035a3a45897175b422a6aef08",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_a7574",
                    table="clients_diagnosis",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="disclosurereview",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ccded6977df4ece7b42b0aca4f8f0de288496f19",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2c5c4",
                    table="clients_disclosurereview",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="disclosurereview",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="5de7fd8f63fbd6084c60ab09055b5072b6640d0b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_5d9e8",
                    table="clients_disclosurereview",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="emergencyaccess",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="10c9a796591e2b718c70c6b2e77652c5f7e7013c",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_2ae77",
                    table="clients_emergencyaccess",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="emergencyaccess",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="ac87de79d38071f3ad7be4c05c1fcdb346580f36",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_026f6",
                    table="clients_emergencyaccess",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="emergencyaccess",
            trigger=pgtrigger.compiler.Trigger(
                name="only_given_back_or_reviewed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."client_id" IS DISTINCT FROM (NEW."client_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."site_id" IS DISTINCT FROM (NEW."site_id") OR OLD."staff_id" IS DISTINCT FROM (NEW."staff_id") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="a3596d0d0e38779dcc4aad11ebf578278b3c4026",
                    operation="UPDATE",
                    pgid="pgtrigger_only_given_back_or_reviewed_224ca",
                    table="clients_emergencyaccess",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="emergencyaccess",
            trigger=pgtrigger.compiler.Trigger(
                name="never_longer",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."ends_at" > (OLD."ends_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="a7429e3ccff493a260d2bb68a6450b0949392ff7",
                    operation="UPDATE",
                    pgid="pgtrigger_never_longer_28133",
                    table="clients_emergencyaccess",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="emergencyaccess",
            trigger=pgtrigger.compiler.Trigger(
                name="reviewed_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."reviewed_at" IS NOT NULL AND (OLD."reviewed_at" IS DISTINCT FROM (NEW."reviewed_at") OR OLD."was_right" IS DISTINCT FROM (NEW."was_right") OR OLD."review_note" IS DISTINCT FROM (NEW."review_note")))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="95f86fef14b242fe70d8614697104b284152b012",
                    operation="UPDATE",
                    pgid="pgtrigger_reviewed_once_66915",
                    table="clients_emergencyaccess",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="episode",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="512b6ad12dcead1943ced87c3aa7487bd56cd16f",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_68dc7",
                    table="clients_episode",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="episode",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="ebb5449b0d02da48064a40f9cdad23fa7848f2bb",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_35db0",
                    table="clients_episode",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="episode",
            trigger=pgtrigger.compiler.Trigger(
                name="status_follows_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM clients_episodestatuschange h WHERE h.episode_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'inquiry') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="26172d61a86d5e3c1a3fff09aa924e18ba9e5b91",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_status_follows_history_97273",
                    table="clients_episode",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="episode",
            trigger=pgtrigger.compiler.Trigger(
                name="status_starts_right",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'inquiry'))",
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM clients_episodestatuschange h WHERE h.episode_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'inquiry') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="a3ec299cacda7e5eebe4c8497e62c4e98af2cce1",
                    operation="INSERT",
                    pgid="pgtrigger_status_starts_right_33a0e",
                    table="clients_episode",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="dischargedetail",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="f35a0f117de1d115f601b5f92fe55dfb221256bd",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_beae8",
                    table="clients_dischargedetail",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="dischargedetail",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="81565298d693d79837b9a885735246f8037dc450",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_0b2cd",
                    table="clients_dischargedetail",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="episodestatuschange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e53765c5432be144893c0f38d76e937137880849",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a553c",
                    table="clients_episodestatuschange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="episodestatuschange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="e3af3509d62e021b4d9cb5296ffddd42fbb9bc67",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_462d5",
                    table="clients_episodestatuschange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="falseconsent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6f71e32de62b685620081ca50173410bbce5e09f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_214a7",
                    table="clients_falseconsent",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="falseconsent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="891b2189f864554b38e9617150e65dc592624aa1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_25fe5",
                    table="clients_falseconsent",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="grievance",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="de83ffbcf534cbb98d1b091d9574ad267bca2e08",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_30281",
                    table="clients_grievance",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="grievance",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="4e951880e29dd29e132fee878fd4c91f0f6b081f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_8259f",
                    table="clients_grievance",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="grievance",
            trigger=pgtrigger.compiler.Trigger(
                name="status_follows_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM clients_grievancechange h WHERE h.entry_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'received') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="a72eb005735c6d8212c44830dafe0112b0080fec",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_status_follows_history_a5336",
                    table="clients_grievance",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="grievance",
            trigger=pgtrigger.compiler.Trigger(
                name="status_starts_right",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'received'))",
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM clients_grievancechange h WHERE h.entry_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'received') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="47f51f0ed21a9e4d7164d5b2ae43db89d23906ed",
                    operation="INSERT",
                    pgid="pgtrigger_status_starts_right_1115f",
                    table="clients_grievance",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="grievance",
            trigger=pgtrigger.compiler.Trigger(
                name="report_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."received_on" IS DISTINCT FROM (NEW."received_on") OR OLD."reported_by_id" IS DISTINCT FROM (NEW."reported_by_id") OR OLD."text" IS DISTINCT FROM (NEW."text"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="e0d62ab480ecd25456344cc43875fe023f203610",
                    operation="UPDATE",
                    pgid="pgtrigger_report_stays_12ff1",
                    table="clients_grievance",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="grievancechange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1bd655bdc4b94bd7b368433499ec8109f736fcf8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2425c",
                    table="clients_grievancechange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="grievancechange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="4d6927338d0acee30c6868f2d231ff5a6dc63021",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_b764e",
                    table="clients_grievancechange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="incident",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="7af6d825031a1929209f3ec16dd733a8f36f0586",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_10328",
                    table="clients_incident",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="incident",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="68b53ae98b261066ba32b5d8234076d1002c9061",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_71cad",
                    table="clients_incident",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="incident",
            trigger=pgtrigger.compiler.Trigger(
                name="status_follows_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM clients_incidentchange h WHERE h.entry_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'received') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="de229923b8305bc14b9045bd47d4460579e07df9",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_status_follows_history_e482a",
                    table="clients_incident",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="incident",
            trigger=pgtrigger.compiler.Trigger(
                name="status_starts_right",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'received'))",
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM clients_incidentchange h WHERE h.entry_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'received') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="b3a008aea408d0c3ffbacde76960b866f8e2288e",
                    operation="INSERT",
                    pgid="pgtrigger_status_starts_right_9da85",
                    table="clients_incident",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="incident",
            trigger=pgtrigger.compiler.Trigger(
                name="report_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."received_on" IS DISTINCT FROM (NEW."received_on") OR OLD."reported_by_id" IS DISTINCT FROM (NEW."reported_by_id") OR OLD."text" IS DISTINCT FROM (NEW."text"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="005466ee4351188ceb7b4992ed2d465ed7f76a5b",
                    operation="UPDATE",
                    pgid="pgtrigger_report_stays_ef0a9",
                    table="clients_incident",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="incidentchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e436e28e17c29648bff9396d8a8d5a10337841cf",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_bd684",
                    table="clients_incidentchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="incidentchange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="d11788971ec21784018b22b07ad98941256d135d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_9a645",
                    table="clients_incidentchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="inquirystatuschange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="32c2edabfe346395c44f4b0caabf92f2fab812e9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_86e91",
                    table="clients_inquirystatuschange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="inquirystatuschange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="3d4b86e484107e591830f1ccbb751ad7f7e5aa91",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_36244",
                    table="clients_inquirystatuschange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1d23bd0484b957fa58464f17ec9e035a2c064a46",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c56b0",
                    table="clients_letter",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="1ae720cdb165e7b6eda50745fa5b10102823aa1a",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_3d1e4",
                    table="clients_letter",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="dimensionrating",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_with_assessment",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM clients_dimensionalassessment a\n    WHERE a.id IN (COALESCE(OLD.assessment_id, NEW.assessment_id), COALESCE(NEW.assessment_id, OLD.assessment_id))\n    AND a.signed_at IS NOT NULL\n) THEN\n    RAISE EXCEPTION 'a signed assessment is locked: its ratings stay as they were signed';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="25ed2e618c16c29c5dcfbdb70b76019f77bbc32f",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_locked_with_assessment_6471b",
                    table="clients_dimensionrating",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="dimensionrating",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="47cd04301c91f3c99c0e484950b3e5f0208179c1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_2d6ef",
                    table="clients_dimensionrating",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="levelrequirement",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="54a833476e5822aa4a958b99a54b6dd40b8b9da7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_54c80",
                    table="clients_levelrequirement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="levelrequirement",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="729c66148497e9c829c609a97401ac3a4e88eb2d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_fe2ec",
                    table="clients_levelrequirement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="messagehold",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="5e899f4a6540e18dc92fc918a45ce420ac892db0",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_d2df0",
                    table="clients_messagehold",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="messagehold",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="41e1bca153454d3205c613f104bb8941638684f1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_4262d",
                    table="clients_messagehold",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="outsidestay",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="5d95aec20dd2ffb867456c084a2732c88f2bb80c",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_96275",
                    table="clients_outsidestay",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="outsidestay",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="c456ec65d590eb3ebc2928b3daf381ce61b007e0",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_4b66d",
                    table="clients_outsidestay",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="placement",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="4fa2b0ff046c2ee44c57b0826b8af981a3ba67c9",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_38d23",
                    table="clients_placement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="placement",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="c06d0a463f7dfdcf59dae806070f5438cebc6b99",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_c48d6",
                    table="clients_placement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="dimensionalassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."signed_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="34734522f4188d92a23ccd5d2b59883eb85308f5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_locked_once_signed_1b93a",
                    table="clients_dimensionalassessment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="dimensionalassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="aa597e18f70aeda99c9a9b97a0b1e9a21c42cd96",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_c3e0e",
                    table="clients_dimensionalassessment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="courtorder",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="991a922097edeb84c722359a13ab048bdc6ed502",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_3bcd9",
                    table="clients_courtorder",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="courtorder",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="b3ed69fa6276f0985df537e670ccfdc744feaf46",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_9f8a7",
                    table="clients_courtorder",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"status\" = 'signed')",
                    func="\n                IF to_jsonb(OLD) - ARRAY['stopped_at', 'revoked_at', 'revocable_event_at', 'expired_event_at', 'version']\n                   IS DISTINCT FROM\n                   to_jsonb(NEW) - ARRAY['stopped_at', 'revoked_at', 'revocable_event_at', 'expired_event_at', 'version'] THEN\n                    RAISE EXCEPTION 'a signed consent is kept as it was signed';\n                END IF;\n                RETURN NEW;\n                ",
                    hash="584d862d91ff0dd777d07ea9c122cae65063442f",
                    operation="UPDATE",
                    pgid="pgtrigger_signed_is_kept_52eba",
                    table="clients_consent",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="read_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"status\" = 'draft' AND NOT (OLD.\"digest\" = ''))",
                    func="\n                IF to_jsonb(OLD) - ARRAY['status', 'signed_at', 'version']\n                   IS DISTINCT FROM to_jsonb(NEW) - ARRAY['status', 'signed_at', 'version'] THEN\n                    RAISE EXCEPTION 'somebody has signed these words: they are kept';\n                END IF;\n                RETURN NEW;\n                ",
                    hash="9e5cfb9bc2de063301001c7408808ee92c705cd4",
                    operation="UPDATE",
                    pgid="pgtrigger_read_is_kept_46ca0",
                    table="clients_consent",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="whole_when_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"status\" = 'signed')",
                    declare="DECLARE form record; named record;",
                    func="\n    SELECT kind, superseded_at INTO form FROM clients_consenttemplate WHERE id = NEW.template_id FOR SHARE;\n    IF form.superseded_at IS NOT NULL THEN\n        RAISE EXCEPTION 'consent_form_superseded';\n    END IF;\n    IF form.kind <> NEW.kind THEN\n        RAISE EXCEPTION 'consent_form_of_another_kind';\n    END IF;\n    IF NEW.expires_on < (SELECT (NEW.signed_at AT TIME ZONE time_zone)::date FROM clinic_site WHERE id = NEW.site_id) THEN\n        RAISE EXCEPTION 'consent_ends_before_it_begins';\n    END IF;\n    IF NEW.party_id IS NOT NULL THEN\n        SELECT kind, person_id INTO named FROM clients_recipientparty WHERE id = NEW.party_id;\n        IF named.kind = 'intermediary' AND NEW.participants = '' THEN\n            RAISE EXCEPTION 'consent_names_participants';\n        END IF;\n        IF NEW.kind = 'relative' AND named.kind <> 'relative' THEN\n            RAISE EXCEPTION 'consent_names_relative';\n        END IF;\n        IF named.kind = 'relative' AND NOT EXISTS (\n            SELECT 1 FROM clients_relationship WHERE client_id = NEW.client_id AND person_id = named.person_id\n        ) THEN\n            RAISE EXCEPTION 'consent_relative_of_another_client';\n        END IF;\n        IF NEW.kind = 'criminal_justice' AND named.kind NOT IN ('court', 'probation', 'attorney', 'authority') THEN\n            RAISE EXCEPTION 'consent_names_monitor';\n        END IF;\n    END IF;\n    RETURN NEW;\n",
                    hash="91063402dfb209cd8df2a01e0f7a581f4b2cccfe",
                    operation='INSERT OR UPDATE OF "status"',
                    pgid="pgtrigger_whole_when_signed_ce9f6",
                    table="clients_consent",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_by_somebody",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"status\" = 'signed')",
                    constraint="CONSTRAINT",
                    func="\n                IF NOT EXISTS (SELECT 1 FROM clients_consentsignature WHERE consent_id = NEW.id AND digest = NEW.digest) THEN\n                    RAISE EXCEPTION 'consent_signed_by_nobody';\n                END IF;\n                RETURN NULL;\n                ",
                    hash="573a06be104493385a758ac0cad7ae3ec2a99f0a",
                    operation='INSERT OR UPDATE OF "status"',
                    pgid="pgtrigger_signed_by_somebody_63afd",
                    table="clients_consent",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="stopped_stays_stopped",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."stopped_at" IS NOT NULL AND OLD."stopped_at" IS DISTINCT FROM (NEW."stopped_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="7adefd4cade0412d4cac7b58ca9189e8828ccf84",
                    operation="UPDATE",
                    pgid="pgtrigger_stopped_stays_stopped_e1db0",
                    table="clients_consent",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="dc470c78c4c3ada831de4179b0dcdad5ce0bd124",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_15611",
                    table="clients_consent",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="81020807410e826871a0cf6c8266c80dc70d10e2",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_dc459",
                    table="clients_consent",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
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
        iop.core.migrating.AddTrigger(
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
        iop.core.migrating.AddTrigger(
            model_name="inquiry",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="95b71720289b815235dc0869d96e1ba3777feb83",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_7d53e",
                    table="clients_inquiry",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="inquiry",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="6fab5835284ed1b57e3ca02db0f1cb68f22d2942",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_db88f",
                    table="clients_inquiry",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="inquiry",
            trigger=pgtrigger.compiler.Trigger(
                name="status_follows_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM clients_inquirystatuschange h WHERE h.inquiry_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'new') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="ae062ddd7750c9b89b85ea855761d62094c2f839",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_status_follows_history_be2e7",
                    table="clients_inquiry",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="inquiry",
            trigger=pgtrigger.compiler.Trigger(
                name="status_starts_right",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'new'))",
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM clients_inquirystatuschange h WHERE h.inquiry_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'new') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="fee3cad49bdf252ee2303ecc31e0995c2f84f174",
                    operation="INSERT",
                    pgid="pgtrigger_status_starts_right_40c7c",
                    table="clients_inquiry",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="recipientparty",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="3a7ed3790b9948fdb83b6fc1e77ea56bf3acebc9",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_92561",
                    table="clients_recipientparty",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="recipientparty",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="2f73e3d951c18e4de68c78b5c586b66eb24be26c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_794c7",
                    table="clients_recipientparty",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="portalinvitation",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b157cd32666a3f8ad22ccc17e718d1602a222327",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_9c777",
                    table="clients_portalinvitation",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="portalinvitation",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="073005685d457676768a00e7189fa81f61a2c4ab",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_fa143",
                    table="clients_portalinvitation",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="consentsignature",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0c733960b1860f115af6d8150e690334cdbd0447",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c8b03",
                    table="clients_consentsignature",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="consentsignature",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="bb30534645a7b088ff452f2bcd9a664bf76fe27f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_f14a0",
                    table="clients_consentsignature",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="restrictionrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="1fe7de66379a510b47e72b9178d1eee713ce86bb",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_1880c",
                    table="clients_restrictionrequest",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="restrictionrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="797fa21ccfa739da1b214712f9f69fde1761af68",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_a1860",
                    table="clients_restrictionrequest",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="restrictionrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="status_follows_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM clients_restrictionrequestchange h WHERE h.entry_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'received') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="4082587d788119012b142462496aff368340eb5a",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_status_follows_history_f9e60",
                    table="clients_restrictionrequest",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="restrictionrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="status_starts_right",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'received'))",
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM clients_restrictionrequestchange h WHERE h.entry_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'received') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="1e8308c999fe96eee80b13b86e24ac43a9a4d616",
                    operation="INSERT",
                    pgid="pgtrigger_status_starts_right_8eb7d",
                    table="clients_restrictionrequest",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="restrictionrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="report_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."received_on" IS DISTINCT FROM (NEW."received_on") OR OLD."reported_by_id" IS DISTINCT FROM (NEW."reported_by_id") OR OLD."text" IS DISTINCT FROM (NEW."text"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="2726a3cbcdcc1bfcaeb5a30e63ce1b32759cf424",
                    operation="UPDATE",
                    pgid="pgtrigger_report_stays_6cbd6",
                    table="clients_restrictionrequest",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="restrictionrequestchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="be14a307a3a407fd75bbcb8c9f0a9bee1acf1e3f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6a775",
                    table="clients_restrictionrequestchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="restrictionrequestchange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="dde8353dec959f2649c7fe7707499f70fd4868c8",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_5769a",
                    table="clients_restrictionrequestchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="serviceagreement",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d27983aa9c7dda2ff7b90a24f00aba54cd48e6aa",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_e3a09",
                    table="clients_serviceagreement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="serviceagreement",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="7097ab38419cb280e44871438eb6904cec54cfea",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_8c34e",
                    table="clients_serviceagreement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="disclosure",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b488ea3355c5026431938adef4dc3e1adc6f67ce",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_992f3",
                    table="clients_disclosure",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="disclosure",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="7188d9480fc5f1465efdb4586056d7db30bd18a6",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_31642",
                    table="clients_disclosure",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="disclosure",
            trigger=pgtrigger.compiler.Trigger(
                name="consent_stands",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE form record;",
                    func="\n                IF NEW.consent_id IS NOT NULL THEN\n                    SELECT client_id, status, stopped_at, expired_event_at, expires_on,\n                           (NEW.at AT TIME ZONE (SELECT time_zone FROM clinic_site WHERE id = site_id))::date AS today\n                      INTO form FROM clients_consent WHERE id = NEW.consent_id FOR SHARE;\n                    IF form.client_id IS DISTINCT FROM NEW.client_id THEN\n                        RAISE EXCEPTION 'consent_of_another_client';\n                    END IF;\n                    IF form.status <> 'signed' OR form.stopped_at IS NOT NULL OR form.expired_event_at IS NOT NULL\n                       OR form.expires_on < form.today\n                       OR EXISTS (SELECT 1 FROM clients_falseconsent WHERE consent_id = NEW.consent_id) THEN\n                        RAISE EXCEPTION 'consent_does_not_stand';\n                    END IF;\n                END IF;\n                NEW.gate_order := nextval('clients_gate_order');\n                RETURN NEW;\n                ",
                    hash="3b254561afd0319efc29d9abdd035228934312e1",
                    operation="INSERT",
                    pgid="pgtrigger_consent_stands_a575d",
                    table="clients_disclosure",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="stayextension",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="7b3c3c2b4e653230e5f2fd87dfa7850534e04e54",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_bc850",
                    table="clients_stayextension",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="stayextension",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="539f0131e1e0cd225c04085497585a09391be281",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_c42ce",
                    table="clients_stayextension",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="thread",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d73268fdcb906b45ae44cc4256902f80bd8c340f",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_3cf11",
                    table="clients_thread",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="thread",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="068d0e41c76c52aa1afc5ca4c0a50091cf27288a",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_4e1b8",
                    table="clients_thread",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="threadmessage",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a52e54bc01c64a32515d46b9867b2f8c707a595a",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_78bd6",
                    table="clients_threadmessage",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="threadmessage",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="a3074e290d9c01582f3f69d045263871dd2d0fdf",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_5d23b",
                    table="clients_threadmessage",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="threadmessage",
            trigger=pgtrigger.compiler.Trigger(
                name="sent_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."thread_id" IS DISTINCT FROM (NEW."thread_id") OR OLD."by_client" IS DISTINCT FROM (NEW."by_client") OR OLD."staff_id" IS DISTINCT FROM (NEW."staff_id") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."key" IS DISTINCT FROM (NEW."key"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="9aff756dc5e7fa1b949625b093ae16b6efb32ef5",
                    operation="UPDATE",
                    pgid="pgtrigger_sent_stays_1eb37",
                    table="clients_threadmessage",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="threadfile",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="1ed16c9d2b47ee2ad1015144bb0e3c0b3e7864fd",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_5fd82",
                    table="clients_threadfile",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="threadfile",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="1a75f50bed84118c78a0d2a53d1f4dbf5aba609c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_02c5f",
                    table="clients_threadfile",
                    when="BEFORE",
                ),
            ),
        ),
    ]
