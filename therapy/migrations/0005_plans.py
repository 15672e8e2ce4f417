"""Treatment plans."""

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0009_placing_more"),
        ("clinic", "0001_initial"),
        ("documents", "0001_initial"),
        ("therapy", "0004_progress_notes"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanRhythm",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_rhythms",
                        to="clients.levelofcare",
                    ),
                ),
                ("valid_from", models.DateField()),
                ("first_days", models.PositiveSmallIntegerField()),
                ("review_days", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["-valid_from"],
                "constraints": [
                    models.UniqueConstraint(fields=("level", "valid_from"), name="plan_rhythm_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("first_days__gte", 1), ("review_days__gte", 1)), name="plan_rhythm_counts"
                    ),
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="planrhythm",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="19d97453d2cfbee3a7dbdfc6f79612a7d8d5d96d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_04348",
                    table="therapy_planrhythm",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="planrhythm",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="8e37f6c6486a3e025e1930bbdf964f6719e36b35",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_2d93c",
                    table="therapy_planrhythm",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="TreatmentPlan",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="clients.episode"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("active", "In force"), ("superseded", "Replaced")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="therapy.treatmentplan",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                ("strengths", models.TextField(blank=True)),
                ("needs", models.TextField(blank=True)),
                ("abilities", models.TextField(blank=True)),
                ("preferences", models.TextField(blank=True)),
                ("client_does", models.TextField(blank=True)),
                ("staff_does", models.TextField(blank=True)),
                ("discharge_criteria", models.TextField(blank=True)),
                ("aftercare_needs", models.TextField(blank=True)),
                ("accommodations", models.TextField(blank=True)),
                ("coordination", models.TextField(blank=True)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("review_on", models.DateField(blank=True, null=True)),
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
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-number"],
                "indexes": [
                    models.Index(condition=models.Q(("status", "active")), fields=["review_on"], name="plan_to_review")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("episode", "number"), name="plan_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "draft")), fields=("episode",), name="plan_one_draft"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "active")), fields=("episode",), name="plan_one_active"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("digest", ""),
                                ("signed_at__isnull", True),
                                ("signed_by__isnull", True),
                                ("status", "draft"),
                            ),
                            models.Q(
                                models.Q(("status", "draft"), _negated=True),
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                ("review_on__isnull", False),
                                ("valid_from__isnull", False),
                                models.Q(("digest", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="plan_signed_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "superseded"), ("superseded_at__isnull", False)),
                            models.Q(
                                models.Q(("status", "superseded"), _negated=True), ("superseded_at__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="plan_superseded_when",
                    ),
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="treatmentplan",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.signed_at IS NOT NULL AND (\n    to_jsonb(OLD) - ARRAY['status', 'superseded_at', 'version']\n    IS DISTINCT FROM to_jsonb(NEW) - ARRAY['status', 'superseded_at', 'version']\n    OR (NEW.status IS DISTINCT FROM OLD.status AND NOT (OLD.status = 'active' AND NEW.status = 'superseded'))\n    OR (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS DISTINCT FROM OLD.superseded_at)\n) THEN\n    RAISE EXCEPTION 'a signed plan is locked: a new version replaces it';\nEND IF;\nRETURN NEW;\n",
                    hash="c290d805b71b2bf3b5938342c518a505aac45404",
                    operation="UPDATE",
                    pgid="pgtrigger_locked_once_signed_b8168",
                    table="therapy_treatmentplan",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="treatmentplan",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."signed_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="892be437e4bd231debe107adbb05e1d3e1afc49d",
                    operation="DELETE",
                    pgid="pgtrigger_signed_stays_58329",
                    table="therapy_treatmentplan",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="treatmentplan",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="ee01eae45e6b2ec3ee1d81d13da947d7e97c346d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_3b0c9",
                    table="therapy_treatmentplan",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ObjectiveThread",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objective_threads",
                        to="clients.episode",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("met", "Met"), ("discontinued", "Discontinued")],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                ("ended_reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("episode", "number"), name="objective_thread_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on__isnull", True), ("status", "open")),
                            models.Q(models.Q(("status", "open"), _negated=True), ("ended_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="objective_thread_ended_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanProblem",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="problems", to="therapy.treatmentplan"
                    ),
                ),
                ("words", models.TextField(blank=True)),
                (
                    "diagnosis",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.diagnosis",
                    ),
                ),
                (
                    "dimension",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.dimension",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="planproblem",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM therapy_treatmentplan p\n    WHERE p.id IN (COALESCE(OLD.plan_id, NEW.plan_id), COALESCE(NEW.plan_id, OLD.plan_id)) AND p.signed_at IS NOT NULL\n) THEN\n    RAISE EXCEPTION 'a signed plan is locked: a new version replaces it';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="af487e5406b272c136afad0f23f89dc42efcc768",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_locked_once_signed_37be2",
                    table="therapy_planproblem",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="planproblem",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="82ffabe8025408e8f6fe06bba0b74a53624c581b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_27376",
                    table="therapy_planproblem",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="PlanGoal",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goals", to="therapy.treatmentplan"
                    ),
                ),
                (
                    "problem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goals", to="therapy.planproblem"
                    ),
                ),
                ("words", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="plangoal",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM therapy_treatmentplan p\n    WHERE p.id IN (COALESCE(OLD.plan_id, NEW.plan_id), COALESCE(NEW.plan_id, OLD.plan_id)) AND p.signed_at IS NOT NULL\n) THEN\n    RAISE EXCEPTION 'a signed plan is locked: a new version replaces it';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="33a26bafbadf340b033192007df0b71b763c36fa",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_locked_once_signed_abdc0",
                    table="therapy_plangoal",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="plangoal",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="bc0b501c65868e2815ba745d51679b96fcf45774",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_54aca",
                    table="therapy_plangoal",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="PlanObjective",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objectives",
                        to="therapy.treatmentplan",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="objectives", to="therapy.plangoal"
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="therapy.objectivethread",
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("measure", models.CharField(blank=True, max_length=200)),
                ("baseline", models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True)),
                ("target", models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True)),
                ("unit", models.CharField(blank=True, max_length=60)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("every_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "ends_as",
                    models.CharField(
                        blank=True,
                        choices=[("open", "Open"), ("met", "Met"), ("discontinued", "Discontinued")],
                        max_length=12,
                    ),
                ),
                ("ends_reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "thread"), name="plan_objective_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_as", "open"), _negated=True), name="plan_objective_ends"
                    ),
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="planobjective",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM therapy_treatmentplan p\n    WHERE p.id IN (COALESCE(OLD.plan_id, NEW.plan_id), COALESCE(NEW.plan_id, OLD.plan_id)) AND p.signed_at IS NOT NULL\n) THEN\n    RAISE EXCEPTION 'a signed plan is locked: a new version replaces it';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="d458901f2866516e25ba015e8f69b9ef148cba55",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_locked_once_signed_84f99",
                    table="therapy_planobjective",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="planobjective",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="0b4edfc549f764fffe3be89b05e41ec2d1b69db9",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_6d68f",
                    table="therapy_planobjective",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="PlanIntervention",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interventions",
                        to="therapy.treatmentplan",
                    ),
                ),
                (
                    "objective",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interventions",
                        to="therapy.planobjective",
                    ),
                ),
                ("words", models.TextField(blank=True)),
                (
                    "modality",
                    models.CharField(
                        blank=True,
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
                ),
                ("times", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "per",
                    models.CharField(
                        choices=[
                            ("day", "a day"),
                            ("week", "a week"),
                            ("two_weeks", "every two weeks"),
                            ("month", "a month"),
                            ("once", "in all"),
                        ],
                        default="week",
                        max_length=10,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("weeks", models.PositiveSmallIntegerField(blank=True, null=True)),
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
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("primary_counselor", "Primary counselor"),
                            ("therapist", "Individual therapist"),
                            ("case_manager", "Case manager"),
                            ("prescriber", "Prescriber"),
                        ],
                        max_length=20,
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="planintervention",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM therapy_treatmentplan p\n    WHERE p.id IN (COALESCE(OLD.plan_id, NEW.plan_id), COALESCE(NEW.plan_id, OLD.plan_id)) AND p.signed_at IS NOT NULL\n) THEN\n    RAISE EXCEPTION 'a signed plan is locked: a new version replaces it';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="01e472991c54ff8bf484943985328be461351dd5",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_locked_once_signed_991ac",
                    table="therapy_planintervention",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="planintervention",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="2763907aea18cfdd8a1b337fabfb3a6c82e67d22",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_85792",
                    table="therapy_planintervention",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="PlanReview",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="therapy.treatmentplan"
                    ),
                ),
                ("held_on", models.DateField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                ("summary", models.TextField(blank=True)),
                ("client_view", models.TextField(blank=True)),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("continue", "The plan goes on as it is"),
                            ("revise", "A new version of the plan is written"),
                        ],
                        default="continue",
                        max_length=10,
                    ),
                ),
                ("next_review_on", models.DateField(blank=True, null=True)),
                ("saved_at", models.DateTimeField()),
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
            ],
            options={
                "ordering": ["-held_on", "-created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("signed_at__isnull", True)), fields=("plan",), name="plan_review_one_draft"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("digest", ""), ("signed_at__isnull", True), ("signed_by__isnull", True)),
                            models.Q(
                                ("next_review_on__isnull", False),
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                models.Q(("digest", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="plan_review_signed_whole",
                    ),
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="planreview",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."signed_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="06ce9da53c94e267aa3d8fb0c82746bec392a227",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_locked_once_signed_c6738",
                    table="therapy_planreview",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="planreview",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="bfd87045d74fcd808c3d73787111ddaed0a722a4",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_cb1c7",
                    table="therapy_planreview",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ObjectiveAddressed",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="therapy.objectivethread"
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objectives_addressed",
                        to="therapy.progressnote",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objectives_addressed",
                        to="therapy.groupnoteline",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="therapy.planreview",
                    ),
                ),
                ("on", models.DateField()),
                (
                    "progress",
                    models.CharField(
                        choices=[
                            ("worked_on", "Worked on"),
                            ("improved", "Improved"),
                            ("no_change", "No change"),
                            ("worse", "Worse"),
                            ("met", "Met"),
                            ("discontinued", "Discontinued"),
                        ],
                        max_length=12,
                    ),
                ),
                ("comment", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ["thread__number"],
                "indexes": [models.Index(fields=["thread", "-on"], name="objective_mark_by_thread")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("line__isnull", True), ("note__isnull", False), ("review__isnull", True)),
                            models.Q(("line__isnull", False), ("note__isnull", True), ("review__isnull", True)),
                            models.Q(("line__isnull", True), ("note__isnull", True), ("review__isnull", False)),
                            _connector="OR",
                        ),
                        name="objective_mark_in_one_place",
                    ),
                    models.UniqueConstraint(fields=("note", "thread"), name="objective_once_a_note"),
                    models.UniqueConstraint(fields=("line", "thread"), name="objective_once_a_line"),
                    models.UniqueConstraint(fields=("review", "thread"), name="objective_once_a_review"),
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="objectiveaddressed",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (SELECT 1 FROM therapy_progressnote n WHERE n.id IN (OLD.note_id, NEW.note_id) AND n.signed_at IS NOT NULL)\n    OR EXISTS (\n        SELECT 1 FROM therapy_groupnoteline l JOIN therapy_groupnote g ON g.id = l.note_id\n        WHERE l.id IN (OLD.line_id, NEW.line_id) AND g.signed_at IS NOT NULL\n    )\n    OR EXISTS (SELECT 1 FROM therapy_planreview r WHERE r.id IN (OLD.review_id, NEW.review_id) AND r.signed_at IS NOT NULL)\nTHEN\n    RAISE EXCEPTION 'what a signed note says of an objective is locked with it';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="ca770d004de75d9698a0316215002e534a6fe624",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_locked_once_signed_52583",
                    table="therapy_objectiveaddressed",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="objectiveaddressed",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="723da3262a515a3a6e17e9b0a798840fc4c297fb",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_ba095",
                    table="therapy_objectiveaddressed",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="LineWithoutObjective",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="no_objective",
                        to="therapy.groupnoteline",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("no_plan_yet", "There is no plan yet"),
                            ("crisis", "Something urgent came first"),
                            ("logistics", "It was about arrangements"),
                            ("other", "Another reason"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", "other"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="no_objective_said",
                    )
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="linewithoutobjective",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_once_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM therapy_groupnoteline l JOIN therapy_groupnote g ON g.id = l.note_id\n    WHERE l.id IN (OLD.line_id, NEW.line_id) AND g.signed_at IS NOT NULL\n) THEN\n    RAISE EXCEPTION 'a signed note is locked: only an addendum may follow';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="c9540a96126545413625dffa76cbf8929bac3955",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_locked_once_signed_09584",
                    table="therapy_linewithoutobjective",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="linewithoutobjective",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="f4052e3c6f197ca6b9039cb432929aa8d5a29ef4",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_cdb8d",
                    table="therapy_linewithoutobjective",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="PlanSignature",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="client_signatures",
                        to="therapy.treatmentplan",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="client_signatures",
                        to="therapy.planreview",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("client", "Client"),
                            ("parent", "Parent"),
                            ("guardian", "Guardian"),
                            ("representative", "Personal representative"),
                        ],
                        default="client",
                        max_length=16,
                    ),
                ),
                ("name", models.CharField(max_length=640)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("typed", "Typed"),
                            ("drawn", "Drawn"),
                            ("paper", "On paper, scanned"),
                            ("refused", "Did not want to sign"),
                        ],
                        max_length=8,
                    ),
                ),
                ("refused_because", models.CharField(blank=True, max_length=500)),
                (
                    "drawing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "witness",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                ("signed_at", models.DateTimeField()),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["signed_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("plan__isnull", False), ("review__isnull", True)),
                            models.Q(("plan__isnull", True), ("review__isnull", False)),
                            _connector="OR",
                        ),
                        name="plan_signature_in_one_place",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("method", "refused"), _negated=True),
                        fields=("plan", "role"),
                        name="plan_signature_once_a_role",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("method", "refused"), _negated=True),
                        fields=("review", "role"),
                        name="plan_review_signature_once_a_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="plan_signature_named"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("method__in", ["drawn", "paper"]), _negated=True),
                            ("drawing__isnull", False),
                            _connector="OR",
                        ),
                        name="plan_signature_seen",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("method", "refused"), _negated=True),
                            models.Q(("refused_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="plan_signature_refusal_said",
                    ),
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="plansignature",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b680656fb85b34175464772933906c9d0961cff2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ec20e",
                    table="therapy_plansignature",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="plansignature",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="199295464cf7f558e9fe381fde67d547be3207ca",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_5b6dc",
                    table="therapy_plansignature",
                    when="BEFORE",
                ),
            ),
        ),
    ]
