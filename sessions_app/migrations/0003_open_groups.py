"""Groups outside a stay: their rhythm, their meetings, who comes and who came."""

from __future__ import annotations

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
        ("scheduling", "0004_expectations"),
        ("sessions_app", "0002_self_report"),
    ]

    operations = [
        migrations.CreateModel(
            name="OpenGroup",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="open_groups", to="clinic.site"
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
                    models.CheckConstraint(condition=models.Q(("capacity__gte", 1)), name="open_group_has_places"),
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
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rhythms", to="sessions_app.opengroup"
                    ),
                ),
                ("valid_from", models.DateField()),
                (
                    "frequency",
                    models.CharField(
                        choices=[("weekly", "By the week"), ("monthly", "By the month")], default="weekly", max_length=8
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
                        condition=models.Q(("minutes__gte", 15), ("minutes__lte", 480)), name="open_rhythm_length"
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
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
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
                        condition=models.Q(("status", "planned")), fields=["ends_at"], name="open_meeting_to_finish"
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
                            models.Q(("status", "held"), _negated=True), ("held_at__isnull", False), _connector="OR"
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
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="sessions_app.opengroup"
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
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
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
    ]
