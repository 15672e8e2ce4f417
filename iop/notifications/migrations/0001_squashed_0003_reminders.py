"""Messages, their delivery and reminders.

What the steps before made one by one, made at once: an empty database comes to the same schema much sooner.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.crypto
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    replaces = [
        ("notifications", "0001_initial"),
        ("notifications", "0002_delivery"),
        ("notifications", "0003_reminders"),
    ]

    initial = True

    dependencies = [
        ("clinic", "0001_squashed_0002_site_profile"),
    ]

    operations = [
        iop.core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Message",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("email", "E-mail"),
                                    ("sms", "Text message"),
                                    ("voice", "Phone call"),
                                    ("letter", "Letter"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("to", models.CharField(max_length=254)),
                        ("recipient_kind", models.CharField(max_length=12)),
                        ("recipient_id", models.UUIDField()),
                        ("template", models.CharField(max_length=60)),
                        ("language", models.CharField(default="en", max_length=8)),
                        ("subject", models.CharField(blank=True, max_length=200)),
                        ("body", models.TextField()),
                        ("about_kind", models.CharField(blank=True, max_length=40)),
                        ("about_id", models.UUIDField(null=True)),
                        ("site_id", models.UUIDField(null=True)),
                        ("basis", models.JSONField()),
                        ("dedupe_key", models.CharField(max_length=200, unique=True)),
                        ("due_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField(null=True)),
                        (
                            "priority",
                            models.PositiveSmallIntegerField(
                                choices=[(0, "Urgent"), (1, "Change"), (2, "Reminder")], default=1
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("sent", "Sent"),
                                    ("withdrawn", "Withdrawn"),
                                    ("expired", "Too late to send"),
                                    ("failed", "Failed"),
                                    ("given_up", "Given up"),
                                ],
                                default="waiting",
                                max_length=12,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("taken_back", "taken back: it was no longer true"),
                                    ("not_allowed", "no longer allowed, or no longer true"),
                                    ("stopped", "the address asked to stop"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("next_attempt_at", models.DateTimeField()),
                        ("lease", models.UUIDField(null=True)),
                        ("claimed_at", models.DateTimeField(null=True)),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("provider_id", models.CharField(blank=True, max_length=120)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("delivered", "Arrived"),
                                    ("undelivered", "Did not arrive"),
                                    ("bounced", "Came back"),
                                    ("complained", "Called unwanted"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("outcome_at", models.DateTimeField(null=True)),
                        ("resends", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["-due_at"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "waiting")),
                                fields=["next_attempt_at"],
                                name="message_waiting",
                            ),
                            models.Index(
                                condition=models.Q(("status", "waiting")),
                                fields=["channel", "priority", "due_at", "id"],
                                name="message_order",
                            ),
                            models.Index(fields=["channel", "claimed_at"], name="message_pace"),
                            models.Index(
                                condition=models.Q(("status", "waiting")), fields=["expires_at"], name="message_expires"
                            ),
                            models.Index(fields=["about_kind", "about_id"], name="message_about"),
                            models.Index(fields=["recipient_id", "-due_at"], name="message_of"),
                            models.Index(
                                condition=models.Q(("provider_id", ""), _negated=True),
                                fields=["provider_id"],
                                name="message_provider",
                            ),
                            models.Index(
                                condition=models.Q(("status", "failed")),
                                fields=["status", "-due_at"],
                                name="message_failed",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "sent"), _negated=True),
                                    ("sent_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="message_sent_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("outcome", ""), ("outcome_at__isnull", False), _connector="OR"),
                                name="message_outcome_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeliveryAttempt",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliveries",
                                to="notifications.message",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("ok", models.BooleanField()),
                        ("answer", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ["at"],
                    },
                ),
                migrations.CreateModel(
                    name="Receipt",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipts",
                                to="notifications.message",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("delivered", "Arrived"),
                                    ("undelivered", "Did not arrive"),
                                    ("bounced", "Came back"),
                                    ("complained", "Called unwanted"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("said", models.CharField(blank=True, max_length=120)),
                    ],
                    options={
                        "ordering": ["at"],
                        "constraints": [
                            models.UniqueConstraint(fields=("message", "outcome", "said"), name="receipt_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChannelState",
                    fields=[
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("email", "E-mail"),
                                    ("sms", "Text message"),
                                    ("voice", "Phone call"),
                                    ("letter", "Letter"),
                                ],
                                max_length=8,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("down_since", models.DateTimeField(null=True)),
                        ("failures", models.PositiveIntegerField(default=0)),
                        ("try_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("down_since__isnull", True), ("try_at__isnull", True)),
                                    models.Q(("down_since__isnull", False), ("try_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="channel_down_asks_again",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SafeHours",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("client_id", models.UUIDField()),
                        ("from_hour", models.PositiveSmallIntegerField()),
                        ("until_hour", models.PositiveSmallIntegerField()),
                        ("since", models.DateTimeField()),
                        ("recorded_by", models.UUIDField(null=True)),
                    ],
                    options={
                        "ordering": ["-since"],
                        "indexes": [models.Index(fields=["client_id", "-since"], name="safe_hours_newest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("from_hour__lte", models.F("until_hour")), ("until_hour__lte", 24)),
                                name="safe_hours_in_a_day",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReminderRule",
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
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
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
                        "indexes": [
                            models.Index(fields=["client_id", "kind", "-since"], name="reminder_choice_newest")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("way__in", ["", "sms", "email", "none"])),
                                name="reminder_choice_way",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StaffReminderChoice",
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
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
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
                migrations.CreateModel(
                    name="AddressStop",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("email", "E-mail"),
                                    ("sms", "Text message"),
                                    ("voice", "Phone call"),
                                    ("letter", "Letter"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("address", iop.core.crypto.EncryptedField()),
                        ("address_index", iop.core.crypto.BlindIndexField(editable=False, max_length=64, of="address")),
                        ("since", models.DateTimeField()),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("word", "by a word in a text"),
                                    ("link", "by the link in an e-mail"),
                                    ("provider", "the provider told us"),
                                    ("staff", "told to a colleague"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "ended_by",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("word", "by a word in a text"),
                                    ("link", "by the link in an e-mail"),
                                    ("provider", "the provider told us"),
                                    ("staff", "told to a colleague"),
                                ],
                                max_length=12,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-since"],
                        "indexes": [models.Index(fields=["address_index"], name="stop_address")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("channel", "address_index"),
                                name="stop_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at__isnull", True), ("ended_at__gte", models.F("since")), _connector="OR"
                                ),
                                name="stop_ends_later",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reply",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("email", "E-mail"),
                                    ("sms", "Text message"),
                                    ("voice", "Phone call"),
                                    ("letter", "Letter"),
                                ],
                                default="sms",
                                max_length=8,
                            ),
                        ),
                        ("address", iop.core.crypto.EncryptedField()),
                        ("address_index", iop.core.crypto.BlindIndexField(editable=False, max_length=64, of="address")),
                        ("words", iop.core.crypto.EncryptedField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("stop", "Stop"),
                                    ("start", "Start"),
                                    ("help", "Help"),
                                    ("other", "Other words"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("provider_id", models.CharField(max_length=120, unique=True)),
                        ("site_id", models.UUIDField(null=True)),
                        ("seen_at", models.DateTimeField(null=True)),
                        ("seen_by", models.UUIDField(null=True)),
                    ],
                    options={
                        "ordering": ["-at", "-id"],
                        "indexes": [
                            models.Index(fields=["-at", "-id"], name="reply_newest"),
                            models.Index(fields=["address_index"], name="reply_address"),
                            models.Index(
                                condition=models.Q(("seen_at__isnull", True)), fields=["site_id"], name="reply_unseen"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SinkMessage",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("key", models.CharField(max_length=80, unique=True)),
                        ("channel", models.CharField(max_length=8)),
                        ("to", models.CharField(max_length=254)),
                        ("subject", models.CharField(blank=True, max_length=200)),
                        ("body", models.TextField()),
                        ("headers", models.JSONField(default=dict)),
                        ("taken_at", models.DateTimeField()),
                        ("hand_overs", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["taken_at", "id"],
                        "indexes": [models.Index(fields=["to", "taken_at"], name="sink_phone")],
                    },
                ),
            ],
        ),
        iop.core.migrating.AddTrigger(
            model_name="addressstop",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d3cb795be1f4f3b7d1b1e0c15876886b70278390",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_cb975",
                    table="notifications_addressstop",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="addressstop",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="b9c671907a280110105d17e26b35abfac9ab3016",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_939d6",
                    table="notifications_addressstop",
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
            model_name="reply",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="690566b9c87d27922dfe6971682521424b22f9a2",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_cbdec",
                    table="notifications_reply",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="reply",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="f5871aeeb9c7d9654accee329c1ad15a47ee5208",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_3b300",
                    table="notifications_reply",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="safehours",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a662bc1d346b8f4dd52cddcc9e4a917258dd9c02",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5fc65",
                    table="notifications_safehours",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="safehours",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="457caaf5b056dae6f9f48ef5dfa9a50cb0175cd7",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_59c7f",
                    table="notifications_safehours",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="deliveryattempt",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4121607252bfbe29c596b94ad1cc18083a31fae6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0ace5",
                    table="notifications_deliveryattempt",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="deliveryattempt",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="1030ea3754f0b42c27a67682f4301ae020d59b3d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_91d9f",
                    table="notifications_deliveryattempt",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="receipt",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d994e0fa7a46936e2423f0f03dfb77cef9b754bf",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1ce68",
                    table="notifications_receipt",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="receipt",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="e97c2bbb8abd86a78b2d2936fd683ea903cb6005",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_d9ee4",
                    table="notifications_receipt",
                    when="BEFORE",
                ),
            ),
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
