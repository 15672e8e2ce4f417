"""Tracks, templates, groups, rooms and appointments.

What the steps before made one by one, made at once: an empty database comes to the same schema much sooner.
"""

import datetime as dt
import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    replaces = [
        ("scheduling", "0001_initial"),
        ("scheduling", "0002_covered_time"),
        ("scheduling", "0003_seat_hold"),
        ("scheduling", "0004_expectations"),
        ("scheduling", "0005_group_meetings"),
        ("scheduling", "0006_feeds_and_asks"),
        ("scheduling", "0007_family"),
    ]

    initial = True

    dependencies = [
        ("clients", "0001_squashed_0017_threads"),
        ("clinic", "0001_squashed_0002_site_profile"),
        ("documents", "0001_initial"),
    ]

    operations = [
        iop.core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Room",
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
                                on_delete=django.db.models.deletion.PROTECT, related_name="rooms", to="clinic.site"
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                        ("capacity", models.PositiveSmallIntegerField()),
                        ("equipment", models.CharField(blank=True, max_length=300)),
                        ("is_active", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["site", "name"],
                        "constraints": [models.UniqueConstraint(fields=("site", "name"), name="room_name_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Program",
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
                                on_delete=django.db.models.deletion.PROTECT, related_name="programs", to="clinic.site"
                            ),
                        ),
                        (
                            "level",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.levelofcare"
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("target_weeks", models.PositiveSmallIntegerField(default=10)),
                        ("min_weeks", models.PositiveSmallIntegerField(default=8)),
                        ("max_weeks", models.PositiveSmallIntegerField(default=12)),
                        ("is_active", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["site", "name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("site", "name"), name="program_name_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("max_weeks__gte", models.F("target_weeks")),
                                    ("min_weeks__lte", models.F("target_weeks")),
                                ),
                                name="program_weeks",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Track",
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
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tracks",
                                to="scheduling.program",
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        (
                            "day_part",
                            models.CharField(
                                choices=[
                                    ("morning", "Morning"),
                                    ("afternoon", "Afternoon"),
                                    ("evening", "Evening"),
                                    ("weekend", "Weekend"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("capacity", models.PositiveSmallIntegerField()),
                        ("telehealth_link", models.URLField(blank=True)),
                        ("is_active", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["program", "name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("program", "name"), name="track_name_once"),
                            models.CheckConstraint(condition=models.Q(("capacity__gte", 1)), name="track_has_seats"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appointment",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("individual", "Individual therapy"),
                                    ("family", "Family therapy"),
                                    ("assessment", "Assessment"),
                                    ("medication", "Medication management"),
                                    ("case_management", "Case management"),
                                    ("check_in", "Counselor check-in"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="clients.client",
                            ),
                        ),
                        (
                            "episode",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "room",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="scheduling.room",
                            ),
                        ),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        ("telehealth_link", models.URLField(blank=True)),
                        ("during_session", models.BooleanField(default=False)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("booked", "Booked"),
                                    ("arrived", "Arrived"),
                                    ("completed", "Completed"),
                                    ("no_show", "Not attended"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="booked",
                                max_length=10,
                            ),
                        ),
                        ("cancel_reason", models.CharField(blank=True, max_length=300)),
                        ("series_id", models.UUIDField(blank=True, null=True)),
                        ("booked_by", models.UUIDField(null=True)),
                    ],
                    options={
                        "ordering": ["starts_at"],
                        "indexes": [
                            models.Index(fields=["staff", "starts_at"], name="appointment_by_staff"),
                            models.Index(fields=["client", "starts_at"], name="appointment_by_client"),
                            models.Index(fields=["site", "starts_at"], name="appointment_by_site"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="appointment_forward"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "cancelled"), _negated=True),
                                    models.Q(("cancel_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="appointment_cancel_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AppointmentStatusChange",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "appointment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="status_changes",
                                to="scheduling.appointment",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("booked", "Booked"),
                                    ("arrived", "Arrived"),
                                    ("completed", "Completed"),
                                    ("no_show", "Not attended"),
                                    ("cancelled", "Cancelled"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_id", models.UUIDField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        (
                            "because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("ill", "Client was ill"),
                                    ("work", "Work or school"),
                                    ("childcare", "Childcare"),
                                    ("transport", "Transport"),
                                    ("forgot", "Client forgot"),
                                    ("declined", "Client did not want it"),
                                    ("no_contact", "Client could not be reached"),
                                    ("staff", "Clinician was away"),
                                    ("clinic", "The clinic could not offer it"),
                                    ("other", "Another reason"),
                                ],
                                max_length=12,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at"],
                    },
                ),
                migrations.CreateModel(
                    name="ComponentKind",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("key", models.SlugField(unique=True)),
                        ("name", models.CharField(max_length=120)),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("check_in", "Check-in"),
                                    ("mindfulness", "Mindfulness"),
                                    ("group", "Group"),
                                    ("psychoeducation", "Psychoeducation"),
                                    ("life_skills", "Life skills"),
                                    ("vocational", "Vocational"),
                                    ("holistic", "Holistic"),
                                    ("journaling", "Journaling"),
                                    ("individual", "Individual therapy"),
                                    ("family", "Family therapy"),
                                    ("break", "Break"),
                                    ("wrap_up", "Wrap-up"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("default_minutes", models.PositiveSmallIntegerField()),
                        ("min_minutes", models.PositiveSmallIntegerField()),
                        ("max_minutes", models.PositiveSmallIntegerField()),
                        ("counts_as_service", models.BooleanField(default=True)),
                        ("clients_per_facilitator", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("min_clients", models.PositiveSmallIntegerField(default=0)),
                        ("needs_licensed_lead", models.BooleanField(default=False)),
                        ("is_active", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["category", "name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("max_minutes__gte", models.F("default_minutes")),
                                    ("min_minutes__lte", models.F("default_minutes")),
                                ),
                                name="component_kind_minutes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("category", "break"), _negated=True),
                                    ("counts_as_service", False),
                                    _connector="OR",
                                ),
                                name="break_is_no_service",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CurriculumTopic",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("title", models.CharField(max_length=200, unique=True)),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("check_in", "Check-in"),
                                    ("mindfulness", "Mindfulness"),
                                    ("group", "Group"),
                                    ("psychoeducation", "Psychoeducation"),
                                    ("life_skills", "Life skills"),
                                    ("vocational", "Vocational"),
                                    ("holistic", "Holistic"),
                                    ("journaling", "Journaling"),
                                    ("individual", "Individual therapy"),
                                    ("family", "Family therapy"),
                                    ("break", "Break"),
                                    ("wrap_up", "Wrap-up"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("summary", models.TextField(blank=True)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("language", models.CharField(default="en", max_length=8)),
                        ("is_active", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["category", "position", "title"],
                    },
                ),
                migrations.CreateModel(
                    name="Handout",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handouts",
                                to="scheduling.curriculumtopic",
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("body", models.TextField(blank=True)),
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
                        ("language", models.CharField(default="en", max_length=8)),
                    ],
                    options={
                        "ordering": ["title"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("file__isnull", False), models.Q(("body", ""), _negated=True), _connector="OR"
                                ),
                                name="handout_has_content",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Exercise",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("title", models.CharField(max_length=200, unique=True)),
                        ("minutes", models.PositiveSmallIntegerField(default=5)),
                        ("script", models.TextField()),
                        ("language", models.CharField(default="en", max_length=8)),
                        ("is_active", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["title"],
                    },
                ),
                migrations.CreateModel(
                    name="Enrolment",
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
                                related_name="enrolments",
                                to="clients.client",
                            ),
                        ),
                        (
                            "episode",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrolments",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "track",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrolments",
                                to="scheduling.track",
                            ),
                        ),
                        (
                            "weekdays",
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
                                size=None,
                            ),
                        ),
                        ("leave_reason", models.CharField(blank=True, max_length=300)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-starts_on"],
                        "indexes": [
                            models.Index(fields=["track", "starts_on"], name="enrolment_by_track"),
                            models.Index(fields=["client", "-starts_on"], name="enrolment_by_client"),
                        ],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                expressions=[
                                    ("client", "="),
                                    ("track", "="),
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
                                name="enrolment_no_overlap",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True),
                                    ("ends_on__gte", models.F("starts_on")),
                                    ("withdrawn_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="enrolment_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("weekdays__contained_by", [0, 1, 2, 3, 4, 5, 6]), ("weekdays__len__gte", 1)
                                ),
                                name="enrolment_has_weekdays",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EnrolmentPause",
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
                            "enrolment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pauses",
                                to="scheduling.enrolment",
                            ),
                        ),
                        ("releases_seat", models.BooleanField(default=False)),
                        ("reason", models.CharField(max_length=300)),
                        ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["starts_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="pause_forward"
                            ),
                            models.CheckConstraint(condition=models.Q(("ends_on__isnull", False)), name="pause_ends"),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("cancelled_at__isnull", True)),
                                expressions=[
                                    ("enrolment", "="),
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
                                name="pause_no_overlap",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WaitlistEntry",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "track",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="waitlist",
                                to="scheduling.track",
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="waitlist",
                                to="clients.client",
                            ),
                        ),
                        (
                            "episode",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.episode"
                            ),
                        ),
                        (
                            "weekdays",
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
                                size=None,
                            ),
                        ),
                        ("wanted_from", models.DateField()),
                        ("position", models.PositiveIntegerField()),
                        (
                            "status",
                            models.CharField(
                                choices=[("waiting", "Waiting"), ("seated", "Got a seat"), ("withdrawn", "Withdrawn")],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "waiting")),
                                fields=("track", "client"),
                                name="waitlist_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "waiting")),
                                fields=("track", "position"),
                                name="waitlist_position_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Expectation",
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
                                related_name="expectations",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("individual", "Individual therapy"),
                                    ("family", "Family therapy"),
                                    ("assessment", "Assessment"),
                                    ("medication", "Medication management"),
                                    ("case_management", "Case management"),
                                    ("check_in", "Counselor check-in"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("times", models.PositiveSmallIntegerField()),
                        ("every_weeks", models.PositiveSmallIntegerField(default=1)),
                        ("reason", models.CharField(max_length=300)),
                        ("set_by", models.UUIDField(null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-starts_on"],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                expressions=[
                                    ("episode", "="),
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
                                name="expectation_no_overlap",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="expectation_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("every_weeks__gte", 1), ("every_weeks__lte", 8), ("times__lte", 7)),
                                name="expectation_rhythm",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Commitment",
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
                                related_name="commitments",
                                to="clients.client",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("work", "Work"),
                                    ("school", "School"),
                                    ("childcare", "Childcare"),
                                    ("court", "Court or probation"),
                                    ("other", "Something else"),
                                ],
                                max_length=10,
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
                        ("starts", models.TimeField()),
                        ("ends", models.TimeField()),
                        ("note", models.CharField(blank=True, max_length=200)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["weekday", "starts"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                fields=["client"],
                                name="commitment_by_client",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("starts", models.F("ends")), _negated=True), name="commitment_lasts"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="commitment_forward",
                            ),
                            models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="commitment_weekday"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FamilySession",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "appointment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="family_session",
                                to="scheduling.appointment",
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("family", "The client with their family"),
                                    ("couple", "The client with their partner"),
                                    ("parents", "The client as a parent, with children or co-parent"),
                                    ("supports", "The client with friends or other supports"),
                                    ("relatives", "Relatives without the client"),
                                ],
                                default="family",
                                max_length=10,
                            ),
                        ),
                        (
                            "goals",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("communication", "Communication"),
                                        ("trust", "Rebuilding trust"),
                                        ("boundaries", "Boundaries"),
                                        ("enabling", "Enabling: what helps and what does not"),
                                        ("education", "Understanding addiction and recovery"),
                                        ("feelings", "What the relatives themselves carry"),
                                        ("relapse", "Early signs, and what to do then"),
                                        ("safety", "Safety at home"),
                                        ("planning", "Planning the time after treatment"),
                                    ],
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("client_expected", models.BooleanField(default=True)),
                        ("client_present", models.BooleanField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("form", "relatives"), _negated=True),
                                    ("client_expected", False),
                                    _connector="OR",
                                ),
                                name="family_session_relatives_alone",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AppointmentParticipant",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "appointment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="participants",
                                to="scheduling.appointment",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="clients.relatedperson",
                            ),
                        ),
                        ("role", models.CharField(blank=True, max_length=60)),
                        ("invited_at", models.DateTimeField()),
                        ("invited_by", models.UUIDField(null=True)),
                        (
                            "answer",
                            models.CharField(
                                choices=[("invited", "Invited"), ("comes", "Will come"), ("declines", "Cannot come")],
                                default="invited",
                                max_length=8,
                            ),
                        ),
                        (
                            "attended",
                            models.CharField(
                                blank=True,
                                choices=[("came", "Came"), ("excused", "Excused"), ("missed", "Did not come")],
                                max_length=8,
                            ),
                        ),
                        ("uninvited_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "uninvited_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("release", "No release allows it any more"),
                                    ("asked", "The client asked for it"),
                                    ("wish", "Their own wish"),
                                    ("changed", "Planned differently"),
                                ],
                                max_length=8,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("uninvited_at__isnull", True)),
                                fields=["person"],
                                name="participant_by_person",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("uninvited_at__isnull", True)),
                                fields=("appointment", "person"),
                                name="participant_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("uninvited_at__isnull", True), ("uninvited_because", "")),
                                    models.Q(
                                        ("uninvited_at__isnull", False),
                                        models.Q(("uninvited_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="participant_uninvited_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FamilyOffer",
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
                                related_name="family_offers",
                                to="clients.episode",
                            ),
                        ),
                        ("offered_on", models.DateField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("accepted", "Accepted"),
                                    ("offered", "Offered, not decided yet"),
                                    ("declined", "Declined"),
                                    ("not_appropriate", "Not appropriate now"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_wanted", "The client does not want their family involved"),
                                    ("family_unwilling", "The family does not want to, or cannot come"),
                                    ("no_family", "There is nobody to invite"),
                                    ("not_safe", "It would not be safe for somebody"),
                                    ("order", "A court order forbids contact"),
                                    ("too_early", "Too early in treatment"),
                                    ("no_release", "The client does not want to sign a release"),
                                    ("other", "Another reason"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=500)),
                        ("again_on", models.DateField(blank=True, null=True)),
                        ("at", models.DateTimeField()),
                        ("by_id", models.UUIDField(null=True)),
                    ],
                    options={
                        "ordering": ["-offered_on", "-at"],
                        "indexes": [models.Index(fields=["episode", "-offered_on"], name="family_offer_by_episode")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("again_on__isnull", True),
                                    ("again_on__gt", models.F("offered_on")),
                                    _connector="OR",
                                ),
                                name="family_offer_again_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome__in", ["declined", "not_appropriate"]), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="family_offer_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarFeed",
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
                                related_name="calendar_feeds",
                                to="clients.portalaccount",
                            ),
                        ),
                        ("token_hash", models.CharField(max_length=64, unique=True)),
                        ("title", models.CharField(max_length=40)),
                        ("made_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-made_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at__isnull", True)),
                                fields=("account",),
                                name="calendar_feed_one_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="calendar_feed_titled"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SeatHold",
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
                            "inquiry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="clients.inquiry"
                            ),
                        ),
                        (
                            "track",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="scheduling.track"
                            ),
                        ),
                        (
                            "weekdays",
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
                                size=None,
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("held_at", models.DateTimeField()),
                        ("held_by", models.UUIDField(null=True)),
                        ("expires_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ended_as",
                            models.CharField(
                                blank=True,
                                choices=[("used", "Used"), ("released", "Given back"), ("expired", "Ran out")],
                                max_length=8,
                            ),
                        ),
                        ("end_reason", models.CharField(blank=True, max_length=300)),
                        (
                            "enrolment",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hold",
                                to="scheduling.enrolment",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-held_at"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["track", "expires_at"],
                                name="hold_by_track",
                            ),
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["expires_at"],
                                name="hold_to_expire",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("inquiry",),
                                name="hold_one_an_inquiry",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("expires_at__gt", models.F("held_at"))), name="hold_forward"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_as", ""), ("ended_at__isnull", True)),
                                    models.Q(("ended_at__isnull", False), models.Q(("ended_as", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="hold_ended_how",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_as", "used"), ("enrolment__isnull", False)),
                                    models.Q(
                                        models.Q(("ended_as", "used"), _negated=True), ("enrolment__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="hold_used_for",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("weekdays__contained_by", [0, 1, 2, 3, 4, 5, 6]), ("weekdays__len__gte", 1)
                                ),
                                name="hold_has_weekdays",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Calendar",
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
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calendar",
                                to="clients.client",
                            ),
                        ),
                        (
                            "staff",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calendar",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "room",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calendar",
                                to="scheduling.room",
                            ),
                        ),
                        (
                            "person",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calendar",
                                to="clients.relatedperson",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("client__isnull", False),
                                        ("person__isnull", True),
                                        ("room__isnull", True),
                                        ("staff__isnull", True),
                                    ),
                                    models.Q(
                                        ("client__isnull", True),
                                        ("person__isnull", True),
                                        ("room__isnull", True),
                                        ("staff__isnull", False),
                                    ),
                                    models.Q(
                                        ("client__isnull", True),
                                        ("person__isnull", True),
                                        ("room__isnull", False),
                                        ("staff__isnull", True),
                                    ),
                                    models.Q(
                                        ("client__isnull", True),
                                        ("person__isnull", False),
                                        ("room__isnull", True),
                                        ("staff__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="calendar_of_exactly_one",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BusyTime",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        (
                            "calendar",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="busy",
                                to="scheduling.calendar",
                            ),
                        ),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("session", "Session"),
                                    ("appointment", "Appointment"),
                                    ("block", "Not available"),
                                    ("group", "Meeting of a group"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("source_id", models.UUIDField()),
                        ("part_id", models.UUIDField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["calendar", "starts_at"], name="busy_by_calendar"),
                            models.Index(fields=["source_id"], name="busy_by_source"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="busy_forward"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "ends_at__lte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("starts_at"), "+", models.Value(dt.timedelta(days=1, seconds=7200))
                                        ),
                                    )
                                ),
                                name="busy_at_most_a_day",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("calendar", "="),
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
                                name="busy_no_double_booking",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CoveredTime",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        (
                            "calendar",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="scheduling.calendar"
                            ),
                        ),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        ("source_id", models.UUIDField()),
                        ("part_id", models.UUIDField(null=True)),
                        ("covered_by", models.UUIDField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["source_id"], name="covered_by_source"),
                            models.Index(fields=["covered_by"], name="covered_by_appointment"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="covered_forward"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StaffBlock",
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
                                related_name="blocks",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        ("reason", models.CharField(max_length=120)),
                    ],
                    options={
                        "ordering": ["starts_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="staff_block_forward"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WeeklyTemplate",
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
                            "track",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="templates",
                                to="scheduling.track",
                            ),
                        ),
                        ("valid_from", models.DateField()),
                        ("note", models.CharField(blank=True, max_length=200)),
                        ("made_by", models.UUIDField(null=True)),
                    ],
                    options={
                        "ordering": ["track", "-valid_from"],
                        "constraints": [
                            models.UniqueConstraint(fields=("track", "valid_from"), name="template_version_once_a_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DayTemplate",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="days",
                                to="scheduling.weeklytemplate",
                            ),
                        ),
                        ("lineage", models.UUIDField(default=uuid.uuid4)),
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
                        ("starts_at", models.TimeField()),
                        ("focus", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "ordering": ["weekday", "starts_at"],
                        "constraints": [
                            models.UniqueConstraint(fields=("template", "weekday"), name="day_template_one_a_weekday"),
                            models.UniqueConstraint(fields=("template", "lineage"), name="day_template_lineage_once"),
                            models.CheckConstraint(
                                condition=models.Q(("weekday__lte", 6)), name="day_template_weekday"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DayComponent",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="components",
                                to="scheduling.daytemplate",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="scheduling.componentkind",
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=200)),
                        ("minutes", models.PositiveSmallIntegerField()),
                        (
                            "topic",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="scheduling.curriculumtopic",
                            ),
                        ),
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
                        (
                            "room",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="scheduling.room",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(
                                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                                fields=("day", "position"),
                                name="day_component_position",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__gte", 1)), name="day_component_minutes"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DayComponentFacilitator",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "component",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="facilitators",
                                to="scheduling.daycomponent",
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
                                choices=[("lead", "Lead"), ("co", "Co-facilitator")], default="lead", max_length=6
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-role", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("component", "staff"), name="day_facilitator_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("role", "lead")),
                                fields=("component",),
                                name="day_facilitator_one_lead",
                            ),
                        ],
                    },
                ),
            ],
        ),
        iop.core.migrating.AddTrigger(
            model_name="componentkind",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b450cbc736d19ccfa2f21abea0c51c966e015ee4",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_05cad",
                    table="scheduling_componentkind",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="componentkind",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="a5e7b28085ce8bc26e12c4fb1bd0d35b523eb4db",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_641b7",
                    table="scheduling_componentkind",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="curriculumtopic",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="e61c6ed5197321d66a04b5166614ac2e82c58a76",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_861e2",
                    table="scheduling_curriculumtopic",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="curriculumtopic",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="a1992bbe089836a1d9f66c381435fc535d23164d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_23764",
                    table="scheduling_curriculumtopic",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="appointmentparticipant",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="4344c7f8e3e31becd81121384910a6d83110292b",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_7c227",
                    table="scheduling_appointmentparticipant",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="appointmentparticipant",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="22b229fe5f036404fd47c678dfa2cc1cae685a2e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_11882",
                    table="scheduling_appointmentparticipant",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="appointmentstatuschange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="829ec32b76eca9328fb722eb39f8ac754dbe87e6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_011fa",
                    table="scheduling_appointmentstatuschange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="appointmentstatuschange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="1d744401ef5fd93f5a6fbb6bebce981f611f0d04",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_501f8",
                    table="scheduling_appointmentstatuschange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="calendarfeed",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="0ab608a95875b3d87aa0737024cbbee45520eb47",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_5d5e3",
                    table="scheduling_calendarfeed",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="calendarfeed",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="3bf14ac5a4d406edd9e5bd292ae8beca073320db",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_0baa8",
                    table="scheduling_calendarfeed",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="commitment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b96942a967ff2d26b808f8cc111cdda196ab454d",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_a5913",
                    table="scheduling_commitment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="commitment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="46b58d49a9355e660399c3e82217cf340f27c514",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_34301",
                    table="scheduling_commitment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="expectation",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="8f20fde4f78e29ded4544fec61efe7f76f101700",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_c1f9f",
                    table="scheduling_expectation",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="expectation",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="373c6b20d95b3cab755a86fb00e9e0c1efc3ac6e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_52ecb",
                    table="scheduling_expectation",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="familyoffer",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7e0dd42e658ea7972d5411eb9458dfa1433575e4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d28b5",
                    table="scheduling_familyoffer",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="familyoffer",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="68682f67ca50d03e596b74775291636309cb9f10",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_c3284",
                    table="scheduling_familyoffer",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="familysession",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a4ea16b46dff5bff9c8704369b0f2899f092cb80",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_6f304",
                    table="scheduling_familysession",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="familysession",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="e76ed4ceeeb61f05461d75f6648eb2ff71adaa33",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_7e5d4",
                    table="scheduling_familysession",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="program",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="172dec2a0f00bcda7728d0d736f5ba887e12fbc2",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_d6eb9",
                    table="scheduling_program",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="program",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="3cae99a5b91f250015958ab4bc4f85c69d537e08",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_e2b1a",
                    table="scheduling_program",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="room",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d7360bee8f4b9c35f0dae37cafaf91c83d86d302",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_32d30",
                    table="scheduling_room",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="room",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="489ada3c5b6c27cbef3ca813ab1e2dc1d7526ddd",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_00180",
                    table="scheduling_room",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="appointment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="e2818bf059644dabfa2e574d19b77d3a02a9b24b",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_8e5f8",
                    table="scheduling_appointment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="appointment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="b60e14ddf2388d6f7c6f356e8030269b8aae43b3",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_9b98e",
                    table="scheduling_appointment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="appointment",
            trigger=pgtrigger.compiler.Trigger(
                name="status_follows_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM scheduling_appointmentstatuschange h WHERE h.appointment_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'booked') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="153888c42f599374f00b5efd9ea8b650ea3a6461",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_status_follows_history_2b247",
                    table="scheduling_appointment",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="appointment",
            trigger=pgtrigger.compiler.Trigger(
                name="status_starts_right",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'booked'))",
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM scheduling_appointmentstatuschange h WHERE h.appointment_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'booked') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="2c6cdf839def8c285ec77c24373519e926699b1c",
                    operation="INSERT",
                    pgid="pgtrigger_status_starts_right_c9a8d",
                    table="scheduling_appointment",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="track",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d12062125478b3974ff51a6a56c3c6b9278d2ac4",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_e94b0",
                    table="scheduling_track",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="track",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="36517e81dab24c4a7fa1a28f1e8ad37d3ec2361d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_648d9",
                    table="scheduling_track",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="seathold",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="8b2e63c60c9681e4fc0507ab86fd81fe7880751d",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_2bad4",
                    table="scheduling_seathold",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="seathold",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="e572919a373f09356280beb1b097164c9c1e5626",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_f85ab",
                    table="scheduling_seathold",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="seathold",
            trigger=pgtrigger.compiler.Trigger(
                name="ended_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."ended_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="536c86c7f6b3f5b5b628f1cc145f88968c743e20",
                    operation="UPDATE",
                    pgid="pgtrigger_ended_stays_19316",
                    table="scheduling_seathold",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="fe0446304cfa4e0f0ca756798892ed1bf5cc8e31",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_fb45e",
                    table="scheduling_enrolment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="82d23612e8997a8992f48fa6752dbe41754f160e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_2862c",
                    table="scheduling_enrolment",
                    when="BEFORE",
                ),
            ),
        ),
    ]
