"""Drug tests."""

from __future__ import annotations

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0010_letters"),
        ("clinic", "0002_site_profile"),
        ("therapy", "0008_measures"),
    ]

    operations = [
        migrations.CreateModel(
            name="TestPanel",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("lineage", models.UUIDField()),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("name", models.CharField(max_length=120)),
                (
                    "matrix",
                    models.CharField(
                        choices=[("urine", "Urine"), ("oral_fluid", "Oral fluid"), ("breath", "Breath")], max_length=10
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[("presumptive", "Screen (point of care)"), ("definitive", "Laboratory confirmation")],
                        max_length=11,
                    ),
                ),
                ("device", models.CharField(blank=True, max_length=120)),
                ("targets", models.JSONField()),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["name", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("lineage", "number"), name="test_panel_version"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True)), fields=("lineage",), name="test_panel_one_in_use"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TestPlan",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="test_plans", to="clients.episode"
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="therapy.testpanel"
                    ),
                ),
                (
                    "oral_panel",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="therapy.testpanel",
                    ),
                ),
                ("per_week", models.DecimalField(decimal_places=2, max_digits=4)),
                ("max_gap_days", models.PositiveSmallIntegerField()),
                ("on_days_off", models.BooleanField(default=False)),
                ("necessity", models.TextField()),
                (
                    "ordered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                ("ordered_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("per_week__gt", 0), ("per_week__lte", 7)), name="test_plan_rate"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("max_gap_days__gte", 1), ("max_gap_days__lte", 90)), name="test_plan_gap"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="test_plan_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("necessity", ""), _negated=True), name="test_plan_needed"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("episode", "="),
                            (
                                models.Func(
                                    models.F("starts_on"),
                                    models.F("ends_on"),
                                    models.Value("[]", output_field=models.CharField()),
                                    function="DATERANGE",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="test_plan_one_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TestExemption",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="test_exemptions",
                        to="clients.episode",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("medical", "Medical reason"),
                            ("shy_bladder", "Cannot provide urine (shy bladder)"),
                            ("trauma", "Collection would do harm (trauma)"),
                            ("away", "Away, agreed with the team"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "instead",
                    models.CharField(
                        choices=[("nothing", "Is not drawn"), ("oral_fluid", "Is drawn, with oral fluid instead")],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on")), ("ends_on__isnull", False)),
                        name="test_exemption_ends",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TestDraw",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
                ("on", models.DateField()),
                ("seed", models.CharField(max_length=64)),
                ("version", models.CharField(max_length=8)),
                ("pool", models.JSONField()),
                ("picks", models.JSONField()),
                ("drawn_at", models.DateTimeField()),
                (
                    "drawn_by",
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
                "ordering": ["-on"],
                "constraints": [models.UniqueConstraint(fields=("site", "on"), name="test_draw_once_a_day")],
            },
        ),
        migrations.CreateModel(
            name="DrugTest",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="drug_tests", to="clients.episode"
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="therapy.testpanel"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("admission", "Admission"),
                            ("random", "Random"),
                            ("for_cause", "For cause"),
                            ("follow_up", "Follow-up"),
                            ("discharge", "Discharge"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason_note", models.CharField(blank=True, max_length=300)),
                ("necessity", models.TextField()),
                (
                    "ordered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                ("ordered_at", models.DateTimeField()),
                (
                    "draw",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tests",
                        to="therapy.testdraw",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="therapy.drugtest",
                    ),
                ),
                ("due_on", models.DateField()),
                ("deadline_at", models.DateTimeField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("ordered", "Ordered"),
                            ("collected", "Collected"),
                            ("screened", "Screen read"),
                            ("sent", "At the laboratory"),
                            ("confirmed", "Laboratory answered"),
                            ("reviewed", "Reviewed"),
                            ("missed", "Missed"),
                            ("refused", "Declined"),
                            ("unable", "Could not provide"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="ordered",
                        max_length=10,
                    ),
                ),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "told_use",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not asked yet"),
                            ("none", "No use"),
                            ("used", "Used"),
                            ("prefers_not", "Prefers not to say"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                (
                    "told_substances",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("alcohol", "Alcohol"),
                                ("opioids", "Opioids (heroin, fentanyl, pain pills)"),
                                ("stimulants", "Methamphetamine and other stimulants"),
                                ("cocaine", "Cocaine or crack"),
                                ("cannabis", "Cannabis"),
                                ("sedatives", "Benzodiazepines and other sedatives"),
                                ("hallucinogens", "Hallucinogens"),
                                ("inhalants", "Inhalants"),
                                ("nicotine", "Nicotine"),
                                ("other", "Another substance"),
                            ],
                            max_length=14,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("told_words", models.TextField(blank=True)),
                ("told_use_at", models.DateTimeField(blank=True, null=True)),
                ("collected_at", models.DateTimeField(blank=True, null=True)),
                (
                    "collected_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "observation",
                    models.CharField(
                        choices=[
                            ("none", "Not observed"),
                            ("nearby", "Staff outside the door"),
                            ("direct", "Directly observed, by staff of the gender the client chose"),
                        ],
                        default="none",
                        max_length=8,
                    ),
                ),
                ("observation_agreed", models.BooleanField(default=False)),
                ("temperature_f", models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True)),
                ("lot", models.CharField(blank=True, max_length=60)),
                ("lot_expires_on", models.DateField(blank=True, null=True)),
                ("custody_id", models.CharField(blank=True, max_length=60)),
                ("laboratory", models.CharField(blank=True, max_length=120)),
                ("accession", models.CharField(blank=True, max_length=60)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-due_on", "-ordered_at"],
                "indexes": [
                    models.Index(fields=["episode", "-due_on"], name="drug_test_by_episode"),
                    models.Index(
                        condition=models.Q(("status", "ordered")), fields=["due_on"], name="drug_test_waiting"
                    ),
                    models.Index(
                        condition=models.Q(("accession", ""), _negated=True),
                        fields=["accession"],
                        name="drug_test_accession",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("draw", "episode"), name="drug_test_drawn_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", "for_cause"), _negated=True),
                            models.Q(("reason_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="drug_test_cause_said",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", "random"), ("ordered_by__isnull", False), _connector="OR"),
                        name="drug_test_ordered_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("necessity", ""), _negated=True), name="drug_test_needed"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("collected_at__isnull", True), ("collected_by__isnull", True)),
                            models.Q(("collected_at__isnull", False), ("collected_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="drug_test_collected_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ["collected", "screened", "sent", "confirmed", "reviewed"]),
                                _negated=True,
                            ),
                            ("collected_at__isnull", False),
                            _connector="OR",
                        ),
                        name="drug_test_sample_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["missed", "refused", "unable"]), _negated=True),
                            ("collected_at__isnull", True),
                            _connector="OR",
                        ),
                        name="drug_test_no_sample",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("observation", "direct"), _negated=True),
                            ("observation_agreed", True),
                            _connector="OR",
                        ),
                        name="drug_test_observed_agreed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["sent", "confirmed"]), _negated=True),
                            ("sent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="drug_test_sent_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("told_use", ""), ("told_use_at__isnull", False), _connector="OR"),
                        name="drug_test_told_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DrugTestStatusChange",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "test",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="status_changes",
                        to="therapy.drugtest",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("ordered", "Ordered"),
                            ("collected", "Collected"),
                            ("screened", "Screen read"),
                            ("sent", "At the laboratory"),
                            ("confirmed", "Laboratory answered"),
                            ("reviewed", "Reviewed"),
                            ("missed", "Missed"),
                            ("refused", "Declined"),
                            ("unable", "Could not provide"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="TestResult",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "test",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="results", to="therapy.drugtest"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[("presumptive", "Screen (point of care)"), ("definitive", "Laboratory confirmation")],
                        max_length=11,
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="therapy.testpanel"
                    ),
                ),
                (
                    "confirms",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmed_by",
                        to="therapy.testresult",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="therapy.testresult",
                    ),
                ),
                ("correction_reason", models.CharField(blank=True, max_length=300)),
                ("resulted_at", models.DateTimeField()),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                ("creatinine", models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True)),
                ("specific_gravity", models.DecimalField(blank=True, decimal_places=4, max_digits=5, null=True)),
                ("ph", models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True)),
                ("nitrite", models.DecimalField(blank=True, decimal_places=1, max_digits=7, null=True)),
                ("foreign_substance", models.BooleanField(default=False)),
                (
                    "validity",
                    models.CharField(
                        choices=[
                            ("not_checked", "Not checked"),
                            ("normal", "Normal"),
                            ("dilute", "Dilute"),
                            ("invalid", "Invalid"),
                            ("substituted", "Substituted"),
                            ("adulterated", "Adulterated"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "overall",
                    models.CharField(
                        choices=[
                            ("consistent", "Consistent"),
                            ("doubtful", "Nothing unexpected; the sample was not fully checked"),
                            ("as_told", "Consistent with what the client told us"),
                            ("dilute", "Negative, dilute: collect again"),
                            ("pending", "Unexpected, not confirmed"),
                            ("unexpected", "Unexpected, confirmed"),
                            ("not_valid", "Sample cannot be used: collect again"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["resulted_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("corrects__isnull", True)),
                        fields=("test", "stage"),
                        name="test_result_one_a_stage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", True),
                            models.Q(("correction_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="test_correction_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confirms__isnull", True), ("stage", "definitive"), _connector="OR"),
                        name="test_result_confirms",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnalyteResult",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="therapy.testresult"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "analyte",
                    models.CharField(
                        choices=[
                            ("thc", "Cannabis (THC)"),
                            ("cocaine", "Cocaine (benzoylecgonine)"),
                            ("opiates", "Opiates (class)"),
                            ("codeine", "Codeine"),
                            ("morphine", "Morphine"),
                            ("hydrocodone", "Hydrocodone"),
                            ("norhydrocodone", "Norhydrocodone"),
                            ("hydromorphone", "Hydromorphone"),
                            ("oxycodone", "Oxycodone"),
                            ("noroxycodone", "Noroxycodone"),
                            ("oxymorphone", "Oxymorphone"),
                            ("six_am", "6-Acetylmorphine (heroin)"),
                            ("fentanyl", "Fentanyl"),
                            ("norfentanyl", "Norfentanyl"),
                            ("buprenorphine", "Buprenorphine"),
                            ("norbuprenorphine", "Norbuprenorphine"),
                            ("naloxone", "Naloxone"),
                            ("methadone", "Methadone"),
                            ("eddp", "Methadone metabolite (EDDP)"),
                            ("tramadol", "Tramadol"),
                            ("desmethyltramadol", "O-desmethyltramadol"),
                            ("tapentadol", "Tapentadol"),
                            ("amphetamine", "Amphetamine"),
                            ("methamphetamine", "Methamphetamine"),
                            ("mdma", "MDMA / MDA"),
                            ("ritalinic_acid", "Methylphenidate (ritalinic acid)"),
                            ("benzodiazepines", "Benzodiazepines (class)"),
                            ("alprazolam", "Alprazolam (α-hydroxyalprazolam)"),
                            ("clonazepam", "Clonazepam (7-aminoclonazepam)"),
                            ("lorazepam", "Lorazepam"),
                            ("diazepam", "Diazepam"),
                            ("nordiazepam", "Nordiazepam"),
                            ("temazepam", "Temazepam"),
                            ("oxazepam", "Oxazepam"),
                            ("barbiturates", "Barbiturates"),
                            ("pcp", "Phencyclidine (PCP)"),
                            ("etg", "Alcohol (EtG)"),
                            ("ets", "Alcohol (EtS)"),
                            ("breath_alcohol", "Alcohol in breath"),
                            ("gabapentin", "Gabapentin"),
                            ("zolpidem", "Zolpidem"),
                            ("k2", "Synthetic cannabinoids (K2, spice)"),
                            ("mitragynine", "Kratom (mitragynine)"),
                            ("xylazine", "Xylazine"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("negative", "Negative"), ("positive", "Positive"), ("no_reading", "No reading")],
                        max_length=10,
                    ),
                ),
                ("value", models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True)),
                ("cutoff", models.DecimalField(blank=True, decimal_places=4, max_digits=10, null=True)),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("ng/mL", "ng/mL"),
                            ("ug/L", "µg/L"),
                            ("ug/mL", "µg/mL"),
                            ("mg/L", "mg/L"),
                            ("pg/mL", "pg/mL"),
                            ("nmol/L", "nmol/L"),
                            ("g/210L", "g/210 L"),
                            ("mg/L breath", "mg/L of breath"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reported_value", models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True)),
                (
                    "reported_unit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ng/mL", "ng/mL"),
                            ("ug/L", "µg/L"),
                            ("ug/mL", "µg/mL"),
                            ("mg/L", "mg/L"),
                            ("pg/mL", "pg/mL"),
                            ("nmol/L", "nmol/L"),
                            ("g/210L", "g/210 L"),
                            ("mg/L breath", "mg/L of breath"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "fit",
                    models.CharField(
                        choices=[
                            ("expected_negative", "Negative, as expected"),
                            ("expected_positive", "Positive, explained by a medication"),
                            ("as_told", "Positive, as the client told us before"),
                            ("unexpected_positive", "Positive, not explained"),
                            ("unexpected_negative", "Negative, though a medication should show"),
                            ("possible_spiking", "Medication without its metabolite"),
                            ("not_tested", "Not covered by this test"),
                        ],
                        max_length=20,
                    ),
                ),
                ("medication_id", models.UUIDField(blank=True, null=True)),
                ("medication_name", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("result", "analyte"), name="analyte_result_once")],
            },
        ),
        migrations.CreateModel(
            name="TestReview",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "test",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="therapy.drugtest"
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
                    "outcome",
                    models.CharField(
                        choices=[
                            ("seen", "Read; nothing to do"),
                            ("talked", "Talked with the client; plan stays"),
                            ("plan", "Talked with the client; plan is reviewed"),
                            ("level", "Talked with the client; level of care is reviewed"),
                            ("medical", "Talked with the client; prescriber is asked"),
                            ("confirm", "Client disputes it; laboratory confirms"),
                            ("not_reached", "Could not talk yet"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["at"],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="testpanel",
            trigger=pgtrigger.compiler.Trigger(
                name="panel_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF (to_jsonb(NEW) - 'is_active') IS DISTINCT FROM (to_jsonb(OLD) - 'is_active') THEN\n    RAISE EXCEPTION 'a panel stays as it was made: a change makes a new version';\nEND IF;\nRETURN NEW;\n",
                    hash="6702336b1ed61cde67e29c140f769df091fe3a71",
                    operation="UPDATE",
                    pgid="pgtrigger_panel_stays_71474",
                    table="therapy_testpanel",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testpanel",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="28566ff55b5d7a6e6dff140f81695c0e95002590",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_636f5",
                    table="therapy_testpanel",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testpanel",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="b0e79f22ecabd29c925bb38c6b3393d2c2139e62",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_54a30",
                    table="therapy_testpanel",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testplan",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="3dcf836ac6d2c4224fef5039fd744d29a963323b",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_fe50b",
                    table="therapy_testplan",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testplan",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="04179cd3755caee73464fe66a94c9bbdcbbe9ccd",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_bdf92",
                    table="therapy_testplan",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testexemption",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d670bdbc6b67cf0160bc924372a7110e2d817c49",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_8123e",
                    table="therapy_testexemption",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testexemption",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="f93fb761a6ec5adab7c3a91b8bc05cf00615f50f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_be56e",
                    table="therapy_testexemption",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testdraw",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="65891912a221442867d548a185577871a51c4266",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_687e0",
                    table="therapy_testdraw",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testdraw",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="fd6d0d3011af42aac76d24e318c0c5c1215349cc",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_59f69",
                    table="therapy_testdraw",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="drugtest",
            trigger=pgtrigger.compiler.Trigger(
                name="order_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF (NEW.episode_id, NEW.reason, NEW.reason_note, NEW.necessity, NEW.ordered_by_id, NEW.ordered_at, NEW.draw_id, NEW.follows_id)\n   IS DISTINCT FROM\n   (OLD.episode_id, OLD.reason, OLD.reason_note, OLD.necessity, OLD.ordered_by_id, OLD.ordered_at, OLD.draw_id, OLD.follows_id)\nTHEN\n    RAISE EXCEPTION 'an order stays as it was given';\nEND IF;\nIF OLD.collected_at IS NOT NULL AND\n   (NEW.collected_at, NEW.collected_by_id, NEW.panel_id, NEW.observation, NEW.observation_agreed, NEW.temperature_f, NEW.lot,\n    NEW.lot_expires_on, NEW.custody_id)\n   IS DISTINCT FROM\n   (OLD.collected_at, OLD.collected_by_id, OLD.panel_id, OLD.observation, OLD.observation_agreed, OLD.temperature_f, OLD.lot,\n    OLD.lot_expires_on, OLD.custody_id)\nTHEN\n    RAISE EXCEPTION 'what was written when a sample was collected stays';\nEND IF;\nIF (NEW.told_use, NEW.told_substances, NEW.told_words, NEW.told_use_at)\n   IS DISTINCT FROM (OLD.told_use, OLD.told_substances, OLD.told_words, OLD.told_use_at)\n   AND EXISTS (SELECT 1 FROM therapy_testresult r WHERE r.test_id = OLD.id)\nTHEN\n    RAISE EXCEPTION 'what the client said stands as it was said before the result';\nEND IF;\nRETURN NEW;\n",
                    hash="0d930a50edad1992b6abcb6a320b4d520a46c41c",
                    operation="UPDATE",
                    pgid="pgtrigger_order_stays_d269d",
                    table="therapy_drugtest",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="drugtest",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="9c855d11877dd6d21589703d987e06239386ecde",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_cd71a",
                    table="therapy_drugtest",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="drugtest",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="2a494d37d46b4ee7877bb5330b6a0e32b568f64c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_028b2",
                    table="therapy_drugtest",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="drugtest",
            trigger=pgtrigger.compiler.Trigger(
                name="status_follows_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM therapy_drugteststatuschange h WHERE h.test_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'ordered') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="8145ec7b90d93ad33e57bfc5683f7279abcc80e7",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_status_follows_history_686e2",
                    table="therapy_drugtest",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="drugtest",
            trigger=pgtrigger.compiler.Trigger(
                name="status_starts_right",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'ordered'))",
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM therapy_drugteststatuschange h WHERE h.test_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'ordered') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="c6f3773d115fbd7e1183bce258ec8c7cdf9fc6d0",
                    operation="INSERT",
                    pgid="pgtrigger_status_starts_right_bbd4c",
                    table="therapy_drugtest",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="drugteststatuschange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3f5a9d0bdfcd9e4e4c6e33541dfc7b316f9b3655",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_823f2",
                    table="therapy_drugteststatuschange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="drugteststatuschange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="c13b98009a8d83319926d10cd250398a0a06abb6",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_2bd02",
                    table="therapy_drugteststatuschange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testresult",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f04e6bd3ba4d0229dd80d5f51b38e6518b3c473c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4996b",
                    table="therapy_testresult",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testresult",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="1e75a2521ee350f180e0425285a82cf70acfeaa3",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_60912",
                    table="therapy_testresult",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testresult",
            trigger=pgtrigger.compiler.Trigger(
                name="after_sample",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NOT EXISTS (\n    SELECT 1 FROM therapy_drugtest t\n    WHERE t.id = NEW.test_id AND t.collected_at IS NOT NULL AND t.collected_at <= NEW.resulted_at\n) THEN\n    RAISE EXCEPTION 'there is no result before a sample was collected';\nEND IF;\nRETURN NEW;\n",
                    hash="b6d0cffbdd0b5b06fecf98782e2c7901110f3949",
                    operation="INSERT",
                    pgid="pgtrigger_after_sample_748fd",
                    table="therapy_testresult",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="analyteresult",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8e61ed51bace420ffdebb315db39a5be1222e1f9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_47007",
                    table="therapy_analyteresult",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="analyteresult",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="2817d11d9c373f3f7f71870290e1f6998506992c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_f3b8c",
                    table="therapy_analyteresult",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testreview",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e0cb5b5583fbc39bbbcb109f51de03b1067e8a53",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1c534",
                    table="therapy_testreview",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="testreview",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="47e92d34f67c37ca5711861fbdbf3ad5b4df0706",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_d71fc",
                    table="therapy_testreview",
                    when="BEFORE",
                ),
            ),
        ),
    ]
