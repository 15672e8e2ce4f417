"""What a relative keeps for themselves, and how they may be written to."""

from __future__ import annotations

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.crypto
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("clients", "0017_threads"),
    ]

    operations = [
        iop.core.migrating.CreateModels(
            [
                migrations.CreateModel(
                    name="RelativeNote",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("words", iop.core.crypto.EncryptedField()),
                        ("written_at", models.DateTimeField()),
                        ("changed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="own_notes",
                                to="clients.relatedperson",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-written_at"],
                        "indexes": [models.Index(fields=["person", "-written_at"], name="relative_note_by_person")],
                    },
                ),
                migrations.CreateModel(
                    name="PersonChannel",
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
                        ("allowed", models.BooleanField()),
                        ("since", models.DateTimeField()),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="channels",
                                to="clients.relatedperson",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-since"],
                        "indexes": [models.Index(fields=["person", "channel", "-since"], name="person_channel_newest")],
                    },
                ),
            ]
        ),
        iop.core.migrating.AddTrigger(
            model_name="personchannel",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="374763a3cc4534b80d34c8b7bdd16da3da3510f0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5ad80",
                    table="family_personchannel",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="personchannel",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="da82b449bde758ca00dfe152cc99cef774466c70",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_0644b",
                    table="family_personchannel",
                    when="BEFORE",
                ),
            ),
        ),
    ]
