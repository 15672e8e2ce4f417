"""Delivery: order, answers of providers, addresses that said stop."""

from __future__ import annotations

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.crypto
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="AddressStop",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
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
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
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
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
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
                        choices=[("stop", "Stop"), ("start", "Start"), ("help", "Help"), ("other", "Other words")],
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
            },
        ),
        migrations.CreateModel(
            name="SafeHours",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("client_id", models.UUIDField()),
                ("from_hour", models.PositiveSmallIntegerField()),
                ("until_hour", models.PositiveSmallIntegerField()),
                ("since", models.DateTimeField()),
                ("recorded_by", models.UUIDField(null=True)),
            ],
            options={
                "ordering": ["-since"],
            },
        ),
        migrations.CreateModel(
            name="SinkMessage",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
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
            },
        ),
        migrations.AddField(
            model_name="message",
            name="claimed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="expires_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="lease",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="outcome",
            field=models.CharField(
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
        migrations.AddField(
            model_name="message",
            name="outcome_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="priority",
            field=models.PositiveSmallIntegerField(choices=[(0, "Urgent"), (1, "Change"), (2, "Reminder")], default=1),
        ),
        migrations.AddField(
            model_name="message",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("taken_back", "taken back: it was no longer true"),
                    ("not_allowed", "no longer allowed, or no longer true"),
                    ("stopped", "the address asked to stop"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="resends",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="message",
            name="status",
            field=models.CharField(
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
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("status", "waiting")),
                fields=["channel", "priority", "due_at", "id"],
                name="message_order",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["channel", "claimed_at"], name="message_pace"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("status", "waiting")), fields=["expires_at"], name="message_expires"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["recipient_id", "-due_at"], name="message_of"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("provider_id", ""), _negated=True), fields=["provider_id"], name="message_provider"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("status", "failed")), fields=["status", "-due_at"], name="message_failed"
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", ""), ("outcome_at__isnull", False), _connector="OR"),
                name="message_outcome_when",
            ),
        ),
        migrations.AddIndex(
            model_name="addressstop",
            index=models.Index(fields=["address_index"], name="stop_address"),
        ),
        migrations.AddConstraint(
            model_name="addressstop",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("channel", "address_index"), name="stop_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="addressstop",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at__isnull", True), ("ended_at__gte", models.F("since")), _connector="OR"),
                name="stop_ends_later",
            ),
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
        migrations.AddConstraint(
            model_name="channelstate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("down_since__isnull", True), ("try_at__isnull", True)),
                    models.Q(("down_since__isnull", False), ("try_at__isnull", False)),
                    _connector="OR",
                ),
                name="channel_down_asks_again",
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="message",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="notifications.message"
            ),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(fields=["-at", "-id"], name="reply_newest"),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(fields=["address_index"], name="reply_address"),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(condition=models.Q(("seen_at__isnull", True)), fields=["site_id"], name="reply_unseen"),
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
        migrations.AddIndex(
            model_name="safehours",
            index=models.Index(fields=["client_id", "-since"], name="safe_hours_newest"),
        ),
        migrations.AddConstraint(
            model_name="safehours",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_hour__lte", models.F("until_hour")), ("until_hour__lte", 24)),
                name="safe_hours_in_a_day",
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
        migrations.AddIndex(
            model_name="sinkmessage",
            index=models.Index(fields=["to", "taken_at"], name="sink_phone"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(fields=("message", "outcome", "said"), name="receipt_once"),
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
    ]
