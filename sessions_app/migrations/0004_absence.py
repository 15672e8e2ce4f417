"""Missed days: policy, cases and steps."""

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0011_sex"),
        ("clinic", "0002_site_profile"),
        ("sessions_app", "0003_open_groups"),
    ]

    operations = [
        migrations.AlterField(
            model_name="outreach",
            name="method",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="outreach",
            name="outcome",
            field=models.CharField(
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
        migrations.CreateModel(
            name="AbsencePolicy",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("valid_from", models.DateField()),
                ("name", models.CharField(max_length=100)),
                ("grace_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("notice_hours", models.PositiveSmallIntegerField()),
                ("counts_excused", models.BooleanField(default=False)),
                ("make_ups_forgive", models.BooleanField(default=True)),
                ("no_service_days", models.PositiveSmallIntegerField()),
                ("made_by", models.UUIDField(null=True)),
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
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.site",
                    ),
                ),
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
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
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
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="limits",
                        to="sessions_app.absencepolicy",
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
                                models.Q(("kind", "in_a_row"), _negated=True), ("weeks__gte", 1), ("weeks__lte", 26)
                            ),
                            _connector="OR",
                        ),
                        name="absence_limit_weeks",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AbsenceCase",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
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
                ("end_note", models.CharField(blank=True, max_length=300)),
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
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="absence_cases", to="clients.episode"
                    ),
                ),
                (
                    "first_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sessions_app.attendance"
                    ),
                ),
                (
                    "newest_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sessions_app.attendance"
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sessions_app.absencepolicy"
                    ),
                ),
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
            name="AbsenceStep",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
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
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="sessions_app.absencepolicy",
                    ),
                ),
            ],
            options={
                "ordering": ["policy", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("policy", "position"), name="absence_step_position"),
                    models.CheckConstraint(condition=models.Q(("after_hours__lte", 1440)), name="absence_step_after"),
                    models.CheckConstraint(
                        condition=models.Q(("deadline_hours__gte", 1), ("deadline_hours__lte", 720)),
                        name="absence_step_deadline",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AbsenceCaseStep",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("opens_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("left_out", models.CharField(blank=True, max_length=300)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="sessions_app.absencecase"
                    ),
                ),
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
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sessions_app.absencestep"
                    ),
                ),
            ],
            options={
                "ordering": ["case", "opens_at", "step__position"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "step"), name="absence_case_step_once"),
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gt", models.F("opens_at"))), name="absence_case_step_forward"
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
                                    models.Q(("outreach__isnull", True), models.Q(("left_out", ""), _negated=True)),
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
            name="LimitReached",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("counted", models.PositiveSmallIntegerField()),
                ("reached_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("settled_note", models.CharField(blank=True, max_length=500)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="absence_limits", to="clients.episode"
                    ),
                ),
                (
                    "limit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sessions_app.absencelimit"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sessions_app.attendance"
                    ),
                ),
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
                            models.Q(("settled_at__isnull", True), ("settled_by__isnull", True), ("settled_note", "")),
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
            name="AbsenceNotice",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("called_at", models.DateTimeField()),
                ("is_short", models.BooleanField()),
                ("is_excused", models.BooleanField(default=False)),
                ("reason", models.CharField(max_length=300)),
                (
                    "attendance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="sessions_app.attendance",
                    ),
                ),
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
    ]
