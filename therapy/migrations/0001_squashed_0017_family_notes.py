"""Notes, plans, assessments, measures, tests, reviews and follow-up.

What the steps before made one by one, made at once: an empty database comes to the same schema much sooner.
"""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.crypto
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    replaces = [
        ("therapy", "0001_initial"),
        ("therapy", "0002_locks_cover_reason_and_moves"),
        ("therapy", "0003_assessments_and_counseling_notes"),
        ("therapy", "0004_progress_notes"),
        ("therapy", "0005_plans"),
        ("therapy", "0006_own_plans"),
        ("therapy", "0007_questionnaires"),
        ("therapy", "0008_measures"),
        ("therapy", "0009_drug_tests"),
        ("therapy", "0010_medications_and_support"),
        ("therapy", "0011_warnings_and_rewards"),
        ("therapy", "0012_rewards"),
        ("therapy", "0013_reviews"),
        ("therapy", "0014_transitions"),
        ("therapy", "0015_follow_ups"),
        ("therapy", "0016_recovery"),
        ("therapy", "0017_family_notes"),
    ]

    initial = True

    dependencies = [
        ("clients", "0001_squashed_0017_threads"),
        ("clinic", "0001_squashed_0002_site_profile"),
        ("documents", "0001_initial"),
        ("scheduling", "0001_squashed_0007_family"),
        ("sessions_app", "0001_squashed_0006_families"),
    ]

    operations = [
        iop.core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="AftercarePlan",
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
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="aftercare",
                                to="clients.episode",
                            ),
                        ),
                        ("opened_at", models.DateTimeField()),
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
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="therapy.aftercareplan",
                            ),
                        ),
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
                                condition=models.Q(
                                    ("meets_at__isnull", True), ("meets_on__isnull", False), _connector="OR"
                                ),
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
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="therapy.aftercarestep",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("values", models.JSONField()),
                    ],
                    options={
                        "ordering": ["at"],
                    },
                ),
                migrations.CreateModel(
                    name="DischargeSummary",
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
                                related_name="discharge_summary",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("language", models.CharField(default="en", max_length=5)),
                        ("contents", models.JSONField(default=dict)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("awaiting", "Waiting for co-signature"),
                                    ("signed", "Signed"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("saved_at", models.DateTimeField()),
                        (
                            "saved_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("signed_at", models.DateTimeField(blank=True, null=True)),
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
                                condition=models.Q(("signed_at__isnull", True)),
                                fields=["created_at"],
                                name="summary_drafts",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("signed_at__isnull", True), ("signed_by__isnull", True), ("status", "draft")
                                    ),
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
                    name="SummaryCoSignature",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "summary",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cosignatures",
                                to="therapy.dischargesummary",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "decision",
                            models.CharField(
                                choices=[("signed", "Co-signed"), ("returned", "Returned with a comment")],
                                max_length=10,
                            ),
                        ),
                        ("comment", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["at"],
                    },
                ),
                migrations.CreateModel(
                    name="SummaryAddendum",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "summary",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="addenda",
                                to="therapy.dischargesummary",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("text", models.TextField()),
                        ("reason", models.CharField(max_length=300)),
                        ("signed_at", models.DateTimeField()),
                        ("credential", models.CharField(blank=True, max_length=120)),
                        ("digest", models.CharField(max_length=64)),
                    ],
                    options={
                        "ordering": ["signed_at"],
                    },
                ),
                migrations.CreateModel(
                    name="BiopsychosocialAssessment",
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
                                related_name="assessments",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("definition", models.CharField(max_length=12)),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("own", "Made here"),
                                    ("earlier", "Made here before, reviewed"),
                                    ("outside", "Made elsewhere, reviewed"),
                                ],
                                default="own",
                                max_length=8,
                            ),
                        ),
                        ("made_by", models.CharField(blank=True, max_length=200)),
                        ("made_on", models.DateField(blank=True, null=True)),
                        (
                            "earlier",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="adopted_as",
                                to="therapy.biopsychosocialassessment",
                            ),
                        ),
                        ("review_note", models.TextField(blank=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("awaiting", "Waiting for co-signature"),
                                    ("signed", "Signed"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("saved_at", models.DateTimeField()),
                        ("signed_at", models.DateTimeField(blank=True, null=True)),
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
                            models.Index(fields=["episode", "-created_at"], name="bps_by_episode"),
                            models.Index(
                                condition=models.Q(("signed_at__isnull", True)),
                                fields=["created_at"],
                                name="bps_drafts",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("signed_at__isnull", True)),
                                fields=("episode",),
                                name="bps_one_draft",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("signed_at__isnull", True), ("signed_by__isnull", True), ("status", "draft")
                                    ),
                                    models.Q(
                                        models.Q(("status", "draft"), _negated=True),
                                        ("signed_at__isnull", False),
                                        ("signed_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="bps_signed_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source", "own"), ("made_on__isnull", False), _connector="OR"),
                                name="bps_adopted_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("source", "outside"), _negated=True),
                                    models.Q(("made_by", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="bps_outside_named",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("source", "own"),
                                    ("signed_at__isnull", True),
                                    models.Q(("review_note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="bps_adopted_reviewed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("earlier__isnull", True),
                                    models.Q(("earlier", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="bps_not_itself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssessmentSection",
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
                                related_name="sections",
                                to="therapy.biopsychosocialassessment",
                            ),
                        ),
                        ("key", models.SlugField(max_length=40)),
                        ("answers", models.JSONField(default=dict)),
                        ("left", models.JSONField(default=dict)),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("saved_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["assessment", "key"],
                        "constraints": [models.UniqueConstraint(fields=("assessment", "key"), name="bps_section_once")],
                    },
                ),
                migrations.CreateModel(
                    name="AssessmentCoSignature",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cosignatures",
                                to="therapy.biopsychosocialassessment",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "decision",
                            models.CharField(
                                choices=[("signed", "Co-signed"), ("returned", "Returned with a comment")],
                                max_length=10,
                            ),
                        ),
                        ("comment", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["at"],
                    },
                ),
                migrations.CreateModel(
                    name="AssessmentAddendum",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="addenda",
                                to="therapy.biopsychosocialassessment",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("text", models.TextField()),
                        ("reason", models.CharField(max_length=300)),
                        ("signed_at", models.DateTimeField()),
                        ("credential", models.CharField(blank=True, max_length=120)),
                        ("digest", models.CharField(max_length=64)),
                    ],
                    options={
                        "ordering": ["signed_at"],
                    },
                ),
                migrations.CreateModel(
                    name="CounselingNote",
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
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.episode"
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("about_on", models.DateField()),
                        ("text", iop.core.crypto.EncryptedField(blank=True, default="")),
                        ("saved_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-about_on", "-created_at"],
                        "indexes": [models.Index(fields=["author", "episode"], name="counseling_note_own")],
                    },
                ),
                migrations.CreateModel(
                    name="TestPanel",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("lineage", models.UUIDField()),
                        ("number", models.PositiveSmallIntegerField(default=1)),
                        ("name", models.CharField(max_length=120)),
                        (
                            "matrix",
                            models.CharField(
                                choices=[("urine", "Urine"), ("oral_fluid", "Oral fluid"), ("breath", "Breath")],
                                max_length=10,
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("presumptive", "Screen (point of care)"),
                                    ("definitive", "Laboratory confirmation"),
                                ],
                                max_length=11,
                            ),
                        ),
                        ("device", models.CharField(blank=True, max_length=120)),
                        ("targets", models.JSONField()),
                        ("is_active", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["name", "-number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("lineage", "number"), name="test_panel_version"),
                            models.UniqueConstraint(
                                condition=models.Q(("is_active", True)),
                                fields=("lineage",),
                                name="test_panel_one_in_use",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TestPlan",
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
                            "episode",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="test_plans",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "panel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="therapy.testpanel"
                            ),
                        ),
                        (
                            "oral_panel",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="therapy.testpanel",
                            ),
                        ),
                        ("per_week", models.DecimalField(decimal_places=2, max_digits=4)),
                        ("max_gap_days", models.PositiveSmallIntegerField()),
                        ("on_days_off", models.BooleanField(default=False)),
                        ("necessity", models.TextField()),
                        (
                            "ordered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("ordered_at", models.DateTimeField()),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-starts_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("per_week__gt", 0), ("per_week__lte", 7)), name="test_plan_rate"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("max_gap_days__gte", 1), ("max_gap_days__lte", 90)),
                                name="test_plan_gap",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="test_plan_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("necessity", ""), _negated=True), name="test_plan_needed"
                            ),
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
                                name="test_plan_one_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TestExemption",
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
                                related_name="test_exemptions",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("medical", "Medical reason"),
                                    ("shy_bladder", "Cannot provide urine (shy bladder)"),
                                    ("trauma", "Collection would do harm (trauma)"),
                                    ("away", "Away, agreed with the team"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "instead",
                            models.CharField(
                                choices=[
                                    ("nothing", "Is not drawn"),
                                    ("oral_fluid", "Is drawn, with oral fluid instead"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-starts_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on")), ("ends_on__isnull", False)),
                                name="test_exemption_ends",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TestDraw",
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
                        ("on", models.DateField()),
                        ("seed", models.CharField(max_length=64)),
                        ("version", models.CharField(max_length=8)),
                        ("pool", models.JSONField()),
                        ("picks", models.JSONField()),
                        ("drawn_at", models.DateTimeField()),
                        (
                            "drawn_by",
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
                        "ordering": ["-on"],
                        "constraints": [models.UniqueConstraint(fields=("site", "on"), name="test_draw_once_a_day")],
                    },
                ),
                migrations.CreateModel(
                    name="DrugTest",
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
                                related_name="drug_tests",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "panel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="therapy.testpanel"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("admission", "Admission"),
                                    ("random", "Random"),
                                    ("for_cause", "For cause"),
                                    ("follow_up", "Follow-up"),
                                    ("discharge", "Discharge"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("reason_note", models.CharField(blank=True, max_length=300)),
                        ("necessity", models.TextField()),
                        (
                            "ordered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("ordered_at", models.DateTimeField()),
                        (
                            "draw",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tests",
                                to="therapy.testdraw",
                            ),
                        ),
                        (
                            "follows",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="followed_by",
                                to="therapy.drugtest",
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("deadline_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("ordered", "Ordered"),
                                    ("collected", "Collected"),
                                    ("screened", "Screen read"),
                                    ("sent", "At the laboratory"),
                                    ("confirmed", "Laboratory answered"),
                                    ("reviewed", "Reviewed"),
                                    ("missed", "Missed"),
                                    ("refused", "Declined"),
                                    ("unable", "Could not provide"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="ordered",
                                max_length=10,
                            ),
                        ),
                        ("told_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "told_use",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Not asked yet"),
                                    ("none", "No use"),
                                    ("used", "Used"),
                                    ("prefers_not", "Prefers not to say"),
                                ],
                                default="",
                                max_length=12,
                            ),
                        ),
                        (
                            "told_substances",
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
                        ("told_words", models.TextField(blank=True)),
                        ("told_use_at", models.DateTimeField(blank=True, null=True)),
                        ("collected_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "collected_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "observation",
                            models.CharField(
                                choices=[
                                    ("none", "Not observed"),
                                    ("nearby", "Staff outside the door"),
                                    ("direct", "Directly observed, by staff of the gender the client chose"),
                                ],
                                default="none",
                                max_length=8,
                            ),
                        ),
                        ("observation_agreed", models.BooleanField(default=False)),
                        ("temperature_f", models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True)),
                        ("lot", models.CharField(blank=True, max_length=60)),
                        ("lot_expires_on", models.DateField(blank=True, null=True)),
                        ("custody_id", models.CharField(blank=True, max_length=60)),
                        ("laboratory", models.CharField(blank=True, max_length=120)),
                        ("accession", models.CharField(blank=True, max_length=60)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-due_on", "-ordered_at"],
                        "indexes": [
                            models.Index(fields=["episode", "-due_on"], name="drug_test_by_episode"),
                            models.Index(
                                condition=models.Q(("status", "ordered")), fields=["due_on"], name="drug_test_waiting"
                            ),
                            models.Index(
                                condition=models.Q(("accession", ""), _negated=True),
                                fields=["accession"],
                                name="drug_test_accession",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("draw", "episode"), name="drug_test_drawn_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", "for_cause"), _negated=True),
                                    models.Q(("reason_note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="drug_test_cause_said",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reason", "random"), ("ordered_by__isnull", False), _connector="OR"
                                ),
                                name="drug_test_ordered_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("necessity", ""), _negated=True), name="drug_test_needed"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("collected_at__isnull", True), ("collected_by__isnull", True)),
                                    models.Q(("collected_at__isnull", False), ("collected_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="drug_test_collected_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status__in", ["collected", "screened", "sent", "confirmed", "reviewed"]),
                                        _negated=True,
                                    ),
                                    ("collected_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="drug_test_sample_first",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["missed", "refused", "unable"]), _negated=True),
                                    ("collected_at__isnull", True),
                                    _connector="OR",
                                ),
                                name="drug_test_no_sample",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("observation", "direct"), _negated=True),
                                    ("observation_agreed", True),
                                    _connector="OR",
                                ),
                                name="drug_test_observed_agreed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["sent", "confirmed"]), _negated=True),
                                    ("sent_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="drug_test_sent_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("told_use", ""), ("told_use_at__isnull", False), _connector="OR"),
                                name="drug_test_told_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DrugTestStatusChange",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "test",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="status_changes",
                                to="therapy.drugtest",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("ordered", "Ordered"),
                                    ("collected", "Collected"),
                                    ("screened", "Screen read"),
                                    ("sent", "At the laboratory"),
                                    ("confirmed", "Laboratory answered"),
                                    ("reviewed", "Reviewed"),
                                    ("missed", "Missed"),
                                    ("refused", "Declined"),
                                    ("unable", "Could not provide"),
                                    ("cancelled", "Cancelled"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_id", models.UUIDField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ["at"],
                    },
                ),
                migrations.CreateModel(
                    name="TestResult",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "test",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="results",
                                to="therapy.drugtest",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("presumptive", "Screen (point of care)"),
                                    ("definitive", "Laboratory confirmation"),
                                ],
                                max_length=11,
                            ),
                        ),
                        (
                            "panel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="therapy.testpanel"
                            ),
                        ),
                        (
                            "confirms",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="confirmed_by",
                                to="therapy.testresult",
                            ),
                        ),
                        (
                            "corrects",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrected_by",
                                to="therapy.testresult",
                            ),
                        ),
                        ("correction_reason", models.CharField(blank=True, max_length=300)),
                        ("resulted_at", models.DateTimeField()),
                        (
                            "entered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("creatinine", models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True)),
                        (
                            "specific_gravity",
                            models.DecimalField(blank=True, decimal_places=4, max_digits=5, null=True),
                        ),
                        ("ph", models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True)),
                        ("nitrite", models.DecimalField(blank=True, decimal_places=1, max_digits=7, null=True)),
                        ("foreign_substance", models.BooleanField(default=False)),
                        (
                            "validity",
                            models.CharField(
                                choices=[
                                    ("not_checked", "Not checked"),
                                    ("normal", "Normal"),
                                    ("dilute", "Dilute"),
                                    ("invalid", "Invalid"),
                                    ("substituted", "Substituted"),
                                    ("adulterated", "Adulterated"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "overall",
                            models.CharField(
                                choices=[
                                    ("consistent", "Consistent"),
                                    ("doubtful", "Nothing unexpected; the sample was not fully checked"),
                                    ("as_told", "Consistent with what the client told us"),
                                    ("dilute", "Negative, dilute: collect again"),
                                    ("pending", "Unexpected, not confirmed"),
                                    ("unexpected", "Unexpected, confirmed"),
                                    ("not_valid", "Sample cannot be used: collect again"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("note", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["resulted_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("corrects__isnull", True)),
                                fields=("test", "stage"),
                                name="test_result_one_a_stage",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("corrects__isnull", True),
                                    models.Q(("correction_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="test_correction_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirms__isnull", True), ("stage", "definitive"), _connector="OR"
                                ),
                                name="test_result_confirms",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AnalyteResult",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "result",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="therapy.testresult",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "analyte",
                            models.CharField(
                                choices=[
                                    ("thc", "Cannabis (THC)"),
                                    ("cocaine", "Cocaine (benzoylecgonine)"),
                                    ("opiates", "Opiates (class)"),
                                    ("codeine", "Codeine"),
                                    ("morphine", "Morphine"),
                                    ("hydrocodone", "Hydrocodone"),
                                    ("norhydrocodone", "Norhydrocodone"),
                                    ("hydromorphone", "Hydromorphone"),
                                    ("oxycodone", "Oxycodone"),
                                    ("noroxycodone", "Noroxycodone"),
                                    ("oxymorphone", "Oxymorphone"),
                                    ("six_am", "6-Acetylmorphine (heroin)"),
                                    ("fentanyl", "Fentanyl"),
                                    ("norfentanyl", "Norfentanyl"),
                                    ("buprenorphine", "Buprenorphine"),
                                    ("norbuprenorphine", "Norbuprenorphine"),
                                    ("naloxone", "Naloxone"),
                                    ("methadone", "Methadone"),
                                    ("eddp", "Methadone metabolite (EDDP)"),
                                    ("tramadol", "Tramadol"),
                                    ("desmethyltramadol", "O-desmethyltramadol"),
                                    ("tapentadol", "Tapentadol"),
                                    ("amphetamine", "Amphetamine"),
                                    ("methamphetamine", "Methamphetamine"),
                                    ("mdma", "MDMA / MDA"),
                                    ("ritalinic_acid", "Methylphenidate (ritalinic acid)"),
                                    ("benzodiazepines", "Benzodiazepines (class)"),
                                    ("alprazolam", "Alprazolam (α-hydroxyalprazolam)"),
                                    ("clonazepam", "Clonazepam (7-aminoclonazepam)"),
                                    ("lorazepam", "Lorazepam"),
                                    ("diazepam", "Diazepam"),
                                    ("nordiazepam", "Nordiazepam"),
                                    ("temazepam", "Temazepam"),
                                    ("oxazepam", "Oxazepam"),
                                    ("barbiturates", "Barbiturates"),
                                    ("pcp", "Phencyclidine (PCP)"),
                                    ("etg", "Alcohol (EtG)"),
                                    ("ets", "Alcohol (EtS)"),
                                    ("breath_alcohol", "Alcohol in breath"),
                                    ("gabapentin", "Gabapentin"),
                                    ("zolpidem", "Zolpidem"),
                                    ("k2", "Synthetic cannabinoids (K2, spice)"),
                                    ("mitragynine", "Kratom (mitragynine)"),
                                    ("xylazine", "Xylazine"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("negative", "Negative"),
                                    ("positive", "Positive"),
                                    ("no_reading", "No reading"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("value", models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True)),
                        ("cutoff", models.DecimalField(blank=True, decimal_places=4, max_digits=10, null=True)),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("ng/mL", "ng/mL"),
                                    ("ug/L", "µg/L"),
                                    ("ug/mL", "µg/mL"),
                                    ("mg/L", "mg/L"),
                                    ("pg/mL", "pg/mL"),
                                    ("nmol/L", "nmol/L"),
                                    ("g/210L", "g/210 L"),
                                    ("mg/L breath", "mg/L of breath"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("reported_value", models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True)),
                        (
                            "reported_unit",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("ng/mL", "ng/mL"),
                                    ("ug/L", "µg/L"),
                                    ("ug/mL", "µg/mL"),
                                    ("mg/L", "mg/L"),
                                    ("pg/mL", "pg/mL"),
                                    ("nmol/L", "nmol/L"),
                                    ("g/210L", "g/210 L"),
                                    ("mg/L breath", "mg/L of breath"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "fit",
                            models.CharField(
                                choices=[
                                    ("expected_negative", "Negative, as expected"),
                                    ("expected_positive", "Positive, explained by a medication"),
                                    ("as_told", "Positive, as the client told us before"),
                                    ("unexpected_positive", "Positive, not explained"),
                                    ("unexpected_negative", "Negative, though a medication should show"),
                                    ("possible_spiking", "Medication without its metabolite"),
                                    ("not_tested", "Not covered by this test"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("medication_id", models.UUIDField(blank=True, null=True)),
                        ("medication_name", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("result", "analyte"), name="analyte_result_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TestReview",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "test",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="therapy.drugtest",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("seen", "Read; nothing to do"),
                                    ("talked", "Talked with the client; plan stays"),
                                    ("plan", "Talked with the client; plan is reviewed"),
                                    ("level", "Talked with the client; level of care is reviewed"),
                                    ("medical", "Talked with the client; prescriber is asked"),
                                    ("confirm", "Client disputes it; laboratory confirms"),
                                    ("not_reached", "Could not talk yet"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("note", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["at"],
                    },
                ),
                migrations.CreateModel(
                    name="FollowUp",
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
                                related_name="follow_ups",
                                to="clients.episode",
                            ),
                        ),
                        ("after_days", models.PositiveSmallIntegerField()),
                        ("due_on", models.DateField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("due", "Due"),
                                    ("reached", "Talked with them"),
                                    ("not_reached", "Not reached"),
                                    ("declined", "They declined"),
                                    ("withdrawn", "No longer due"),
                                ],
                                default="due",
                                max_length=12,
                            ),
                        ),
                        (
                            "withdrawn_why",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("consent", "Their consent to contact after treatment ended"),
                                    ("wish", "They do not want to hear from us"),
                                    ("back", "They are back in treatment"),
                                    ("deceased", "They died"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "settled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "living",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("stable", "Own place, or with family or friends for good"),
                                    ("recovery_house", "Sober living"),
                                    ("temporary", "Somewhere for now"),
                                    ("unhoused", "Without a place to live"),
                                    ("institution", "Hospital, residential program, jail"),
                                    ("not_said", "Not said"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "working",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("working", "Works"),
                                    ("learning", "School or training"),
                                    ("caring", "Looks after family"),
                                    ("looking", "Looks for work"),
                                    ("unable", "Cannot work now"),
                                    ("not_said", "Not said"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "using",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("none", "No use"),
                                    ("once", "Used, and stopped again"),
                                    ("sometimes", "Uses sometimes"),
                                    ("most_days", "Uses most days"),
                                    ("not_said", "Not said"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("wants_support", models.BooleanField(blank=True, null=True)),
                        ("words", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["due_on", "id"],
                        "indexes": [
                            models.Index(condition=models.Q(("status", "due")), fields=["due_on"], name="follow_up_due")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("episode", "after_days"), name="follow_up_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("settled_at__isnull", True), ("status", "due")),
                                    models.Q(models.Q(("status", "due"), _negated=True), ("settled_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="follow_up_settled_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "reached"), _negated=True),
                                    models.Q(
                                        models.Q(("living", ""), _negated=True),
                                        models.Q(("working", ""), _negated=True),
                                        models.Q(("using", ""), _negated=True),
                                        ("wants_support__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="follow_up_reached_says_how",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "withdrawn"), models.Q(("withdrawn_why", ""), _negated=True)),
                                    models.Q(models.Q(("status", "withdrawn"), _negated=True), ("withdrawn_why", "")),
                                    _connector="OR",
                                ),
                                name="follow_up_withdrawn_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FollowUpAttempt",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "follow_up",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attempts",
                                to="therapy.followup",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("phone", "Phone"),
                                    ("sms", "Text message"),
                                    ("email", "E-mail"),
                                    ("video", "Video"),
                                    ("in_person", "In person"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("reached", "Reached"),
                                    ("call_again", "They asked for another time"),
                                    ("left_message", "Left a message"),
                                    ("no_answer", "No answer"),
                                    ("wrong_number", "Number or address is wrong"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ["at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="MoreSupportAsk",
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
                                related_name="more_support_asks",
                                to="clients.episode",
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("in_person", "In person"),
                                    ("phone", "Phone"),
                                    ("message", "Message"),
                                    ("follow_up", "At a check-in after treatment"),
                                    ("portal", "Their own pages"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "urgency",
                            models.CharField(
                                choices=[
                                    ("routine", "Within the week"),
                                    ("soon", "Within two days"),
                                    ("urgent", "Today"),
                                    ("emergency", "Now: in danger"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("words", models.TextField(blank=True)),
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
                            "inquiry",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.inquiry",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("inquiry", "A new inquiry is open"),
                                    ("review", "Their level of care is reviewed"),
                                    ("more_here", "More appointments or groups at their level"),
                                    ("referred", "Referred to another place"),
                                    ("talked", "Talked; that was enough for now"),
                                    ("not_reached", "Could not be reached"),
                                    ("taken_back", "They no longer want it"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("answer_words", models.CharField(blank=True, max_length=500)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
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
                    ],
                    options={
                        "ordering": ["-asked_at", "-id"],
                        "indexes": [models.Index(fields=["episode", "-asked_at"], name="more_support_by_stay")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", ""), ("answered_at__isnull", True)),
                                    models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="more_support_answered_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", "inquiry"), _negated=True),
                                    ("inquiry__isnull", False),
                                    _connector="OR",
                                ),
                                name="more_support_inquiry_named",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeasureRule",
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
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.levelofcare"
                            ),
                        ),
                        ("key", models.SlugField(max_length=40)),
                        ("valid_from", models.DateField()),
                        ("at_intake", models.BooleanField(default=False)),
                        ("every_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("at_discharge", models.BooleanField(default=False)),
                        (
                            "after_days",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["level", "key", "-valid_from", "-created_at"],
                        "indexes": [models.Index(fields=["level", "key", "-valid_from"], name="measure_rule_newest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("every_days__isnull", True),
                                    models.Q(("every_days__gte", 1), ("every_days__lte", 365)),
                                    _connector="OR",
                                ),
                                name="measure_rule_every",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeasureAssignment",
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
                                related_name="measure_assignments",
                                to="clients.episode",
                            ),
                        ),
                        ("key", models.SlugField(max_length=40)),
                        (
                            "occasion",
                            models.CharField(
                                choices=[
                                    ("intake", "At the beginning"),
                                    ("every", "On the rhythm"),
                                    ("discharge", "At discharge"),
                                    ("after", "After treatment"),
                                    ("follow_up", "Because of an answer"),
                                    ("by_hand", "Asked for by a colleague"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("due_on", models.DateField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("due", "Due"),
                                    ("begun", "Begun"),
                                    ("done", "Done"),
                                    ("skipped", "Skipped"),
                                    ("expired", "Not given in time"),
                                ],
                                default="due",
                                max_length=8,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("declined", "They declined"),
                                    ("away", "They were away"),
                                    ("not_well", "Not well enough today"),
                                    ("not_needed", "Not needed clinically"),
                                    ("other", "Another reason"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("reason_words", models.CharField(blank=True, max_length=300)),
                        (
                            "rule",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="therapy.measurerule",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("settled_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ["due_on", "key"],
                        "indexes": [
                            models.Index(fields=["episode", "key", "-due_on"], name="measure_due_by_episode"),
                            models.Index(
                                condition=models.Q(("status__in", ["begun", "due"])),
                                fields=["due_on"],
                                name="measure_due_open",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ["begun", "due"])),
                                fields=("episode", "key"),
                                name="measure_one_open",
                            ),
                            models.UniqueConstraint(
                                fields=("episode", "key", "occasion", "due_on"), name="measure_due_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("settled_at__isnull", True), ("status__in", ["begun", "due"])),
                                    models.Q(
                                        models.Q(("status__in", ["begun", "due"]), _negated=True),
                                        ("settled_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="measure_settled_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "skipped"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="measure_skipped_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeasureResponse",
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
                                related_name="measure_responses",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "assignment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="responses",
                                to="therapy.measureassignment",
                            ),
                        ),
                        ("key", models.SlugField(max_length=40)),
                        ("questionnaire_version", models.PositiveIntegerField()),
                        ("language", models.CharField(default="en", max_length=8)),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("self", "The client, themselves"),
                                    ("staff", "A colleague, asking or observing"),
                                    ("proxy", "Somebody for the client"),
                                ],
                                max_length=5,
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("started_at", models.DateTimeField()),
                        ("saved_at", models.DateTimeField()),
                        ("completed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Being answered"),
                                    ("complete", "Complete"),
                                    ("incomplete", "Not complete"),
                                    ("declined", "Declined"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("answers", models.JSONField(default=dict)),
                        ("left", models.JSONField(default=dict)),
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
                        ("total", models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True)),
                        ("subscores", models.JSONField(default=dict)),
                        ("band", models.CharField(blank=True, max_length=40)),
                        ("flags", models.JSONField(default=list)),
                        ("scoring_version", models.CharField(blank=True, max_length=20)),
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
                        ("entered_in_error_reason", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ["-started_at"],
                        "indexes": [
                            models.Index(fields=["episode", "key", "-started_at"], name="measure_resp_by_episode"),
                            models.Index(
                                condition=models.Q(("completed_at__isnull", True)),
                                fields=["saved_at"],
                                name="measure_resp_drafts",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("assignment__isnull", False), ("entered_in_error_at__isnull", True)
                                ),
                                fields=("assignment",),
                                name="measure_answered_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("completed_at__isnull", True), ("status", "draft")),
                                    models.Q(
                                        models.Q(("status", "draft"), _negated=True), ("completed_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="measure_finished_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("completed_at__isnull", True),
                                    ("completed_at__gte", models.F("started_at")),
                                    _connector="OR",
                                ),
                                name="measure_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("entered_in_error_at__isnull", True),
                                    models.Q(
                                        ("completed_at__isnull", False),
                                        models.Q(("entered_in_error_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="measure_error_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeasureSave",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "response",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="saves",
                                to="therapy.measureresponse",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("answers", models.JSONField()),
                        ("left", models.JSONField(default=dict)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("self", "The client, themselves"),
                                    ("staff", "A colleague, asking or observing"),
                                    ("proxy", "Somebody for the client"),
                                ],
                                max_length=5,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["response", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("response", "number"), name="measure_save_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeasureAlert",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "response",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="alerts",
                                to="therapy.measureresponse",
                            ),
                        ),
                        ("rule_key", models.SlugField(max_length=40)),
                        (
                            "level",
                            models.CharField(
                                choices=[("urgent", "Now"), ("today", "Today"), ("routine", "To look at")], max_length=8
                            ),
                        ),
                        ("is_safety", models.BooleanField(default=False)),
                        ("raised_at", models.DateTimeField()),
                        (
                            "assigned_to",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("escalations", models.PositiveSmallIntegerField(default=0)),
                        ("escalated_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "escalated_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "acknowledged_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "done",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("spoke", "Spoke with the client"),
                                        ("assessed", "Assessed the risk"),
                                        ("safety_plan", "Made or went through the safety plan"),
                                        ("means", "Talked about means and made them safer"),
                                        ("support", "Brought in family or another support"),
                                        ("called_988", "Called 988 together"),
                                        ("emergency", "Called 911 or went to an emergency room"),
                                        ("prescriber", "Told the prescriber"),
                                        ("not_reached", "Tried to reach them, without success"),
                                        ("no_risk", "No present risk found"),
                                    ],
                                    max_length=12,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("what_was_done", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["-raised_at"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("acknowledged_at__isnull", True)),
                                fields=["raised_at"],
                                name="measure_alert_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("response", "rule_key"), name="measure_alert_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("acknowledged_at__isnull", True), ("acknowledged_by__isnull", True)),
                                    models.Q(
                                        ("acknowledged_at__isnull", False),
                                        ("acknowledged_by__isnull", False),
                                        models.Q(("done", []), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="measure_alert_answered_how",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Medication",
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
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="medications",
                                to="clients.client",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        (
                            "ingredient",
                            models.CharField(
                                choices=[
                                    ("buprenorphine", "Buprenorphine"),
                                    ("buprenorphine_naloxone", "Buprenorphine with naloxone"),
                                    ("methadone", "Methadone"),
                                    ("naltrexone", "Naltrexone"),
                                    ("acamprosate", "Acamprosate"),
                                    ("disulfiram", "Disulfiram"),
                                    ("naloxone", "Naloxone"),
                                    ("lofexidine", "Lofexidine"),
                                    ("clonidine", "Clonidine"),
                                    ("nicotine", "Nicotine replacement"),
                                    ("varenicline", "Varenicline"),
                                    ("bupropion", "Bupropion"),
                                    ("codeine", "Codeine"),
                                    ("fentanyl", "Fentanyl"),
                                    ("hydrocodone", "Hydrocodone"),
                                    ("hydromorphone", "Hydromorphone"),
                                    ("morphine", "Morphine"),
                                    ("oxycodone", "Oxycodone"),
                                    ("oxymorphone", "Oxymorphone"),
                                    ("tapentadol", "Tapentadol"),
                                    ("tramadol", "Tramadol"),
                                    ("alprazolam", "Alprazolam"),
                                    ("chlordiazepoxide", "Chlordiazepoxide"),
                                    ("clonazepam", "Clonazepam"),
                                    ("diazepam", "Diazepam"),
                                    ("lorazepam", "Lorazepam"),
                                    ("oxazepam", "Oxazepam"),
                                    ("temazepam", "Temazepam"),
                                    ("butalbital", "Butalbital"),
                                    ("phenobarbital", "Phenobarbital"),
                                    ("zolpidem", "Zolpidem"),
                                    ("amphetamine", "Amphetamine"),
                                    ("lisdexamfetamine", "Lisdexamfetamine"),
                                    ("methamphetamine", "Methamphetamine"),
                                    ("methylphenidate", "Methylphenidate"),
                                    ("atomoxetine", "Atomoxetine"),
                                    ("phentermine", "Phentermine"),
                                    ("pseudoephedrine", "Pseudoephedrine"),
                                    ("dronabinol", "Dronabinol (THC)"),
                                    ("cannabidiol", "Cannabidiol (CBD)"),
                                    ("medical_cannabis", "Medical cannabis"),
                                    ("gabapentin", "Gabapentin"),
                                    ("pregabalin", "Pregabalin"),
                                    ("topiramate", "Topiramate"),
                                    ("baclofen", "Baclofen"),
                                    ("sertraline", "Sertraline"),
                                    ("escitalopram", "Escitalopram"),
                                    ("fluoxetine", "Fluoxetine"),
                                    ("citalopram", "Citalopram"),
                                    ("venlafaxine", "Venlafaxine"),
                                    ("duloxetine", "Duloxetine"),
                                    ("mirtazapine", "Mirtazapine"),
                                    ("trazodone", "Trazodone"),
                                    ("buspirone", "Buspirone"),
                                    ("hydroxyzine", "Hydroxyzine"),
                                    ("prazosin", "Prazosin"),
                                    ("quetiapine", "Quetiapine"),
                                    ("olanzapine", "Olanzapine"),
                                    ("risperidone", "Risperidone"),
                                    ("aripiprazole", "Aripiprazole"),
                                    ("paliperidone", "Paliperidone"),
                                    ("lithium", "Lithium"),
                                    ("lamotrigine", "Lamotrigine"),
                                    ("valproate", "Valproate"),
                                    ("dextromethorphan", "Dextromethorphan"),
                                    ("ibuprofen", "Ibuprofen"),
                                    ("acetaminophen", "Acetaminophen"),
                                    ("thiamine", "Thiamine"),
                                    ("other", "Another ingredient"),
                                ],
                                max_length=30,
                            ),
                        ),
                        (
                            "treats",
                            models.CharField(
                                choices=[
                                    ("moud", "Opioid use disorder (MOUD)"),
                                    ("maud", "Alcohol use disorder (MAUD)"),
                                    ("tobacco", "Tobacco"),
                                    ("withdrawal", "Withdrawal"),
                                    ("mental_health", "Mental health"),
                                    ("sleep", "Sleep"),
                                    ("pain", "Pain"),
                                    ("physical", "Physical health"),
                                    ("other", "Something else"),
                                ],
                                default="other",
                                max_length=14,
                            ),
                        ),
                        ("dose", models.CharField(max_length=80)),
                        (
                            "route",
                            models.CharField(
                                choices=[
                                    ("oral", "By mouth"),
                                    ("sublingual", "Under the tongue or in the cheek"),
                                    ("intramuscular", "Injection into a muscle"),
                                    ("subcutaneous", "Injection under the skin"),
                                    ("transdermal", "Patch"),
                                    ("nasal", "Nasal"),
                                    ("inhaled", "Inhaled"),
                                    ("topical", "On the skin"),
                                    ("other", "Another way"),
                                ],
                                default="oral",
                                max_length=14,
                            ),
                        ),
                        ("frequency", models.CharField(max_length=120)),
                        ("as_needed", models.BooleanField(default=False)),
                        ("every_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("prescriber", models.CharField(blank=True, max_length=120)),
                        ("prescriber_phone", models.CharField(blank=True, max_length=40)),
                        ("start_is_about", models.BooleanField(default=False)),
                        (
                            "learned_from",
                            models.CharField(
                                choices=[
                                    ("client", "The client says so"),
                                    ("package", "Bottle or package seen"),
                                    ("pharmacy", "Pharmacy"),
                                    ("prescriber", "Prescriber"),
                                    ("monitoring", "Prescription monitoring program"),
                                    ("papers", "Papers of another place of care"),
                                    ("relative", "Relative"),
                                ],
                                default="client",
                                max_length=12,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300)),
                        (
                            "follows",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="followed_by",
                                to="therapy.medication",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "stop_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("finished", "Course finished"),
                                    ("dose_changed", "Dose or way of taking it changed"),
                                    ("side_effects", "Side effects"),
                                    ("did_not_help", "Did not help"),
                                    ("changed", "Changed to another medication"),
                                    ("client_stopped", "The client stopped taking it"),
                                    ("not_afforded", "Cost or coverage"),
                                    ("not_available", "Not available"),
                                    ("prescriber_stopped", "The prescriber stopped it"),
                                    ("other", "Another reason"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("stop_note", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ["-starts_on", "name", "id"],
                        "indexes": [models.Index(fields=["client", "-starts_on"], name="medication_by_client")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="medication_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("stop_reason", ""), ("ends_on__isnull", False), _connector="OR"),
                                name="medication_ended_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="medication_named"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("dose", ""), _negated=True), name="medication_has_dose"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("treats", "moud"), _negated=True),
                                    (
                                        "ingredient__in",
                                        ["buprenorphine", "buprenorphine_naloxone", "methadone", "naltrexone"],
                                    ),
                                    _connector="OR",
                                ),
                                name="medication_moud",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("treats", "maud"), _negated=True),
                                    (
                                        "ingredient__in",
                                        [
                                            "acamprosate",
                                            "baclofen",
                                            "disulfiram",
                                            "gabapentin",
                                            "naltrexone",
                                            "topiramate",
                                        ],
                                    ),
                                    _connector="OR",
                                ),
                                name="medication_maud",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("every_days__isnull", True),
                                    models.Q(
                                        ("every_days__gte", 1),
                                        ("every_days__lte", 366),
                                        ("route__in", ["intramuscular", "subcutaneous"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="medication_interval_of_injection",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("follows", models.F("id")), _negated=True),
                                name="medication_not_itself",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("entered_in_error_at__isnull", True)),
                                fields=("follows",),
                                name="medication_followed_once",
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
                                name="medication_error_said",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Allergy",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
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
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allergies",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("medication", "Medication"),
                                    ("food", "Food"),
                                    ("latex", "Latex"),
                                    ("other", "Something else"),
                                ],
                                default="medication",
                                max_length=10,
                            ),
                        ),
                        ("substance", models.CharField(max_length=120)),
                        ("reaction", models.CharField(blank=True, max_length=200)),
                        (
                            "severity",
                            models.CharField(
                                choices=[
                                    ("mild", "Mild"),
                                    ("moderate", "Moderate"),
                                    ("severe", "Severe"),
                                    ("unknown", "Not known"),
                                ],
                                default="unknown",
                                max_length=8,
                            ),
                        ),
                        ("recorded_on", models.DateField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "allergies",
                        "ordering": ["substance", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("substance", ""), _negated=True), name="allergy_named"
                            ),
                            models.UniqueConstraint(
                                models.F("client"),
                                django.db.models.functions.text.Lower("substance"),
                                condition=models.Q(("entered_in_error_at__isnull", True)),
                                name="allergy_once",
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
                                name="allergy_error_said",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reconciliation",
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
                                related_name="reconciliations",
                                to="clients.episode",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        (
                            "compared_with",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("client", "The client says so"),
                                        ("package", "Bottle or package seen"),
                                        ("pharmacy", "Pharmacy"),
                                        ("prescriber", "Prescriber"),
                                        ("monitoring", "Prescription monitoring program"),
                                        ("papers", "Papers of another place of care"),
                                        ("relative", "Relative"),
                                    ],
                                    max_length=12,
                                ),
                                size=None,
                            ),
                        ),
                        ("listed", models.PositiveSmallIntegerField()),
                        ("no_known_allergies", models.BooleanField(default=False)),
                        ("differed", models.BooleanField(default=False)),
                        ("note", models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        "ordering": ["-at", "-id"],
                        "indexes": [models.Index(fields=["episode", "-at"], name="reconciliation_newest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("compared_with__len__gte", 1)), name="reconciliation_compared"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("differed", False), models.Q(("note", ""), _negated=True), _connector="OR"
                                ),
                                name="reconciliation_says_what_differed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InjectionGiven",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
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
                        (
                            "medication",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="injections",
                                to="therapy.medication",
                            ),
                        ),
                        ("given_on", models.DateField()),
                        ("dose", models.CharField(max_length=80)),
                        ("lot", models.CharField(max_length=40)),
                        ("expires_on", models.DateField()),
                        (
                            "body_site",
                            models.CharField(
                                choices=[
                                    ("left_gluteal", "Left buttock"),
                                    ("right_gluteal", "Right buttock"),
                                    ("left_deltoid", "Left upper arm"),
                                    ("right_deltoid", "Right upper arm"),
                                    ("left_abdomen", "Left abdomen"),
                                    ("right_abdomen", "Right abdomen"),
                                    ("left_thigh", "Left thigh"),
                                    ("right_thigh", "Right thigh"),
                                ],
                                max_length=14,
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("next_due_on", models.DateField(blank=True, null=True)),
                        ("note", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "verbose_name_plural": "injections given",
                        "ordering": ["-given_on", "-id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("entered_in_error_at__isnull", True)),
                                fields=["next_due_on"],
                                name="injection_by_next",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("lot", ""), _negated=True), name="injection_has_lot"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("expires_on__gte", models.F("given_on"))), name="injection_in_date"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("next_due_on__isnull", True),
                                    ("next_due_on__gt", models.F("given_on")),
                                    _connector="OR",
                                ),
                                name="injection_next_later",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("entered_in_error_at__isnull", True)),
                                fields=("medication", "given_on"),
                                name="injection_once_a_day",
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
                                name="injection_error_said",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NaloxoneOffer",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
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
                        (
                            "episode",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="naloxone",
                                to="clients.episode",
                            ),
                        ),
                        ("on", models.DateField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("given", "Kit given"),
                                    ("has_one", "Has one that is in date"),
                                    ("declined", "Declined for now"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "why",
                            models.CharField(
                                choices=[
                                    ("admission", "Beginning of treatment"),
                                    ("test", "After a test result"),
                                    ("return_to_use", "After a return to use"),
                                    ("asked", "They asked"),
                                    ("replaced", "Used, lost or out of date"),
                                    ("discharge", "End of treatment"),
                                    ("family", "For a relative or friend"),
                                ],
                                max_length=14,
                            ),
                        ),
                        ("kits", models.PositiveSmallIntegerField(default=0)),
                        (
                            "product",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("nasal_4", "Nasal spray 4 mg"),
                                    ("nasal_3", "Nasal spray 3 mg"),
                                    ("nasal_8", "Nasal spray 8 mg"),
                                    ("muscle", "For injection into a muscle"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("lot", models.CharField(blank=True, max_length=40)),
                        ("expires_on", models.DateField(blank=True, null=True)),
                        ("was_trained", models.BooleanField(default=False)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ["-on", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("expires_on__gte", models.F("on")),
                                        ("kits__gte", 1),
                                        ("outcome", "given"),
                                        models.Q(("lot", ""), _negated=True),
                                        models.Q(("product", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("outcome", "given"), _negated=True),
                                        ("expires_on__isnull", True),
                                        ("kits", 0),
                                        ("lot", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="naloxone_given_with_lot",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kits__lte", 20)), name="naloxone_kits_plausible"
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
                                name="naloxone_error_said",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GroupNote",
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
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notes",
                                to="sessions_app.programsession",
                            ),
                        ),
                        (
                            "component",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notes",
                                to="sessions_app.sessioncomponent",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("shared_text", models.TextField(blank=True)),
                        (
                            "modalities",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("cbt", "CBT"),
                                        ("dbt", "DBT"),
                                        ("mi", "Motivational interviewing"),
                                        ("trauma_informed", "Trauma-informed"),
                                        ("relapse_prevention", "Relapse prevention"),
                                        ("psychoeducation", "Psychoeducation"),
                                        ("twelve_step", "12-Step facilitation"),
                                        ("mindfulness", "Mindfulness"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("awaiting", "Waiting for co-signature"),
                                    ("signed", "Signed"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("signed_at", models.DateTimeField(blank=True, null=True)),
                        ("late_reason", models.CharField(blank=True, max_length=300)),
                        ("saved_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["-created_at"],
                        "indexes": [
                            models.Index(fields=["author", "status"], name="group_note_by_author"),
                            models.Index(fields=["session"], name="group_note_by_session"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("session", "component", "author"), name="group_note_once", nulls_distinct=False
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("signed_at__isnull", True), ("status", "draft")),
                                    models.Q(
                                        models.Q(("status", "draft"), _negated=True), ("signed_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="group_note_signed_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GroupNoteLine",
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
                            "note",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="therapy.groupnote",
                            ),
                        ),
                        (
                            "attendance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="note_lines",
                                to="sessions_app.attendance",
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="group_note_lines",
                                to="clients.client",
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("digest", models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        "ordering": ["client"],
                        "indexes": [models.Index(fields=["client", "-created_at"], name="note_line_by_client")],
                        "constraints": [
                            models.UniqueConstraint(fields=("note", "client"), name="note_line_one_a_client")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NameConfirmation",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "note",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="name_confirmations",
                                to="therapy.groupnote",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="therapy.groupnoteline",
                            ),
                        ),
                        ("word", models.CharField(max_length=300)),
                        ("at", models.DateTimeField()),
                        ("by_id", models.UUIDField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="CoSignature",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "note",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cosignatures",
                                to="therapy.groupnote",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "decision",
                            models.CharField(
                                choices=[("signed", "Co-signed"), ("returned", "Returned with a comment")],
                                max_length=10,
                            ),
                        ),
                        ("comment", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["at"],
                    },
                ),
                migrations.CreateModel(
                    name="Addendum",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "note",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="addenda",
                                to="therapy.groupnote",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="addenda",
                                to="therapy.groupnoteline",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("text", models.TextField()),
                        ("reason", models.CharField(max_length=300)),
                        ("signed_at", models.DateTimeField()),
                        ("credential", models.CharField(blank=True, max_length=120)),
                        ("digest", models.CharField(max_length=64)),
                    ],
                    options={
                        "ordering": ["signed_at"],
                    },
                ),
                migrations.CreateModel(
                    name="EnteredInError",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "line",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="error",
                                to="therapy.groupnoteline",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("reason", models.CharField(max_length=300)),
                    ],
                ),
                migrations.CreateModel(
                    name="OwnPlan",
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
                                related_name="own_plans",
                                to="clients.client",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("safety", "Safety plan"), ("relapse", "Relapse-prevention plan")],
                                max_length=8,
                            ),
                        ),
                        ("draft", models.JSONField(blank=True, null=True)),
                        ("draft_saved_at", models.DateTimeField(blank=True, null=True)),
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
                            "draft_how",
                            models.CharField(
                                blank=True,
                                choices=[("together", "Written together"), ("by_client", "Written by the client")],
                                max_length=10,
                            ),
                        ),
                        ("kept_at", models.DateTimeField(blank=True, null=True)),
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
                        (
                            "seen_by",
                            models.CharField(
                                choices=[
                                    ("everybody", "Everybody who treats me here"),
                                    ("care_team", "Only my own care team"),
                                ],
                                default="everybody",
                                max_length=10,
                            ),
                        ),
                        ("review_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["kind", "-created_at"],
                        "indexes": [
                            models.Index(fields=["client", "kind", "-kept_at"], name="own_plan_by_client"),
                            models.Index(
                                condition=models.Q(("review_on__isnull", False)),
                                fields=["review_on"],
                                name="own_plan_review",
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
                                    models.Q(("kind", "safety"), _negated=True),
                                    ("seen_by", "everybody"),
                                    _connector="OR",
                                ),
                                name="own_plan_safety_seen",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OwnPlanVersion",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="therapy.ownplan",
                            ),
                        ),
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
                                choices=[
                                    ("everybody", "Everybody who treats me here"),
                                    ("care_team", "Only my own care team"),
                                ],
                                default="everybody",
                                max_length=10,
                            ),
                        ),
                        ("review_on", models.DateField()),
                        ("kept_at", models.DateTimeField()),
                        (
                            "kept_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("digest", models.CharField(max_length=64)),
                    ],
                    options={
                        "ordering": ["-number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "number"), name="own_plan_number_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanRhythm",
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
                                related_name="plan_rhythms",
                                to="clients.levelofcare",
                            ),
                        ),
                        ("valid_from", models.DateField()),
                        ("first_days", models.PositiveSmallIntegerField()),
                        ("review_days", models.PositiveSmallIntegerField()),
                    ],
                    options={
                        "ordering": ["-valid_from"],
                        "constraints": [
                            models.UniqueConstraint(fields=("level", "valid_from"), name="plan_rhythm_once_a_day"),
                            models.CheckConstraint(
                                condition=models.Q(("first_days__gte", 1), ("review_days__gte", 1)),
                                name="plan_rhythm_counts",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TreatmentPlan",
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
                                on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="clients.episode"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "Draft"), ("active", "In force"), ("superseded", "Replaced")],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        (
                            "previous",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="therapy.treatmentplan",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("strengths", models.TextField(blank=True)),
                        ("needs", models.TextField(blank=True)),
                        ("abilities", models.TextField(blank=True)),
                        ("preferences", models.TextField(blank=True)),
                        ("client_does", models.TextField(blank=True)),
                        ("staff_does", models.TextField(blank=True)),
                        ("discharge_criteria", models.TextField(blank=True)),
                        ("aftercare_needs", models.TextField(blank=True)),
                        ("accommodations", models.TextField(blank=True)),
                        ("coordination", models.TextField(blank=True)),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("review_on", models.DateField(blank=True, null=True)),
                        ("saved_at", models.DateTimeField()),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("signed_at", models.DateTimeField(blank=True, null=True)),
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
                        ("credential", models.CharField(blank=True, max_length=120)),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-number"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "active")), fields=["review_on"], name="plan_to_review"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("episode", "number"), name="plan_number_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "draft")), fields=("episode",), name="plan_one_draft"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "active")), fields=("episode",), name="plan_one_active"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("digest", ""),
                                        ("signed_at__isnull", True),
                                        ("signed_by__isnull", True),
                                        ("status", "draft"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "draft"), _negated=True),
                                        ("signed_at__isnull", False),
                                        ("signed_by__isnull", False),
                                        ("review_on__isnull", False),
                                        ("valid_from__isnull", False),
                                        models.Q(("digest", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="plan_signed_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "superseded"), ("superseded_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "superseded"), _negated=True),
                                        ("superseded_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="plan_superseded_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ObjectiveThread",
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
                                related_name="objective_threads",
                                to="clients.episode",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "Open"), ("met", "Met"), ("discontinued", "Discontinued")],
                                default="open",
                                max_length=12,
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True)),
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
                        ("ended_reason", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("episode", "number"), name="objective_thread_number"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_on__isnull", True), ("status", "open")),
                                    models.Q(models.Q(("status", "open"), _negated=True), ("ended_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="objective_thread_ended_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanProblem",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="problems",
                                to="therapy.treatmentplan",
                            ),
                        ),
                        ("words", models.TextField(blank=True)),
                        (
                            "diagnosis",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.diagnosis",
                            ),
                        ),
                        (
                            "dimension",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.dimension",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlanGoal",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="goals",
                                to="therapy.treatmentplan",
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="goals",
                                to="therapy.planproblem",
                            ),
                        ),
                        ("words", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlanObjective",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objectives",
                                to="therapy.treatmentplan",
                            ),
                        ),
                        (
                            "goal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objectives",
                                to="therapy.plangoal",
                            ),
                        ),
                        (
                            "thread",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="therapy.objectivethread",
                            ),
                        ),
                        ("words", models.TextField(blank=True)),
                        ("measure", models.CharField(blank=True, max_length=200)),
                        ("baseline", models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True)),
                        ("target", models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True)),
                        ("unit", models.CharField(blank=True, max_length=60)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("every_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "ends_as",
                            models.CharField(
                                blank=True,
                                choices=[("open", "Open"), ("met", "Met"), ("discontinued", "Discontinued")],
                                max_length=12,
                            ),
                        ),
                        ("ends_reason", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "thread"), name="plan_objective_once"),
                            models.CheckConstraint(
                                condition=models.Q(("ends_as", "open"), _negated=True), name="plan_objective_ends"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanIntervention",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interventions",
                                to="therapy.treatmentplan",
                            ),
                        ),
                        (
                            "objective",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interventions",
                                to="therapy.planobjective",
                            ),
                        ),
                        ("words", models.TextField(blank=True)),
                        (
                            "modality",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("cbt", "CBT"),
                                    ("dbt", "DBT"),
                                    ("mi", "Motivational interviewing"),
                                    ("trauma_informed", "Trauma-informed"),
                                    ("relapse_prevention", "Relapse prevention"),
                                    ("psychoeducation", "Psychoeducation"),
                                    ("twelve_step", "12-Step facilitation"),
                                    ("mindfulness", "Mindfulness"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("times", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "per",
                            models.CharField(
                                choices=[
                                    ("day", "a day"),
                                    ("week", "a week"),
                                    ("two_weeks", "every two weeks"),
                                    ("month", "a month"),
                                    ("once", "in all"),
                                ],
                                default="week",
                                max_length=10,
                            ),
                        ),
                        ("minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("weeks", models.PositiveSmallIntegerField(blank=True, null=True)),
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
                        (
                            "role",
                            models.CharField(
                                blank=True,
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
                        "ordering": ["position", "id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlanReview",
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="therapy.treatmentplan",
                            ),
                        ),
                        ("held_on", models.DateField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("summary", models.TextField(blank=True)),
                        ("client_view", models.TextField(blank=True)),
                        (
                            "change",
                            models.CharField(
                                choices=[
                                    ("continue", "The plan goes on as it is"),
                                    ("revise", "A new version of the plan is written"),
                                ],
                                default="continue",
                                max_length=10,
                            ),
                        ),
                        ("next_review_on", models.DateField(blank=True, null=True)),
                        ("saved_at", models.DateTimeField()),
                        ("signed_at", models.DateTimeField(blank=True, null=True)),
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
                        ("credential", models.CharField(blank=True, max_length=120)),
                        ("digest", models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        "ordering": ["-held_on", "-created_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("signed_at__isnull", True)),
                                fields=("plan",),
                                name="plan_review_one_draft",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("digest", ""), ("signed_at__isnull", True), ("signed_by__isnull", True)),
                                    models.Q(
                                        ("next_review_on__isnull", False),
                                        ("signed_at__isnull", False),
                                        ("signed_by__isnull", False),
                                        models.Q(("digest", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="plan_review_signed_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LineWithoutObjective",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "line",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="no_objective",
                                to="therapy.groupnoteline",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("no_plan_yet", "There is no plan yet"),
                                    ("crisis", "Something urgent came first"),
                                    ("logistics", "It was about arrangements"),
                                    ("other", "Another reason"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", "other"), _negated=True),
                                    models.Q(("words", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="no_objective_said",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanSignature",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="client_signatures",
                                to="therapy.treatmentplan",
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="client_signatures",
                                to="therapy.planreview",
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
                                default="client",
                                max_length=16,
                            ),
                        ),
                        ("name", models.CharField(max_length=640)),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("typed", "Typed"),
                                    ("drawn", "Drawn"),
                                    ("paper", "On paper, scanned"),
                                    ("refused", "Did not want to sign"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("refused_because", models.CharField(blank=True, max_length=500)),
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
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("plan__isnull", False), ("review__isnull", True)),
                                    models.Q(("plan__isnull", True), ("review__isnull", False)),
                                    _connector="OR",
                                ),
                                name="plan_signature_in_one_place",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("method", "refused"), _negated=True),
                                fields=("plan", "role"),
                                name="plan_signature_once_a_role",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("method", "refused"), _negated=True),
                                fields=("review", "role"),
                                name="plan_review_signature_once_a_role",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="plan_signature_named"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("method__in", ["drawn", "paper"]), _negated=True),
                                    ("drawing__isnull", False),
                                    _connector="OR",
                                ),
                                name="plan_signature_seen",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("method", "refused"), _negated=True),
                                    models.Q(("refused_because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="plan_signature_refusal_said",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NoteFormat",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("key", models.SlugField(max_length=40)),
                        ("number", models.PositiveIntegerField(default=1)),
                        ("name", models.CharField(max_length=80)),
                        ("sections", models.JSONField()),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("individual", "Individual session"),
                                        ("check_in", "Counselor check-in"),
                                        ("family", "Family session"),
                                        ("phone", "Phone call"),
                                        ("case_management", "Case management"),
                                        ("medical", "Medical visit"),
                                        ("crisis", "Crisis contact"),
                                        ("attempted", "Attempted contact"),
                                        ("missed", "Missed session"),
                                    ],
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[("shipped", "Comes along"), ("clinic", "Made here")],
                                default="clinic",
                                max_length=8,
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
                        ("is_active", models.BooleanField(default=True)),
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
                    ],
                    options={
                        "ordering": ["name", "-number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("key", "number"), name="note_format_version_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("is_active", True)), fields=("key",), name="note_format_one_in_use"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProgressNote",
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
                                related_name="progress_notes",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("individual", "Individual session"),
                                    ("check_in", "Counselor check-in"),
                                    ("family", "Family session"),
                                    ("phone", "Phone call"),
                                    ("case_management", "Case management"),
                                    ("medical", "Medical visit"),
                                    ("crisis", "Crisis contact"),
                                    ("attempted", "Attempted contact"),
                                    ("missed", "Missed session"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "format",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notes",
                                to="therapy.noteformat",
                            ),
                        ),
                        ("contents", models.JSONField(default=dict)),
                        (
                            "appointment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="progress_notes",
                                to="scheduling.appointment",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        (
                            "provided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(blank=True, null=True)),
                        ("ends_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("in_person", "In person"),
                                    ("video", "By video"),
                                    ("phone", "By phone"),
                                    ("message", "By message or letter"),
                                ],
                                default="in_person",
                                max_length=10,
                            ),
                        ),
                        ("client_location", models.CharField(blank=True, max_length=200)),
                        ("participants", models.CharField(blank=True, max_length=300)),
                        (
                            "modalities",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("cbt", "CBT"),
                                        ("dbt", "DBT"),
                                        ("mi", "Motivational interviewing"),
                                        ("trauma_informed", "Trauma-informed"),
                                        ("relapse_prevention", "Relapse prevention"),
                                        ("psychoeducation", "Psychoeducation"),
                                        ("twelve_step", "12-Step facilitation"),
                                        ("mindfulness", "Mindfulness"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("family", models.JSONField(blank=True, default=dict)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("no_answer", "No answer"),
                                    ("left_word", "Left a neutral message"),
                                    ("unreachable", "Number or address does not work"),
                                    ("spoke", "Reached briefly, no session"),
                                    ("cancelled", "Client cancelled"),
                                    ("did_not_come", "Client did not come"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "risk",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("none", "No sign of risk to self or others"),
                                    ("watch", "Some concern; watched more closely"),
                                    ("acted", "Concern acted on"),
                                    ("not_seen", "Could not be looked at"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("risk_words", models.TextField(blank=True)),
                        ("next_step", models.TextField(blank=True)),
                        (
                            "no_objective_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("no_plan_yet", "There is no plan yet"),
                                    ("crisis", "Something urgent came first"),
                                    ("logistics", "It was about arrangements"),
                                    ("other", "Another reason"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("no_objective_words", models.CharField(blank=True, max_length=300)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("awaiting", "Waiting for co-signature"),
                                    ("signed", "Signed"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("saved_at", models.DateTimeField()),
                        ("signed_at", models.DateTimeField(blank=True, null=True)),
                        ("late_reason", models.CharField(blank=True, max_length=300)),
                        ("digest", models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        "ordering": ["-starts_at", "-created_at"],
                        "indexes": [
                            models.Index(fields=["episode", "-starts_at"], name="progress_note_by_episode"),
                            models.Index(fields=["author", "starts_at"], name="progress_note_by_author"),
                            models.Index(
                                condition=models.Q(("status", "signed"), _negated=True),
                                fields=["author"],
                                name="progress_note_unfinished",
                            ),
                            models.Index(
                                condition=models.Q(("status", "signed"), _negated=True),
                                fields=["status"],
                                name="progress_note_open",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("digest", ""), ("signed_at__isnull", True), ("status", "draft")),
                                    models.Q(
                                        models.Q(("status", "draft"), _negated=True),
                                        ("signed_at__isnull", False),
                                        ("digest__regex", "^[0-9a-f]{64}$"),
                                    ),
                                    _connector="OR",
                                ),
                                name="progress_note_signed_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_at__isnull", True), ("ends_at__gte", models.F("starts_at")), _connector="OR"
                                ),
                                name="progress_note_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_at__isnull", True),
                                    models.Q(
                                        ("ends_at__isnull", False),
                                        ("ends_at__lte", models.F("signed_at")),
                                        ("starts_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="progress_note_signed_after",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ObjectiveAddressed",
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
                                related_name="marks",
                                to="therapy.objectivethread",
                            ),
                        ),
                        (
                            "note",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objectives_addressed",
                                to="therapy.progressnote",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objectives_addressed",
                                to="therapy.groupnoteline",
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="marks",
                                to="therapy.planreview",
                            ),
                        ),
                        ("on", models.DateField()),
                        (
                            "progress",
                            models.CharField(
                                choices=[
                                    ("worked_on", "Worked on"),
                                    ("improved", "Improved"),
                                    ("no_change", "No change"),
                                    ("worse", "Worse"),
                                    ("met", "Met"),
                                    ("discontinued", "Discontinued"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("comment", models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        "ordering": ["thread__number"],
                        "indexes": [models.Index(fields=["thread", "-on"], name="objective_mark_by_thread")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("line__isnull", True), ("note__isnull", False), ("review__isnull", True)),
                                    models.Q(("line__isnull", False), ("note__isnull", True), ("review__isnull", True)),
                                    models.Q(("line__isnull", True), ("note__isnull", True), ("review__isnull", False)),
                                    _connector="OR",
                                ),
                                name="objective_mark_in_one_place",
                            ),
                            models.UniqueConstraint(fields=("note", "thread"), name="objective_once_a_note"),
                            models.UniqueConstraint(fields=("line", "thread"), name="objective_once_a_line"),
                            models.UniqueConstraint(fields=("review", "thread"), name="objective_once_a_review"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CarriedPassage",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "note",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="carried",
                                to="therapy.progressnote",
                            ),
                        ),
                        ("section", models.SlugField(max_length=40)),
                        ("text", models.TextField()),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="carried_on",
                                to="therapy.progressnote",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["created_at"],
                    },
                ),
                migrations.CreateModel(
                    name="ProgressNoteCoSignature",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "note",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cosignatures",
                                to="therapy.progressnote",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "decision",
                            models.CharField(
                                choices=[("signed", "Co-signed"), ("returned", "Returned with a comment")],
                                max_length=10,
                            ),
                        ),
                        ("comment", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["at"],
                    },
                ),
                migrations.CreateModel(
                    name="ProgressNoteAddendum",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "note",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="addenda",
                                to="therapy.progressnote",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("text", models.TextField()),
                        ("reason", models.CharField(max_length=300)),
                        ("signed_at", models.DateTimeField()),
                        ("credential", models.CharField(blank=True, max_length=120)),
                        ("digest", models.CharField(max_length=64)),
                    ],
                    options={
                        "ordering": ["signed_at"],
                    },
                ),
                migrations.CreateModel(
                    name="ProgressNoteError",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "note",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="error",
                                to="therapy.progressnote",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("reason", models.CharField(max_length=300)),
                    ],
                ),
                migrations.CreateModel(
                    name="NoteMention",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "note",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mentions",
                                to="therapy.progressnote",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("question", models.CharField(max_length=500)),
                        ("answer", models.CharField(blank=True, max_length=500)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["at"],
                    },
                ),
                migrations.CreateModel(
                    name="Questionnaire",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("key", models.SlugField(max_length=40)),
                        ("version", models.PositiveIntegerField()),
                        ("language", models.CharField(choices=[("en", "English"), ("es", "Spanish")], max_length=5)),
                        ("title", models.CharField(max_length=200)),
                        ("definition", models.JSONField()),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("shipped", "Comes with the system"),
                                    ("clinic", "Made by the clinic"),
                                    ("imported", "Imported file"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "licence_accepted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("licence_accepted_at", models.DateTimeField(blank=True, null=True)),
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
                        ("note", models.CharField(blank=True, max_length=300)),
                        ("is_active", models.BooleanField(default=True)),
                        ("digest", models.CharField(max_length=64)),
                    ],
                    options={
                        "ordering": ["key", "language", "-version"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("key", "language", "version"), name="questionnaire_version_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("licence_accepted_at__isnull", True), ("licence_accepted_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("licence_accepted_at__isnull", False), ("licence_accepted_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="questionnaire_licence_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Homework",
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
                                related_name="homework",
                                to="clients.episode",
                            ),
                        ),
                        ("words", models.TextField()),
                        (
                            "exercise",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="scheduling.exercise",
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("given_at", models.DateTimeField()),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "To do"), ("done", "Done"), ("dropped", "No longer asked")],
                                default="open",
                                max_length=8,
                            ),
                        ),
                        ("client_words", models.TextField(blank=True)),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-given_at"],
                        "indexes": [models.Index(fields=["episode", "-given_at"], name="homework_by_episode")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("settled_at__isnull", True), ("status", "open")),
                                    models.Q(
                                        models.Q(("status", "open"), _negated=True), ("settled_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="homework_settled_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="homework_says_what"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JournalEntry",
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
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.client"
                            ),
                        ),
                        ("words", iop.core.crypto.EncryptedField(blank=True, default="")),
                        ("mood", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("written_at", models.DateTimeField()),
                        ("sent_key", models.UUIDField(blank=True, null=True)),
                        ("shared_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-written_at", "-id"],
                        "indexes": [models.Index(fields=["client", "-written_at"], name="journal_by_client")],
                        "constraints": [
                            models.UniqueConstraint(fields=("client", "sent_key"), name="journal_sent_once"),
                            models.CheckConstraint(
                                condition=models.Q(("mood__isnull", True), ("mood__lte", 10), _connector="OR"),
                                name="journal_mood",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("withdrawn_at__isnull", True), ("shared_at__isnull", False), _connector="OR"
                                ),
                                name="journal_taken_back_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewRhythm",
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
                                related_name="review_rhythms",
                                to="clients.levelofcare",
                            ),
                        ),
                        ("valid_from", models.DateField()),
                        ("first_every_days", models.PositiveSmallIntegerField()),
                        ("first_period_days", models.PositiveSmallIntegerField()),
                        ("then_every_days", models.PositiveSmallIntegerField()),
                        ("made_by", models.UUIDField(null=True)),
                    ],
                    options={
                        "ordering": ["-valid_from"],
                        "constraints": [
                            models.UniqueConstraint(fields=("level", "valid_from"), name="review_rhythm_once_a_day"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("first_every_days__gte", 1),
                                    ("first_every_days__lte", 366),
                                    ("then_every_days__gte", 1),
                                    ("then_every_days__lte", 366),
                                    ("first_period_days__lte", 366),
                                ),
                                name="review_rhythm_counts",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LevelReview",
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
                                related_name="level_reviews",
                                to="clients.episode",
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("opened_at", models.DateTimeField()),
                        ("causes", models.JSONField(default=list)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("due", "To do"),
                                    ("draft", "Begun"),
                                    ("awaiting", "Waiting for co-signature"),
                                    ("signed", "Signed"),
                                    ("cosigned", "Co-signed"),
                                    ("returned", "Returned by the supervisor"),
                                    ("superseded", "Replaced by another"),
                                    ("dropped", "No longer needed"),
                                ],
                                default="due",
                                max_length=10,
                            ),
                        ),
                        (
                            "previous",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="followed_by",
                                to="therapy.levelreview",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "handed_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "level",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.levelofcare",
                            ),
                        ),
                        ("since", models.DateField(blank=True, null=True)),
                        (
                            "edition",
                            models.PositiveSmallIntegerField(
                                blank=True, choices=[(3, "3rd edition"), (4, "4th edition")], null=True
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
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("continue", "Continue at this level"),
                                    ("step_down", "Step down"),
                                    ("step_up", "Step up"),
                                    ("extend", "Continue beyond the target weeks"),
                                    ("off_site", "Detox or residential elsewhere"),
                                    ("discharge", "Complete or end treatment here"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
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
                        ("more_weeks", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("barriers", models.TextField(blank=True)),
                        ("next_steps", models.TextField(blank=True)),
                        ("plan_changes", models.TextField(blank=True)),
                        ("remarks", models.JSONField(default=dict)),
                        ("client_view", models.TextField(blank=True)),
                        (
                            "client_agrees",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("yes", "Agrees"),
                                    ("partly", "Agrees in part"),
                                    ("no", "Does not agree"),
                                    ("not_asked", "Could not be asked yet"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("client_dissent", models.TextField(blank=True)),
                        ("facts", models.JSONField(blank=True, null=True)),
                        ("proposals", models.JSONField(blank=True, null=True)),
                        ("saved_at", models.DateTimeField(blank=True, null=True)),
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
                        ("signed_at", models.DateTimeField(blank=True, null=True)),
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
                        ("credential", models.CharField(blank=True, max_length=120)),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        ("acted_at", models.DateTimeField(blank=True, null=True)),
                        ("acted_kind", models.CharField(blank=True, max_length=60)),
                        ("acted_id", models.UUIDField(blank=True, null=True)),
                        ("set_aside_because", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ["-due_on", "-created_at"],
                        "indexes": [
                            models.Index(fields=["episode", "-signed_at"], name="level_review_by_stay"),
                            models.Index(
                                condition=models.Q(("status__in", ("due", "draft"))),
                                fields=["due_on"],
                                name="level_review_open",
                            ),
                            models.Index(
                                condition=models.Q(("acted_at__isnull", True)),
                                fields=["signed_at"],
                                name="level_review_waits",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ("due", "draft"))),
                                fields=("episode",),
                                name="level_review_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("signed_at__isnull", True),
                                        ("signed_by__isnull", True),
                                        ("status__in", ["due", "draft", "dropped"]),
                                    ),
                                    models.Q(
                                        models.Q(("status__in", ["due", "draft", "dropped"]), _negated=True),
                                        ("edition__isnull", False),
                                        ("level__isnull", False),
                                        ("signed_at__isnull", False),
                                        ("signed_by__isnull", False),
                                        ("facts__isnull", False),
                                        ("proposals__isnull", False),
                                        models.Q(("decision", ""), _negated=True),
                                        models.Q(("reason", ""), _negated=True),
                                        models.Q(("digest", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="level_review_signed_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_at__isnull", True),
                                    models.Q(("chosen_level__isnull", True), ("decision", "discharge")),
                                    models.Q(
                                        models.Q(("decision", "discharge"), _negated=True),
                                        ("chosen_level__isnull", False),
                                        ("indicated_level__isnull", False),
                                        models.Q(
                                            ("chosen_level", models.F("indicated_level")),
                                            models.Q(("variance_reason", ""), _negated=True),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="level_review_variance",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_at__isnull", True),
                                    models.Q(("decision__in", ("continue", "extend")), _negated=True),
                                    ("chosen_level", models.F("level")),
                                    _connector="OR",
                                ),
                                name="level_review_stays",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_at__isnull", True),
                                    models.Q(("decision", "extend"), _negated=True),
                                    models.Q(("more_weeks__gte", 1), ("more_weeks__lte", 52)),
                                    _connector="OR",
                                ),
                                name="level_review_more_weeks",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("acted_at__isnull", True),
                                        ("acted_id__isnull", True),
                                        ("acted_kind", ""),
                                        ("set_aside_because", ""),
                                    ),
                                    models.Q(("acted_at__isnull", False), ("signed_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="level_review_acted_on",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LevelReviewChange",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="therapy.levelreview",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("due", "To do"),
                                    ("draft", "Begun"),
                                    ("awaiting", "Waiting for co-signature"),
                                    ("signed", "Signed"),
                                    ("cosigned", "Co-signed"),
                                    ("returned", "Returned by the supervisor"),
                                    ("superseded", "Replaced by another"),
                                    ("dropped", "No longer needed"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_id", models.UUIDField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ["at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewCoSignature",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cosignatures",
                                to="therapy.levelreview",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "decision",
                            models.CharField(
                                choices=[("signed", "Co-signed"), ("returned", "Returned with a comment")],
                                max_length=10,
                            ),
                        ),
                        ("comment", models.TextField(blank=True)),
                        ("credential", models.CharField(blank=True, max_length=120)),
                    ],
                    options={
                        "ordering": ["at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decision", "returned"), _negated=True),
                                    models.Q(("comment", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="review_returned_says_why",
                            ),
                            models.UniqueConstraint(fields=("review",), name="review_answered_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewDisagreement",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disagreements",
                                to="therapy.levelreview",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("words", models.TextField()),
                    ],
                    options={
                        "ordering": ["at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="review_disagreement_said"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RewardRule",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("attended", "Came to a treatment day"),
                                    ("test", "Test consistent with the plan"),
                                    ("goals", "Kept the goals of the day"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("draws", models.PositiveSmallIntegerField()),
                        ("step", models.PositiveSmallIntegerField()),
                        ("most", models.PositiveSmallIntegerField()),
                        ("valid_from", models.DateField()),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["kind", "valid_from", "created_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("most__gte", models.F("draws")), ("most__lte", 20), ("step__lte", 20)
                                ),
                                name="reward_rule_draws",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RewardPrize",
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
                        ("label", models.CharField(max_length=80)),
                        ("cents", models.PositiveIntegerField()),
                        ("slips", models.PositiveSmallIntegerField()),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["cents", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("retired_at__isnull", True)),
                                fields=("site", "label"),
                                name="reward_prize_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("slips__gte", 1), ("slips__lte", 1000)), name="reward_prize_slips"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("cents__lte", 1000000)), name="reward_prize_cents"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("label", ""), _negated=True), name="reward_prize_named"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RewardDraw",
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
                                related_name="reward_draws",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="therapy.rewardrule"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("attended", "Came to a treatment day"),
                                    ("test", "Test consistent with the plan"),
                                    ("goals", "Kept the goals of the day"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("event", models.CharField(max_length=80)),
                        ("earned_on", models.DateField()),
                        ("streak", models.PositiveSmallIntegerField()),
                        ("draws", models.PositiveSmallIntegerField()),
                        ("seed", models.CharField(max_length=64)),
                        ("version", models.CharField(max_length=8)),
                        ("bowl", models.JSONField()),
                        ("picks", models.JSONField()),
                        ("value_cents", models.PositiveIntegerField()),
                        ("credited_cents", models.PositiveIntegerField()),
                        ("drawn_at", models.DateTimeField()),
                        (
                            "drawn_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-drawn_at", "-id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("episode", "kind", "event"), name="reward_draw_once"),
                            models.CheckConstraint(
                                condition=models.Q(("credited_cents__lte", models.F("value_cents"))),
                                name="reward_draw_credited",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("draws__gte", 1), ("streak__gte", 1)), name="reward_draw_some"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RewardLedger",
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
                                related_name="reward_lines",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("earned", "Earned"), ("handed_out", "Handed out"), ("voided", "Taken back")],
                                max_length=10,
                            ),
                        ),
                        ("cents", models.IntegerField()),
                        ("on", models.DateField()),
                        (
                            "draw",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="line",
                                to="therapy.rewarddraw",
                            ),
                        ),
                        (
                            "voids",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="voided_by",
                                to="therapy.rewardledger",
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=200)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-id"],
                        "indexes": [models.Index(fields=["episode", "-at"], name="reward_line_by_stay")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("cents__gt", 0),
                                        ("draw__isnull", False),
                                        ("kind", "earned"),
                                        ("voids__isnull", True),
                                    ),
                                    models.Q(
                                        ("cents__lt", 0),
                                        ("draw__isnull", True),
                                        ("kind", "handed_out"),
                                        ("voids__isnull", True),
                                        models.Q(("words", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("draw__isnull", True),
                                        ("kind", "voided"),
                                        ("voids__isnull", False),
                                        models.Q(("words", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="reward_line_whole",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CommunityResource",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.site",
                            ),
                        ),
                        ("name", models.CharField(max_length=160)),
                        (
                            "needs",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("housing", "Housing"),
                                        ("recovery_housing", "Recovery housing"),
                                        ("employment", "Employment"),
                                        ("vocational", "Vocational training"),
                                        ("education", "School or adult education"),
                                        ("legal", "Legal help"),
                                        ("food", "Food"),
                                        ("transport", "Transport"),
                                        ("childcare", "Childcare"),
                                        ("insurance", "Insurance and benefits"),
                                        ("medical", "Medical care"),
                                        ("dental", "Dental care"),
                                        ("mental_health", "Mental health care"),
                                        ("moud", "Medication for addiction treatment"),
                                        ("detox", "Detox or residential care"),
                                        ("peer", "Peer recovery support"),
                                        ("family", "Help for the family"),
                                        ("safety", "Safety from violence"),
                                        ("financial", "Money and debts"),
                                        ("phone", "Phone and internet"),
                                        ("clothing", "Clothing and household goods"),
                                        ("other", "Something else"),
                                    ],
                                    max_length=20,
                                ),
                                size=None,
                            ),
                        ),
                        ("description", models.CharField(blank=True, max_length=500)),
                        ("eligibility", models.CharField(blank=True, max_length=300)),
                        ("cost", models.CharField(blank=True, max_length=200)),
                        ("phone", models.CharField(blank=True, max_length=40)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        ("website", models.URLField(blank=True)),
                        ("address", models.CharField(blank=True, max_length=300)),
                        ("hours", models.CharField(blank=True, max_length=200)),
                        ("languages", models.CharField(blank=True, max_length=200)),
                        ("how_to_refer", models.CharField(blank=True, max_length=500)),
                        ("takes_medication", models.BooleanField(blank=True, null=True)),
                        ("staff_note", models.CharField(blank=True, max_length=500)),
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
                        ("checked_on", models.DateField(blank=True, null=True)),
                        ("is_active", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["name", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="resource_named"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("needs__len__gte", 1)), name="resource_offers_something"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Referral",
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
                                related_name="referrals",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "resource",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="referrals",
                                to="therapy.communityresource",
                            ),
                        ),
                        ("to_name", models.CharField(max_length=160)),
                        (
                            "need",
                            models.CharField(
                                choices=[
                                    ("housing", "Housing"),
                                    ("recovery_housing", "Recovery housing"),
                                    ("employment", "Employment"),
                                    ("vocational", "Vocational training"),
                                    ("education", "School or adult education"),
                                    ("legal", "Legal help"),
                                    ("food", "Food"),
                                    ("transport", "Transport"),
                                    ("childcare", "Childcare"),
                                    ("insurance", "Insurance and benefits"),
                                    ("medical", "Medical care"),
                                    ("dental", "Dental care"),
                                    ("mental_health", "Mental health care"),
                                    ("moud", "Medication for addiction treatment"),
                                    ("detox", "Detox or residential care"),
                                    ("peer", "Peer recovery support"),
                                    ("family", "Help for the family"),
                                    ("safety", "Safety from violence"),
                                    ("financial", "Money and debts"),
                                    ("phone", "Phone and internet"),
                                    ("clothing", "Clothing and household goods"),
                                    ("other", "Something else"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("wish", models.CharField(blank=True, max_length=500)),
                        ("is_warm", models.BooleanField(default=False)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "Being made"),
                                    ("sent", "Made"),
                                    ("waiting", "On their waitlist"),
                                    ("accepted", "Accepted"),
                                    ("attended", "They went"),
                                    ("closed", "Need met"),
                                    ("declined_by_place", "Not taken by the place"),
                                    ("declined_by_client", "The client decided against it"),
                                    ("not_reached", "The place was not reached"),
                                ],
                                default="planned",
                                max_length=20,
                            ),
                        ),
                        ("made_on", models.DateField()),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("follow_up_on", models.DateField(blank=True, null=True)),
                        (
                            "disclosure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.disclosure",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-made_on", "-id"],
                        "indexes": [models.Index(fields=["episode", "-made_on"], name="referral_by_episode")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("to_name", ""), _negated=True), name="referral_says_where"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("follow_up_on__isnull", True),
                                    ("follow_up_on__gte", models.F("made_on")),
                                    _connector="OR",
                                ),
                                name="referral_forward",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReferralChange",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "referral",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="therapy.referral",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "Being made"),
                                    ("sent", "Made"),
                                    ("waiting", "On their waitlist"),
                                    ("accepted", "Accepted"),
                                    ("attended", "They went"),
                                    ("closed", "Need met"),
                                    ("declined_by_place", "Not taken by the place"),
                                    ("declined_by_client", "The client decided against it"),
                                    ("not_reached", "The place was not reached"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "indexes": [models.Index(fields=["referral", "-at"], name="referral_change_newest")],
                    },
                ),
                migrations.CreateModel(
                    name="CaseContact",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
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
                        (
                            "episode",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="case_contacts",
                                to="clients.episode",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "with_whom",
                            models.CharField(
                                choices=[
                                    ("client", "The client"),
                                    ("relative", "Relative or support"),
                                    ("provider", "Treating provider"),
                                    ("resource", "Community resource"),
                                    ("housing", "Recovery residence or landlord"),
                                    ("employer", "Employer or school"),
                                    ("court", "Court, probation or attorney"),
                                    ("payer", "Health plan or benefits office"),
                                    ("other", "Somebody else"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("phone", "Phone"),
                                    ("in_person", "In person"),
                                    ("video", "Video"),
                                    ("text", "Text message"),
                                    ("email", "E-mail"),
                                    ("letter", "Letter"),
                                    ("visit", "Visit outside the clinic"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("reached", "Spoke with them"),
                                    ("left_message", "Left a message"),
                                    ("no_answer", "No answer"),
                                    ("wrong_number", "Wrong number or address"),
                                    ("sent", "Sent, no answer yet"),
                                    ("refused", "They did not want to speak"),
                                ],
                                max_length=14,
                            ),
                        ),
                        ("minutes", models.PositiveSmallIntegerField(default=0)),
                        (
                            "about",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("housing", "Housing"),
                                    ("recovery_housing", "Recovery housing"),
                                    ("employment", "Employment"),
                                    ("vocational", "Vocational training"),
                                    ("education", "School or adult education"),
                                    ("legal", "Legal help"),
                                    ("food", "Food"),
                                    ("transport", "Transport"),
                                    ("childcare", "Childcare"),
                                    ("insurance", "Insurance and benefits"),
                                    ("medical", "Medical care"),
                                    ("dental", "Dental care"),
                                    ("mental_health", "Mental health care"),
                                    ("moud", "Medication for addiction treatment"),
                                    ("detox", "Detox or residential care"),
                                    ("peer", "Peer recovery support"),
                                    ("family", "Help for the family"),
                                    ("safety", "Safety from violence"),
                                    ("financial", "Money and debts"),
                                    ("phone", "Phone and internet"),
                                    ("clothing", "Clothing and household goods"),
                                    ("other", "Something else"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "referral",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="therapy.referral",
                            ),
                        ),
                        ("summary", models.CharField(blank=True, max_length=1000)),
                        ("next_step", models.CharField(blank=True, max_length=300)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-id"],
                        "indexes": [models.Index(fields=["episode", "-at"], name="case_contact_by_episode")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("minutes__lte", 480)), name="case_contact_minutes"
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
                                name="case_contact_error_said",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupportMeeting",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
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
                        (
                            "episode",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="support_meetings",
                                to="clients.episode",
                            ),
                        ),
                        ("on", models.DateField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("aa", "Alcoholics Anonymous (AA)"),
                                    ("na", "Narcotics Anonymous (NA)"),
                                    ("ca", "Cocaine Anonymous (CA)"),
                                    ("cma", "Crystal Meth Anonymous (CMA)"),
                                    ("ma", "Marijuana Anonymous (MA)"),
                                    ("dual", "Dual Recovery or Double Trouble"),
                                    ("medication", "Medication-Assisted Recovery Anonymous"),
                                    ("celebrate", "Celebrate Recovery"),
                                    ("al_anon", "Al-Anon, Nar-Anon or ACA"),
                                    ("smart", "SMART Recovery"),
                                    ("dharma", "Recovery Dharma or Refuge Recovery"),
                                    ("lifering", "LifeRing"),
                                    ("women", "Women for Sobriety"),
                                    ("faith", "Faith-based group"),
                                    ("alumni", "Alumni or peer group"),
                                    ("other", "Another group"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                choices=[("in_person", "In person"), ("online", "Online"), ("phone", "By phone")],
                                default="in_person",
                                max_length=10,
                            ),
                        ),
                        ("is_home_group", models.BooleanField(default=False)),
                        ("has_sponsor", models.BooleanField(blank=True, null=True)),
                        ("slip_seen", models.BooleanField(default=False)),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-on", "-id"],
                        "indexes": [models.Index(fields=["episode", "-on"], name="support_meeting_by_episode")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("entered_in_error_at__isnull", True),
                                    models.Q(
                                        ("entered_in_error_by__isnull", False),
                                        models.Q(("error_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="support_meeting_error_said",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Transition",
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
                                related_name="transitions",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transitions",
                                to="therapy.levelreview",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("step_down", "Step down"),
                                    ("step_up", "Step up"),
                                    ("same_level", "Other days at the same level"),
                                    ("off_site", "Out to care elsewhere"),
                                    ("back", "Back from elsewhere"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("effective_on", models.DateField()),
                        (
                            "from_level",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.levelofcare",
                            ),
                        ),
                        (
                            "to_level",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.levelofcare"
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transitions",
                                to="clients.placement",
                            ),
                        ),
                        (
                            "outside_stay",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transitions",
                                to="clients.outsidestay",
                            ),
                        ),
                        ("plan_review_on", models.DateField(blank=True, null=True)),
                        ("reason", models.TextField()),
                        ("decided_at", models.DateTimeField()),
                        (
                            "decided_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("fingerprint", models.CharField(max_length=64)),
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
                        ("undo_reason", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ["-effective_on", "-decided_at"],
                        "indexes": [models.Index(fields=["episode", "-effective_on"], name="transition_by_stay")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("undone_at__isnull", True)),
                                fields=("episode", "effective_on"),
                                name="transition_once_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("undo_reason", ""), ("undone_at__isnull", True), ("undone_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("undone_at__isnull", False),
                                        ("undone_by__isnull", False),
                                        models.Q(("undo_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="transition_undone_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="transition_says_why"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("from_level", models.F("to_level")),
                                        ("kind", "same_level"),
                                        ("placement__isnull", True),
                                    ),
                                    models.Q(
                                        models.Q(("kind", "same_level"), _negated=True), ("placement__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="transition_placed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TransitionStep",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "transition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="therapy.transition",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "area",
                            models.CharField(
                                choices=[
                                    ("level", "Level of care"),
                                    ("stay", "Care elsewhere"),
                                    ("track", "Track and days"),
                                    ("seat", "Seat"),
                                    ("roster", "Treatment days"),
                                    ("appointment", "Appointments"),
                                    ("one_to_one", "One-to-one"),
                                    ("plan", "Plan review"),
                                    ("review", "Reviews of the level"),
                                    ("measures", "Questionnaires"),
                                    ("tests", "Drug tests"),
                                    ("reminders", "Reminders"),
                                    ("told", "Who is told"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("before", models.CharField(blank=True, max_length=400)),
                        ("after", models.CharField(blank=True, max_length=400)),
                        ("says", models.CharField(blank=True, max_length=400)),
                        ("act", models.CharField(blank=True, max_length=30)),
                        ("subject_kind", models.CharField(blank=True, max_length=60)),
                        ("subject_id", models.UUIDField(blank=True, null=True)),
                        ("data", models.JSONField(default=dict)),
                        (
                            "undone_as",
                            models.CharField(
                                blank=True,
                                choices=[("restored", "As it was before"), ("asked", "Somebody is asked to do it")],
                                max_length=10,
                            ),
                        ),
                        ("undone_says", models.CharField(blank=True, max_length=400)),
                    ],
                    options={
                        "ordering": ["transition", "position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("transition", "position"), name="transition_step_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WarningRule",
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
                                    ("absences", "Missed treatment days"),
                                    ("cravings", "Cravings went up"),
                                    ("score", "A score got worse"),
                                    ("test_missed", "Drug test missed"),
                                    ("test_unexpected", "Unexpected drug test result"),
                                    ("use", "Told us of use"),
                                    ("therapy", "Missed individual sessions"),
                                    ("goals", "Goals not kept"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("measure_key", models.CharField(blank=True, max_length=60)),
                        ("threshold", models.PositiveSmallIntegerField(null=True)),
                        ("window_days", models.PositiveSmallIntegerField()),
                        ("valid_from", models.DateField()),
                        ("made_by", models.UUIDField(null=True)),
                    ],
                    options={
                        "ordering": ["kind", "measure_key", "-valid_from", "-created_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("threshold__isnull", True),
                                    models.Q(("threshold__gte", 1), ("threshold__lte", 100)),
                                    _connector="OR",
                                ),
                                name="warning_rule_threshold",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("window_days__gte", 1), ("window_days__lte", 180)),
                                name="warning_rule_window",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "score"), models.Q(("measure_key", ""), _negated=True)),
                                    models.Q(models.Q(("kind", "score"), _negated=True), ("measure_key", "")),
                                    _connector="OR",
                                ),
                                name="warning_rule_measure",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EarlyWarning",
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
                                related_name="early_warnings",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="therapy.warningrule"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("absences", "Missed treatment days"),
                                    ("cravings", "Cravings went up"),
                                    ("score", "A score got worse"),
                                    ("test_missed", "Drug test missed"),
                                    ("test_unexpected", "Unexpected drug test result"),
                                    ("use", "Told us of use"),
                                    ("therapy", "Missed individual sessions"),
                                    ("goals", "Goals not kept"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("measure_key", models.CharField(blank=True, max_length=60)),
                        ("newest", models.CharField(max_length=160)),
                        ("facts", models.JSONField()),
                        ("raised_at", models.DateTimeField()),
                        ("seen_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "end",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("talked", "We talked about it"),
                                    ("planned", "The plan was changed"),
                                    ("known", "Known, and it explains itself"),
                                    ("wrong", "The record was wrong"),
                                    ("other", "Another reason"),
                                    ("passed", "It passed by itself"),
                                ],
                                max_length=8,
                            ),
                        ),
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
                        ("end_note", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ["-raised_at"],
                        "indexes": [models.Index(fields=["episode", "-raised_at"], name="early_warning_by_stay")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("episode", "kind", "measure_key"),
                                name="early_warning_open_once",
                            ),
                            models.UniqueConstraint(
                                fields=("episode", "kind", "measure_key", "newest"), name="early_warning_once_a_fact"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("end", ""), ("ended_at__isnull", True)),
                                    models.Q(("ended_at__isnull", False), models.Q(("end", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="early_warning_ended_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("end__in", ["", "passed"]), ("ended_by__isnull", True)),
                                    models.Q(
                                        models.Q(("end__in", ["", "passed"]), _negated=True),
                                        ("ended_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="early_warning_ended_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("end", "other"), _negated=True),
                                    models.Q(("end_note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="early_warning_other_says_what",
                            ),
                        ],
                    },
                ),
            ],
        ),
        iop.core.migrating.AddTrigger(
            model_name="testpanel",
            trigger=pgtrigger.compiler.Trigger(
                name="panel_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF (to_jsonb(NEW) - 'is_active') IS DISTINCT FROM (to_jsonb(OLD) - 'is_active') THEN\n    RAISE EXCEPTION 'a panel stays as it was made: a change makes a new version';\nEND IF;\nRETURN NEW;\n",
                    hash="6702336b1ed61cde67e29c140f769df091fe3a71",
                    operation="UPDATE",
                    pgid="pgtrigger_panel_stays_71474",
                    table="therapy_testpanel",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testpanel",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="28566ff55b5d7a6e6dff140f81695c0e95002590",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_636f5",
                    table="therapy_testpanel",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testpanel",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="b0e79f22ecabd29c925bb38c6b3393d2c2139e62",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_54a30",
                    table="therapy_testpanel",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="warningrule",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1766412fc937ad8350dcb9d0adb7340ccbdd4c90",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6eec7",
                    table="therapy_warningrule",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="warningrule",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="f99b9e1bd6d053c2feea65662ff1f1094d10f9d0",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_d6a82",
                    table="therapy_warningrule",
                    when="BEFORE",
                ),
            ),
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
            model_name="allergy",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="8c4c763a1caa3b00edce69287e9565fe1a9d3f37",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_ca822",
                    table="therapy_allergy",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="allergy",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="3db33d7134f1c2c46e7bb1b0cb367893f16a2ea0",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_623db",
                    table="therapy_allergy",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="biopsychosocialassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.signed_at IS NOT NULL AND (\n    NEW.signed_at IS DISTINCT FROM OLD.signed_at\n    OR NEW.signed_by_id IS DISTINCT FROM OLD.signed_by_id\n    OR NEW.episode_id IS DISTINCT FROM OLD.episode_id\n    OR NEW.author_id IS DISTINCT FROM OLD.author_id\n    OR NEW.definition IS DISTINCT FROM OLD.definition\n    OR NEW.source IS DISTINCT FROM OLD.source\n    OR NEW.made_by IS DISTINCT FROM OLD.made_by\n    OR NEW.made_on IS DISTINCT FROM OLD.made_on\n    OR NEW.earlier_id IS DISTINCT FROM OLD.earlier_id\n    OR NEW.review_note IS DISTINCT FROM OLD.review_note\n    OR (OLD.status = 'signed' AND NEW.status IS DISTINCT FROM OLD.status)\n    OR NEW.status = 'draft'\n) THEN\n    RAISE EXCEPTION 'a signed assessment is locked: only an addendum may follow';\nEND IF;\nRETURN NEW;\n",
                    hash="dc425bbbd39b1b42756edad641f31746f8ad63a8",
                    operation="UPDATE",
                    pgid="pgtrigger_locked_once_signed_9ad5c",
                    table="therapy_biopsychosocialassessment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="biopsychosocialassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."signed_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="782ba69da3d6144bacad3e0a80c35bba0e4f7638",
                    operation="DELETE",
                    pgid="pgtrigger_signed_stays_03480",
                    table="therapy_biopsychosocialassessment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="biopsychosocialassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="cf90c51a07cc1f335eb6b3ca2d311149167ac986",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_ee45d",
                    table="therapy_biopsychosocialassessment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="assessmentsection",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_with_assessment",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM therapy_biopsychosocialassessment a\n    WHERE a.id IN (COALESCE(OLD.assessment_id, NEW.assessment_id), COALESCE(NEW.assessment_id, OLD.assessment_id))\n    AND a.signed_at IS NOT NULL\n) THEN\n    RAISE EXCEPTION 'a signed assessment is locked: only an addendum may follow';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="bf74ac7a33d8611e72d9fceca80264059c41320a",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_locked_with_assessment_fc277",
                    table="therapy_assessmentsection",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="assessmentsection",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="514e76ad4ccec0b50c647b43930bc35caa417ae8",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_83334",
                    table="therapy_assessmentsection",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="assessmentcosignature",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9818fd9bf6f62a711663016e4ede2ffb4ceb09f7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_220c8",
                    table="therapy_assessmentcosignature",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="assessmentcosignature",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="23a813af88ca13d799708b4761fe00804854ae3b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_06470",
                    table="therapy_assessmentcosignature",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="assessmentaddendum",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3fdb01539331b1f727d8f907fbc4ddb3c7a5a5e3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8a06f",
                    table="therapy_assessmentaddendum",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="assessmentaddendum",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="338f52965f570bdb4059333e102c049bc1053396",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_00fcb",
                    table="therapy_assessmentaddendum",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="communityresource",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="be25235e80121ff7f2957b4e4c89d84664b81ace",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_62064",
                    table="therapy_communityresource",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="communityresource",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="ecd7c46edcbe3b17082fffdc1d5973ccfdf94bab",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_eae81",
                    table="therapy_communityresource",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="counselingnote",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_finished",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."finished_at" IS NOT NULL)',
                    func="\nIF NEW.finished_at IS DISTINCT FROM OLD.finished_at\n    OR NEW.about_on IS DISTINCT FROM OLD.about_on\n    OR NEW.version IS DISTINCT FROM OLD.version\n    OR (NEW.text IS DISTINCT FROM OLD.text AND split_part(NEW.text, '.', 2) = split_part(OLD.text, '.', 2))\nTHEN\n    RAISE EXCEPTION 'a finished counseling note is locked';\nEND IF;\nRETURN NEW;\n",
                    hash="849b33bce7b13fe9a4afe300934c694efffb6a99",
                    operation="UPDATE",
                    pgid="pgtrigger_locked_once_finished_a0855",
                    table="therapy_counselingnote",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="counselingnote",
            trigger=pgtrigger.compiler.Trigger(
                name="stays_its_authors",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF NEW.author_id IS DISTINCT FROM OLD.author_id OR NEW.episode_id IS DISTINCT FROM OLD.episode_id THEN\n                    RAISE EXCEPTION 'a counseling note stays with its author and its stay';\n                END IF;\n                RETURN NEW;\n                ",
                    hash="9471d8dc04cfc1e6fa3603a304944518cfe4bb96",
                    operation="UPDATE",
                    pgid="pgtrigger_stays_its_authors_74415",
                    table="therapy_counselingnote",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="counselingnote",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="350cda9d066e36f018257c1198aa5e43fbfebde3",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_cfd5d",
                    table="therapy_counselingnote",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="counselingnote",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="87fb297a049f3f458acf1d9f29d627d355a5cf2c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_e4e53",
                    table="therapy_counselingnote",
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
            model_name="drugteststatuschange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3f5a9d0bdfcd9e4e4c6e33541dfc7b316f9b3655",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_823f2",
                    table="therapy_drugteststatuschange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="drugteststatuschange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="c13b98009a8d83319926d10cd250398a0a06abb6",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_2bd02",
                    table="therapy_drugteststatuschange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="followup",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b8e6488a11298748a7fd7422954d616b570919c4",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_18131",
                    table="therapy_followup",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="followup",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="b0aca612bc68fb20c2eeae82c875bf4887166481",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_33d49",
                    table="therapy_followup",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="followupattempt",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5d9d40c1a02c52466f7253284f38aae1396151cd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_eb16f",
                    table="therapy_followupattempt",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="followupattempt",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="22edfd317fe5102c7fc6e9bfb249c0066724d755",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_ebd3c",
                    table="therapy_followupattempt",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="groupnote",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.signed_at IS NOT NULL AND (\n    NEW.signed_at IS DISTINCT FROM OLD.signed_at\n    OR NEW.shared_text IS DISTINCT FROM OLD.shared_text\n    OR NEW.session_id IS DISTINCT FROM OLD.session_id\n    OR NEW.component_id IS DISTINCT FROM OLD.component_id\n    OR NEW.author_id IS DISTINCT FROM OLD.author_id\n    OR NEW.modalities IS DISTINCT FROM OLD.modalities\n    OR NEW.late_reason IS DISTINCT FROM OLD.late_reason\n    OR (OLD.status = 'signed' AND NEW.status IS DISTINCT FROM OLD.status)\n    OR NEW.status = 'draft'\n) THEN\n    RAISE EXCEPTION 'a signed note is locked: only an addendum may follow';\nEND IF;\nRETURN NEW;\n",
                    hash="be08a3df2faf8cd01d5d88aef2288bc369f6d19f",
                    operation="UPDATE",
                    pgid="pgtrigger_locked_once_signed_66602",
                    table="therapy_groupnote",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="groupnote",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."signed_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="f1d36f2a482b78f2d8854cafd3ecf86323a923fe",
                    operation="DELETE",
                    pgid="pgtrigger_signed_stays_702de",
                    table="therapy_groupnote",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="groupnote",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="31f774504d23701a8c72a99e73f87711bb8b1d80",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_fe043",
                    table="therapy_groupnote",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="cosignature",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4f5272c05dfdb555c0b2cb5afcb2d94a1709eeb8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0f39b",
                    table="therapy_cosignature",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="cosignature",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="381a78693612d70bb335764f11408cc4e29e4506",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_b6f1e",
                    table="therapy_cosignature",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="groupnoteline",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_with_note",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (SELECT 1 FROM therapy_groupnote n WHERE n.id IN (OLD.note_id, NEW.note_id) AND n.signed_at IS NOT NULL) THEN\n    RAISE EXCEPTION 'a signed note is locked: only an addendum may follow';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="a6a079fb30f3ccc34e39e7738609ac3e6bb1057e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_locked_with_note_ca2a9",
                    table="therapy_groupnoteline",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="groupnoteline",
            trigger=pgtrigger.compiler.Trigger(
                name="none_after_signing",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (SELECT 1 FROM therapy_groupnote n WHERE n.id = NEW.note_id AND n.signed_at IS NOT NULL) THEN\n    RAISE EXCEPTION 'a signed note is locked: only an addendum may follow';\nEND IF;\nRETURN NEW;\n",
                    hash="c04fd7cdf3a0061f1d8eb6410625ba48297623ff",
                    operation="INSERT",
                    pgid="pgtrigger_none_after_signing_32dbd",
                    table="therapy_groupnoteline",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="groupnoteline",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="e716e2485f6e31b1c70dfb4f8c51764c9408089f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_2f835",
                    table="therapy_groupnoteline",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="enteredinerror",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f69f7611c054d435f4539098f291d0fc144c029c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7d457",
                    table="therapy_enteredinerror",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="enteredinerror",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="c4ba4ed0240a669265dca489894020db17367813",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_4017a",
                    table="therapy_enteredinerror",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="addendum",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="71b4399451dc4e8ca54f5eae1ce5b49dcf2936c4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f91c1",
                    table="therapy_addendum",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="addendum",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="166517d54e073aaee04000311ad539ffb4e8705f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_de8d6",
                    table="therapy_addendum",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="homework",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a1e40707f59b906c244016ef0b556c0fadd53f95",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_61f85",
                    table="therapy_homework",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="homework",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="eda07a040dae801f02641ff2e5c033fab2334600",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_78e29",
                    table="therapy_homework",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="journalentry",
            trigger=pgtrigger.compiler.Trigger(
                name="shared_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."shared_at" IS NOT NULL)',
                    func="\nIF NEW.shared_at IS NULL OR NEW.mood IS DISTINCT FROM OLD.mood OR NEW.written_at IS DISTINCT FROM OLD.written_at\n    OR (NEW.words IS DISTINCT FROM OLD.words AND split_part(NEW.words, '.', 2) = split_part(OLD.words, '.', 2))\nTHEN\n    RAISE EXCEPTION 'an entry that was shared is not changed: it may be taken back';\nEND IF;\nRETURN NEW;\n",
                    hash="cb5c52608043703eb283f5402d1cac41ea4dd3a9",
                    operation="UPDATE",
                    pgid="pgtrigger_shared_stays_01ee1",
                    table="therapy_journalentry",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="journalentry",
            trigger=pgtrigger.compiler.Trigger(
                name="shared_not_removed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."shared_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="2e0d77f3b78258011dd6c2273912e5656f11657f",
                    operation="DELETE",
                    pgid="pgtrigger_shared_not_removed_6b115",
                    table="therapy_journalentry",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="journalentry",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="42419865315ceb3840890c04cd9fb940373e29a4",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_e36ed",
                    table="therapy_journalentry",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="levelreview",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.signed_at IS NOT NULL AND (\n    to_jsonb(OLD) - ARRAY['status', 'version', 'acted_at', 'acted_kind', 'acted_id', 'set_aside_because'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['status', 'version', 'acted_at', 'acted_kind', 'acted_id', 'set_aside_because']\n    OR NEW.status IN ('due', 'draft', 'dropped')\n) THEN\n    RAISE EXCEPTION 'a signed review is locked: a new review follows it';\nEND IF;\nRETURN NEW;\n",
                    hash="78dfa935cd6af5156f061c22cd10a58502d0d3d6",
                    operation="UPDATE",
                    pgid="pgtrigger_locked_once_signed_c936b",
                    table="therapy_levelreview",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="levelreview",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="f062504f1fbdbee4fa36c7c1afcbe5a2524fceae",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_b48b4",
                    table="therapy_levelreview",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="levelreview",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="2f4f69e311a89313f0bedaf9d81b395b83a6da33",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_61007",
                    table="therapy_levelreview",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="levelreview",
            trigger=pgtrigger.compiler.Trigger(
                name="status_follows_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM therapy_levelreviewchange h WHERE h.review_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'due') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="40e2a3caad29a0edcd61260069081d8d2331af1d",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_status_follows_history_81b51",
                    table="therapy_levelreview",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="levelreview",
            trigger=pgtrigger.compiler.Trigger(
                name="status_starts_right",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'due'))",
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM therapy_levelreviewchange h WHERE h.review_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'due') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="945f68620860d7676bd63b317c89dc269a5ad597",
                    operation="INSERT",
                    pgid="pgtrigger_status_starts_right_7e1e3",
                    table="therapy_levelreview",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="levelreviewchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6bdd1d68d8ff5d06947474c50858ee8ac2d965f6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2b392",
                    table="therapy_levelreviewchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="levelreviewchange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="6dd36557fb96cc44dd4b299da4cb97cfd6bc1202",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_68fa9",
                    table="therapy_levelreviewchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="linewithoutobjective",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM therapy_groupnoteline l JOIN therapy_groupnote g ON g.id = l.note_id\n    WHERE l.id IN (OLD.line_id, NEW.line_id) AND g.signed_at IS NOT NULL\n) THEN\n    RAISE EXCEPTION 'a signed note is locked: only an addendum may follow';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="c9540a96126545413625dffa76cbf8929bac3955",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_locked_once_signed_09584",
                    table="therapy_linewithoutobjective",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="linewithoutobjective",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="f4052e3c6f197ca6b9039cb432929aa8d5a29ef4",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_cdb8d",
                    table="therapy_linewithoutobjective",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measureresponse",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_finished",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.episode_id IS DISTINCT FROM OLD.episode_id OR NEW.key IS DISTINCT FROM OLD.key\n    OR NEW.questionnaire_version IS DISTINCT FROM OLD.questionnaire_version\n    OR NEW.started_at IS DISTINCT FROM OLD.started_at\nTHEN\n    RAISE EXCEPTION 'answers stay with their stay and their version of the questionnaire';\nEND IF;\nIF OLD.completed_at IS NOT NULL AND (\n    to_jsonb(NEW) - 'entered_in_error_at' - 'entered_in_error_by_id' - 'entered_in_error_reason'\n    IS DISTINCT FROM to_jsonb(OLD) - 'entered_in_error_at' - 'entered_in_error_by_id' - 'entered_in_error_reason'\n    OR OLD.entered_in_error_at IS NOT NULL\n) THEN\n    RAISE EXCEPTION 'finished answers are locked: they may only be marked as entered in error, once';\nEND IF;\nRETURN NEW;\n",
                    hash="498b1d01540b0317b9d1f9be984b3c7e61da3d86",
                    operation="UPDATE",
                    pgid="pgtrigger_locked_once_finished_5ad0c",
                    table="therapy_measureresponse",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measureresponse",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a32b894181a07fb584d3dc9f1146c19abf1b187f",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_2cf98",
                    table="therapy_measureresponse",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measureresponse",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="d6ba9e24a36efb610f34eb2528e4920cd6d0ed1c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_63f7f",
                    table="therapy_measureresponse",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measurealert",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_acknowledged",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.response_id IS DISTINCT FROM OLD.response_id OR NEW.rule_key IS DISTINCT FROM OLD.rule_key\n    OR NEW.raised_at IS DISTINCT FROM OLD.raised_at\nTHEN\n    RAISE EXCEPTION 'an alert stays with the answer that raised it';\nEND IF;\nIF OLD.acknowledged_at IS NOT NULL AND to_jsonb(NEW) IS DISTINCT FROM to_jsonb(OLD) THEN\n    RAISE EXCEPTION 'an acknowledged alert is locked';\nEND IF;\nRETURN NEW;\n",
                    hash="06953d0858a3047854fd5e20cbc7a81a71b4a2aa",
                    operation="UPDATE",
                    pgid="pgtrigger_locked_once_acknowledged_28479",
                    table="therapy_measurealert",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measurealert",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="3ddc779e585641c3c5329477afc5d86221111d3a",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_d67c8",
                    table="therapy_measurealert",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measurealert",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="a4442615003a989031501de813180a5baa1273fe",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_55e8d",
                    table="therapy_measurealert",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measurerule",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="486266583bfe956552cd968007027ce84b3f67f6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_71e0c",
                    table="therapy_measurerule",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measurerule",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="e74371e3f3de8c3a772c678b6138671509292823",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_f8dec",
                    table="therapy_measurerule",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measureassignment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="ea9fe9d2bdb6a8405bf2ad16b6d731a719809bfb",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_902ac",
                    table="therapy_measureassignment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measureassignment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="72cfd0192992b310063b57ef6c77b3f08cf28b78",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_f175a",
                    table="therapy_measureassignment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measuresave",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6c4de777ce486447286c8426d3ae0f99e62e567f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0d703",
                    table="therapy_measuresave",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="measuresave",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="25a864cfa23f8350163e1de07643eb89bc6d9a92",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_397b6",
                    table="therapy_measuresave",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="medication",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="9cb1ead2281b64cbed77a380b9fa669a16c82969",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_c898b",
                    table="therapy_medication",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="medication",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="9ff4c8efdb9893a4b3afb6cab9978d5b81962c5f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_6056e",
                    table="therapy_medication",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="medication",
            trigger=pgtrigger.compiler.Trigger(
                name="what_it_is_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."dose" IS DISTINCT FROM (NEW."dose") OR OLD."every_days" IS DISTINCT FROM (NEW."every_days") OR OLD."follows_id" IS DISTINCT FROM (NEW."follows_id") OR OLD."frequency" IS DISTINCT FROM (NEW."frequency") OR OLD."ingredient" IS DISTINCT FROM (NEW."ingredient") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."route" IS DISTINCT FROM (NEW."route") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."treats" IS DISTINCT FROM (NEW."treats"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="01dca8432cc775122af8d7054adc05a16e20aa63",
                    operation="UPDATE",
                    pgid="pgtrigger_what_it_is_stays_d5031",
                    table="therapy_medication",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="injectiongiven",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="3e7bee063160eaaea0d7f3af983c6f3df20be077",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_e7601",
                    table="therapy_injectiongiven",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="injectiongiven",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="a8da805122f9254b6e3e2512f9f7c4a1ee8431b8",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_085ae",
                    table="therapy_injectiongiven",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="injectiongiven",
            trigger=pgtrigger.compiler.Trigger(
                name="only_marked_in_error",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."body_site" IS DISTINCT FROM (NEW."body_site") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dose" IS DISTINCT FROM (NEW."dose") OR OLD."expires_on" IS DISTINCT FROM (NEW."expires_on") OR OLD."given_by_id" IS DISTINCT FROM (NEW."given_by_id") OR OLD."given_on" IS DISTINCT FROM (NEW."given_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."lot" IS DISTINCT FROM (NEW."lot") OR OLD."medication_id" IS DISTINCT FROM (NEW."medication_id") OR OLD."next_due_on" IS DISTINCT FROM (NEW."next_due_on") OR OLD."note" IS DISTINCT FROM (NEW."note"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="c06e78d656d0abc9c394d87c939ca164802898b3",
                    operation="UPDATE",
                    pgid="pgtrigger_only_marked_in_error_6c7ab",
                    table="therapy_injectiongiven",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="moresupportask",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d47cb922c09b9221e59ce253473cad883f9aca11",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_5e7af",
                    table="therapy_moresupportask",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="moresupportask",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="9516c3a25bd2bcc5b99548d25bdcdcb7d9c14dd5",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_3c62c",
                    table="therapy_moresupportask",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="moresupportask",
            trigger=pgtrigger.compiler.Trigger(
                name="words_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."episode_id" IS DISTINCT FROM (NEW."episode_id") OR OLD."taken_by_id" IS DISTINCT FROM (NEW."taken_by_id") OR OLD."urgency" IS DISTINCT FROM (NEW."urgency") OR OLD."words" IS DISTINCT FROM (NEW."words"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="1a1c90a86c5cf74b952bef9fd0a4aaf878a86226",
                    operation="UPDATE",
                    pgid="pgtrigger_words_stay_9f392",
                    table="therapy_moresupportask",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="naloxoneoffer",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="de8f5c942676e71c1a33780d1a961c4e808482cf",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_83ad6",
                    table="therapy_naloxoneoffer",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="naloxoneoffer",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="901dbb1441cd3aebe7ef5ad68cb979bf697262d1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_636c6",
                    table="therapy_naloxoneoffer",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="naloxoneoffer",
            trigger=pgtrigger.compiler.Trigger(
                name="only_marked_in_error",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."episode_id" IS DISTINCT FROM (NEW."episode_id") OR OLD."expires_on" IS DISTINCT FROM (NEW."expires_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kits" IS DISTINCT FROM (NEW."kits") OR OLD."lot" IS DISTINCT FROM (NEW."lot") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."product" IS DISTINCT FROM (NEW."product") OR OLD."was_trained" IS DISTINCT FROM (NEW."was_trained") OR OLD."why" IS DISTINCT FROM (NEW."why"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="d313c3e554336152ed7ee87032e1a333abc728d5",
                    operation="UPDATE",
                    pgid="pgtrigger_only_marked_in_error_e8696",
                    table="therapy_naloxoneoffer",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="nameconfirmation",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="fec5e9e41b8ebabb227e25160b2a0bf20b663f55",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7a364",
                    table="therapy_nameconfirmation",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="nameconfirmation",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="2d1bd3a54effc5a5510a7276e1e312f617f1c247",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_3589a",
                    table="therapy_nameconfirmation",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="noteformat",
            trigger=pgtrigger.compiler.Trigger(
                name="version_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF (to_jsonb(NEW) - 'is_active') IS DISTINCT FROM (to_jsonb(OLD) - 'is_active') THEN\n    RAISE EXCEPTION 'a version of a note format never changes: make a new version';\nEND IF;\nRETURN NEW;\n",
                    hash="6e42088c4bb6414562f10e823fe140253c7fa87d",
                    operation="UPDATE",
                    pgid="pgtrigger_version_stays_e3ff1",
                    table="therapy_noteformat",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="noteformat",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="392f388e917afad7c9c3c4a9bf26e9f30c76936d",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_ac8fd",
                    table="therapy_noteformat",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="noteformat",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="6afcedefbdcff53ee4c4be302812c7f256b9a591",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_d01d1",
                    table="therapy_noteformat",
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
            model_name="planrhythm",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="19d97453d2cfbee3a7dbdfc6f79612a7d8d5d96d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_04348",
                    table="therapy_planrhythm",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="planrhythm",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="8e37f6c6486a3e025e1930bbdf964f6719e36b35",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_2d93c",
                    table="therapy_planrhythm",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="progressnote",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.signed_at IS NOT NULL AND (\n    (to_jsonb(NEW) - 'status') IS DISTINCT FROM (to_jsonb(OLD) - 'status')\n    OR (NEW.status IS DISTINCT FROM OLD.status AND NOT (\n        OLD.status = 'awaiting' AND NEW.status = 'signed' AND EXISTS (\n            SELECT 1 FROM therapy_progressnotecosignature c WHERE c.note_id = OLD.id AND c.decision = 'signed'\n        )\n    ))\n) THEN\n    RAISE EXCEPTION 'a signed note is locked: only an addendum may follow';\nEND IF;\nRETURN NEW;\n",
                    hash="1c97e9e72396a12c20aff920bc4db1417beaf87a",
                    operation="UPDATE",
                    pgid="pgtrigger_locked_once_signed_8d24a",
                    table="therapy_progressnote",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="progressnote",
            trigger=pgtrigger.compiler.Trigger(
                name="begins_as_draft",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.signed_at IS NOT NULL THEN\n    RAISE EXCEPTION 'a note begins as a draft and is signed afterwards';\nEND IF;\nRETURN NEW;\n",
                    hash="84378a88359ab1b1e48ae6b1d37aa1940179dd4a",
                    operation="INSERT",
                    pgid="pgtrigger_begins_as_draft_c2db5",
                    table="therapy_progressnote",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="progressnote",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."signed_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="98b87fe77d48a357eefdc0edea3041830c3ae2dd",
                    operation="DELETE",
                    pgid="pgtrigger_signed_stays_58b74",
                    table="therapy_progressnote",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="progressnote",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="7f5d04219952f47f741d0219b2558971e545f302",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_cfc99",
                    table="therapy_progressnote",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="objectiveaddressed",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (SELECT 1 FROM therapy_progressnote n WHERE n.id IN (OLD.note_id, NEW.note_id) AND n.signed_at IS NOT NULL)\n    OR EXISTS (\n        SELECT 1 FROM therapy_groupnoteline l JOIN therapy_groupnote g ON g.id = l.note_id\n        WHERE l.id IN (OLD.line_id, NEW.line_id) AND g.signed_at IS NOT NULL\n    )\n    OR EXISTS (SELECT 1 FROM therapy_planreview r WHERE r.id IN (OLD.review_id, NEW.review_id) AND r.signed_at IS NOT NULL)\nTHEN\n    RAISE EXCEPTION 'what a signed note says of an objective is locked with it';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="ca770d004de75d9698a0316215002e534a6fe624",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_locked_once_signed_52583",
                    table="therapy_objectiveaddressed",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="objectiveaddressed",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="723da3262a515a3a6e17e9b0a798840fc4c297fb",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_ba095",
                    table="therapy_objectiveaddressed",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="notemention",
            trigger=pgtrigger.compiler.Trigger(
                name="asked_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.answered_at IS NOT NULL\n    OR (to_jsonb(NEW) - ARRAY['answer', 'answered_at']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['answer', 'answered_at'])\nTHEN\n    RAISE EXCEPTION 'a question beside a note stays as it was asked, and is answered once';\nEND IF;\nRETURN NEW;\n",
                    hash="6b04f245998b448bbdf4d375284de2eed1ecaf72",
                    operation="UPDATE",
                    pgid="pgtrigger_asked_stays_0c130",
                    table="therapy_notemention",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="notemention",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="51fe06ad4e3b3f2a6f08d00feaa5c69054c81c5e",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_0fdab",
                    table="therapy_notemention",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="notemention",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="73692bb03013df79ec289402fce62c87629572a8",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_25e56",
                    table="therapy_notemention",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="carriedpassage",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_with_note",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM therapy_progressnote n\n    WHERE n.id IN (COALESCE(OLD.note_id, NEW.note_id), COALESCE(NEW.note_id, OLD.note_id)) AND n.signed_at IS NOT NULL\n) THEN\n    RAISE EXCEPTION 'a signed note is locked: only an addendum may follow';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="4e1b92ad4fceb9ba865b44b9a133fb224b30b617",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_locked_with_note_95e54",
                    table="therapy_carriedpassage",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="carriedpassage",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="af91fc2e771a87a78021ed15546715dbce8638ac",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_30b42",
                    table="therapy_carriedpassage",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="progressnoteaddendum",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4a1af02b4437338bc824dbf275df36e1ed49a18a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8f710",
                    table="therapy_progressnoteaddendum",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="progressnoteaddendum",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="f4480500d4b27a191dcab4b168187609ae7b8583",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_69310",
                    table="therapy_progressnoteaddendum",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="progressnotecosignature",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="10af0a90770ce3578f74195f9cb9654a7291d007",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_bb3f6",
                    table="therapy_progressnotecosignature",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="progressnotecosignature",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="c745c9e9b530e640ded6e061bca561b33dd78cc1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_952c4",
                    table="therapy_progressnotecosignature",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="progressnoteerror",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="625e83075fd58c85554fc68222cfb58e00430640",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_46450",
                    table="therapy_progressnoteerror",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="progressnoteerror",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="403c49611db741000347ef5210fb3e6b4027f9d9",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_153f7",
                    table="therapy_progressnoteerror",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="questionnaire",
            trigger=pgtrigger.compiler.Trigger(
                name="stays_as_answered",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.key IS DISTINCT FROM OLD.key\n    OR NEW.version IS DISTINCT FROM OLD.version\n    OR NEW.language IS DISTINCT FROM OLD.language\n    OR NEW.title IS DISTINCT FROM OLD.title\n    OR NEW.definition IS DISTINCT FROM OLD.definition\n    OR NEW.digest IS DISTINCT FROM OLD.digest\n    OR NEW.source IS DISTINCT FROM OLD.source\n    OR NEW.licence_accepted_by_id IS DISTINCT FROM OLD.licence_accepted_by_id\n    OR NEW.licence_accepted_at IS DISTINCT FROM OLD.licence_accepted_at\nTHEN\n    RAISE EXCEPTION 'a version of a questionnaire stays as it was answered: make a new version';\nEND IF;\nRETURN NEW;\n",
                    hash="3c6893039357389d7e2bc76eebeb4201014be62f",
                    operation="UPDATE",
                    pgid="pgtrigger_stays_as_answered_2f652",
                    table="therapy_questionnaire",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="questionnaire",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="0e873cf1d697adef80759b8185b1e76530057855",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_abacd",
                    table="therapy_questionnaire",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="questionnaire",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="57e928273bedd77fcfe48e2ac7ea1d4b9080d8f4",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_d271b",
                    table="therapy_questionnaire",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="reconciliation",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9de6a224226f3c8abab8229eff683981d8fb3fe7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1d731",
                    table="therapy_reconciliation",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="reconciliation",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="fd80be25fad5da86562f5695590a79a1517f584d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_0d3b9",
                    table="therapy_reconciliation",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="e63fb4bea89de9b3066253a440914732e923b4d8",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_85019",
                    table="therapy_referral",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="488ea78b97eca9697ffdddc1d0070b84135d92f3",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_b814e",
                    table="therapy_referral",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="status_follows_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM therapy_referralchange h WHERE h.referral_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'planned') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="5a74258854f0f8c31eb03da1596530bfb41b9480",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_status_follows_history_67cb4",
                    table="therapy_referral",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="status_starts_right",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'planned'))",
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM therapy_referralchange h WHERE h.referral_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'planned') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="6945365476592794814bcb7ad8eadf426ef31f34",
                    operation="INSERT",
                    pgid="pgtrigger_status_starts_right_0ed3e",
                    table="therapy_referral",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="casecontact",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="1540556c581464c7d9396f75b60244f26208f8c7",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_30c8b",
                    table="therapy_casecontact",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="casecontact",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="8d0cd190b235f7ce1640d138d08bd79394da0302",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_13dcb",
                    table="therapy_casecontact",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="casecontact",
            trigger=pgtrigger.compiler.Trigger(
                name="only_marked_in_error",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."about" IS DISTINCT FROM (NEW."about") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."episode_id" IS DISTINCT FROM (NEW."episode_id") OR OLD."how" IS DISTINCT FROM (NEW."how") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."next_step" IS DISTINCT FROM (NEW."next_step") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."referral_id" IS DISTINCT FROM (NEW."referral_id") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."with_whom" IS DISTINCT FROM (NEW."with_whom"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="659f3ebef583bd632cfdedfbc2f77bd5acd2b77e",
                    operation="UPDATE",
                    pgid="pgtrigger_only_marked_in_error_14ca5",
                    table="therapy_casecontact",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="referralchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8dfbc34b007abc3ea7e8e21dbc1514c7991db3bd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_018d8",
                    table="therapy_referralchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="referralchange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="2df8222be5ba88db0a5bd4f1e3e5160e6db81a7f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_4ee7d",
                    table="therapy_referralchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="reviewcosignature",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="11aa8013a0b3c0c1642d4d5333f5551820a70342",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_139a2",
                    table="therapy_reviewcosignature",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="reviewcosignature",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="b7a7e938780d49a0d797dc5d64378be2303e2c09",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_0575a",
                    table="therapy_reviewcosignature",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="reviewdisagreement",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ad9ee4d7a6105c780cbd56ab9bb1467cb67a551b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f5b7a",
                    table="therapy_reviewdisagreement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="reviewdisagreement",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="7ab189b646de4edcbec2eae2b007f48dd55eee14",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_1bbda",
                    table="therapy_reviewdisagreement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="reviewrhythm",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d7a6b18bf7fe782d79b5d8a60529c66f118ef5b1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7f4c8",
                    table="therapy_reviewrhythm",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="reviewrhythm",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="072c378c410ef59e665156a0a5d428d5664ec8c1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_b0d89",
                    table="therapy_reviewrhythm",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="rewardledger",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="39f4560549601934839019e5ea912e41c67a3ea4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a377e",
                    table="therapy_rewardledger",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="rewardledger",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="aa26a7052196e0d5a1eb14044b5309498fa1e00a",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_a8590",
                    table="therapy_rewardledger",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="rewardledger",
            trigger=pgtrigger.compiler.Trigger(
                name="line_fits",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nPERFORM 1 FROM clients_episode WHERE id = NEW.episode_id FOR NO KEY UPDATE;\nIF NEW.voids_id IS NOT NULL AND NOT EXISTS (\n    SELECT 1 FROM therapy_rewardledger l\n    WHERE l.id = NEW.voids_id AND l.episode_id = NEW.episode_id AND l.cents = -NEW.cents AND l.kind <> 'voided'\n) THEN\n    RAISE EXCEPTION 'what is taken back is a line of the same stay, in full';\nEND IF;\nIF NEW.draw_id IS NOT NULL AND NOT EXISTS (\n    SELECT 1 FROM therapy_rewarddraw d\n    WHERE d.id = NEW.draw_id AND d.episode_id = NEW.episode_id AND d.credited_cents = NEW.cents\n) THEN\n    RAISE EXCEPTION 'what is earned is what the draw of the same stay credited';\nEND IF;\nIF (SELECT COALESCE(SUM(l.cents), 0) FROM therapy_rewardledger l WHERE l.episode_id = NEW.episode_id) + NEW.cents < 0 THEN\n    RAISE EXCEPTION 'the balance of rewards is never below nothing';\nEND IF;\nRETURN NEW;\n",
                    hash="e5537d736262d1f8dbf31d847db32170eb58f59d",
                    operation="INSERT",
                    pgid="pgtrigger_line_fits_9fba1",
                    table="therapy_rewardledger",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="rewardprize",
            trigger=pgtrigger.compiler.Trigger(
                name="prize_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.retired_at IS NOT NULL OR (to_jsonb(NEW) - 'retired_at') IS DISTINCT FROM (to_jsonb(OLD) - 'retired_at') THEN\n    RAISE EXCEPTION 'a prize stays as it was put into the bowl: take it out and put another in';\nEND IF;\nRETURN NEW;\n",
                    hash="7c785a2663692ed3613fb3474add472d7f0240d1",
                    operation="UPDATE",
                    pgid="pgtrigger_prize_stays_a8ffd",
                    table="therapy_rewardprize",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="rewardprize",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="74580c8f5defd5c8b335fd9738870835fea1f8ab",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_57fe9",
                    table="therapy_rewardprize",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="rewardprize",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="8fa7b13d8fe7d4154fe846aa432130fefa9f36ff",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_e5f1a",
                    table="therapy_rewardprize",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="rewardrule",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="48fb4d54c8f7a5149202b79d31f6d6cce051cb5e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cb1ae",
                    table="therapy_rewardrule",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="rewardrule",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="cf99474649b17d696117c4dacc935b7c967e8e79",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_c8d91",
                    table="therapy_rewardrule",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="rewarddraw",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6afbf439d06b9daa8322b3b0e0731f932d08d487",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_de983",
                    table="therapy_rewarddraw",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="rewarddraw",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="dcefed350d754beb313c263bf88c5cffb0128c43",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_0a96d",
                    table="therapy_rewarddraw",
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
        iop.core.migrating.AddTrigger(
            model_name="supportmeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="377059df614089c34257e0de29daad3ebc66c1b6",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_1a6f5",
                    table="therapy_supportmeeting",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="supportmeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="60ae1e345beed07f28856f10a946ddf58342dd06",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_95996",
                    table="therapy_supportmeeting",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="supportmeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="only_marked_in_error",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."episode_id" IS DISTINCT FROM (NEW."episode_id") OR OLD."has_sponsor" IS DISTINCT FROM (NEW."has_sponsor") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_home_group" IS DISTINCT FROM (NEW."is_home_group") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id") OR OLD."slip_seen" IS DISTINCT FROM (NEW."slip_seen"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="480adbe4549269d8b3d7a137beeda450f5658e67",
                    operation="UPDATE",
                    pgid="pgtrigger_only_marked_in_error_7facb",
                    table="therapy_supportmeeting",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testdraw",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="65891912a221442867d548a185577871a51c4266",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_687e0",
                    table="therapy_testdraw",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testdraw",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="fd6d0d3011af42aac76d24e318c0c5c1215349cc",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_59f69",
                    table="therapy_testdraw",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testexemption",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d670bdbc6b67cf0160bc924372a7110e2d817c49",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_8123e",
                    table="therapy_testexemption",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testexemption",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="f93fb761a6ec5adab7c3a91b8bc05cf00615f50f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_be56e",
                    table="therapy_testexemption",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="drugtest",
            trigger=pgtrigger.compiler.Trigger(
                name="order_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF (NEW.episode_id, NEW.reason, NEW.reason_note, NEW.necessity, NEW.ordered_by_id, NEW.ordered_at, NEW.draw_id, NEW.follows_id)\n   IS DISTINCT FROM\n   (OLD.episode_id, OLD.reason, OLD.reason_note, OLD.necessity, OLD.ordered_by_id, OLD.ordered_at, OLD.draw_id, OLD.follows_id)\nTHEN\n    RAISE EXCEPTION 'an order stays as it was given';\nEND IF;\nIF OLD.collected_at IS NOT NULL AND\n   (NEW.collected_at, NEW.collected_by_id, NEW.panel_id, NEW.observation, NEW.observation_agreed, NEW.temperature_f, NEW.lot,\n    NEW.lot_expires_on, NEW.custody_id)\n   IS DISTINCT FROM\n   (OLD.collected_at, OLD.collected_by_id, OLD.panel_id, OLD.observation, OLD.observation_agreed, OLD.temperature_f, OLD.lot,\n    OLD.lot_expires_on, OLD.custody_id)\nTHEN\n    RAISE EXCEPTION 'what was written when a sample was collected stays';\nEND IF;\nIF (NEW.told_use, NEW.told_substances, NEW.told_words, NEW.told_use_at)\n   IS DISTINCT FROM (OLD.told_use, OLD.told_substances, OLD.told_words, OLD.told_use_at)\n   AND EXISTS (SELECT 1 FROM therapy_testresult r WHERE r.test_id = OLD.id)\nTHEN\n    RAISE EXCEPTION 'what the client said stands as it was said before the result';\nEND IF;\nRETURN NEW;\n",
                    hash="0d930a50edad1992b6abcb6a320b4d520a46c41c",
                    operation="UPDATE",
                    pgid="pgtrigger_order_stays_d269d",
                    table="therapy_drugtest",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="drugtest",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="9c855d11877dd6d21589703d987e06239386ecde",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_cd71a",
                    table="therapy_drugtest",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="drugtest",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="2a494d37d46b4ee7877bb5330b6a0e32b568f64c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_028b2",
                    table="therapy_drugtest",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="drugtest",
            trigger=pgtrigger.compiler.Trigger(
                name="status_follows_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM therapy_drugteststatuschange h WHERE h.test_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'ordered') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="8145ec7b90d93ad33e57bfc5683f7279abcc80e7",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_status_follows_history_686e2",
                    table="therapy_drugtest",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="drugtest",
            trigger=pgtrigger.compiler.Trigger(
                name="status_starts_right",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'ordered'))",
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM therapy_drugteststatuschange h WHERE h.test_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'ordered') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="c6f3773d115fbd7e1183bce258ec8c7cdf9fc6d0",
                    operation="INSERT",
                    pgid="pgtrigger_status_starts_right_bbd4c",
                    table="therapy_drugtest",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testplan",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="3dcf836ac6d2c4224fef5039fd744d29a963323b",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_fe50b",
                    table="therapy_testplan",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testplan",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="04179cd3755caee73464fe66a94c9bbdcbbe9ccd",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_bdf92",
                    table="therapy_testplan",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testresult",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f04e6bd3ba4d0229dd80d5f51b38e6518b3c473c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4996b",
                    table="therapy_testresult",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testresult",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="1e75a2521ee350f180e0425285a82cf70acfeaa3",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_60912",
                    table="therapy_testresult",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testresult",
            trigger=pgtrigger.compiler.Trigger(
                name="after_sample",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NOT EXISTS (\n    SELECT 1 FROM therapy_drugtest t\n    WHERE t.id = NEW.test_id AND t.collected_at IS NOT NULL AND t.collected_at <= NEW.resulted_at\n) THEN\n    RAISE EXCEPTION 'there is no result before a sample was collected';\nEND IF;\nRETURN NEW;\n",
                    hash="b6d0cffbdd0b5b06fecf98782e2c7901110f3949",
                    operation="INSERT",
                    pgid="pgtrigger_after_sample_748fd",
                    table="therapy_testresult",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="analyteresult",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8e61ed51bace420ffdebb315db39a5be1222e1f9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_47007",
                    table="therapy_analyteresult",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="analyteresult",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="2817d11d9c373f3f7f71870290e1f6998506992c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_f3b8c",
                    table="therapy_analyteresult",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testreview",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e0cb5b5583fbc39bbbcb109f51de03b1067e8a53",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1c534",
                    table="therapy_testreview",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testreview",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="47e92d34f67c37ca5711861fbdbf3ad5b4df0706",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_d71fc",
                    table="therapy_testreview",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="transition",
            trigger=pgtrigger.compiler.Trigger(
                name="decided_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF to_jsonb(OLD) - ARRAY['undone_at', 'undone_by_id', 'undo_reason']\n    IS DISTINCT FROM to_jsonb(NEW) - ARRAY['undone_at', 'undone_by_id', 'undo_reason']\n    OR OLD.undone_at IS NOT NULL\nTHEN\n    RAISE EXCEPTION 'a change of the level stays as it was decided: it is undone once, before it begins';\nEND IF;\nRETURN NEW;\n",
                    hash="345568992f87dd93472a4ee4f498ec8cd123193d",
                    operation="UPDATE",
                    pgid="pgtrigger_decided_stays_34df0",
                    table="therapy_transition",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="transition",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="36e763e23ba6f8713e3d98dd5f4d9e1d762a20d7",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_e3b80",
                    table="therapy_transition",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="transition",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="62f9fac0e6bf6839b2b00c4ee318d11e84359f6c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_4c60b",
                    table="therapy_transition",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="transitionstep",
            trigger=pgtrigger.compiler.Trigger(
                name="step_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF to_jsonb(OLD) - ARRAY['undone_as', 'undone_says'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['undone_as', 'undone_says']\n    OR OLD.undone_as <> ''\nTHEN\n    RAISE EXCEPTION 'a step stays as it was done: it is undone once';\nEND IF;\nRETURN NEW;\n",
                    hash="db48b3dc8dc34cee7b8dfa2f5367e6528c317ea2",
                    operation="UPDATE",
                    pgid="pgtrigger_step_stays_6a889",
                    table="therapy_transitionstep",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="transitionstep",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d72b549198c3b54349dafaa129c7cec657fc3c7c",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_480d8",
                    table="therapy_transitionstep",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="transitionstep",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="750a548bf9ed9068e3530ef423c00bd13b24856a",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_62da3",
                    table="therapy_transitionstep",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="treatmentplan",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.signed_at IS NOT NULL AND (\n    to_jsonb(OLD) - ARRAY['status', 'superseded_at', 'version']\n    IS DISTINCT FROM to_jsonb(NEW) - ARRAY['status', 'superseded_at', 'version']\n    OR (NEW.status IS DISTINCT FROM OLD.status AND NOT (OLD.status = 'active' AND NEW.status = 'superseded'))\n    OR (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS DISTINCT FROM OLD.superseded_at)\n) THEN\n    RAISE EXCEPTION 'a signed plan is locked: a new version replaces it';\nEND IF;\nRETURN NEW;\n",
                    hash="c290d805b71b2bf3b5938342c518a505aac45404",
                    operation="UPDATE",
                    pgid="pgtrigger_locked_once_signed_b8168",
                    table="therapy_treatmentplan",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="treatmentplan",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."signed_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="892be437e4bd231debe107adbb05e1d3e1afc49d",
                    operation="DELETE",
                    pgid="pgtrigger_signed_stays_58329",
                    table="therapy_treatmentplan",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="treatmentplan",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="ee01eae45e6b2ec3ee1d81d13da947d7e97c346d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_3b0c9",
                    table="therapy_treatmentplan",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="plansignature",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b680656fb85b34175464772933906c9d0961cff2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ec20e",
                    table="therapy_plansignature",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="plansignature",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="199295464cf7f558e9fe381fde67d547be3207ca",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_5b6dc",
                    table="therapy_plansignature",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="planreview",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."signed_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="06ce9da53c94e267aa3d8fb0c82746bec392a227",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_locked_once_signed_c6738",
                    table="therapy_planreview",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="planreview",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="bfd87045d74fcd808c3d73787111ddaed0a722a4",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_cb1c7",
                    table="therapy_planreview",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="planproblem",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM therapy_treatmentplan p\n    WHERE p.id IN (COALESCE(OLD.plan_id, NEW.plan_id), COALESCE(NEW.plan_id, OLD.plan_id)) AND p.signed_at IS NOT NULL\n) THEN\n    RAISE EXCEPTION 'a signed plan is locked: a new version replaces it';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="af487e5406b272c136afad0f23f89dc42efcc768",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_locked_once_signed_37be2",
                    table="therapy_planproblem",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="planproblem",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="82ffabe8025408e8f6fe06bba0b74a53624c581b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_27376",
                    table="therapy_planproblem",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="planobjective",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM therapy_treatmentplan p\n    WHERE p.id IN (COALESCE(OLD.plan_id, NEW.plan_id), COALESCE(NEW.plan_id, OLD.plan_id)) AND p.signed_at IS NOT NULL\n) THEN\n    RAISE EXCEPTION 'a signed plan is locked: a new version replaces it';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="d458901f2866516e25ba015e8f69b9ef148cba55",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_locked_once_signed_84f99",
                    table="therapy_planobjective",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="planobjective",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="0b4edfc549f764fffe3be89b05e41ec2d1b69db9",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_6d68f",
                    table="therapy_planobjective",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="planintervention",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM therapy_treatmentplan p\n    WHERE p.id IN (COALESCE(OLD.plan_id, NEW.plan_id), COALESCE(NEW.plan_id, OLD.plan_id)) AND p.signed_at IS NOT NULL\n) THEN\n    RAISE EXCEPTION 'a signed plan is locked: a new version replaces it';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="01e472991c54ff8bf484943985328be461351dd5",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_locked_once_signed_991ac",
                    table="therapy_planintervention",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="planintervention",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="2763907aea18cfdd8a1b337fabfb3a6c82e67d22",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_85792",
                    table="therapy_planintervention",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="plangoal",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM therapy_treatmentplan p\n    WHERE p.id IN (COALESCE(OLD.plan_id, NEW.plan_id), COALESCE(NEW.plan_id, OLD.plan_id)) AND p.signed_at IS NOT NULL\n) THEN\n    RAISE EXCEPTION 'a signed plan is locked: a new version replaces it';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="33a26bafbadf340b033192007df0b71b763c36fa",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_locked_once_signed_abdc0",
                    table="therapy_plangoal",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="plangoal",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="bc0b501c65868e2815ba745d51679b96fcf45774",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_54aca",
                    table="therapy_plangoal",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="earlywarning",
            trigger=pgtrigger.compiler.Trigger(
                name="ended_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."ended_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="6110df8aeabc29107d54d32a8f36c6094428414a",
                    operation="UPDATE",
                    pgid="pgtrigger_ended_stays_25a6d",
                    table="therapy_earlywarning",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="earlywarning",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="79cac234be756828547ab3417057635a0fb9af0e",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_0f7d5",
                    table="therapy_earlywarning",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="earlywarning",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="c86e66f1fd2d02e5efd64f627750a55f2bc9f643",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_34d35",
                    table="therapy_earlywarning",
                    when="BEFORE",
                ),
            ),
        ),
    ]
