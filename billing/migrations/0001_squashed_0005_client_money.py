"""Coverage, charges, claims, remittances and clients' money.

What the steps before made one by one, made at once: an empty database comes to the same schema much sooner.
"""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.crypto
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    replaces = [
        ("billing", "0001_initial"),
        ("billing", "0002_coverage"),
        ("billing", "0003_claims"),
        ("billing", "0004_remittances"),
        ("billing", "0005_client_money"),
    ]

    initial = True

    dependencies = [
        ("clients", "0001_squashed_0017_threads"),
        ("clinic", "0001_squashed_0002_site_profile"),
        ("documents", "0001_initial"),
        ("scheduling", "0001_squashed_0007_family"),
        ("sessions_app", "0001_squashed_0006_families"),
        ("therapy", "0001_squashed_0017_family_notes"),
    ]

    operations = [
        migrations.RunSQL(
            sql="CREATE SEQUENCE billing_eligibility_number AS integer MINVALUE 1 MAXVALUE 999999999 CYCLE",
            reverse_sql="DROP SEQUENCE billing_eligibility_number",
        ),
        migrations.RunSQL(
            sql="CREATE SEQUENCE billing_claim_number AS integer MINVALUE 1 MAXVALUE 999999999 NO CYCLE",
            reverse_sql="DROP SEQUENCE billing_claim_number",
        ),
        migrations.RunSQL(
            sql="CREATE SEQUENCE billing_batch_number AS integer MINVALUE 1 MAXVALUE 999999999 NO CYCLE",
            reverse_sql="DROP SEQUENCE billing_batch_number",
        ),
        iop.core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Payer",
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
                            "party",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payer",
                                to="clients.recipientparty",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, unique=True)),
                        (
                            "kind",
                            models.CharField(
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
                        ),
                        (
                            "filing_code",
                            models.CharField(
                                choices=[
                                    ("CI", "Commercial insurance"),
                                    ("BL", "Blue Cross Blue Shield"),
                                    ("HM", "Health maintenance organization"),
                                    ("12", "Preferred provider organization"),
                                    ("13", "Point of service"),
                                    ("14", "Exclusive provider organization"),
                                    ("MA", "Medicare part A"),
                                    ("MB", "Medicare part B"),
                                    ("MC", "Medicaid"),
                                    ("CH", "TRICARE"),
                                    ("VA", "Veterans Affairs plan"),
                                    ("OF", "Other federal program"),
                                    ("WC", "Workers' compensation"),
                                    ("09", "Self-pay"),
                                    ("ZZ", "As agreed with the payer"),
                                ],
                                default="CI",
                                max_length=2,
                            ),
                        ),
                        ("payer_code", models.CharField(max_length=20)),
                        ("receiver_name", models.CharField(blank=True, max_length=60)),
                        ("receiver_code", models.CharField(blank=True, max_length=15)),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("professional", "Professional (837P, CMS-1500)"),
                                    ("institutional", "Institutional (837I, UB-04)"),
                                ],
                                default="professional",
                                max_length=13,
                            ),
                        ),
                        (
                            "claim_period",
                            models.CharField(
                                choices=[("week", "One claim for each week"), ("month", "One claim for each month")],
                                default="week",
                                max_length=5,
                            ),
                        ),
                        ("filing_days", models.PositiveSmallIntegerField(default=90)),
                        ("correction_days", models.PositiveSmallIntegerField(default=180)),
                        ("appeal_days", models.PositiveSmallIntegerField(default=180)),
                        ("peer_to_peer_days", models.PositiveSmallIntegerField(default=14)),
                        (
                            "authorization",
                            models.CharField(
                                choices=[
                                    ("needed", "Authorization needed"),
                                    ("after", "Needed after a number of visits"),
                                    ("not_needed", "No authorization needed"),
                                    ("unknown", "Not known yet"),
                                ],
                                default="unknown",
                                max_length=10,
                            ),
                        ),
                        ("authorization_phone", models.CharField(blank=True, max_length=40)),
                        ("takes_secondary", models.BooleanField(default=True)),
                        ("is_active", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("payer_code", ""), _negated=True), name="payer_has_code"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PayerPlan",
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
                            "payer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="billing.payer"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("is_in_network", models.BooleanField(default=True)),
                        (
                            "authorization",
                            models.CharField(
                                choices=[
                                    ("needed", "Authorization needed"),
                                    ("after", "Needed after a number of visits"),
                                    ("not_needed", "No authorization needed"),
                                    ("unknown", "Not known yet"),
                                ],
                                default="unknown",
                                max_length=10,
                            ),
                        ),
                        ("authorization_after", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("is_active", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["payer__name", "name"],
                        "constraints": [models.UniqueConstraint(fields=("payer", "name"), name="plan_once_a_payer")],
                    },
                ),
                migrations.CreateModel(
                    name="BillingIdentity",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="billing_identities",
                                to="clinic.site",
                            ),
                        ),
                        ("legal_name", models.CharField(max_length=60)),
                        ("npi", models.CharField(max_length=10)),
                        ("ein", models.CharField(max_length=9)),
                        ("taxonomy", models.CharField(default="261QR0405X", max_length=10)),
                        ("street", models.CharField(max_length=55)),
                        ("city", models.CharField(max_length=30)),
                        ("state", models.CharField(max_length=2)),
                        ("zip", models.CharField(max_length=9)),
                        ("contact_name", models.CharField(max_length=60)),
                        ("contact_phone", models.CharField(max_length=10)),
                        ("submitter_code", models.CharField(max_length=15)),
                        ("place_of_service", models.CharField(default="57", max_length=2)),
                        ("facility_type", models.CharField(default="13", max_length=2)),
                    ],
                    options={
                        "verbose_name_plural": "billing identities",
                        "ordering": ["-starts_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="billing_identity_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("npi__regex", "^[12][0-9]{9}$")), name="billing_identity_npi"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ein__regex", "^[0-9]{9}$")), name="billing_identity_ein"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("zip__regex", "^[0-9]{9}$")), name="billing_identity_zip"
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("site", "="),
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
                                name="billing_identity_one_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClinicianNumber",
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
                            "staff",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clinician_number",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("npi", models.CharField(max_length=10, unique=True)),
                        ("taxonomy", models.CharField(default="101YA0400X", max_length=10)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("npi__regex", "^[12][0-9]{9}$")), name="clinician_npi"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PayerEnrolment",
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
                            "payer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrolments",
                                to="billing.payer",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payer_enrolments",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("applied_on", models.DateField(blank=True, null=True)),
                        ("note", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "ordering": ["-starts_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="payer_enrolment_forward",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("payer", "="),
                                    ("staff", "="),
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
                                name="payer_enrolment_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeeLine",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "payer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="fees",
                                to="billing.payer",
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
                        ("code", models.CharField(max_length=5)),
                        ("valid_from", models.DateField()),
                        ("cents", models.PositiveIntegerField()),
                        ("made_by", models.UUIDField(null=True)),
                    ],
                    options={
                        "ordering": ["code", "-valid_from"],
                        "indexes": [models.Index(fields=["code", "-valid_from"], name="fee_by_code")],
                    },
                ),
                migrations.CreateModel(
                    name="Coverage",
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
                                related_name="coverages",
                                to="clients.client",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="coverages",
                                to="billing.payerplan",
                            ),
                        ),
                        (
                            "priority",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Primary"), (2, "Secondary"), (3, "Tertiary")], default=1
                            ),
                        ),
                        ("member_number", iop.core.crypto.EncryptedField()),
                        (
                            "member_index",
                            iop.core.crypto.BlindIndexField(editable=False, max_length=64, of="member_number"),
                        ),
                        ("group_number", models.CharField(blank=True, max_length=50)),
                        (
                            "subscriber",
                            models.CharField(
                                choices=[
                                    ("self", "The client"),
                                    ("spouse", "Spouse"),
                                    ("child", "Parent (the client is their child)"),
                                    ("partner", "Life partner"),
                                    ("other", "Somebody else"),
                                ],
                                default="self",
                                max_length=8,
                            ),
                        ),
                        (
                            "subscriber_person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.relatedperson",
                            ),
                        ),
                        ("subscriber_first_name", models.CharField(blank=True, max_length=35)),
                        ("subscriber_last_name", models.CharField(blank=True, max_length=60)),
                        ("subscriber_born", models.DateField(blank=True, null=True)),
                        (
                            "subscriber_sex",
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
                        (
                            "card_front",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                        (
                            "card_back",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300)),
                        ("entered_by", models.UUIDField(null=True)),
                        ("error_at", models.DateTimeField(blank=True, null=True)),
                        ("error_reason", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "ordering": ["priority", "-starts_on"],
                        "indexes": [models.Index(fields=["member_index"], name="coverage_by_member")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="coverage_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("subscriber", "self"),
                                    models.Q(("subscriber_last_name", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="coverage_subscriber_named",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("error_at__isnull", True),
                                    models.Q(("error_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="coverage_error_has_reason",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("error_at__isnull", True)),
                                expressions=[
                                    ("client", "="),
                                    ("priority", "="),
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
                                name="coverage_one_a_priority",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Verification",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "coverage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="verifications",
                                to="billing.coverage",
                            ),
                        ),
                        ("checked_at", models.DateTimeField()),
                        (
                            "checked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("phone", "Phone call"),
                                    ("website", "Payer's website"),
                                    ("file", "Answer file (271)"),
                                    ("card", "Card alone"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("about_on", models.DateField()),
                        ("is_active", models.BooleanField()),
                        ("covers_iop", models.BooleanField(blank=True, null=True)),
                        ("benefit_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("benefit_days_used", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("copay_cents", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "coinsurance_percent",
                            models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True),
                        ),
                        ("deductible_cents", models.PositiveIntegerField(blank=True, null=True)),
                        ("deductible_met_cents", models.PositiveIntegerField(blank=True, null=True)),
                        ("out_of_pocket_cents", models.PositiveIntegerField(blank=True, null=True)),
                        ("out_of_pocket_met_cents", models.PositiveIntegerField(blank=True, null=True)),
                        ("is_in_network", models.BooleanField(blank=True, null=True)),
                        (
                            "authorization",
                            models.CharField(
                                choices=[
                                    ("needed", "Authorization needed"),
                                    ("after", "Needed after a number of visits"),
                                    ("not_needed", "No authorization needed"),
                                    ("unknown", "Not known yet"),
                                ],
                                default="unknown",
                                max_length=10,
                            ),
                        ),
                        ("authorization_after", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("carve_out", models.CharField(blank=True, max_length=200)),
                        ("call_reference", models.CharField(blank=True, max_length=80)),
                        ("note", models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        "ordering": ["-checked_at"],
                        "indexes": [models.Index(fields=["coverage", "-checked_at"], name="verification_newest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("coinsurance_percent__isnull", True),
                                    models.Q(("coinsurance_percent__gte", 0), ("coinsurance_percent__lte", 100)),
                                    _connector="OR",
                                ),
                                name="verification_percent",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Authorization",
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
                            "coverage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="authorizations",
                                to="billing.coverage",
                            ),
                        ),
                        (
                            "episode",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="authorizations",
                                to="clients.episode",
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=50)),
                        (
                            "level",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.levelofcare"
                            ),
                        ),
                        (
                            "codes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=5), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("visit", "Visits"),
                                    ("day", "Days"),
                                    ("hour", "Hours"),
                                    ("quarter", "Units of 15 minutes"),
                                ],
                                default="day",
                                max_length=8,
                            ),
                        ),
                        ("units_asked", models.DecimalField(decimal_places=2, max_digits=7)),
                        ("units", models.DecimalField(decimal_places=2, default=0, max_digits=7)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("requested", "Asked for"),
                                    ("approved", "Approved"),
                                    ("partial", "Approved in part"),
                                    ("denied", "Denied"),
                                    ("appealed", "Appealed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="requested",
                                max_length=10,
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("next_review_on", models.DateField(blank=True, null=True)),
                        ("reviewer", models.CharField(blank=True, max_length=120)),
                        ("reference", models.CharField(blank=True, max_length=80)),
                        ("denial_reason", models.CharField(blank=True, max_length=300)),
                        ("peer_to_peer_by", models.DateField(blank=True, null=True)),
                        ("appeal_by", models.DateField(blank=True, null=True)),
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
                    ],
                    options={
                        "ordering": ["ends_on", "starts_on"],
                        "indexes": [
                            models.Index(fields=["episode", "ends_on"], name="authorization_by_episode"),
                            models.Index(fields=["status", "next_review_on"], name="authorization_by_review"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="authorization_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("units_asked__gt", 0)), name="authorization_asks"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["approved", "partial"]), _negated=True),
                                    models.Q(models.Q(("number", ""), _negated=True), ("units__gt", 0)),
                                    _connector="OR",
                                ),
                                name="authorization_given_has_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "denied"), _negated=True),
                                    models.Q(("denial_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="authorization_denied_has_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AuthorizationChange",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "authorization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="billing.authorization",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("requested", "Asked for"),
                                    ("approved", "Approved"),
                                    ("partial", "Approved in part"),
                                    ("denied", "Denied"),
                                    ("appealed", "Appealed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_id", models.UUIDField(null=True)),
                        ("words", models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        "ordering": ["at"],
                    },
                ),
                migrations.CreateModel(
                    name="BillingRule",
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
                            "payer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rules",
                                to="billing.payer",
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
                        (
                            "service",
                            models.CharField(
                                choices=[
                                    ("treatment_day", "Treatment day"),
                                    ("group", "Group in a treatment day"),
                                    ("individual", "Individual therapy"),
                                    ("family", "Family therapy"),
                                    ("assessment", "Assessment"),
                                    ("case_management", "Case management"),
                                    ("medication", "Medication management"),
                                    ("drug_test", "Drug test"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "Draft"), ("published", "Published"), ("retired", "Taken back")],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        ("position", models.PositiveSmallIntegerField(default=1)),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("professional", "Professional (837P, CMS-1500)"),
                                    ("institutional", "Institutional (837I, UB-04)"),
                                ],
                                default="professional",
                                max_length=13,
                            ),
                        ),
                        ("code", models.CharField(max_length=5)),
                        ("revenue_code", models.CharField(blank=True, max_length=4)),
                        (
                            "modifiers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=2), blank=True, default=list, size=4
                            ),
                        ),
                        (
                            "telehealth_modifiers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=2), blank=True, default=list, size=4
                            ),
                        ),
                        ("place_of_service", models.CharField(blank=True, max_length=2)),
                        ("telehealth_place", models.CharField(blank=True, default="10", max_length=2)),
                        (
                            "unit_rule",
                            models.CharField(
                                choices=[
                                    ("per_diem", "One for each day"),
                                    ("timed_15", "15 minutes, from the 8th minute on"),
                                    ("hour", "Whole hours"),
                                    ("session", "One for each session"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("min_minutes", models.PositiveSmallIntegerField(default=0)),
                        ("max_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("max_units", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("week_days", models.PositiveSmallIntegerField(default=0)),
                        ("week_minutes", models.PositiveSmallIntegerField(default=0)),
                        ("group_from", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("group_to", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "bundles",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("treatment_day", "Treatment day"),
                                        ("group", "Group in a treatment day"),
                                        ("individual", "Individual therapy"),
                                        ("family", "Family therapy"),
                                        ("assessment", "Assessment"),
                                        ("case_management", "Case management"),
                                        ("medication", "Medication management"),
                                        ("drug_test", "Drug test"),
                                    ],
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("falls_back", models.BooleanField(default=False)),
                        (
                            "credentials",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "requirements",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("signed_note", "Signed note"),
                                        ("cosignature", "Co-signature where the author needs one"),
                                        ("plan", "Treatment plan in force"),
                                        ("diagnosis", "Diagnosis on the day"),
                                        ("consent", "Consent to tell the payer"),
                                        ("coverage", "Coverage active on the day"),
                                        ("verified", "Coverage checked"),
                                        ("authorization", "Authorization with units left"),
                                        ("credential", "Credential that the payer accepts"),
                                        ("enrolled", "Clinician enrolled with the payer"),
                                    ],
                                    max_length=13,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("client_present", models.BooleanField(blank=True, null=True)),
                        ("note", models.CharField(blank=True, max_length=300)),
                        ("made_by", models.UUIDField(null=True)),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        ("published_by", models.UUIDField(null=True)),
                        ("retired_reason", models.CharField(blank=True, max_length=200)),
                        (
                            "replaces",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="billing.billingrule",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["payer__name", "level__intensity", "service", "position", "-starts_on"],
                        "indexes": [
                            models.Index(fields=["payer", "service", "-starts_on"], name="billing_rule_by_payer")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="billing_rule_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("max_minutes__isnull", True),
                                    ("max_minutes__gte", models.F("min_minutes")),
                                    _connector="OR",
                                ),
                                name="billing_rule_minutes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("form", "professional"),
                                    models.Q(("revenue_code", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="billing_rule_revenue",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status", "draft"), ("published_at__isnull", False), _connector="OR"
                                ),
                                name="billing_rule_published_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClientDay",
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
                                related_name="billing_days",
                                to="clients.client",
                            ),
                        ),
                        (
                            "episode",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="billing_days",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        ("on", models.DateField()),
                        (
                            "payer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="billing.payer",
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
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("billable", "Billable"),
                                    ("held", "Held"),
                                    ("review", "To look at"),
                                    ("not_billable", "Not billable"),
                                    ("open", "Not over yet"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "holds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("not_final", "Attendance not final"),
                                        ("note_missing", "No note"),
                                        ("note_unsigned", "Note not signed"),
                                        ("cosign_waits", "Co-signature missing"),
                                        ("no_plan", "No treatment plan in force"),
                                        ("no_diagnosis", "No diagnosis on that day"),
                                        ("no_consent", "No consent to tell the payer"),
                                        ("restricted", "Paid in full: the payer is not told"),
                                        ("no_coverage", "No coverage on that day"),
                                        ("coverage_unchecked", "Coverage not checked"),
                                        ("coverage_inactive", "Coverage said to be inactive"),
                                        ("no_authorization", "No authorization for that day"),
                                        ("units_used_up", "Authorized units used up"),
                                        ("credential", "Credential the payer does not accept"),
                                        ("not_enrolled", "Clinician not enrolled with the payer"),
                                        ("group_size", "Group outside the payer's size"),
                                        ("too_short", "Too few minutes"),
                                        ("week_short", "Week below the payer's minimum"),
                                        ("already_billed", "Another per diem on that day"),
                                        ("level_clash", "Two levels of care on one day"),
                                        ("no_rule", "No rule for this payer and level"),
                                        ("no_fee", "No fee for this code"),
                                        ("bundled", "Part of the day's rate"),
                                        ("absent", "Did not come"),
                                        ("changed_after", "Changed after it was billed"),
                                    ],
                                    max_length=18,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "owner",
                            models.CharField(
                                choices=[
                                    ("clinician", "The note's author"),
                                    ("supervisor", "Supervisor"),
                                    ("intake", "Intake"),
                                    ("billing", "Billing"),
                                    ("nobody", "Nobody: it stays as it is"),
                                ],
                                default="nobody",
                                max_length=10,
                            ),
                        ),
                        (
                            "owner_staff",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("minutes", models.PositiveSmallIntegerField(default=0)),
                        ("expected_cents", models.PositiveIntegerField(default=0)),
                        ("words", models.CharField(blank=True, max_length=600)),
                        ("trace", models.JSONField(default=list)),
                        ("file_by", models.DateField(blank=True, null=True)),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        ("decided_at", models.DateTimeField()),
                        ("charged_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-on"],
                        "indexes": [
                            models.Index(fields=["site", "-on"], name="client_day_by_site"),
                            models.Index(fields=["state", "file_by"], name="client_day_by_clock"),
                            models.Index(fields=["episode", "-on"], name="client_day_by_episode"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("client", "on", "site"), name="client_day_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Charge",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "day",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="charges",
                                to="billing.clientday",
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="charges", to="clients.client"
                            ),
                        ),
                        (
                            "episode",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="charges",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        ("on", models.DateField()),
                        (
                            "service",
                            models.CharField(
                                choices=[
                                    ("treatment_day", "Treatment day"),
                                    ("group", "Group in a treatment day"),
                                    ("individual", "Individual therapy"),
                                    ("family", "Family therapy"),
                                    ("assessment", "Assessment"),
                                    ("case_management", "Case management"),
                                    ("medication", "Medication management"),
                                    ("drug_test", "Drug test"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "attendance",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="charges",
                                to="sessions_app.attendance",
                            ),
                        ),
                        (
                            "appointment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="charges",
                                to="scheduling.appointment",
                            ),
                        ),
                        (
                            "drug_test",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="charges",
                                to="therapy.drugtest",
                            ),
                        ),
                        ("source_key", models.CharField(max_length=100)),
                        (
                            "rule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="charges",
                                to="billing.billingrule",
                            ),
                        ),
                        (
                            "coverage",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="charges",
                                to="billing.coverage",
                            ),
                        ),
                        (
                            "payer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="charges",
                                to="billing.payer",
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
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("professional", "Professional (837P, CMS-1500)"),
                                    ("institutional", "Institutional (837I, UB-04)"),
                                ],
                                max_length=13,
                            ),
                        ),
                        ("code", models.CharField(max_length=5)),
                        ("revenue_code", models.CharField(blank=True, max_length=4)),
                        (
                            "modifiers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=2), blank=True, default=list, size=None
                            ),
                        ),
                        ("place_of_service", models.CharField(max_length=2)),
                        (
                            "unit_rule",
                            models.CharField(
                                choices=[
                                    ("per_diem", "One for each day"),
                                    ("timed_15", "15 minutes, from the 8th minute on"),
                                    ("hour", "Whole hours"),
                                    ("session", "One for each session"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("units", models.PositiveSmallIntegerField()),
                        ("cents", models.PositiveIntegerField()),
                        ("minutes", models.PositiveSmallIntegerField(default=0)),
                        (
                            "diagnoses",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=10), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "rendered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "supervised_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "authorization",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="charges",
                                to="billing.authorization",
                            ),
                        ),
                        ("authorized_units", models.DecimalField(decimal_places=2, default=0, max_digits=7)),
                        ("posted_at", models.DateTimeField()),
                        ("posted_by", models.UUIDField(null=True)),
                        (
                            "replaces",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="billing.charge",
                            ),
                        ),
                        ("reversed_at", models.DateTimeField(blank=True, null=True)),
                        ("reversed_by", models.UUIDField(null=True)),
                        ("reversed_because", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "ordering": ["-on", "code"],
                        "indexes": [
                            models.Index(fields=["client", "-on"], name="charge_by_client"),
                            models.Index(
                                condition=models.Q(("reversed_at__isnull", True)),
                                fields=["payer", "on"],
                                name="charge_by_payer",
                            ),
                            models.Index(
                                condition=models.Q(("reversed_at__isnull", True)),
                                fields=["authorization"],
                                name="charge_by_authorization",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("reversed_at__isnull", True)),
                                fields=("source_key", "code"),
                                name="charge_once_a_service",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("reversed_at__isnull", True), ("unit_rule", "per_diem")),
                                fields=("client", "on"),
                                name="charge_one_per_diem_a_day",
                            ),
                            models.CheckConstraint(condition=models.Q(("units__gte", 1)), name="charge_has_units"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reversed_at__isnull", True),
                                    models.Q(("reversed_because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="charge_reversed_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("coverage__isnull", True), ("payer__isnull", True)),
                                    models.Q(("coverage__isnull", False), ("payer__isnull", False)),
                                    _connector="OR",
                                ),
                                name="charge_payer_by_coverage",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimBatch",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("number", models.PositiveIntegerField(unique=True)),
                        (
                            "payer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="batches", to="billing.payer"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("professional", "Professional (837P, CMS-1500)"),
                                    ("institutional", "Institutional (837I, UB-04)"),
                                ],
                                max_length=13,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("made", "File made"),
                                    ("sent", "Sent"),
                                    ("accepted", "Accepted"),
                                    ("partial", "Accepted with errors"),
                                    ("rejected", "Rejected"),
                                ],
                                default="made",
                                max_length=8,
                            ),
                        ),
                        ("claims_count", models.PositiveIntegerField(default=0)),
                        ("cents", models.PositiveBigIntegerField(default=0)),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        ("is_test", models.BooleanField(default=False)),
                        ("made_at", models.DateTimeField()),
                        ("made_by", models.UUIDField(null=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name_plural": "claim batches",
                        "ordering": ["-number"],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimBatchChange",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="billing.claimbatch",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("made", "File made"),
                                    ("sent", "Sent"),
                                    ("accepted", "Accepted"),
                                    ("partial", "Accepted with errors"),
                                    ("rejected", "Rejected"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_id", models.UUIDField(null=True)),
                        ("words", models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        "ordering": ["at"],
                    },
                ),
                migrations.CreateModel(
                    name="Claim",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("control_number", models.CharField(max_length=20, unique=True)),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="clients.client"
                            ),
                        ),
                        (
                            "episode",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="clients.episode"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        (
                            "identity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="billing.billingidentity",
                            ),
                        ),
                        (
                            "coverage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="billing.coverage",
                            ),
                        ),
                        (
                            "payer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="billing.payer"
                            ),
                        ),
                        (
                            "priority",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Primary"), (2, "Secondary"), (3, "Tertiary")], default=1
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("professional", "Professional (837P, CMS-1500)"),
                                    ("institutional", "Institutional (837I, UB-04)"),
                                ],
                                max_length=13,
                            ),
                        ),
                        (
                            "frequency",
                            models.CharField(
                                choices=[("1", "Original"), ("7", "Replacement"), ("8", "Void")],
                                default="1",
                                max_length=1,
                            ),
                        ),
                        (
                            "original",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="billing.claim",
                            ),
                        ),
                        (
                            "after",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="secondaries",
                                to="billing.claim",
                            ),
                        ),
                        ("payer_number", models.CharField(blank=True, max_length=50)),
                        ("authorization_number", models.CharField(blank=True, max_length=50)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        (
                            "diagnoses",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=10), default=list, size=None
                            ),
                        ),
                        (
                            "rendered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("cents", models.PositiveBigIntegerField()),
                        ("patient_paid_cents", models.PositiveIntegerField(default=0)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "To check"),
                                    ("ready", "Ready"),
                                    ("batched", "In a batch"),
                                    ("submitted", "Sent"),
                                    ("rejected", "Rejected before review"),
                                    ("accepted", "Taken in by the payer"),
                                    ("paid", "Paid"),
                                    ("partial", "Paid in part"),
                                    ("denied", "Denied"),
                                    ("appealed", "Appealed"),
                                    ("replaced", "Replaced"),
                                    ("voided", "Voided"),
                                    ("closed", "Closed"),
                                ],
                                default="draft",
                                max_length=9,
                            ),
                        ),
                        ("faults", models.JSONField(default=list)),
                        (
                            "batch",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="billing.claimbatch",
                            ),
                        ),
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
                        ("file_by", models.DateField(blank=True, null=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("made_at", models.DateTimeField()),
                        ("made_by", models.UUIDField(null=True)),
                    ],
                    options={
                        "ordering": ["-made_at"],
                        "indexes": [
                            models.Index(fields=["status", "payer"], name="claim_by_status"),
                            models.Index(fields=["client", "-starts_on"], name="claim_by_client"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("frequency", "1"), ("original__isnull", False), _connector="OR"),
                                name="claim_correction_names_original",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("priority", 1), ("after__isnull", False), _connector="OR"),
                                name="claim_secondary_names_primary",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimChange",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="billing.claim"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "To check"),
                                    ("ready", "Ready"),
                                    ("batched", "In a batch"),
                                    ("submitted", "Sent"),
                                    ("rejected", "Rejected before review"),
                                    ("accepted", "Taken in by the payer"),
                                    ("paid", "Paid"),
                                    ("partial", "Paid in part"),
                                    ("denied", "Denied"),
                                    ("appealed", "Appealed"),
                                    ("replaced", "Replaced"),
                                    ("voided", "Voided"),
                                    ("closed", "Closed"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_id", models.UUIDField(null=True)),
                        ("words", models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        "ordering": ["at"],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimLine",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="billing.claim"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "charge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claim_lines",
                                to="billing.charge",
                            ),
                        ),
                        (
                            "payer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.payer"
                            ),
                        ),
                        ("control_number", models.CharField(max_length=30, unique=True)),
                        ("is_live", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("claim", "position"), name="claim_line_position"),
                            models.UniqueConstraint(
                                condition=models.Q(("is_live", True)),
                                fields=("charge", "payer"),
                                name="claim_line_once_a_payer",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BatchPiece",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pieces",
                                to="billing.claimbatch",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("position", models.PositiveIntegerField()),
                        ("content", iop.core.crypto.EncryptedField()),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("batch", "number", "position"), name="batch_piece_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Acknowledgement",
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
                                choices=[("999", "999: the file"), ("277CA", "277CA: each claim")], max_length=5
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="billing.claimbatch",
                            ),
                        ),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("received_at", models.DateTimeField()),
                        ("received_by", models.UUIDField(null=True)),
                        ("taken", models.PositiveIntegerField(default=0)),
                        ("refused", models.PositiveIntegerField(default=0)),
                        ("unknown", models.JSONField(default=list)),
                        ("findings", models.JSONField(default=list)),
                    ],
                    options={
                        "ordering": ["-received_at"],
                    },
                ),
                migrations.CreateModel(
                    name="PovertyGuideline",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
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
                    name="SlidingScale",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
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
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "scale",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bands",
                                to="billing.slidingscale",
                            ),
                        ),
                        ("up_to_percent", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("pays_percent", models.PositiveSmallIntegerField()),
                        ("most_cents", models.PositiveIntegerField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": [models.OrderBy(models.F("up_to_percent"), nulls_last=True)],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("scale", "up_to_percent"), name="sliding_band_once", nulls_distinct=False
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("pays_percent__lte", 100)), name="sliding_band_percent"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SlidingFee",
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
                                related_name="sliding_fees",
                                to="clients.client",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
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
                    ],
                    options={
                        "ordering": ["-starts_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__isnull", False)), name="sliding_fee_ends"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("household__gte", 1)), name="sliding_fee_household"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("pays_percent__lte", 100)), name="sliding_fee_percent"
                            ),
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
                    name="ClientPayment",
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
                                related_name="payments",
                                to="clients.client",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
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
                    ],
                    options={
                        "ordering": ["-at"],
                        "indexes": [models.Index(fields=["client", "-at"], name="client_payment_by_client")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("cents__gt", 0)), name="client_payment_something"
                            ),
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
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "payment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="refunds",
                                to="billing.clientpayment",
                            ),
                        ),
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
                    ],
                    options={
                        "ordering": ["-at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("cents__gt", 0)), name="client_refund_something"
                            ),
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
                    name="OnlinePayment",
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
                                related_name="online_payments",
                                to="clients.client",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
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
                            "payment",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="online",
                                to="billing.clientpayment",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-began_at"],
                        "indexes": [models.Index(fields=["client", "-began_at"], name="online_payment_by_client")],
                        "constraints": [
                            models.UniqueConstraint(fields=("provider", "reference"), name="online_payment_once"),
                            models.CheckConstraint(
                                condition=models.Q(("cents__gt", 0)), name="online_payment_something"
                            ),
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
                                related_name="payment_plans",
                                to="clients.client",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        ("total_cents", models.PositiveIntegerField()),
                        (
                            "rhythm",
                            models.CharField(
                                choices=[
                                    ("week", "Every week"),
                                    ("two_weeks", "Every two weeks"),
                                    ("month", "Every month"),
                                ],
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
                    ],
                    options={
                        "ordering": ["-agreed_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ["active", "behind"])),
                                fields=("client",),
                                name="payment_plan_one_runs",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("total_cents__gt", 0)), name="payment_plan_something"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PaymentPlanChange",
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
                                related_name="changes",
                                to="billing.paymentplan",
                            ),
                        ),
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
                    ],
                    options={
                        "ordering": ["at"],
                    },
                ),
                migrations.CreateModel(
                    name="Instalment",
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
                                related_name="instalments",
                                to="billing.paymentplan",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("due_on", models.DateField()),
                        ("cents", models.PositiveIntegerField()),
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
                    name="ClientStatement",
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
                                related_name="statements",
                                to="clients.client",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
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
                    ],
                    options={
                        "ordering": ["-made_on", "-at"],
                        "indexes": [models.Index(fields=["client", "-made_on"], name="statement_by_client")],
                    },
                ),
                migrations.CreateModel(
                    name="SelfPay",
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
                                related_name="self_pay",
                                to="clients.client",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300)),
                        ("entered_by", models.UUIDField(null=True)),
                    ],
                    options={
                        "verbose_name_plural": "self-pay",
                        "ordering": ["-starts_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="self_pay_forward",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
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
                                name="self_pay_one_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EligibilityFile",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "coverage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="eligibility_files",
                                to="billing.coverage",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("270", "Question (270)"), ("271", "Answer (271)")], max_length=3
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_id", models.UUIDField(null=True)),
                        ("about_on", models.DateField()),
                        ("trace", models.CharField(blank=True, max_length=30)),
                        ("digest", models.CharField(max_length=64)),
                        ("facts", models.JSONField(default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waits", "To compare"),
                                    ("accepted", "Taken over"),
                                    ("set_aside", "Not taken over"),
                                ],
                                default="waits",
                                max_length=9,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("decided_by", models.UUIDField(null=True)),
                        (
                            "verification",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answer",
                                to="billing.verification",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at"],
                        "indexes": [models.Index(fields=["coverage", "-at"], name="eligibility_by_coverage")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "271")), fields=("digest",), name="eligibility_answer_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "270")), fields=("trace",), name="eligibility_trace_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "accepted"), _negated=True),
                                    ("verification__isnull", False),
                                    _connector="OR",
                                ),
                                name="eligibility_accepted_is_kept",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Estimate",
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
                                related_name="estimates",
                                to="clients.client",
                            ),
                        ),
                        (
                            "episode",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="estimates",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
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
                        ("given_by", models.UUIDField(null=True)),
                        ("at", models.DateTimeField()),
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
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "estimate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="items", to="billing.estimate"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("code", models.CharField(max_length=5)),
                        ("words", models.CharField(max_length=120)),
                        ("provider", models.CharField(max_length=120)),
                        ("provider_number", models.CharField(blank=True, max_length=20)),
                        ("units", models.PositiveSmallIntegerField()),
                        ("cents", models.PositiveIntegerField()),
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
                    name="BillingMonth",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("first_on", models.DateField(unique=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_by", models.UUIDField(null=True)),
                        ("totals", models.JSONField(default=dict)),
                    ],
                    options={
                        "ordering": ["-first_on"],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("first_on__day", 1)), name="billing_month_first")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("key", models.CharField(max_length=120, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("charge", "Charge"),
                                    ("charge_reversed", "Charge taken back"),
                                    ("payer_payment", "Payment by a payer"),
                                    ("adjustment", "Payer's adjustment"),
                                    ("takeback", "Payment taken back by a payer"),
                                    ("transfer", "Passed on to whom it falls to"),
                                    ("client_payment", "Payment by a client"),
                                    ("client_refund", "Refund to a client"),
                                    ("payer_refund", "Refund to a payer"),
                                    ("sliding_fee", "Sliding fee"),
                                    ("write_off", "Write-off"),
                                    ("matched", "Payment matched"),
                                    ("correction", "Correction"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        ("posted_on", models.DateField()),
                        ("at", models.DateTimeField()),
                        ("by_id", models.UUIDField(null=True)),
                        ("size", models.PositiveSmallIntegerField()),
                        ("memo", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "verbose_name_plural": "entries",
                        "ordering": ["-at"],
                        "indexes": [models.Index(fields=["site", "posted_on"], name="entry_by_site")],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("size__gte", 2)), name="entry_has_two_sides")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Posting",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="postings", to="billing.entry"
                            ),
                        ),
                        (
                            "account",
                            models.CharField(
                                choices=[
                                    ("payers_owe", "Payers owe"),
                                    ("clients_owe", "Clients owe"),
                                    ("revenue", "Charges"),
                                    ("contractual", "Contract write-offs"),
                                    ("sliding", "Sliding fee and hardship"),
                                    ("bad_debt", "Not collected"),
                                    ("denied", "Denied and given up"),
                                    ("cash", "Money received"),
                                    ("credit", "Clients' money on account"),
                                    ("unmatched", "Payers' money not matched yet"),
                                    ("payer_other", "Payers' other adjustments"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("cents", models.BigIntegerField()),
                        (
                            "client",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="postings",
                                to="clients.client",
                            ),
                        ),
                        (
                            "payer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="postings",
                                to="billing.payer",
                            ),
                        ),
                        (
                            "charge",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="postings",
                                to="billing.charge",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=12)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["client", "account"], name="posting_by_client"),
                            models.Index(fields=["charge", "account"], name="posting_by_charge"),
                            models.Index(fields=["account"], name="posting_by_account"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("cents", 0), _negated=True), name="posting_not_nothing"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("account__in", ["clients_owe", "credit"]), _negated=True),
                                    ("client__isnull", False),
                                    _connector="OR",
                                ),
                                name="posting_of_a_client_names_them",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("account", "payers_owe"), _negated=True),
                                    models.Q(("charge__isnull", False), ("payer__isnull", False)),
                                    _connector="OR",
                                ),
                                name="posting_of_a_payer_names_it",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemittanceFile",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
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
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="remittances",
                                to="billing.remittancefile",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
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
                                choices=[("received", "To post"), ("posted", "Posted")],
                                default="received",
                                max_length=8,
                            ),
                        ),
                        ("post_asked_at", models.DateTimeField(blank=True, null=True)),
                        ("posted_at", models.DateTimeField(blank=True, null=True)),
                        ("posted_by", models.UUIDField(null=True)),
                    ],
                    options={
                        "ordering": ["-paid_on", "-created_at"],
                        "indexes": [models.Index(fields=["site", "-paid_on"], name="remittance_by_site")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("payer_code", "trace_number", "cents"), name="remittance_once"
                            ),
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
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "remittance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="billing.remittance",
                            ),
                        ),
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
                            "match",
                            models.CharField(
                                choices=[("number", "By its number"), ("hand", "By hand"), ("none", "Not matched")],
                                default="none",
                                max_length=6,
                            ),
                        ),
                        ("matched_by", models.UUIDField(null=True)),
                        ("posted_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["position"],
                        "indexes": [
                            models.Index(fields=["remittance", "match"], name="remittance_claim_match"),
                            models.Index(fields=["claim", "posted_at"], name="remittance_claim_posted"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("remittance", "position"), name="remittance_claim_position"
                            ),
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
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "answer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="billing.remittanceclaim",
                            ),
                        ),
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
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
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
                        ("position", models.PositiveSmallIntegerField()),
                        ("group", models.CharField(max_length=2)),
                        ("code", models.CharField(max_length=5)),
                        ("cents", models.BigIntegerField()),
                        ("quantity", models.DecimalField(blank=True, decimal_places=2, max_digits=15, null=True)),
                    ],
                    options={
                        "ordering": ["position"],
                    },
                ),
                migrations.CreateModel(
                    name="ProviderAdjustment",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "remittance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="others",
                                to="billing.remittance",
                            ),
                        ),
                        ("position", models.PositiveIntegerField()),
                        ("reason", models.CharField(max_length=3)),
                        ("reference", models.CharField(blank=True, max_length=50)),
                        ("cents", models.BigIntegerField()),
                    ],
                    options={
                        "ordering": ["position"],
                    },
                ),
                migrations.CreateModel(
                    name="Denial",
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
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="denials", to="billing.claim"
                            ),
                        ),
                        (
                            "answer",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="denial",
                                to="billing.remittanceclaim",
                            ),
                        ),
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
                        ("denied_on", models.DateField()),
                        ("correct_by", models.DateField()),
                        ("appeal_by", models.DateField()),
                        ("due_on", models.DateField()),
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
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "denial",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="billing.denial"
                            ),
                        ),
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
                    ],
                    options={
                        "ordering": ["at"],
                    },
                ),
                migrations.CreateModel(
                    name="DenialLetter",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "denial",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="billing.denial"
                            ),
                        ),
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
                        (
                            "paper",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                            ),
                        ),
                        (
                            "disclosure",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.disclosure"
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
                    },
                ),
            ],
        ),
        iop.core.migrating.AddTrigger(
            model_name="billingmonth",
            trigger=pgtrigger.compiler.Trigger(
                name="closed_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."closed_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="b692c0570c49266ca0857906aa468e54fa24da32",
                    operation="UPDATE",
                    pgid="pgtrigger_closed_stays_849ab",
                    table="billing_billingmonth",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="billingmonth",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b818360c32b565698896142ca9160e780a6e130c",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_32c55",
                    table="billing_billingmonth",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="billingmonth",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="3986f1b01f9211f042e54ceb6458d470a638ff30",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_5f093",
                    table="billing_billingmonth",
                    when="BEFORE",
                ),
            ),
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
            model_name="authorizationchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="97da5bc7b4ebf09e1bfb806a5a7f0310d2ec9484",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d6a72",
                    table="billing_authorizationchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="authorizationchange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="95ad71ee6d8ea6a9c2edda0f9e891459a6ced7f3",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_b9c20",
                    table="billing_authorizationchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="billingidentity",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="db96255d3b25001b15188b9016afc110c222861d",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_d3d67",
                    table="billing_billingidentity",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="billingidentity",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="4377e9c5bae8bba52f4369554f8c2ac1fa27cdc2",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_58adf",
                    table="billing_billingidentity",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="batchpiece",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="5e6d714bb02e63794c7b864aec3694ff7342e677",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_8aaa1",
                    table="billing_batchpiece",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="batchpiece",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="7f6b417150c085fdeb0d49d5a9e82500c12423b0",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_3fc34",
                    table="billing_batchpiece",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="acknowledgement",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3cfb6d696cdd8234e0f3ced433c21fa90e5ff60c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_579ff",
                    table="billing_acknowledgement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="acknowledgement",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="3094a5d371232af9520a0b1237fb9ac2d6dce93c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_b0748",
                    table="billing_acknowledgement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="claimbatchchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c99401cfecb196e38832280dad9702f675201916",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f22fb",
                    table="billing_claimbatchchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="claimbatchchange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="df06335f6bfc373b19199ce4a9743375d1b86ce5",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_aea6d",
                    table="billing_claimbatchchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="claimchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b14bb1202e487a56319886eb4aec4429b6565b7d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0d773",
                    table="billing_claimchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="claimchange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="97d4ca0370d6c345a8ad5205fa5d8d01ef21d4c9",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_f3c2f",
                    table="billing_claimchange",
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
            model_name="cliniciannumber",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="04654ef13c0913fb632704e57150a0029b0bbfce",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_28017",
                    table="billing_cliniciannumber",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="cliniciannumber",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="7cdcd6cef683fd349f1c06235935da6c52fdf59c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_fa2ab",
                    table="billing_cliniciannumber",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="authorization",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="7b224ed8237d77b3dc1df818c3814a8061e10b5a",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_0b2c7",
                    table="billing_authorization",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="authorization",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="355a44eb428e7bc466dee28e97a0a25cac60cdd4",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_55cc9",
                    table="billing_authorization",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="authorization",
            trigger=pgtrigger.compiler.Trigger(
                name="status_follows_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM billing_authorizationchange h WHERE h.authorization_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'requested') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="51c4a843aea836c8c8ccb66a6b20dcb55ec9d94e",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_status_follows_history_89c27",
                    table="billing_authorization",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="authorization",
            trigger=pgtrigger.compiler.Trigger(
                name="status_starts_right",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'requested'))",
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM billing_authorizationchange h WHERE h.authorization_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'requested') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="5f0d9300ad4aad766fccce3ce0f35453dc5c5dad",
                    operation="INSERT",
                    pgid="pgtrigger_status_starts_right_01ad8",
                    table="billing_authorization",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
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
            model_name="entry",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6a3f3c31300250952e25802e86b601f577dc9ce2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9a5fe",
                    table="billing_entry",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="entry",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="a7cd6165cb18c29a371a33df3c7c480e4dcd5cad",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_82828",
                    table="billing_entry",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="entry",
            trigger=pgtrigger.compiler.Trigger(
                name="balanced",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    func="\nPERFORM 1 FROM billing_posting WHERE entry_id = NEW.id HAVING COALESCE(SUM(cents), 0) <> 0 OR COUNT(*) <> NEW.size;\nIF FOUND THEN\n    RAISE EXCEPTION 'the postings of an entry must add up to zero';\nEND IF;\nRETURN NULL;\n",
                    hash="fe8ee794e92e9509a3eb8c9aff8ce07be9021173",
                    operation="INSERT",
                    pgid="pgtrigger_balanced_cea1e",
                    table="billing_entry",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="entry",
            trigger=pgtrigger.compiler.Trigger(
                name="into_an_open_month",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nPERFORM 1 FROM billing_billingmonth\n    WHERE first_on = date_trunc('month', NEW.posted_on)::date AND closed_at IS NOT NULL FOR SHARE;\nIF FOUND THEN\n    RAISE EXCEPTION 'the month is closed: post into the open one';\nEND IF;\nRETURN NEW;\n",
                    hash="86b24afb0be7bf82ee6b61ebc93fa26c9e51f523",
                    operation="INSERT",
                    pgid="pgtrigger_into_an_open_month_c66e5",
                    table="billing_entry",
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
            model_name="payer",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="c68fee8c572c83ebff3bed9c24922b588feb492f",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_0e741",
                    table="billing_payer",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="payer",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="ec095d7aa8c79e7b6ae7a0bd44c5ee4e3cb2ebd5",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_a1891",
                    table="billing_payer",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="feeline",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e5be0adc2e4074b5b93829571f42758bb12f0dd4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e8889",
                    table="billing_feeline",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="feeline",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="3c47abf670f3a4991ef42f267c2ef3267c363ab4",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_9febb",
                    table="billing_feeline",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="clientday",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="beb40d259e47ff11bd6af3b9727294aa498814a9",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_1e61d",
                    table="billing_clientday",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="claimline",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="01bbd39f457098f938fed6803420014dcae8dd3c",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_c0aa7",
                    table="billing_claimline",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="claimline",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="31c5dc40da7c96fd414a6274657d4afab09cfa25",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_b4fe9",
                    table="billing_claimline",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="claimbatch",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a139bb2d757522689c81b971d3beef6ae64d1176",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_7e39d",
                    table="billing_claimbatch",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="claimbatch",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="750f3a398cb3cd54d8a1ee3898b1f45fdd450add",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_f96f4",
                    table="billing_claimbatch",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="claimbatch",
            trigger=pgtrigger.compiler.Trigger(
                name="status_follows_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM billing_claimbatchchange h WHERE h.batch_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'made') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="858ef20fc50d1204b06318cf7a070f236f1b7102",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_status_follows_history_4f81c",
                    table="billing_claimbatch",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="claimbatch",
            trigger=pgtrigger.compiler.Trigger(
                name="status_starts_right",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'made'))",
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM billing_claimbatchchange h WHERE h.batch_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'made') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="6ab8c41481ec7c86ae449c52d843fa25040a018f",
                    operation="INSERT",
                    pgid="pgtrigger_status_starts_right_eda40",
                    table="billing_claimbatch",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="bf1ebc3cc6f97d6d9dea113a562c9ebd859a1c4f",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_31973",
                    table="billing_claim",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="1aca6d7fe7cef3d34b85e0b6d1a772920af35dc6",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_95e58",
                    table="billing_claim",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="status_follows_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM billing_claimchange h WHERE h.claim_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'draft') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="47f604a5ebb6c57503969ac0732e7988f16f58d3",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_status_follows_history_e3b7f",
                    table="billing_claim",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="status_starts_right",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'draft'))",
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM billing_claimchange h WHERE h.claim_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'draft') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="8e6b85be0e00684c53217bd69303668605b689a9",
                    operation="INSERT",
                    pgid="pgtrigger_status_starts_right_79f7a",
                    table="billing_claim",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="charge",
            trigger=pgtrigger.compiler.Trigger(
                name="charge_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.reversed_at IS NOT NULL\n    OR (to_jsonb(NEW) - '{reversed_at,reversed_by,reversed_because}'::text[])\n        IS DISTINCT FROM (to_jsonb(OLD) - '{reversed_at,reversed_by,reversed_because}'::text[]) THEN\n    RAISE EXCEPTION 'a charge stays as it was posted: take it back and post another';\nEND IF;\nRETURN NEW;\n",
                    hash="97a0951554a7d0aac62752077106dea1f0c59c69",
                    operation="UPDATE",
                    pgid="pgtrigger_charge_stays_ba082",
                    table="billing_charge",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="charge",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="f2ecae681d0f2382a127949d419e3bda05aa21ae",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_17df2",
                    table="billing_charge",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="charge",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="da1a4360d0128882484971aa3eb4da371ebb9b7f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_82a3e",
                    table="billing_charge",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="billingrule",
            trigger=pgtrigger.compiler.Trigger(
                name="published_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.status <> 'draft' AND (to_jsonb(NEW) - '{ends_on,status,version,published_at,published_by,retired_reason}'::text[])\n    IS DISTINCT FROM (to_jsonb(OLD) - '{ends_on,status,version,published_at,published_by,retired_reason}'::text[]) THEN\n    RAISE EXCEPTION 'a published rule stays as it was: end it and publish another';\nEND IF;\nRETURN NEW;\n",
                    hash="252cf69b5499537b6c40ba69c3dbc61f5e7ea5a7",
                    operation="UPDATE",
                    pgid="pgtrigger_published_stays_65cfe",
                    table="billing_billingrule",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="billingrule",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="4b67d8756c2f4c1e6bb7bc6cdd9718fb8b629811",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_fe899",
                    table="billing_billingrule",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="billingrule",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="d88523ff3f9fdcbebe5879b1d757b1ca17efe6e0",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_0cc97",
                    table="billing_billingrule",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="payerenrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="992bf0ef5b0041354acb6f3bc616cb20f7bb77d2",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_1a481",
                    table="billing_payerenrolment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="payerenrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="a7c8b80e1da853b6eb4fcf2316d7247c82a4a2f7",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_acec3",
                    table="billing_payerenrolment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="payerplan",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="f2d00561b77174777b431bdc29570a701f0028fc",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_f9dc6",
                    table="billing_payerplan",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="payerplan",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="3c0447d3d283966284d27ff9ac6dee63a5c4b826",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_cb1cc",
                    table="billing_payerplan",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="coverage",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="2c98de0fb5ce0b04e0f8c2b3b6c74a363511bba5",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_87391",
                    table="billing_coverage",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="coverage",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="807e401dbb4a10609516550c4c74461e1e270517",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_0c9fe",
                    table="billing_coverage",
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
            model_name="posting",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c15945dfa97041261a4c8e2c7962bc7108cc4c58",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cd6a1",
                    table="billing_posting",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="posting",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="0da77132829160970ab1363bdd5f47df22510e1f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_9a3ff",
                    table="billing_posting",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="posting",
            trigger=pgtrigger.compiler.Trigger(
                name="balanced",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    func="\nPERFORM 1 FROM billing_posting p JOIN billing_entry e ON e.id = p.entry_id WHERE p.entry_id = NEW.entry_id\n    GROUP BY e.size HAVING SUM(p.cents) <> 0 OR COUNT(*) <> e.size;\nIF FOUND THEN\n    RAISE EXCEPTION 'the postings of an entry must add up to zero';\nEND IF;\nRETURN NULL;\n",
                    hash="be0a0f697c4737d39c6f446ca13d07482efd8b29",
                    operation="INSERT",
                    pgid="pgtrigger_balanced_678ff",
                    table="billing_posting",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
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
        iop.core.migrating.AddTrigger(
            model_name="selfpay",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="19c52b2a72b9a5b763823033628a115fe29662b8",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_e6710",
                    table="billing_selfpay",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="selfpay",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="0b21b0443910a403d69e15eb11001d1181abcda1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_48eb5",
                    table="billing_selfpay",
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
        iop.core.migrating.AddTrigger(
            model_name="verification",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b1942e215c522df1832d3970860b3af806f0d0c4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a822f",
                    table="billing_verification",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="verification",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="98632818c060900d23cc0a2b86eef9c29ce7fa97",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_1f3d5",
                    table="billing_verification",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="eligibilityfile",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="acaee24ed13f95e6486ef60aadb117e5a5a1d1d3",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_26893",
                    table="billing_eligibilityfile",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="eligibilityfile",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="3903331646b1b3f782b470270c9ac650476edc44",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_facd2",
                    table="billing_eligibilityfile",
                    when="BEFORE",
                ),
            ),
        ),
    ]
