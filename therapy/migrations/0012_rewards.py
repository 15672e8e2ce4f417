"""Rewards: rules, the prize bowl, draws and the ledger."""

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
        ("therapy", "0011_warnings_and_rewards"),
    ]

    operations = [
        migrations.CreateModel(
            name="RewardPrize",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("label", models.CharField(max_length=80)),
                ("cents", models.PositiveIntegerField()),
                ("slips", models.PositiveSmallIntegerField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
            ],
            options={
                "ordering": ["cents", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at__isnull", True)),
                        fields=("site", "label"),
                        name="reward_prize_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slips__gte", 1), ("slips__lte", 1000)), name="reward_prize_slips"
                    ),
                    models.CheckConstraint(condition=models.Q(("cents__lte", 1000000)), name="reward_prize_cents"),
                    models.CheckConstraint(condition=models.Q(("label", ""), _negated=True), name="reward_prize_named"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RewardRule",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("attended", "Came to a treatment day"),
                            ("test", "Test consistent with the plan"),
                            ("goals", "Kept the goals of the day"),
                        ],
                        max_length=10,
                    ),
                ),
                ("draws", models.PositiveSmallIntegerField()),
                ("step", models.PositiveSmallIntegerField()),
                ("most", models.PositiveSmallIntegerField()),
                ("valid_from", models.DateField()),
                (
                    "made_by",
                    models.ForeignKey(
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
                "ordering": ["kind", "valid_from", "created_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("most__gte", models.F("draws")), ("most__lte", 20), ("step__lte", 20)),
                        name="reward_rule_draws",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RewardDraw",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("attended", "Came to a treatment day"),
                            ("test", "Test consistent with the plan"),
                            ("goals", "Kept the goals of the day"),
                        ],
                        max_length=10,
                    ),
                ),
                ("event", models.CharField(max_length=80)),
                ("earned_on", models.DateField()),
                ("streak", models.PositiveSmallIntegerField()),
                ("draws", models.PositiveSmallIntegerField()),
                ("seed", models.CharField(max_length=64)),
                ("version", models.CharField(max_length=8)),
                ("bowl", models.JSONField()),
                ("picks", models.JSONField()),
                ("value_cents", models.PositiveIntegerField()),
                ("credited_cents", models.PositiveIntegerField()),
                ("drawn_at", models.DateTimeField()),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reward_draws", to="clients.episode"
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="therapy.rewardrule"
                    ),
                ),
            ],
            options={
                "ordering": ["-drawn_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("episode", "kind", "event"), name="reward_draw_once"),
                    models.CheckConstraint(
                        condition=models.Q(("credited_cents__lte", models.F("value_cents"))),
                        name="reward_draw_credited",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("draws__gte", 1), ("streak__gte", 1)), name="reward_draw_some"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RewardLedger",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("earned", "Earned"), ("handed_out", "Handed out"), ("voided", "Taken back")],
                        max_length=10,
                    ),
                ),
                ("cents", models.IntegerField()),
                ("on", models.DateField()),
                ("words", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "draw",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="line",
                        to="therapy.rewarddraw",
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reward_lines", to="clients.episode"
                    ),
                ),
                (
                    "voids",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voided_by",
                        to="therapy.rewardledger",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["episode", "-at"], name="reward_line_by_stay")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("cents__gt", 0), ("draw__isnull", False), ("kind", "earned"), ("voids__isnull", True)
                            ),
                            models.Q(
                                ("cents__lt", 0),
                                ("draw__isnull", True),
                                ("kind", "handed_out"),
                                ("voids__isnull", True),
                                models.Q(("words", ""), _negated=True),
                            ),
                            models.Q(
                                ("draw__isnull", True),
                                ("kind", "voided"),
                                ("voids__isnull", False),
                                models.Q(("words", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reward_line_whole",
                    )
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="rewardledger",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="39f4560549601934839019e5ea912e41c67a3ea4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a377e",
                    table="therapy_rewardledger",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="rewardledger",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="aa26a7052196e0d5a1eb14044b5309498fa1e00a",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_a8590",
                    table="therapy_rewardledger",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="rewardledger",
            trigger=pgtrigger.compiler.Trigger(
                name="line_fits",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nPERFORM 1 FROM clients_episode WHERE id = NEW.episode_id FOR NO KEY UPDATE;\nIF NEW.voids_id IS NOT NULL AND NOT EXISTS (\n    SELECT 1 FROM therapy_rewardledger l\n    WHERE l.id = NEW.voids_id AND l.episode_id = NEW.episode_id AND l.cents = -NEW.cents AND l.kind <> 'voided'\n) THEN\n    RAISE EXCEPTION 'what is taken back is a line of the same stay, in full';\nEND IF;\nIF NEW.draw_id IS NOT NULL AND NOT EXISTS (\n    SELECT 1 FROM therapy_rewarddraw d\n    WHERE d.id = NEW.draw_id AND d.episode_id = NEW.episode_id AND d.credited_cents = NEW.cents\n) THEN\n    RAISE EXCEPTION 'what is earned is what the draw of the same stay credited';\nEND IF;\nIF (SELECT COALESCE(SUM(l.cents), 0) FROM therapy_rewardledger l WHERE l.episode_id = NEW.episode_id) + NEW.cents < 0 THEN\n    RAISE EXCEPTION 'the balance of rewards is never below nothing';\nEND IF;\nRETURN NEW;\n",
                    hash="e5537d736262d1f8dbf31d847db32170eb58f59d",
                    operation="INSERT",
                    pgid="pgtrigger_line_fits_9fba1",
                    table="therapy_rewardledger",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="rewardprize",
            trigger=pgtrigger.compiler.Trigger(
                name="prize_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.retired_at IS NOT NULL OR (to_jsonb(NEW) - 'retired_at') IS DISTINCT FROM (to_jsonb(OLD) - 'retired_at') THEN\n    RAISE EXCEPTION 'a prize stays as it was put into the bowl: take it out and put another in';\nEND IF;\nRETURN NEW;\n",
                    hash="7c785a2663692ed3613fb3474add472d7f0240d1",
                    operation="UPDATE",
                    pgid="pgtrigger_prize_stays_a8ffd",
                    table="therapy_rewardprize",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="rewardprize",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="74580c8f5defd5c8b335fd9738870835fea1f8ab",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_57fe9",
                    table="therapy_rewardprize",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="rewardprize",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="8fa7b13d8fe7d4154fe846aa432130fefa9f36ff",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_e5f1a",
                    table="therapy_rewardprize",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="rewardrule",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="48fb4d54c8f7a5149202b79d31f6d6cce051cb5e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cb1ae",
                    table="therapy_rewardrule",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="rewardrule",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="cf99474649b17d696117c4dacc935b7c967e8e79",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_c8d91",
                    table="therapy_rewardrule",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="rewarddraw",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6afbf439d06b9daa8322b3b0e0731f932d08d487",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_de983",
                    table="therapy_rewarddraw",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="rewarddraw",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="dcefed350d754beb313c263bf88c5cffb0128c43",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_0a96d",
                    table="therapy_rewarddraw",
                    when="BEFORE",
                ),
            ),
        ),
    ]
