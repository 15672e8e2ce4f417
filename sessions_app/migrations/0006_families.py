"""Groups of families, and what a group agreed on."""

from __future__ import annotations

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0017_threads"),
        ("clinic", "0002_site_profile"),
        ("documents", "0001_initial"),
        ("sessions_app", "0005_from_outside"),
    ]

    operations = [
        migrations.CreateModel(
            name="GroupMaterial",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("title", models.CharField(max_length=200)),
                ("words", models.TextField(blank=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="materials",
                        to="sessions_app.opengroup",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at"],
                "indexes": [models.Index(fields=["group"], name="group_material_by_group")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="group_material_titled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("words", ""), _negated=True), ("file__isnull", False), _connector="OR"
                        ),
                        name="group_material_holds_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NewsChoice",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("wants", models.BooleanField()),
                ("since", models.DateTimeField()),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="news_choices", to="clients.episode"
                    ),
                ),
            ],
            options={
                "ordering": ["-since"],
                "indexes": [models.Index(fields=["episode", "-since"], name="news_choice_newest")],
            },
        ),
        migrations.CreateModel(
            name="TrackAgreement",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("words", models.TextField()),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "track",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="scheduling.track"
                    ),
                ),
            ],
            options={
                "ordering": ["track", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("track", "number"), name="track_agreement_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="track_agreement_says_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementAnswer",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("at", models.DateTimeField()),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreement_answers",
                        to="clients.episode",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="sessions_app.trackagreement",
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "episode"), name="agreement_answered_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("words", models.TextField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="announcements",
                        to="sessions_app.opengroup",
                    ),
                ),
                (
                    "track",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="announcements",
                        to="scheduling.track",
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_on", "-created_at"],
                "indexes": [models.Index(fields=["track", "ends_on"], name="announcement_by_track")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("group__isnull", True), ("track__isnull", False)),
                            models.Q(("group__isnull", False), ("track__isnull", True)),
                            _connector="OR",
                        ),
                        name="announcement_to_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="announcement_forward"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="announcement_says_something"
                    ),
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="announcement",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="bc67ca1a6bbfd9e318b8ff49ed754ffe933dee95",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_1b3da",
                    table="sessions_app_announcement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="announcement",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="e11b3844275abe1d504beff196dfa6140531e5be",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_589ba",
                    table="sessions_app_announcement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="groupmaterial",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="0ca1c68b8392de180ba45e44a820203767be6fcd",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_1f546",
                    table="sessions_app_groupmaterial",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="groupmaterial",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="9365cfbe18ace48bcdd99a3e3d32f8e5fcbc5224",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_f3e98",
                    table="sessions_app_groupmaterial",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="newschoice",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="fdfb72e1da3f16c3bb2d7ce8d07dee744ee1316d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ce196",
                    table="sessions_app_newschoice",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="newschoice",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="f17a2f6a893cb50dfe69f3e9b789eb60d131e23e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_8ecac",
                    table="sessions_app_newschoice",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="trackagreement",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="97c8fd53f8d9337e4f685435cdc685b51bcbc9dd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_490d3",
                    table="sessions_app_trackagreement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="trackagreement",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="9a04bbff355fa1870a60e4a308e892a938dd59f2",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_9c8ae",
                    table="sessions_app_trackagreement",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="agreementanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="42bd4eedb92243b0c649955ac48e268083799fe8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5fb64",
                    table="sessions_app_agreementanswer",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="agreementanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="70c285e750ebd36d2b934d0c825e5caa49d1ff54",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_aa55f",
                    table="sessions_app_agreementanswer",
                    when="BEFORE",
                ),
            ),
        ),
    ]
