"""Treatment days, rosters, absence and open groups.

What the steps before made one by one, made at once: an empty database comes to the same schema much sooner.
"""

import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    replaces = [
        ("sessions_app", "0001_initial"),
        ("sessions_app", "0002_self_report"),
        ("sessions_app", "0003_open_groups"),
        ("sessions_app", "0004_absence"),
        ("sessions_app", "0005_from_outside"),
        ("sessions_app", "0006_families"),
    ]

    initial = True

    dependencies = [
        ("clients", "0001_squashed_0017_threads"),
        ("clinic", "0001_squashed_0002_site_profile"),
        ("documents", "0001_initial"),
        ("scheduling", "0001_squashed_0007_family"),
    ]

    operations = [
        iop.core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="ProgramSession",
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
                            "track",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sessions",
                                to="scheduling.track",
                            ),
                        ),
                        ("lineage", models.UUIDField()),
                        ("original_on", models.DateField()),
                        ("on", models.DateField()),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        ("focus", models.CharField(blank=True, max_length=200)),
                        ("telehealth_link", models.URLField(blank=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("running", "Under way"),
                                    ("closed", "Closed"),
                                    ("final", "Final"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="planned",
                                max_length=10,
                            ),
                        ),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "started_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
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
                        ("cancel_reason", models.CharField(blank=True, max_length=300)),
                        ("is_customised", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ["starts_at"],
                        "indexes": [
                            models.Index(fields=["site", "starts_at"], name="session_by_site"),
                            models.Index(fields=["track", "starts_at"], name="session_by_track"),
                            models.Index(
                                condition=models.Q(("status", "closed")),
                                fields=["closed_at"],
                                name="session_to_finalise",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("track", "lineage", "original_on"), name="session_made_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="session_forward"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["running", "closed", "final"]), _negated=True),
                                    ("started_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="session_started_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["closed", "final"]), _negated=True),
                                    ("closed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="session_closed_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "cancelled"), _negated=True),
                                    models.Q(("cancel_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="session_cancel_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SessionStatusChange",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="status_changes",
                                to="sessions_app.programsession",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("running", "Under way"),
                                    ("closed", "Closed"),
                                    ("final", "Final"),
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
                    name="SessionComponent",
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
                                related_name="components",
                                to="sessions_app.programsession",
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
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        ("actual_starts_at", models.DateTimeField(blank=True, null=True)),
                        ("actual_ends_at", models.DateTimeField(blank=True, null=True)),
                        ("counts_as_service", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["session", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                                fields=("session", "position"),
                                name="session_component_position",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="session_component_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("actual_ends_at__isnull", True),
                                    models.Q(
                                        ("actual_ends_at__gt", models.F("actual_starts_at")),
                                        ("actual_starts_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="session_component_actual_forward",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SessionFacilitator",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "component",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="facilitators",
                                to="sessions_app.sessioncomponent",
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
                        (
                            "stands_in_for",
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
                        "ordering": ["-role", "id"],
                        "indexes": [models.Index(fields=["staff"], name="facilitator_by_staff")],
                        "constraints": [
                            models.UniqueConstraint(fields=("component", "staff"), name="session_facilitator_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("role", "lead")),
                                fields=("component",),
                                name="session_facilitator_one_lead",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attendance",
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
                                related_name="roster",
                                to="sessions_app.programsession",
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendance",
                                to="clients.client",
                            ),
                        ),
                        (
                            "episode",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendance",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "enrolment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendance",
                                to="scheduling.enrolment",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("enrolled", "Enrolled"),
                                    ("make_up", "Make-up"),
                                    ("added", "Added for the day"),
                                ],
                                default="enrolled",
                                max_length=10,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("expected", "Expected"),
                                    ("present", "Present"),
                                    ("late", "Late"),
                                    ("left_early", "Left early"),
                                    ("absent_excused", "Absent, excused"),
                                    ("absent", "Absent"),
                                    ("removed", "Taken off the roster"),
                                ],
                                default="expected",
                                max_length=16,
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[("in_person", "In person"), ("telehealth", "By video")],
                                default="in_person",
                                max_length=10,
                            ),
                        ),
                        ("arrived_at", models.DateTimeField(blank=True, null=True)),
                        ("left_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "participation",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("shared", "Took part"),
                                    ("little", "Took part a little"),
                                    ("silent", "Present, chose not to share"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("absence_reason", models.CharField(blank=True, max_length=300)),
                        ("credited_minutes", models.PositiveSmallIntegerField(default=0)),
                        ("remote_location", models.CharField(blank=True, max_length=300)),
                        ("remote_callback", models.CharField(blank=True, max_length=40)),
                        ("proposed_arrived_at", models.DateTimeField(blank=True, null=True)),
                        ("proposed_left_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["session", "client"],
                        "indexes": [
                            models.Index(fields=["client", "session"], name="attendance_by_client"),
                            models.Index(fields=["episode"], name="attendance_by_episode"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("session", "client"), name="attendance_one_line_a_client"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("left_at__isnull", True),
                                    models.Q(("arrived_at__isnull", False), ("left_at__gt", models.F("arrived_at"))),
                                    _connector="OR",
                                ),
                                name="attendance_out_after_in",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["late", "left_early", "present"]), _negated=True),
                                    ("arrived_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="attendance_arrived_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["late", "left_early", "present"]),
                                    models.Q(("arrived_at__isnull", True), ("credited_minutes", 0)),
                                    _connector="OR",
                                ),
                                name="attendance_absent_earns_nothing",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AttendanceChange",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "attendance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="sessions_app.attendance",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_id", models.UUIDField(null=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("expected", "Expected"),
                                    ("present", "Present"),
                                    ("late", "Late"),
                                    ("left_early", "Left early"),
                                    ("absent_excused", "Absent, excused"),
                                    ("absent", "Absent"),
                                    ("removed", "Taken off the roster"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("arrived_at", models.DateTimeField(null=True)),
                        ("left_at", models.DateTimeField(null=True)),
                        ("credited_minutes", models.PositiveSmallIntegerField(default=0)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        ("is_late_entry", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ["at"],
                    },
                ),
                migrations.CreateModel(
                    name="ComponentAttendance",
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
                            "attendance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="sessions_app.attendance",
                            ),
                        ),
                        (
                            "component",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="sessions_app.sessioncomponent",
                            ),
                        ),
                        ("minutes", models.PositiveSmallIntegerField()),
                        ("reason", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("attendance", "component"), name="correction_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CheckIn",
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
                            "attendance",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="check_in",
                                to="sessions_app.attendance",
                            ),
                        ),
                        ("mood", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("cravings", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("triggers", models.TextField(blank=True)),
                        ("successes", models.TextField(blank=True)),
                        ("setbacks", models.TextField(blank=True)),
                        ("chose_not_to_share", models.BooleanField(default=False)),
                        ("by_client", models.BooleanField(default=False)),
                        ("sent_key", models.UUIDField(blank=True, null=True)),
                        ("saved_at", models.DateTimeField()),
                        ("saved_by", models.UUIDField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("mood__isnull", True), ("mood__lte", 10), _connector="OR"),
                                name="check_in_mood",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("cravings__isnull", True), ("cravings__lte", 10), _connector="OR"),
                                name="check_in_cravings",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WrapUp",
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
                            "attendance",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="wrap_up",
                                to="sessions_app.attendance",
                            ),
                        ),
                        ("learned", models.TextField(blank=True)),
                        ("will_apply", models.TextField(blank=True)),
                        ("chose_not_to_share", models.BooleanField(default=False)),
                        ("saved_at", models.DateTimeField()),
                        ("saved_by", models.UUIDField(null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ShortTermGoal",
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
                                related_name="short_term_goals",
                                to="clients.client",
                            ),
                        ),
                        (
                            "attendance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="goals",
                                to="sessions_app.attendance",
                            ),
                        ),
                        ("text", models.CharField(max_length=500)),
                        ("due_at", models.DateTimeField()),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("kept", "Kept"), ("partly", "Partly"), ("not", "Not this time")],
                                max_length=8,
                            ),
                        ),
                        ("outcome_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "reviewed_in",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="goals_reviewed",
                                to="sessions_app.attendance",
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["created_at"],
                        "indexes": [
                            models.Index(fields=["client", "-due_at"], name="goal_by_client"),
                            models.Index(
                                condition=models.Q(("outcome", ""), ("withdrawn_at__isnull", True)),
                                fields=["client"],
                                name="goal_open",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", ""), ("outcome_at__isnull", True)),
                                    models.Q(models.Q(("outcome", ""), _negated=True), ("outcome_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="goal_outcome_when",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Outreach",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "attendance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outreach",
                                to="sessions_app.attendance",
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
                            "method",
                            models.CharField(
                                choices=[
                                    ("phone", "Phone call"),
                                    ("text", "Text message"),
                                    ("email", "E-mail"),
                                    ("letter", "Letter"),
                                    ("visit", "Home visit"),
                                    ("contact", "Call to an emergency contact"),
                                    ("other", "Other"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("reached_coming", "Reached, on the way"),
                                    ("reached_excused", "Reached, cannot come today"),
                                    ("reached_declined", "Reached, does not want to come"),
                                    ("left_message", "Left a neutral message"),
                                    ("no_answer", "No answer"),
                                    ("sent", "Sent"),
                                    ("safety_worry", "Worried about safety"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("note", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["at"],
                    },
                ),
                migrations.CreateModel(
                    name="MakeUp",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "missed",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="make_ups",
                                to="sessions_app.attendance",
                            ),
                        ),
                        (
                            "line",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="makes_up",
                                to="sessions_app.attendance",
                            ),
                        ),
                        ("mends_same_week", models.BooleanField()),
                        (
                            "offered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("cancelled_at__isnull", True)),
                                fields=("missed",),
                                name="make_up_once_a_miss",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("missed", models.F("line")), _negated=True),
                                name="make_up_is_another_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AbsencePolicy",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.site",
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
                        ("valid_from", models.DateField()),
                        ("name", models.CharField(max_length=100)),
                        ("grace_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("notice_hours", models.PositiveSmallIntegerField()),
                        ("counts_excused", models.BooleanField(default=False)),
                        ("make_ups_forgive", models.BooleanField(default=True)),
                        ("no_service_days", models.PositiveSmallIntegerField()),
                        ("made_by", models.UUIDField(null=True)),
                    ],
                    options={
                        "ordering": ["-valid_from", "-created_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("grace_minutes__isnull", True), ("grace_minutes__lte", 120), _connector="OR"
                                ),
                                name="absence_policy_grace",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("notice_hours__lte", 168)), name="absence_policy_notice"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("no_service_days__gte", 1), ("no_service_days__lte", 120)),
                                name="absence_policy_no_service",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="absence_policy_named"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AbsenceLimit",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="limits",
                                to="sessions_app.absencepolicy",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("within", "Missed days that count, within weeks"),
                                    ("unexcused", "Missed without being excused, within weeks"),
                                    ("in_a_row", "Missed days that count, one after the other"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("misses", models.PositiveSmallIntegerField()),
                        ("weeks", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "consequence",
                            models.CharField(
                                choices=[
                                    ("talk", "Talk with the client about what is in the way"),
                                    ("plan", "Go through the treatment plan together"),
                                    ("letter", "Write to the client"),
                                    ("review", "Review the level of care"),
                                    ("discharge_review", "Decide together whether and how treatment goes on"),
                                ],
                                max_length=16,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["policy", "position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("policy", "position"), name="absence_limit_position"),
                            models.CheckConstraint(
                                condition=models.Q(("misses__gte", 1), ("misses__lte", 60)), name="absence_limit_misses"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "in_a_row"), ("weeks__isnull", True)),
                                    models.Q(
                                        models.Q(("kind", "in_a_row"), _negated=True),
                                        ("weeks__gte", 1),
                                        ("weeks__lte", 26),
                                    ),
                                    _connector="OR",
                                ),
                                name="absence_limit_weeks",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AbsenceStep",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="sessions_app.absencepolicy",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("after_hours", models.PositiveSmallIntegerField()),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("phone", "Phone call"),
                                    ("text", "Text message"),
                                    ("email", "E-mail"),
                                    ("letter", "Letter"),
                                    ("visit", "Home visit"),
                                    ("contact", "Call to an emergency contact"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "owner",
                            models.CharField(
                                choices=[
                                    ("counselor", "Primary counselor"),
                                    ("case_manager", "Case managers"),
                                    ("clinical_director", "Clinical director"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("deadline_hours", models.PositiveSmallIntegerField()),
                        ("words", models.CharField(max_length=200)),
                    ],
                    options={
                        "ordering": ["policy", "position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("policy", "position"), name="absence_step_position"),
                            models.CheckConstraint(
                                condition=models.Q(("after_hours__lte", 1440)), name="absence_step_after"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("deadline_hours__gte", 1), ("deadline_hours__lte", 720)),
                                name="absence_step_deadline",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AbsenceCase",
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
                                related_name="absence_cases",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sessions_app.absencepolicy",
                            ),
                        ),
                        (
                            "first_line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sessions_app.attendance",
                            ),
                        ),
                        (
                            "newest_line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sessions_app.attendance",
                            ),
                        ),
                        ("opened_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "end",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("returned", "They came back"),
                                    ("excused", "The day was excused"),
                                    ("corrected", "They had not missed it"),
                                    ("left", "The stay ended"),
                                    ("settled", "Settled otherwise"),
                                ],
                                max_length=10,
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
                        "ordering": ["-opened_at"],
                        "indexes": [models.Index(fields=["episode", "-opened_at"], name="absence_case_by_stay")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=("episode",),
                                name="absence_case_open_once",
                            ),
                            models.UniqueConstraint(fields=("first_line",), name="absence_case_once_a_miss"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", True), ("end", "")),
                                    models.Q(("closed_at__isnull", False), models.Q(("end", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="absence_case_closed_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("end", "settled"), _negated=True),
                                    models.Q(("ended_by__isnull", False), models.Q(("end_note", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="absence_case_settled_says_what",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AbsenceCaseStep",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="sessions_app.absencecase",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sessions_app.absencestep",
                            ),
                        ),
                        ("opens_at", models.DateTimeField()),
                        ("due_at", models.DateTimeField()),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "outreach",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sessions_app.outreach",
                            ),
                        ),
                        ("left_out", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ["case", "opens_at", "step__position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("case", "step"), name="absence_case_step_once"),
                            models.CheckConstraint(
                                condition=models.Q(("due_at__gt", models.F("opens_at"))),
                                name="absence_case_step_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("done_at__isnull", True),
                                        ("done_by__isnull", True),
                                        ("left_out", ""),
                                        ("outreach__isnull", True),
                                    ),
                                    models.Q(
                                        ("done_at__isnull", False),
                                        ("done_by__isnull", False),
                                        models.Q(
                                            models.Q(("left_out", ""), ("outreach__isnull", False)),
                                            models.Q(
                                                ("outreach__isnull", True), models.Q(("left_out", ""), _negated=True)
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="absence_case_step_done_how",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AbsenceNotice",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "attendance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="sessions_app.attendance",
                            ),
                        ),
                        ("called_at", models.DateTimeField()),
                        ("is_short", models.BooleanField()),
                        ("is_excused", models.BooleanField(default=False)),
                        ("reason", models.CharField(max_length=300)),
                        (
                            "taken_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["attendance", "-created_at"],
                        "indexes": [models.Index(fields=["attendance", "-created_at"], name="absence_notice_newest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("is_excused", True), _negated=True), ("is_short", True), _connector="OR"
                                ),
                                name="absence_notice_excused_short",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="absence_notice_says_why"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LimitReached",
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
                                related_name="absence_limits",
                                to="clients.episode",
                            ),
                        ),
                        (
                            "limit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sessions_app.absencelimit",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sessions_app.attendance",
                            ),
                        ),
                        ("counted", models.PositiveSmallIntegerField()),
                        ("reached_at", models.DateTimeField()),
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
                        ("settled_note", models.CharField(blank=True, max_length=500)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-reached_at"],
                        "indexes": [models.Index(fields=["episode", "-reached_at"], name="limit_reached_by_stay")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("episode", "limit"),
                                name="limit_reached_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("settled_at__isnull", True), ("settled_by__isnull", True), ("settled_note", "")
                                    ),
                                    models.Q(
                                        ("settled_at__isnull", False),
                                        ("settled_by__isnull", False),
                                        models.Q(("settled_note", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="limit_reached_settled_how",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScheduleAsk",
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
                                related_name="schedule_asks",
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
                            "attendance",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="schedule_asks",
                                to="sessions_app.attendance",
                            ),
                        ),
                        (
                            "appointment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="schedule_asks",
                                to="scheduling.appointment",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("cancel", "I cannot come"),
                                    ("move", "I would like another time"),
                                    ("late", "I will be late"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("words", models.CharField(max_length=500)),
                        ("wished", models.CharField(blank=True, max_length=500)),
                        ("asked_at", models.DateTimeField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "Asked, not answered yet"),
                                    ("done", "Settled"),
                                    ("declined", "Not possible"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("answer", models.CharField(blank=True, max_length=500)),
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
                    ],
                    options={
                        "ordering": ["-asked_at"],
                        "indexes": [
                            models.Index(fields=["client", "-asked_at"], name="schedule_ask_by_client"),
                            models.Index(
                                condition=models.Q(("status", "open")), fields=["site"], name="schedule_ask_open"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("appointment__isnull", True), ("attendance__isnull", False)),
                                    models.Q(("appointment__isnull", False), ("attendance__isnull", True)),
                                    _connector="OR",
                                ),
                                name="schedule_ask_about_one",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "open")),
                                fields=("attendance",),
                                name="schedule_ask_once_a_day",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "open")),
                                fields=("appointment",),
                                name="schedule_ask_once_an_appointment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("settled_at__isnull", True), ("status", "open")),
                                    models.Q(
                                        models.Q(("status", "open"), _negated=True), ("settled_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="schedule_ask_settled_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "declined"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="schedule_ask_says_why_not",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpenGroup",
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
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="open_groups",
                                to="clinic.site",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("alumni", "Alumni group"),
                                    ("family_education", "Family education"),
                                    ("multi_family", "Multi-family group"),
                                    ("support", "Support group"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("former", "People who have finished treatment here"),
                                    ("clients", "People in treatment here, and those who have finished"),
                                    ("relatives", "Relatives and other supporters"),
                                    ("everybody", "Clients, former clients, relatives and supporters"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("neutral_name", models.CharField(max_length=60)),
                        ("capacity", models.PositiveSmallIntegerField()),
                        ("language", models.CharField(default="en", max_length=8)),
                        ("notes", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("site", "name"), name="open_group_name_once"),
                            models.CheckConstraint(
                                condition=models.Q(("capacity__gte", 1)), name="open_group_has_places"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="open_group_forward",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpenGroupRhythm",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rhythms",
                                to="sessions_app.opengroup",
                            ),
                        ),
                        ("valid_from", models.DateField()),
                        (
                            "frequency",
                            models.CharField(
                                choices=[("weekly", "By the week"), ("monthly", "By the month")],
                                default="weekly",
                                max_length=8,
                            ),
                        ),
                        ("every", models.PositiveSmallIntegerField(default=1)),
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
                        (
                            "nth",
                            models.SmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "the first"),
                                    (2, "the second"),
                                    (3, "the third"),
                                    (4, "the fourth"),
                                    (-1, "the last"),
                                ],
                                null=True,
                            ),
                        ),
                        ("starts_at", models.TimeField()),
                        ("minutes", models.PositiveSmallIntegerField()),
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
                        (
                            "lead",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "co_lead",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("saved_by", models.UUIDField(null=True)),
                    ],
                    options={
                        "ordering": ["valid_from", "created_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("frequency", "monthly"), ("nth__isnull", False)),
                                    models.Q(("frequency", "weekly"), ("nth__isnull", True)),
                                    _connector="OR",
                                ),
                                name="open_rhythm_nth_by_month",
                            ),
                            models.CheckConstraint(condition=models.Q(("every__gte", 1)), name="open_rhythm_every"),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__gte", 15), ("minutes__lte", 480)),
                                name="open_rhythm_length",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("co_lead__isnull", True),
                                    models.Q(("co_lead", models.F("lead")), _negated=True),
                                    _connector="OR",
                                ),
                                name="open_rhythm_two_colleagues",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpenMeeting",
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
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meetings",
                                to="sessions_app.opengroup",
                            ),
                        ),
                        ("original_on", models.DateField()),
                        ("on", models.DateField()),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
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
                        (
                            "lead",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        (
                            "co_lead",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("topic", models.CharField(blank=True, max_length=200)),
                        ("guests", models.PositiveSmallIntegerField(default=0)),
                        (
                            "status",
                            models.CharField(
                                choices=[("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")],
                                default="planned",
                                max_length=10,
                            ),
                        ),
                        ("cancel_reason", models.CharField(blank=True, max_length=300)),
                        (
                            "held_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("held_at", models.DateTimeField(blank=True, null=True)),
                        ("is_customised", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ["starts_at"],
                        "indexes": [
                            models.Index(fields=["group", "starts_at"], name="open_meeting_by_group"),
                            models.Index(
                                condition=models.Q(("status", "planned")),
                                fields=["ends_at"],
                                name="open_meeting_to_finish",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("group", "original_on"), name="open_meeting_made_once"),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="open_meeting_forward"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "cancelled"), _negated=True),
                                    models.Q(("cancel_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="open_meeting_cancel_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "held"), _negated=True),
                                    ("held_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="open_meeting_held_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("co_lead__isnull", True),
                                    models.Q(("co_lead", models.F("lead")), _negated=True),
                                    _connector="OR",
                                ),
                                name="open_meeting_two_colleagues",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpenGroupMember",
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
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="sessions_app.opengroup",
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="open_groups",
                                to="clients.client",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="open_groups",
                                to="clients.relatedperson",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("member", "On the list"),
                                    ("waiting", "Waiting for a place"),
                                    ("left", "No longer comes"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("joined_on", models.DateField(blank=True, null=True)),
                        ("left_on", models.DateField(blank=True, null=True)),
                        (
                            "left_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("wish", "Their own wish"),
                                    ("returned", "Returned to treatment"),
                                    ("moved", "Moved away"),
                                    ("no_contact", "Has not come for long"),
                                    ("agreement_ended", "No longer agrees to contact after treatment"),
                                    ("group_ended", "The group has ended"),
                                    ("other", "Another reason"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("signed_up_by", models.UUIDField(null=True)),
                    ],
                    options={
                        "ordering": ["created_at"],
                        "indexes": [models.Index(fields=["group", "status"], name="open_member_by_group")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("client__isnull", False), ("person__isnull", True)),
                                    models.Q(("client__isnull", True), ("person__isnull", False)),
                                    _connector="OR",
                                ),
                                name="open_member_client_or_person",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ["member", "waiting"])),
                                fields=("group", "client"),
                                name="open_member_client_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ["member", "waiting"])),
                                fields=("group", "person"),
                                name="open_member_person_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "member"), _negated=True),
                                    models.Q(("joined_on__isnull", False), ("left_on__isnull", True)),
                                    _connector="OR",
                                ),
                                name="open_member_joined_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "left"), _negated=True),
                                    models.Q(("left_on__isnull", False), models.Q(("left_reason", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="open_member_left_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpenAttendance",
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
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendance",
                                to="sessions_app.openmeeting",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendance",
                                to="sessions_app.opengroupmember",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("came", "Came"), ("excused", "Excused"), ("missed", "Missed")], max_length=8
                            ),
                        ),
                        ("minutes", models.PositiveSmallIntegerField(default=0)),
                        ("marked_at", models.DateTimeField()),
                        ("marked_by", models.UUIDField(null=True)),
                    ],
                    options={
                        "ordering": ["meeting", "created_at"],
                        "constraints": [
                            models.UniqueConstraint(fields=("meeting", "member"), name="open_attendance_once"),
                            models.CheckConstraint(
                                condition=models.Q(("status", "came"), ("minutes", 0), _connector="OR"),
                                name="open_attendance_minutes_if_there",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GroupMaterial",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="materials",
                                to="sessions_app.opengroup",
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("words", models.TextField(blank=True)),
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
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["created_at"],
                        "indexes": [models.Index(fields=["group"], name="group_material_by_group")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="group_material_titled"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("words", ""), _negated=True), ("file__isnull", False), _connector="OR"
                                ),
                                name="group_material_holds_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TrackAgreement",
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
                                related_name="agreements",
                                to="scheduling.track",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("words", models.TextField()),
                        ("made_at", models.DateTimeField()),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["track", "-number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("track", "number"), name="track_agreement_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="track_agreement_says_something"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementAnswer",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="sessions_app.trackagreement",
                            ),
                        ),
                        (
                            "episode",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreement_answers",
                                to="clients.episode",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["at"],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "episode"), name="agreement_answered_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NewsChoice",
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
                                related_name="news_choices",
                                to="clients.episode",
                            ),
                        ),
                        ("wants", models.BooleanField()),
                        ("since", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["-since"],
                        "indexes": [models.Index(fields=["episode", "-since"], name="news_choice_newest")],
                    },
                ),
                migrations.CreateModel(
                    name="Announcement",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="announcements",
                                to="scheduling.track",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="announcements",
                                to="sessions_app.opengroup",
                            ),
                        ),
                        ("words", models.TextField()),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-starts_on", "-created_at"],
                        "indexes": [models.Index(fields=["track", "ends_on"], name="announcement_by_track")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("group__isnull", True), ("track__isnull", False)),
                                    models.Q(("group__isnull", False), ("track__isnull", True)),
                                    _connector="OR",
                                ),
                                name="announcement_to_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="announcement_forward"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="announcement_says_something"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SelfReport",
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
                            "attendance",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="self_report",
                                to="sessions_app.attendance",
                            ),
                        ),
                        (
                            "use",
                            models.CharField(
                                blank=True,
                                choices=[("none", "No use"), ("used", "Used"), ("prefers_not", "Prefers not to say")],
                                max_length=12,
                            ),
                        ),
                        ("sleep_hours", models.DecimalField(blank=True, decimal_places=1, max_digits=3, null=True)),
                        ("stress", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "habits",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("meals", "Ate regular meals"),
                                        ("exercise", "Moved or exercised"),
                                        ("medication", "Took medication as prescribed"),
                                        ("meeting", "Went to a support meeting"),
                                        ("connected", "Spoke with somebody supportive"),
                                        ("mindful", "Took a quiet moment"),
                                        ("responsible", "Kept up with work or home"),
                                    ],
                                    max_length=12,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("by_client", models.BooleanField(default=False)),
                        ("sent_key", models.UUIDField(blank=True, null=True)),
                        ("saved_at", models.DateTimeField()),
                        ("saved_by", models.UUIDField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sleep_hours__isnull", True),
                                    models.Q(("sleep_hours__gte", 0), ("sleep_hours__lte", 24)),
                                    _connector="OR",
                                ),
                                name="self_report_sleep",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("stress__isnull", True), ("stress__lte", 10), _connector="OR"),
                                name="self_report_stress",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportedUse",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="uses",
                                to="sessions_app.selfreport",
                            ),
                        ),
                        (
                            "substance",
                            models.CharField(
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
                                max_length=20,
                            ),
                        ),
                        ("amount", models.CharField(blank=True, max_length=100)),
                        ("on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["on", "created_at"],
                    },
                ),
            ],
        ),
        iop.core.migrating.AddTrigger(
            model_name="absencepolicy",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="46d8f91e5bd4670fa9b5a03e0210cc5d1e0c5d28",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_22cde",
                    table="sessions_app_absencepolicy",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="absencepolicy",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="805174fac8a667c9a8eeac35160c76e1aadfa1cd",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_83084",
                    table="sessions_app_absencepolicy",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="absencelimit",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="74fff34a475a300d4fd2c7abed9f004ff72fd9b5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3b6f3",
                    table="sessions_app_absencelimit",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="absencelimit",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="c04f9d5c3360d57f31c0828be6e32874695e7aca",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_abfd0",
                    table="sessions_app_absencelimit",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="absencestep",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0604eec5c48970e42d47515076412e5a07a323cb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4961e",
                    table="sessions_app_absencestep",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="absencestep",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="aada98d97c45e65b813d0a3a7d1a8f3d06ba5866",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_d2e3b",
                    table="sessions_app_absencestep",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="absencenotice",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d68353f1d78f687664ea0ff8df85bbfe6fc9fd35",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6090a",
                    table="sessions_app_absencenotice",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="absencenotice",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="47a772a0dc0b0f72e23f7a3cb79b98d2a462b88d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_d5b09",
                    table="sessions_app_absencenotice",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="absencecase",
            trigger=pgtrigger.compiler.Trigger(
                name="closed_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."closed_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="5df34797d8ead56a83fdc85ae65e2d415501c466",
                    operation="UPDATE",
                    pgid="pgtrigger_closed_stays_d14f1",
                    table="sessions_app_absencecase",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="absencecase",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="97344a9c6c7aff62c74c3f9d45f2ee4cd6a57992",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_683ad",
                    table="sessions_app_absencecase",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="absencecase",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="d972686b3f56cb8c6c6b28771a3b644bd75adea3",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_7d307",
                    table="sessions_app_absencecase",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="attendancechange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ad6843f7c1a4c7f318dc39b28bd8040d35f13434",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0aae2",
                    table="sessions_app_attendancechange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="attendancechange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="0eabfafd13d0466053377798d8edba984ba7c81b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_03f3a",
                    table="sessions_app_attendancechange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="limitreached",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="501c4743dd4e265fe56c464bcc66b8f7526eaf29",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_25575",
                    table="sessions_app_limitreached",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="limitreached",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="38db34b00418a6fe34b91c6eb2067a049b7622e0",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_b13d8",
                    table="sessions_app_limitreached",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="makeup",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="078fb5bcfc1c8dedfe74ebd2123a2ea5845ff7b9",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_afdd9",
                    table="sessions_app_makeup",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="makeup",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="7986d0b1b54c4417baf75350ebccb8531f00c85d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_c8264",
                    table="sessions_app_makeup",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="newschoice",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="fdfb72e1da3f16c3bb2d7ce8d07dee744ee1316d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ce196",
                    table="sessions_app_newschoice",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="newschoice",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="f17a2f6a893cb50dfe69f3e9b789eb60d131e23e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_8ecac",
                    table="sessions_app_newschoice",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="opengroup",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="f5b1833fa282344106df31be72dcb3e1a9a181a2",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_61822",
                    table="sessions_app_opengroup",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="opengroup",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="e32b48d01bf73512801faad36400b80a6effdeed",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_e09cf",
                    table="sessions_app_opengroup",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="groupmaterial",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="0ca1c68b8392de180ba45e44a820203767be6fcd",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_1f546",
                    table="sessions_app_groupmaterial",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="groupmaterial",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="9365cfbe18ace48bcdd99a3e3d32f8e5fcbc5224",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_f3e98",
                    table="sessions_app_groupmaterial",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="announcement",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="bc67ca1a6bbfd9e318b8ff49ed754ffe933dee95",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_1b3da",
                    table="sessions_app_announcement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="announcement",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="e11b3844275abe1d504beff196dfa6140531e5be",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_589ba",
                    table="sessions_app_announcement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="opengroupmember",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="c7aadb1532be85af2d4aa0c8dfc531e6f466e6ca",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_0294b",
                    table="sessions_app_opengroupmember",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="opengroupmember",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="2470695d337c69d412982954c1029e2dd9aba68d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_998bc",
                    table="sessions_app_opengroupmember",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="opengrouprhythm",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9f4cb305b69b6b7beb1fcd5275d830718948bb42",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1c072",
                    table="sessions_app_opengrouprhythm",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="opengrouprhythm",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="0c75c5a9dda2c4f8d0a8db0943935fd8b7ae4425",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_b3236",
                    table="sessions_app_opengrouprhythm",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="openmeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="only_plans_go",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (OLD.\"status\" = 'planned'))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="0a1d80d5692b6f6bddd35f2fc90e1ffbc37dc3a5",
                    operation="DELETE",
                    pgid="pgtrigger_only_plans_go_17d15",
                    table="sessions_app_openmeeting",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="openmeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="a407f2b285fd332cdf5abe060563daef106c108d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_6fcb3",
                    table="sessions_app_openmeeting",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="outreach",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="31f037045e1e39dd9f9cffa0dfa42b30d83fc7cf",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_32ec8",
                    table="sessions_app_outreach",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="outreach",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="bacd1ea10935faa915a88ee0be7a0e7dfc2313bc",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_d12f7",
                    table="sessions_app_outreach",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="absencecasestep",
            trigger=pgtrigger.compiler.Trigger(
                name="done_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."done_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="9f24fb1353b25a5d50163619def70288a67b841d",
                    operation="UPDATE",
                    pgid="pgtrigger_done_stays_033b6",
                    table="sessions_app_absencecasestep",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="absencecasestep",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="7507630a0eb2f170edd706b1d25e35c918d445b5",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_d8f51",
                    table="sessions_app_absencecasestep",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="absencecasestep",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="98e32ed589b252dd6a94644e326a23c703f3d7c5",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_cb905",
                    table="sessions_app_absencecasestep",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="programsession",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="678a9e58a88bc918a315aa8cd91ed672fb4fd935",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_b116e",
                    table="sessions_app_programsession",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="programsession",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="8eefceda1bebd898ed55b0f2ad25985abdbd05cf",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_d8973",
                    table="sessions_app_programsession",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="programsession",
            trigger=pgtrigger.compiler.Trigger(
                name="status_follows_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM sessions_app_sessionstatuschange h WHERE h.session_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'planned') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="1f789942687786cbf292b793ba4169cee26cf438",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_status_follows_history_99726",
                    table="sessions_app_programsession",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="programsession",
            trigger=pgtrigger.compiler.Trigger(
                name="status_starts_right",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'planned'))",
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM sessions_app_sessionstatuschange h WHERE h.session_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'planned') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="56df80a84ea77d39deead9b1d71ee16ecd3618bb",
                    operation="INSERT",
                    pgid="pgtrigger_status_starts_right_6caae",
                    table="sessions_app_programsession",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="7a51fbe9268bdfebf3c7ae0d740cb19b97702a70",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_4b74e",
                    table="sessions_app_attendance",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="ce5b266afbcc89a928af5d795c00e8bc0bf55281",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_cee8a",
                    table="sessions_app_attendance",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="scheduleask",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="8d6466c0950cfdc645d7672fee5cdcbdc460bff3",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_928f0",
                    table="sessions_app_scheduleask",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="scheduleask",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="5ba8f9142ad9f4b652f15f1b74589815f29590de",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_fb5dd",
                    table="sessions_app_scheduleask",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="sessionstatuschange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="688269c0b3fc05a38791dc3fdda6dfeb92ac706f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ff11e",
                    table="sessions_app_sessionstatuschange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="sessionstatuschange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="d9a1a371c73d9998b980b5232884e5d39d0fbdef",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_3f2d1",
                    table="sessions_app_sessionstatuschange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="trackagreement",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="97c8fd53f8d9337e4f685435cdc685b51bcbc9dd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_490d3",
                    table="sessions_app_trackagreement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="trackagreement",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="9a04bbff355fa1870a60e4a308e892a938dd59f2",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_9c8ae",
                    table="sessions_app_trackagreement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="agreementanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="42bd4eedb92243b0c649955ac48e268083799fe8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5fb64",
                    table="sessions_app_agreementanswer",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="agreementanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="70c285e750ebd36d2b934d0c825e5caa49d1ff54",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_aa55f",
                    table="sessions_app_agreementanswer",
                    when="BEFORE",
                ),
            ),
        ),
    ]
