"""0003_assessments_and_counseling_notes"""

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.crypto
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0010_letters"),
        ("clinic", "0001_initial"),
        ("therapy", "0002_locks_cover_reason_and_moves"),
    ]

    operations = [
        migrations.CreateModel(
            name="BiopsychosocialAssessment",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("definition", models.CharField(max_length=12)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("own", "Made here"),
                            ("earlier", "Made here before, reviewed"),
                            ("outside", "Made elsewhere, reviewed"),
                        ],
                        default="own",
                        max_length=8,
                    ),
                ),
                ("made_by", models.CharField(blank=True, max_length=200)),
                ("made_on", models.DateField(blank=True, null=True)),
                ("review_note", models.TextField(blank=True)),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("awaiting", "Waiting for co-signature"), ("signed", "Signed")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("saved_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "earlier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adopted_as",
                        to="therapy.biopsychosocialassessment",
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="clients.episode"
                    ),
                ),
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
            ],
            options={
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(fields=["episode", "-created_at"], name="bps_by_episode"),
                    models.Index(
                        condition=models.Q(("signed_at__isnull", True)), fields=["created_at"], name="bps_drafts"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("signed_at__isnull", True)), fields=("episode",), name="bps_one_draft"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at__isnull", True), ("signed_by__isnull", True), ("status", "draft")),
                            models.Q(
                                models.Q(("status", "draft"), _negated=True),
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="bps_signed_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", "own"), ("made_on__isnull", False), _connector="OR"),
                        name="bps_adopted_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", "outside"), _negated=True),
                            models.Q(("made_by", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="bps_outside_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source", "own"),
                            ("signed_at__isnull", True),
                            models.Q(("review_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="bps_adopted_reviewed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("earlier__isnull", True),
                            models.Q(("earlier", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="bps_not_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessmentSection",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("key", models.SlugField(max_length=40)),
                ("answers", models.JSONField(default=dict)),
                ("left", models.JSONField(default=dict)),
                ("saved_at", models.DateTimeField()),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sections",
                        to="therapy.biopsychosocialassessment",
                    ),
                ),
            ],
            options={
                "ordering": ["assessment", "key"],
                "constraints": [models.UniqueConstraint(fields=("assessment", "key"), name="bps_section_once")],
            },
        ),
        migrations.CreateModel(
            name="AssessmentCoSignature",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("at", models.DateTimeField()),
                (
                    "decision",
                    models.CharField(
                        choices=[("signed", "Co-signed"), ("returned", "Returned with a comment")], max_length=10
                    ),
                ),
                ("comment", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cosignatures",
                        to="therapy.biopsychosocialassessment",
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="AssessmentAddendum",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("text", models.TextField()),
                ("reason", models.CharField(max_length=300)),
                ("signed_at", models.DateTimeField()),
                ("credential", models.CharField(blank=True, max_length=120)),
                ("digest", models.CharField(max_length=64)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addenda",
                        to="therapy.biopsychosocialassessment",
                    ),
                ),
            ],
            options={
                "ordering": ["signed_at"],
            },
        ),
        migrations.CreateModel(
            name="CounselingNote",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("about_on", models.DateField()),
                ("text", iop.core.crypto.EncryptedField(blank=True, default="")),
                ("saved_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.episode"
                    ),
                ),
            ],
            options={
                "ordering": ["-about_on", "-created_at"],
                "indexes": [models.Index(fields=["author", "episode"], name="counseling_note_own")],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="biopsychosocialassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.signed_at IS NOT NULL AND (\n    NEW.signed_at IS DISTINCT FROM OLD.signed_at\n    OR NEW.signed_by_id IS DISTINCT FROM OLD.signed_by_id\n    OR NEW.episode_id IS DISTINCT FROM OLD.episode_id\n    OR NEW.author_id IS DISTINCT FROM OLD.author_id\n    OR NEW.definition IS DISTINCT FROM OLD.definition\n    OR NEW.source IS DISTINCT FROM OLD.source\n    OR NEW.made_by IS DISTINCT FROM OLD.made_by\n    OR NEW.made_on IS DISTINCT FROM OLD.made_on\n    OR NEW.earlier_id IS DISTINCT FROM OLD.earlier_id\n    OR NEW.review_note IS DISTINCT FROM OLD.review_note\n    OR (OLD.status = 'signed' AND NEW.status IS DISTINCT FROM OLD.status)\n    OR NEW.status = 'draft'\n) THEN\n    RAISE EXCEPTION 'a signed assessment is locked: only an addendum may follow';\nEND IF;\nRETURN NEW;\n",
                    hash="dc425bbbd39b1b42756edad641f31746f8ad63a8",
                    operation="UPDATE",
                    pgid="pgtrigger_locked_once_signed_9ad5c",
                    table="therapy_biopsychosocialassessment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="biopsychosocialassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."signed_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="782ba69da3d6144bacad3e0a80c35bba0e4f7638",
                    operation="DELETE",
                    pgid="pgtrigger_signed_stays_03480",
                    table="therapy_biopsychosocialassessment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="biopsychosocialassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="cf90c51a07cc1f335eb6b3ca2d311149167ac986",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_ee45d",
                    table="therapy_biopsychosocialassessment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="assessmentsection",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_with_assessment",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM therapy_biopsychosocialassessment a\n    WHERE a.id IN (COALESCE(OLD.assessment_id, NEW.assessment_id), COALESCE(NEW.assessment_id, OLD.assessment_id))\n    AND a.signed_at IS NOT NULL\n) THEN\n    RAISE EXCEPTION 'a signed assessment is locked: only an addendum may follow';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="bf74ac7a33d8611e72d9fceca80264059c41320a",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_locked_with_assessment_fc277",
                    table="therapy_assessmentsection",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="assessmentsection",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="514e76ad4ccec0b50c647b43930bc35caa417ae8",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_83334",
                    table="therapy_assessmentsection",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="assessmentcosignature",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9818fd9bf6f62a711663016e4ede2ffb4ceb09f7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_220c8",
                    table="therapy_assessmentcosignature",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="assessmentcosignature",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="23a813af88ca13d799708b4761fe00804854ae3b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_06470",
                    table="therapy_assessmentcosignature",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="assessmentaddendum",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3fdb01539331b1f727d8f907fbc4ddb3c7a5a5e3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8a06f",
                    table="therapy_assessmentaddendum",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="assessmentaddendum",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="338f52965f570bdb4059333e102c049bc1053396",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_00fcb",
                    table="therapy_assessmentaddendum",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="counselingnote",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_finished",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."finished_at" IS NOT NULL)',
                    func="\nIF NEW.finished_at IS DISTINCT FROM OLD.finished_at\n    OR NEW.about_on IS DISTINCT FROM OLD.about_on\n    OR NEW.version IS DISTINCT FROM OLD.version\n    OR (NEW.text IS DISTINCT FROM OLD.text AND split_part(NEW.text, '.', 2) = split_part(OLD.text, '.', 2))\nTHEN\n    RAISE EXCEPTION 'a finished counseling note is locked';\nEND IF;\nRETURN NEW;\n",
                    hash="849b33bce7b13fe9a4afe300934c694efffb6a99",
                    operation="UPDATE",
                    pgid="pgtrigger_locked_once_finished_a0855",
                    table="therapy_counselingnote",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="counselingnote",
            trigger=pgtrigger.compiler.Trigger(
                name="stays_its_authors",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF NEW.author_id IS DISTINCT FROM OLD.author_id OR NEW.episode_id IS DISTINCT FROM OLD.episode_id THEN\n                    RAISE EXCEPTION 'a counseling note stays with its author and its stay';\n                END IF;\n                RETURN NEW;\n                ",
                    hash="9471d8dc04cfc1e6fa3603a304944518cfe4bb96",
                    operation="UPDATE",
                    pgid="pgtrigger_stays_its_authors_74415",
                    table="therapy_counselingnote",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="counselingnote",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="350cda9d066e36f018257c1198aa5e43fbfebde3",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_cfd5d",
                    table="therapy_counselingnote",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="counselingnote",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="87fb297a049f3f458acf1d9f29d627d355a5cf2c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_e4e53",
                    table="therapy_counselingnote",
                    when="BEFORE",
                ),
            ),
        ),
    ]
