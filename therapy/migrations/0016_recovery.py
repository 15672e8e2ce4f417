"""Homework and journal."""

from __future__ import annotations

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.crypto
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0014_portal"),
        ("clinic", "0002_site_profile"),
        ("scheduling", "0005_group_meetings"),
        ("therapy", "0015_follow_ups"),
    ]

    operations = [
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("words", iop.core.crypto.EncryptedField(blank=True, default="")),
                ("mood", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("written_at", models.DateTimeField()),
                ("sent_key", models.UUIDField(blank=True, null=True)),
                ("shared_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.client"
                    ),
                ),
            ],
            options={
                "ordering": ["-written_at", "-id"],
                "indexes": [models.Index(fields=["client", "-written_at"], name="journal_by_client")],
                "constraints": [
                    models.UniqueConstraint(fields=("client", "sent_key"), name="journal_sent_once"),
                    models.CheckConstraint(
                        condition=models.Q(("mood__isnull", True), ("mood__lte", 10), _connector="OR"),
                        name="journal_mood",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True), ("shared_at__isnull", False), _connector="OR"
                        ),
                        name="journal_taken_back_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Homework",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("words", models.TextField()),
                ("due_on", models.DateField(blank=True, null=True)),
                ("given_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "To do"), ("done", "Done"), ("dropped", "No longer asked")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("client_words", models.TextField(blank=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="homework", to="clients.episode"
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
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
            ],
            options={
                "ordering": ["-given_at"],
                "indexes": [models.Index(fields=["episode", "-given_at"], name="homework_by_episode")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("status", "open")),
                            models.Q(models.Q(("status", "open"), _negated=True), ("settled_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="homework_settled_when",
                    ),
                    models.CheckConstraint(condition=models.Q(("words", ""), _negated=True), name="homework_says_what"),
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="homework",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a1e40707f59b906c244016ef0b556c0fadd53f95",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_61f85",
                    table="therapy_homework",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="homework",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="eda07a040dae801f02641ff2e5c033fab2334600",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_78e29",
                    table="therapy_homework",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="journalentry",
            trigger=pgtrigger.compiler.Trigger(
                name="shared_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."shared_at" IS NOT NULL)',
                    func="\nIF NEW.shared_at IS NULL OR NEW.mood IS DISTINCT FROM OLD.mood OR NEW.written_at IS DISTINCT FROM OLD.written_at\n    OR (NEW.words IS DISTINCT FROM OLD.words AND split_part(NEW.words, '.', 2) = split_part(OLD.words, '.', 2))\nTHEN\n    RAISE EXCEPTION 'an entry that was shared is not changed: it may be taken back';\nEND IF;\nRETURN NEW;\n",
                    hash="cb5c52608043703eb283f5402d1cac41ea4dd3a9",
                    operation="UPDATE",
                    pgid="pgtrigger_shared_stays_01ee1",
                    table="therapy_journalentry",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="journalentry",
            trigger=pgtrigger.compiler.Trigger(
                name="shared_not_removed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."shared_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="2e0d77f3b78258011dd6c2273912e5656f11657f",
                    operation="DELETE",
                    pgid="pgtrigger_shared_not_removed_6b115",
                    table="therapy_journalentry",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="journalentry",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="42419865315ceb3840890c04cd9fb940373e29a4",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_e36ed",
                    table="therapy_journalentry",
                    when="BEFORE",
                ),
            ),
        ),
    ]
