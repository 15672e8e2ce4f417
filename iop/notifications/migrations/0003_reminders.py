"""What is reminded when: rules, what each person chose, and what each message reminded of."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0002_site_profile"),
        ("notifications", "0002_delivery"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReminderRule",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("session", "Treatment day"),
                            ("appointment", "Appointment"),
                            ("group_meeting", "Alumni and open groups"),
                            ("form_to_sign", "Form to sign"),
                            ("measure_due", "Questionnaire to fill in"),
                            ("review_due", "Reviews of the level of care"),
                            ("unsigned_note", "Notes to sign"),
                            ("licence", "Own licences about to end"),
                            ("work_due", "Other work that is due"),
                        ],
                        max_length=16,
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
                ("valid_from", models.DateField()),
                ("is_on", models.BooleanField()),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("email", "E-mail"),
                                ("sms", "Text message"),
                                ("voice", "Phone call"),
                                ("letter", "Letter"),
                            ],
                            max_length=8,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "leads",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("hour", models.PositiveSmallIntegerField(default=17)),
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
                "ordering": ["kind", "-valid_from", "-created_at"],
                "indexes": [models.Index(fields=["kind", "-valid_from"], name="reminder_rule_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hour__gte", 8), ("hour__lte", 20)), name="reminder_rule_hour"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_on", False),
                            models.Q(("leads__len__gte", 1), ("channels__len__gte", 1)),
                            _connector="OR",
                        ),
                        name="reminder_rule_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClientReminderChoice",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("client_id", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("session", "Treatment day"),
                            ("appointment", "Appointment"),
                            ("group_meeting", "Alumni and open groups"),
                            ("form_to_sign", "Form to sign"),
                            ("measure_due", "Questionnaire to fill in"),
                            ("review_due", "Reviews of the level of care"),
                            ("unsigned_note", "Notes to sign"),
                            ("licence", "Own licences about to end"),
                            ("work_due", "Other work that is due"),
                        ],
                        max_length=16,
                    ),
                ),
                ("way", models.CharField(blank=True, max_length=8)),
                (
                    "leads",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("since", models.DateTimeField()),
                ("recorded_by", models.UUIDField(null=True)),
            ],
            options={
                "ordering": ["-since"],
                "indexes": [models.Index(fields=["client_id", "kind", "-since"], name="reminder_choice_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["", "sms", "email", "none"])), name="reminder_choice_way"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffReminderChoice",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                ("way", models.CharField(max_length=8)),
                ("hour", models.PositiveSmallIntegerField()),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("session", "Treatment day"),
                                ("appointment", "Appointment"),
                                ("group_meeting", "Alumni and open groups"),
                                ("form_to_sign", "Form to sign"),
                                ("measure_due", "Questionnaire to fill in"),
                                ("review_due", "Reviews of the level of care"),
                                ("unsigned_note", "Notes to sign"),
                                ("licence", "Own licences about to end"),
                                ("work_due", "Other work that is due"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("since", models.DateTimeField()),
            ],
            options={
                "ordering": ["-since"],
                "indexes": [models.Index(fields=["staff", "-since"], name="staff_reminder_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hour__gte", 5), ("hour__lte", 20)), name="staff_reminder_hour"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["sms", "email", "none"])), name="staff_reminder_way"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderLine",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminder_lines",
                        to="notifications.message",
                    ),
                ),
                ("key", models.CharField(max_length=220, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("session", "Treatment day"),
                            ("appointment", "Appointment"),
                            ("group_meeting", "Alumni and open groups"),
                            ("form_to_sign", "Form to sign"),
                            ("measure_due", "Questionnaire to fill in"),
                            ("review_due", "Reviews of the level of care"),
                            ("unsigned_note", "Notes to sign"),
                            ("licence", "Own licences about to end"),
                            ("work_due", "Other work that is due"),
                        ],
                        max_length=16,
                    ),
                ),
                ("about_kind", models.CharField(max_length=40)),
                ("about_id", models.UUIDField()),
                ("starts_at", models.DateTimeField()),
                ("lead", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["starts_at"],
                "indexes": [
                    models.Index(fields=["about_kind", "about_id"], name="reminder_line_about"),
                    models.Index(fields=["starts_at"], name="reminder_line_ahead"),
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="reminderrule",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c59fca7c091a6c8ec4c8d60ac4e79dfb6aa97a10",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_97a74",
                    table="notifications_reminderrule",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="reminderrule",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="c9661b5f7751962d0f7b77b404b69abff839ce7c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_1099b",
                    table="notifications_reminderrule",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="clientreminderchoice",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a6b65d89bf9bcd399dce380f193b13542bda076a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c21d1",
                    table="notifications_clientreminderchoice",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="clientreminderchoice",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="f34f7aeefcb80dae52cd5aca9f4e889fc193d35c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_6eec3",
                    table="notifications_clientreminderchoice",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="staffreminderchoice",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cb32e526d23e0db7c13515eed0c1c27ec21b4f1b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4b583",
                    table="notifications_staffreminderchoice",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="staffreminderchoice",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="3f238c95ad166462d87366135b512561701e8d37",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_2bf4d",
                    table="notifications_staffreminderchoice",
                    when="BEFORE",
                ),
            ),
        ),
    ]
