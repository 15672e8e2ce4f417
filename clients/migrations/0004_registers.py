import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0003_intake_and_privacy"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessRequest",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
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
                    "form",
                    models.CharField(
                        choices=[("paper", "On paper"), ("electronic", "As a file"), ("seen_here", "Looked at here")],
                        default="electronic",
                        max_length=12,
                    ),
                ),
                ("given_on", models.DateField(blank=True, null=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="access_requests", to="clients.client"
                    ),
                ),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
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
                            models.Q(("status", "done"), _negated=True), ("given_on__isnull", False), _connector="OR"
                        ),
                        name="access_request_given_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AmendmentRequest",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
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
                ("disagreement", models.TextField(blank=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="amendments", to="clients.client"
                    ),
                ),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
            ],
            options={
                "ordering": ["-received_on", "-id"],
                "abstract": False,
                "indexes": [models.Index(fields=["site", "status", "due_on"], name="amendment_open")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="amendment_has_words"),
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
            name="Breach",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
            ],
            options={
                "verbose_name_plural": "breaches",
                "ordering": ["-received_on", "-id"],
                "abstract": False,
                "indexes": [models.Index(fields=["site", "status", "due_on"], name="breach_open")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="breach_has_words"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_on__isnull", True),
                            models.Q(("decided_by__isnull", False), models.Q(("decision", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="breach_decision_has_reason",
                    ),
                    models.CheckConstraint(condition=models.Q(("affected__gte", 1)), name="breach_affects_somebody"),
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
            name="Grievance",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
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
                ("from_name", models.CharField(blank=True, max_length=300)),
                ("is_privacy", models.BooleanField(default=False)),
                ("acknowledged_on", models.DateField(blank=True, null=True)),
                ("answered_on", models.DateField(blank=True, null=True)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
            ],
            options={
                "ordering": ["-received_on", "-id"],
                "abstract": False,
                "indexes": [models.Index(fields=["site", "status", "due_on"], name="grievance_open")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="grievance_has_words"),
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
            name="Incident",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
            ],
            options={
                "ordering": ["-received_on", "-id"],
                "abstract": False,
                "indexes": [models.Index(fields=["site", "status", "due_on"], name="incident_open")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="incident_has_words"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_on__isnull", True),
                            models.Q(("decided_by__isnull", False), models.Q(("decision", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="incident_decision_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("happened_on__lte", models.F("received_on"))), name="incident_then_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RestrictionRequest",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
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
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="restrictions", to="clients.client"
                    ),
                ),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
            ],
            options={
                "ordering": ["-received_on", "-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["site", "status", "due_on"], name="restriction_open"),
                    models.Index(
                        condition=models.Q(("starts_on__isnull", False)), fields=["client"], name="restriction_agreed"
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
            name="AccessRequestChange",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="clients.accessrequest"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AmendmentRequestChange",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
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
            name="BreachChange",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
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
            name="GrievanceChange",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="clients.grievance"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IncidentChange",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="clients.incident"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RestrictionRequestChange",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
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
        migrations.AddField(
            model_name="emergencyaccess",
            name="site",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
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
    ]
