"""Follow-up after treatment, and asking for more support."""

from __future__ import annotations

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0012_discharge"),
        ("clinic", "0002_site_profile"),
        ("therapy", "0014_transitions"),
    ]

    operations = [
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="follow_ups", to="clients.episode"
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
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "follow_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="therapy.followup"
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
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
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
                            models.Q(("answer", "inquiry"), _negated=True), ("inquiry__isnull", False), _connector="OR"
                        ),
                        name="more_support_inquiry_named",
                    ),
                ],
            },
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
    ]
