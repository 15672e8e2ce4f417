"""Messages between clients and their care team."""

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.crypto
import iop.core.ids
from iop.core.migrating import AddTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0016_requests"),
        ("clinic", "0002_site_profile"),
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Thread",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("appointment", "An appointment or a session"),
                            ("medication", "A question about medication"),
                            ("paperwork", "Papers, work or insurance"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                    ),
                ),
                ("subject", iop.core.crypto.EncryptedField()),
                ("opened_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("waits_since", models.DateTimeField(blank=True, null=True)),
                ("answer_by", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="threads",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="threads", to="clients.client"
                    ),
                ),
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
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["client", "-last_at"], name="thread_of_client"),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["site", "-last_at"],
                        name="thread_open_at_site",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["assigned_to"],
                        name="thread_open_of_staff",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_at__gte", models.F("opened_at"))), name="thread_forward"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer_by__isnull", True), ("waits_since__isnull", True)),
                            models.Q(("answer_by__isnull", False), ("waits_since__isnull", False)),
                            _connector="OR",
                        ),
                        name="thread_waits_until_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                ("waits_since__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="thread_closed_by_somebody_and_waits_no_more",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ThreadMessage",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("by_client", models.BooleanField()),
                ("words", iop.core.crypto.EncryptedField()),
                ("sent_at", models.DateTimeField()),
                ("key", models.UUIDField(unique=True)),
                (
                    "staff",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="clients.thread"
                    ),
                ),
            ],
            options={
                "ordering": ["sent_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("thread", "sent_at"), name="thread_message_in_order"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by_client", True), ("staff__isnull", True)),
                            models.Q(("by_client", False), ("staff__isnull", False)),
                            _connector="OR",
                        ),
                        name="thread_message_of_one_side",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ThreadFile",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="clients.threadmessage"
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ThreadRead",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                (
                    "staff",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reads", to="clients.thread"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("thread", "staff"), name="thread_read_once_each", nulls_distinct=False
                    )
                ],
            },
        ),
        AddTrigger(
            model_name="thread",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d73268fdcb906b45ae44cc4256902f80bd8c340f",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_3cf11",
                    table="clients_thread",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="thread",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="068d0e41c76c52aa1afc5ca4c0a50091cf27288a",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_4e1b8",
                    table="clients_thread",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="threadmessage",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a52e54bc01c64a32515d46b9867b2f8c707a595a",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_78bd6",
                    table="clients_threadmessage",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="threadmessage",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="a3074e290d9c01582f3f69d045263871dd2d0fdf",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_5d23b",
                    table="clients_threadmessage",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="threadmessage",
            trigger=pgtrigger.compiler.Trigger(
                name="sent_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."thread_id" IS DISTINCT FROM (NEW."thread_id") OR OLD."by_client" IS DISTINCT FROM (NEW."by_client") OR OLD."staff_id" IS DISTINCT FROM (NEW."staff_id") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."key" IS DISTINCT FROM (NEW."key"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="9aff756dc5e7fa1b949625b093ae16b6efb32ef5",
                    operation="UPDATE",
                    pgid="pgtrigger_sent_stays_1eb37",
                    table="clients_threadmessage",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="threadfile",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="1ed16c9d2b47ee2ad1015144bb0e3c0b3e7864fd",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_5fd82",
                    table="clients_threadfile",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="threadfile",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="1a75f50bed84118c78a0d2a53d1f4dbf5aba609c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_02c5f",
                    table="clients_threadfile",
                    when="BEFORE",
                ),
            ),
        ),
    ]
