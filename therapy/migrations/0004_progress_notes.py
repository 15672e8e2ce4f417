"""Progress notes."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0010_letters"),
        ("clinic", "0001_initial"),
        ("scheduling", "0003_seat_hold"),
        ("therapy", "0003_assessments_and_counseling_notes"),
    ]

    operations = [
        migrations.CreateModel(
            name="NoteFormat",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("key", models.SlugField(max_length=40)),
                ("number", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=80)),
                ("sections", models.JSONField()),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("individual", "Individual session"),
                                ("check_in", "Counselor check-in"),
                                ("family", "Family session"),
                                ("phone", "Phone call"),
                                ("case_management", "Case management"),
                                ("medical", "Medical visit"),
                                ("crisis", "Crisis contact"),
                                ("attempted", "Attempted contact"),
                                ("missed", "Missed session"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("shipped", "Comes along"), ("clinic", "Made here")], default="clinic", max_length=8
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                (
                    "made_by",
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
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.site",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("key", "number"), name="note_format_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True)), fields=("key",), name="note_format_one_in_use"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgressNote",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("individual", "Individual session"),
                            ("check_in", "Counselor check-in"),
                            ("family", "Family session"),
                            ("phone", "Phone call"),
                            ("case_management", "Case management"),
                            ("medical", "Medical visit"),
                            ("crisis", "Crisis contact"),
                            ("attempted", "Attempted contact"),
                            ("missed", "Missed session"),
                        ],
                        max_length=16,
                    ),
                ),
                ("contents", models.JSONField(default=dict)),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("in_person", "In person"),
                            ("video", "By video"),
                            ("phone", "By phone"),
                            ("message", "By message or letter"),
                        ],
                        default="in_person",
                        max_length=10,
                    ),
                ),
                ("client_location", models.CharField(blank=True, max_length=200)),
                ("participants", models.CharField(blank=True, max_length=300)),
                (
                    "modalities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("cbt", "CBT"),
                                ("dbt", "DBT"),
                                ("mi", "Motivational interviewing"),
                                ("trauma_informed", "Trauma-informed"),
                                ("relapse_prevention", "Relapse prevention"),
                                ("psychoeducation", "Psychoeducation"),
                                ("twelve_step", "12-Step facilitation"),
                                ("mindfulness", "Mindfulness"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_answer", "No answer"),
                            ("left_word", "Left a neutral message"),
                            ("unreachable", "Number or address does not work"),
                            ("spoke", "Reached briefly, no session"),
                            ("cancelled", "Client cancelled"),
                            ("did_not_come", "Client did not come"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "risk",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "No sign of risk to self or others"),
                            ("watch", "Some concern; watched more closely"),
                            ("acted", "Concern acted on"),
                            ("not_seen", "Could not be looked at"),
                        ],
                        max_length=8,
                    ),
                ),
                ("risk_words", models.TextField(blank=True)),
                ("next_step", models.TextField(blank=True)),
                (
                    "no_objective_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_plan_yet", "There is no plan yet"),
                            ("crisis", "Something urgent came first"),
                            ("logistics", "It was about arrangements"),
                            ("other", "Another reason"),
                        ],
                        max_length=12,
                    ),
                ),
                ("no_objective_words", models.CharField(blank=True, max_length=300)),
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
                ("late_reason", models.CharField(blank=True, max_length=300)),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "appointment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress_notes",
                        to="scheduling.appointment",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="progress_notes", to="clients.episode"
                    ),
                ),
                (
                    "format",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="therapy.noteformat"
                    ),
                ),
                (
                    "provided_by",
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
                "ordering": ["-starts_at", "-created_at"],
                "indexes": [
                    models.Index(fields=["episode", "-starts_at"], name="progress_note_by_episode"),
                    models.Index(fields=["author", "starts_at"], name="progress_note_by_author"),
                    models.Index(
                        condition=models.Q(("status", "signed"), _negated=True),
                        fields=["author"],
                        name="progress_note_unfinished",
                    ),
                    models.Index(
                        condition=models.Q(("status", "signed"), _negated=True),
                        fields=["status"],
                        name="progress_note_open",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("digest", ""), ("signed_at__isnull", True), ("status", "draft")),
                            models.Q(
                                models.Q(("status", "draft"), _negated=True),
                                ("signed_at__isnull", False),
                                ("digest__regex", "^[0-9a-f]{64}$"),
                            ),
                            _connector="OR",
                        ),
                        name="progress_note_signed_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True), ("ends_at__gte", models.F("starts_at")), _connector="OR"
                        ),
                        name="progress_note_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_at__isnull", True),
                            models.Q(
                                ("ends_at__isnull", False),
                                ("ends_at__lte", models.F("signed_at")),
                                ("starts_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="progress_note_signed_after",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoteMention",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("at", models.DateTimeField()),
                ("question", models.CharField(max_length=500)),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mentions", to="therapy.progressnote"
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="CarriedPassage",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("section", models.SlugField(max_length=40)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="carried", to="therapy.progressnote"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_on",
                        to="therapy.progressnote",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at"],
            },
        ),
        migrations.CreateModel(
            name="ProgressNoteAddendum",
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
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="addenda", to="therapy.progressnote"
                    ),
                ),
            ],
            options={
                "ordering": ["signed_at"],
            },
        ),
        migrations.CreateModel(
            name="ProgressNoteCoSignature",
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
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cosignatures",
                        to="therapy.progressnote",
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="ProgressNoteError",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "note",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="error", to="therapy.progressnote"
                    ),
                ),
            ],
        ),
        iop.core.migrating.AddTrigger(
            model_name="noteformat",
            trigger=pgtrigger.compiler.Trigger(
                name="version_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF (to_jsonb(NEW) - 'is_active') IS DISTINCT FROM (to_jsonb(OLD) - 'is_active') THEN\n    RAISE EXCEPTION 'a version of a note format never changes: make a new version';\nEND IF;\nRETURN NEW;\n",
                    hash="6e42088c4bb6414562f10e823fe140253c7fa87d",
                    operation="UPDATE",
                    pgid="pgtrigger_version_stays_e3ff1",
                    table="therapy_noteformat",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="noteformat",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="392f388e917afad7c9c3c4a9bf26e9f30c76936d",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_ac8fd",
                    table="therapy_noteformat",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="noteformat",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="6afcedefbdcff53ee4c4be302812c7f256b9a591",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_d01d1",
                    table="therapy_noteformat",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="progressnote",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.signed_at IS NOT NULL AND (\n    (to_jsonb(NEW) - 'status') IS DISTINCT FROM (to_jsonb(OLD) - 'status')\n    OR (NEW.status IS DISTINCT FROM OLD.status AND NOT (\n        OLD.status = 'awaiting' AND NEW.status = 'signed' AND EXISTS (\n            SELECT 1 FROM therapy_progressnotecosignature c WHERE c.note_id = OLD.id AND c.decision = 'signed'\n        )\n    ))\n) THEN\n    RAISE EXCEPTION 'a signed note is locked: only an addendum may follow';\nEND IF;\nRETURN NEW;\n",
                    hash="1c97e9e72396a12c20aff920bc4db1417beaf87a",
                    operation="UPDATE",
                    pgid="pgtrigger_locked_once_signed_8d24a",
                    table="therapy_progressnote",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="progressnote",
            trigger=pgtrigger.compiler.Trigger(
                name="begins_as_draft",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.signed_at IS NOT NULL THEN\n    RAISE EXCEPTION 'a note begins as a draft and is signed afterwards';\nEND IF;\nRETURN NEW;\n",
                    hash="84378a88359ab1b1e48ae6b1d37aa1940179dd4a",
                    operation="INSERT",
                    pgid="pgtrigger_begins_as_draft_c2db5",
                    table="therapy_progressnote",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="progressnote",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."signed_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="98b87fe77d48a357eefdc0edea3041830c3ae2dd",
                    operation="DELETE",
                    pgid="pgtrigger_signed_stays_58b74",
                    table="therapy_progressnote",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="progressnote",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="7f5d04219952f47f741d0219b2558971e545f302",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_cfc99",
                    table="therapy_progressnote",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="notemention",
            trigger=pgtrigger.compiler.Trigger(
                name="asked_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.answered_at IS NOT NULL\n    OR (to_jsonb(NEW) - ARRAY['answer', 'answered_at']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['answer', 'answered_at'])\nTHEN\n    RAISE EXCEPTION 'a question beside a note stays as it was asked, and is answered once';\nEND IF;\nRETURN NEW;\n",
                    hash="6b04f245998b448bbdf4d375284de2eed1ecaf72",
                    operation="UPDATE",
                    pgid="pgtrigger_asked_stays_0c130",
                    table="therapy_notemention",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="notemention",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="51fe06ad4e3b3f2a6f08d00feaa5c69054c81c5e",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_0fdab",
                    table="therapy_notemention",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="notemention",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="73692bb03013df79ec289402fce62c87629572a8",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_25e56",
                    table="therapy_notemention",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="carriedpassage",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_with_note",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM therapy_progressnote n\n    WHERE n.id IN (COALESCE(OLD.note_id, NEW.note_id), COALESCE(NEW.note_id, OLD.note_id)) AND n.signed_at IS NOT NULL\n) THEN\n    RAISE EXCEPTION 'a signed note is locked: only an addendum may follow';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="4e1b92ad4fceb9ba865b44b9a133fb224b30b617",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_locked_with_note_95e54",
                    table="therapy_carriedpassage",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="carriedpassage",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="af91fc2e771a87a78021ed15546715dbce8638ac",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_30b42",
                    table="therapy_carriedpassage",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="progressnoteaddendum",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4a1af02b4437338bc824dbf275df36e1ed49a18a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8f710",
                    table="therapy_progressnoteaddendum",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="progressnoteaddendum",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="f4480500d4b27a191dcab4b168187609ae7b8583",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_69310",
                    table="therapy_progressnoteaddendum",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="progressnotecosignature",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="10af0a90770ce3578f74195f9cb9654a7291d007",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_bb3f6",
                    table="therapy_progressnotecosignature",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="progressnotecosignature",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="c745c9e9b530e640ded6e061bca561b33dd78cc1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_952c4",
                    table="therapy_progressnotecosignature",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="progressnoteerror",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="625e83075fd58c85554fc68222cfb58e00430640",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_46450",
                    table="therapy_progressnoteerror",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="progressnoteerror",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="403c49611db741000347ef5210fb3e6b4027f9d9",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_153f7",
                    table="therapy_progressnoteerror",
                    when="BEFORE",
                ),
            ),
        ),
    ]
