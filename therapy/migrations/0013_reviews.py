"""Reviews of the level of care."""

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
        ("therapy", "0012_rewards"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReviewRhythm",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_rhythms",
                        to="clients.levelofcare",
                    ),
                ),
                ("valid_from", models.DateField()),
                ("first_every_days", models.PositiveSmallIntegerField()),
                ("first_period_days", models.PositiveSmallIntegerField()),
                ("then_every_days", models.PositiveSmallIntegerField()),
                ("made_by", models.UUIDField(null=True)),
            ],
            options={
                "ordering": ["-valid_from"],
                "constraints": [
                    models.UniqueConstraint(fields=("level", "valid_from"), name="review_rhythm_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_every_days__gte", 1),
                            ("first_every_days__lte", 366),
                            ("then_every_days__gte", 1),
                            ("then_every_days__lte", 366),
                            ("first_period_days__lte", 366),
                        ),
                        name="review_rhythm_counts",
                    ),
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="reviewrhythm",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d7a6b18bf7fe782d79b5d8a60529c66f118ef5b1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7f4c8",
                    table="therapy_reviewrhythm",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="reviewrhythm",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="072c378c410ef59e665156a0a5d428d5664ec8c1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_b0d89",
                    table="therapy_reviewrhythm",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="LevelReview",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="level_reviews", to="clients.episode"
                    ),
                ),
                ("due_on", models.DateField()),
                ("opened_at", models.DateTimeField()),
                ("causes", models.JSONField(default=list)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("due", "To do"),
                            ("draft", "Begun"),
                            ("awaiting", "Waiting for co-signature"),
                            ("signed", "Signed"),
                            ("cosigned", "Co-signed"),
                            ("returned", "Returned by the supervisor"),
                            ("superseded", "Replaced by another"),
                            ("dropped", "No longer needed"),
                        ],
                        default="due",
                        max_length=10,
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="therapy.levelreview",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "handed_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
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
                ("since", models.DateField(blank=True, null=True)),
                (
                    "edition",
                    models.PositiveSmallIntegerField(
                        blank=True, choices=[(3, "3rd edition"), (4, "4th edition")], null=True
                    ),
                ),
                (
                    "indicated_level",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.levelofcare",
                    ),
                ),
                (
                    "chosen_level",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.levelofcare",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("continue", "Continue at this level"),
                            ("step_down", "Step down"),
                            ("step_up", "Step up"),
                            ("extend", "Continue beyond the target weeks"),
                            ("off_site", "Detox or residential elsewhere"),
                            ("discharge", "Complete or end treatment here"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                (
                    "variance_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_available", "Level not available here"),
                            ("preference", "Client's preference"),
                            ("payer", "Payer's decision"),
                            ("legal", "Legal requirement"),
                            ("waiting", "On a waiting list"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                    ),
                ),
                ("variance_note", models.CharField(blank=True, max_length=300)),
                ("more_weeks", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("barriers", models.TextField(blank=True)),
                ("next_steps", models.TextField(blank=True)),
                ("plan_changes", models.TextField(blank=True)),
                ("remarks", models.JSONField(default=dict)),
                ("client_view", models.TextField(blank=True)),
                (
                    "client_agrees",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "Agrees"),
                            ("partly", "Agrees in part"),
                            ("no", "Does not agree"),
                            ("not_asked", "Could not be asked yet"),
                        ],
                        max_length=10,
                    ),
                ),
                ("client_dissent", models.TextField(blank=True)),
                ("facts", models.JSONField(blank=True, null=True)),
                ("proposals", models.JSONField(blank=True, null=True)),
                ("saved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                ("credential", models.CharField(blank=True, max_length=120)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("acted_at", models.DateTimeField(blank=True, null=True)),
                ("acted_kind", models.CharField(blank=True, max_length=60)),
                ("acted_id", models.UUIDField(blank=True, null=True)),
                ("set_aside_because", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["-due_on", "-created_at"],
                "indexes": [
                    models.Index(fields=["episode", "-signed_at"], name="level_review_by_stay"),
                    models.Index(
                        condition=models.Q(("status__in", ("due", "draft"))),
                        fields=["due_on"],
                        name="level_review_open",
                    ),
                    models.Index(
                        condition=models.Q(("acted_at__isnull", True)), fields=["signed_at"], name="level_review_waits"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("due", "draft"))),
                        fields=("episode",),
                        name="level_review_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("signed_at__isnull", True),
                                ("signed_by__isnull", True),
                                ("status__in", ["due", "draft", "dropped"]),
                            ),
                            models.Q(
                                models.Q(("status__in", ["due", "draft", "dropped"]), _negated=True),
                                ("edition__isnull", False),
                                ("level__isnull", False),
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                ("facts__isnull", False),
                                ("proposals__isnull", False),
                                models.Q(("decision", ""), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                                models.Q(("digest", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="level_review_signed_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_at__isnull", True),
                            models.Q(("chosen_level__isnull", True), ("decision", "discharge")),
                            models.Q(
                                models.Q(("decision", "discharge"), _negated=True),
                                ("chosen_level__isnull", False),
                                ("indicated_level__isnull", False),
                                models.Q(
                                    ("chosen_level", models.F("indicated_level")),
                                    models.Q(("variance_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="level_review_variance",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_at__isnull", True),
                            models.Q(("decision__in", ("continue", "extend")), _negated=True),
                            ("chosen_level", models.F("level")),
                            _connector="OR",
                        ),
                        name="level_review_stays",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_at__isnull", True),
                            models.Q(("decision", "extend"), _negated=True),
                            models.Q(("more_weeks__gte", 1), ("more_weeks__lte", 52)),
                            _connector="OR",
                        ),
                        name="level_review_more_weeks",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("acted_at__isnull", True),
                                ("acted_id__isnull", True),
                                ("acted_kind", ""),
                                ("set_aside_because", ""),
                            ),
                            models.Q(("acted_at__isnull", False), ("signed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="level_review_acted_on",
                    ),
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="levelreview",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.signed_at IS NOT NULL AND (\n    to_jsonb(OLD) - ARRAY['status', 'version', 'acted_at', 'acted_kind', 'acted_id', 'set_aside_because'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['status', 'version', 'acted_at', 'acted_kind', 'acted_id', 'set_aside_because']\n    OR NEW.status IN ('due', 'draft', 'dropped')\n) THEN\n    RAISE EXCEPTION 'a signed review is locked: a new review follows it';\nEND IF;\nRETURN NEW;\n",
                    hash="78dfa935cd6af5156f061c22cd10a58502d0d3d6",
                    operation="UPDATE",
                    pgid="pgtrigger_locked_once_signed_c936b",
                    table="therapy_levelreview",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="levelreview",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="f062504f1fbdbee4fa36c7c1afcbe5a2524fceae",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_b48b4",
                    table="therapy_levelreview",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="levelreview",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="2f4f69e311a89313f0bedaf9d81b395b83a6da33",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_61007",
                    table="therapy_levelreview",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="levelreview",
            trigger=pgtrigger.compiler.Trigger(
                name="status_follows_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM therapy_levelreviewchange h WHERE h.review_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'due') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="40e2a3caad29a0edcd61260069081d8d2331af1d",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_status_follows_history_81b51",
                    table="therapy_levelreview",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="levelreview",
            trigger=pgtrigger.compiler.Trigger(
                name="status_starts_right",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'due'))",
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM therapy_levelreviewchange h WHERE h.review_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'due') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="945f68620860d7676bd63b317c89dc269a5ad597",
                    operation="INSERT",
                    pgid="pgtrigger_status_starts_right_7e1e3",
                    table="therapy_levelreview",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="LevelReviewChange",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="therapy.levelreview"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("due", "To do"),
                            ("draft", "Begun"),
                            ("awaiting", "Waiting for co-signature"),
                            ("signed", "Signed"),
                            ("cosigned", "Co-signed"),
                            ("returned", "Returned by the supervisor"),
                            ("superseded", "Replaced by another"),
                            ("dropped", "No longer needed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="levelreviewchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6bdd1d68d8ff5d06947474c50858ee8ac2d965f6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2b392",
                    table="therapy_levelreviewchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="levelreviewchange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="6dd36557fb96cc44dd4b299da4cb97cfd6bc1202",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_68fa9",
                    table="therapy_levelreviewchange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ReviewCoSignature",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cosignatures",
                        to="therapy.levelreview",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "decision",
                    models.CharField(
                        choices=[("signed", "Co-signed"), ("returned", "Returned with a comment")], max_length=10
                    ),
                ),
                ("comment", models.TextField(blank=True)),
                ("credential", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "ordering": ["at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "returned"), _negated=True),
                            models.Q(("comment", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="review_returned_says_why",
                    ),
                    models.UniqueConstraint(fields=("review",), name="review_answered_once"),
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="reviewcosignature",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="11aa8013a0b3c0c1642d4d5333f5551820a70342",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_139a2",
                    table="therapy_reviewcosignature",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="reviewcosignature",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="b7a7e938780d49a0d797dc5d64378be2303e2c09",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_0575a",
                    table="therapy_reviewcosignature",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ReviewDisagreement",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disagreements",
                        to="therapy.levelreview",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("words", models.TextField()),
            ],
            options={
                "ordering": ["at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="review_disagreement_said"
                    )
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="reviewdisagreement",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ad9ee4d7a6105c780cbd56ab9bb1467cb67a551b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f5b7a",
                    table="therapy_reviewdisagreement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="reviewdisagreement",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="7ab189b646de4edcbec2eae2b007f48dd55eee14",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_1bbda",
                    table="therapy_reviewdisagreement",
                    when="BEFORE",
                ),
            ),
        ),
    ]
