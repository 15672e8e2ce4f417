import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0002_placement_withdrawn"),
        ("clinic", "0001_initial"),
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            sql="CREATE SEQUENCE clients_gate_order START 1",
            reverse_sql="DROP SEQUENCE clients_gate_order",
        ),
        migrations.CreateModel(
            name="ChartMerge",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("reason", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                ("can_be_undone_until", models.DateField()),
                ("moved", models.JSONField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "absorbed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merged_by", to="clients.client"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="clients.client"
                    ),
                ),
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
                        condition=models.Q(("kept", models.F("absorbed")), _negated=True), name="chart_merge_two_charts"
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
            name="ConsentTemplate",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
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
                    models.UniqueConstraint(fields=("kind", "language", "number"), name="consent_template_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("kind", "language"),
                        name="consent_template_one_live",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DiagnosisCode",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
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
                            ("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="diagnosis_code_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dimension",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("edition", models.PositiveSmallIntegerField(choices=[(3, "3rd edition"), (4, "4th edition")])),
                ("number", models.PositiveSmallIntegerField()),
                ("part", models.PositiveSmallIntegerField(default=0)),
                ("name", models.CharField(max_length=160)),
                ("is_rated", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["edition", "number", "part"],
                "constraints": [models.UniqueConstraint(fields=("edition", "number", "part"), name="dimension_once")],
            },
        ),
        migrations.CreateModel(
            name="DimensionalAssessment",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("edition", models.PositiveSmallIntegerField(choices=[(3, "3rd edition"), (4, "4th edition")])),
                ("assessed_on", models.DateField()),
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
                    "assessed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
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
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dimensional_assessments",
                        to="clients.episode",
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
                ],
            },
        ),
        migrations.CreateModel(
            name="EmergencyAccess",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("reason", models.CharField(max_length=500)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                ("was_right", models.BooleanField(blank=True, null=True)),
                ("review_note", models.TextField(blank=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="emergency_access",
                        to="clients.client",
                    ),
                ),
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
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_at"],
                "indexes": [models.Index(fields=["staff", "-ends_at"], name="emergency_access_by_staff")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="emergency_access_forward"
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
            name="IntakeCheck",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[("fit", "Fit for the program"), ("payer", "What the payer needs")], max_length=8
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
            name="MessageHold",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
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
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="message_holds", to="clients.client"
                    ),
                ),
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
                            models.Q(("kind", "deceased"), _negated=True), ("ends_on__isnull", True), _connector="OR"
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
            name="OutsideStay",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[("detox", "Detox"), ("residential", "Residential program"), ("hospital", "Hospital")],
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
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outside_stays", to="clients.client"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
            ],
            options={
                "ordering": ["-referred_on"],
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
                            ("back_on__isnull", True), ("back_on__gte", models.F("referred_on")), _connector="OR"
                        ),
                        name="outside_stay_back_after",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecipientParty",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
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
                ("is_active", models.BooleanField(default=True)),
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
            name="ReferralSource",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
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
            name="Consent",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
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
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="clients.client"
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
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.consenttemplate"
                    ),
                ),
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
                            models.Q(models.Q(("status", "signed"), _negated=True), ("signed_at__isnull", True)),
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
                                ("status", "signed"), ("kind__in", ["relative", "criminal_justice"]), _negated=True
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
                            models.Q(("revoked_at__gte", models.F("stopped_at")), ("stopped_at__isnull", False)),
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
            name="CourtOrder",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
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
                ("recorded_by", models.UUIDField(null=True)),
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
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="court_orders",
                        to="clients.recipientparty",
                    ),
                ),
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
            name="Diagnosis",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "specifiers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(default=1)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("entered_in_error_at", models.DateTimeField(blank=True, null=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="diagnoses", to="clients.client"
                    ),
                ),
                (
                    "diagnosed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
                (
                    "code",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.diagnosiscode"
                    ),
                ),
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
            name="DimensionRating",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("rating", models.CharField(blank=True, max_length=12)),
                ("is_coe", models.BooleanField(default=False)),
                ("is_bio", models.BooleanField(default=False)),
                ("evidence", models.TextField(blank=True)),
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
            ],
            options={
                "ordering": ["dimension__number", "dimension__part"],
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "dimension"), name="dimension_rating_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
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
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
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
                    "referral_source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiries",
                        to="clients.referralsource",
                    ),
                ),
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
                                    ("status__in", ["admitted", "declined", "lost", "referred_out"]), _negated=True
                                ),
                                ("closed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="inquiry_closed_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "admitted"), _negated=True), ("episode__isnull", False), _connector="OR"
                        ),
                        name="inquiry_admitted_has_episode",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceAgreement",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
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
                ("ended_reason", models.CharField(blank=True, max_length=200)),
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
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="clients.recipientparty",
                    ),
                ),
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
                    models.CheckConstraint(condition=models.Q(("purposes__len__gte", 1)), name="agreement_has_purpose"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentRevocation",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("at", models.DateTimeField()),
                (
                    "method",
                    models.CharField(
                        choices=[("written", "In writing"), ("oral", "By word of mouth"), ("portal", "In the portal")],
                        max_length=8,
                    ),
                ),
                ("recorded_by", models.UUIDField(null=True)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("gate_order", models.BigIntegerField(default=0, editable=False)),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revocations", to="clients.consent"
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
            ],
            options={
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="ConsentSignature",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
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
                ("identity_seen", models.CharField(blank=True, max_length=120)),
                (
                    "method",
                    models.CharField(
                        choices=[("typed", "Typed"), ("drawn", "Drawn"), ("paper", "On paper, scanned")], max_length=8
                    ),
                ),
                ("signed_at", models.DateTimeField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="clients.consent"
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
                    "witness",
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
            name="Disclosure",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
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
                ("by_name", models.CharField(blank=True, max_length=640)),
                ("affiliation", models.CharField(blank=True, max_length=300)),
                ("nature", models.CharField(blank=True, max_length=500)),
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
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="disclosures", to="clients.client"
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
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.site",
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
                        condition=models.Q(("recipient_name", ""), _negated=True), name="disclosure_says_to_whom"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ground", "consent"), _negated=True), ("consent__isnull", False), _connector="OR"
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
                        condition=models.Q(("digest", ""), ("digest__regex", "^[0-9a-f]{64}$"), _connector="OR"),
                        name="disclosure_digest",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InquiryStatusChange",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
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
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="status_changes", to="clients.inquiry"
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
                "indexes": [models.Index(fields=["inquiry", "at"], name="inquiry_change_by_inquiry")],
            },
        ),
        migrations.CreateModel(
            name="IntakeAnswer",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "answer",
                    models.CharField(
                        choices=[("unknown", "Not known yet"), ("yes", "Yes"), ("no", "No")],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="clients.inquiry"
                    ),
                ),
                (
                    "check_item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.intakecheck"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("inquiry", "check_item"), name="intake_answer_once")],
            },
        ),
        migrations.CreateModel(
            name="DisclosureReview",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("at", models.DateTimeField()),
                ("was_right", models.BooleanField()),
                ("note", models.TextField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "disclosure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="review", to="clients.disclosure"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="client",
            name="is_restricted",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="client",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clients.client",
            ),
        ),
        migrations.AddField(
            model_name="client",
            name="restricted_reason",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddConstraint(
            model_name="client",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_restricted", False), models.Q(("restricted_reason", ""), _negated=True), _connector="OR"
                ),
                name="client_restricted_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="client",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True), name="client_not_merged_into_itself"
            ),
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
                    func="\n                IF NEW.consent_id IS NOT NULL THEN\n                    SELECT client_id, status, stopped_at INTO form FROM clients_consent WHERE id = NEW.consent_id FOR SHARE;\n                    IF form.client_id IS DISTINCT FROM NEW.client_id THEN\n                        RAISE EXCEPTION 'consent_of_another_client';\n                    END IF;\n                    IF form.status <> 'signed' OR form.stopped_at IS NOT NULL THEN\n                        RAISE EXCEPTION 'consent_does_not_stand';\n                    END IF;\n                END IF;\n                NEW.gate_order := nextval('clients_gate_order');\n                RETURN NEW;\n                ",
                    hash="98ca1b3deea6fe8c5188ac292e22d22e02bc9ebf",
                    operation="INSERT",
                    pgid="pgtrigger_consent_stands_a575d",
                    table="clients_disclosure",
                    when="BEFORE",
                ),
            ),
        ),
    ]
