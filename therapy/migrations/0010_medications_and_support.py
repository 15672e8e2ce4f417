"""Medications and support."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [("clients", "0010_letters"), ("clinic", "0001_initial"), ("therapy", "0009_drug_tests")]

    operations = [
        migrations.CreateModel(
            name="Allergy",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("entered_in_error_at", models.DateTimeField(blank=True, null=True)),
                ("error_reason", models.CharField(blank=True, max_length=300)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("medication", "Medication"),
                            ("food", "Food"),
                            ("latex", "Latex"),
                            ("other", "Something else"),
                        ],
                        default="medication",
                        max_length=10,
                    ),
                ),
                ("substance", models.CharField(max_length=120)),
                ("reaction", models.CharField(blank=True, max_length=200)),
                (
                    "severity",
                    models.CharField(
                        choices=[
                            ("mild", "Mild"),
                            ("moderate", "Moderate"),
                            ("severe", "Severe"),
                            ("unknown", "Not known"),
                        ],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                ("recorded_on", models.DateField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="allergies", to="clients.client"
                    ),
                ),
                (
                    "entered_in_error_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "recorded_by",
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
                "verbose_name_plural": "allergies",
                "ordering": ["substance", "id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("substance", ""), _negated=True), name="allergy_named"),
                    models.UniqueConstraint(
                        models.F("client"),
                        django.db.models.functions.text.Lower("substance"),
                        condition=models.Q(("entered_in_error_at__isnull", True)),
                        name="allergy_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("entered_in_error_at__isnull", True),
                            models.Q(
                                ("entered_in_error_by__isnull", False), models.Q(("error_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="allergy_error_said",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommunityResource",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=160)),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("housing", "Housing"),
                                ("recovery_housing", "Recovery housing"),
                                ("employment", "Employment"),
                                ("vocational", "Vocational training"),
                                ("education", "School or adult education"),
                                ("legal", "Legal help"),
                                ("food", "Food"),
                                ("transport", "Transport"),
                                ("childcare", "Childcare"),
                                ("insurance", "Insurance and benefits"),
                                ("medical", "Medical care"),
                                ("dental", "Dental care"),
                                ("mental_health", "Mental health care"),
                                ("moud", "Medication for addiction treatment"),
                                ("detox", "Detox or residential care"),
                                ("peer", "Peer recovery support"),
                                ("family", "Help for the family"),
                                ("safety", "Safety from violence"),
                                ("financial", "Money and debts"),
                                ("phone", "Phone and internet"),
                                ("clothing", "Clothing and household goods"),
                                ("other", "Something else"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                    ),
                ),
                ("description", models.CharField(blank=True, max_length=500)),
                ("eligibility", models.CharField(blank=True, max_length=300)),
                ("cost", models.CharField(blank=True, max_length=200)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("website", models.URLField(blank=True)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("hours", models.CharField(blank=True, max_length=200)),
                ("languages", models.CharField(blank=True, max_length=200)),
                ("how_to_refer", models.CharField(blank=True, max_length=500)),
                ("takes_medication", models.BooleanField(blank=True, null=True)),
                ("staff_note", models.CharField(blank=True, max_length=500)),
                ("checked_on", models.DateField(blank=True, null=True)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.recipientparty",
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
                "ordering": ["name", "id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="resource_named"),
                    models.CheckConstraint(
                        condition=models.Q(("needs__len__gte", 1)), name="resource_offers_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Medication",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("entered_in_error_at", models.DateTimeField(blank=True, null=True)),
                ("error_reason", models.CharField(blank=True, max_length=300)),
                ("name", models.CharField(max_length=120)),
                (
                    "ingredient",
                    models.CharField(
                        choices=[
                            ("buprenorphine", "Buprenorphine"),
                            ("buprenorphine_naloxone", "Buprenorphine with naloxone"),
                            ("methadone", "Methadone"),
                            ("naltrexone", "Naltrexone"),
                            ("acamprosate", "Acamprosate"),
                            ("disulfiram", "Disulfiram"),
                            ("naloxone", "Naloxone"),
                            ("lofexidine", "Lofexidine"),
                            ("clonidine", "Clonidine"),
                            ("nicotine", "Nicotine replacement"),
                            ("varenicline", "Varenicline"),
                            ("bupropion", "Bupropion"),
                            ("codeine", "Codeine"),
                            ("fentanyl", "Fentanyl"),
                            ("hydrocodone", "Hydrocodone"),
                            ("hydromorphone", "Hydromorphone"),
                            ("morphine", "Morphine"),
                            ("oxycodone", "Oxycodone"),
                            ("oxymorphone", "Oxymorphone"),
                            ("tapentadol", "Tapentadol"),
                            ("tramadol", "Tramadol"),
                            ("alprazolam", "Alprazolam"),
                            ("chlordiazepoxide", "Chlordiazepoxide"),
                            ("clonazepam", "Clonazepam"),
                            ("diazepam", "Diazepam"),
                            ("lorazepam", "Lorazepam"),
                            ("oxazepam", "Oxazepam"),
                            ("temazepam", "Temazepam"),
                            ("butalbital", "Butalbital"),
                            ("phenobarbital", "Phenobarbital"),
                            ("zolpidem", "Zolpidem"),
                            ("amphetamine", "Amphetamine"),
                            ("lisdexamfetamine", "Lisdexamfetamine"),
                            ("methamphetamine", "Methamphetamine"),
                            ("methylphenidate", "Methylphenidate"),
                            ("atomoxetine", "Atomoxetine"),
                            ("phentermine", "Phentermine"),
                            ("pseudoephedrine", "Pseudoephedrine"),
                            ("dronabinol", "Dronabinol (THC)"),
                            ("cannabidiol", "Cannabidiol (CBD)"),
                            ("medical_cannabis", "Medical cannabis"),
                            ("gabapentin", "Gabapentin"),
                            ("pregabalin", "Pregabalin"),
                            ("topiramate", "Topiramate"),
                            ("baclofen", "Baclofen"),
                            ("sertraline", "Sertraline"),
                            ("escitalopram", "Escitalopram"),
                            ("fluoxetine", "Fluoxetine"),
                            ("citalopram", "Citalopram"),
                            ("venlafaxine", "Venlafaxine"),
                            ("duloxetine", "Duloxetine"),
                            ("mirtazapine", "Mirtazapine"),
                            ("trazodone", "Trazodone"),
                            ("buspirone", "Buspirone"),
                            ("hydroxyzine", "Hydroxyzine"),
                            ("prazosin", "Prazosin"),
                            ("quetiapine", "Quetiapine"),
                            ("olanzapine", "Olanzapine"),
                            ("risperidone", "Risperidone"),
                            ("aripiprazole", "Aripiprazole"),
                            ("paliperidone", "Paliperidone"),
                            ("lithium", "Lithium"),
                            ("lamotrigine", "Lamotrigine"),
                            ("valproate", "Valproate"),
                            ("dextromethorphan", "Dextromethorphan"),
                            ("ibuprofen", "Ibuprofen"),
                            ("acetaminophen", "Acetaminophen"),
                            ("thiamine", "Thiamine"),
                            ("other", "Another ingredient"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "treats",
                    models.CharField(
                        choices=[
                            ("moud", "Opioid use disorder (MOUD)"),
                            ("maud", "Alcohol use disorder (MAUD)"),
                            ("tobacco", "Tobacco"),
                            ("withdrawal", "Withdrawal"),
                            ("mental_health", "Mental health"),
                            ("sleep", "Sleep"),
                            ("pain", "Pain"),
                            ("physical", "Physical health"),
                            ("other", "Something else"),
                        ],
                        default="other",
                        max_length=14,
                    ),
                ),
                ("dose", models.CharField(max_length=80)),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("oral", "By mouth"),
                            ("sublingual", "Under the tongue or in the cheek"),
                            ("intramuscular", "Injection into a muscle"),
                            ("subcutaneous", "Injection under the skin"),
                            ("transdermal", "Patch"),
                            ("nasal", "Nasal"),
                            ("inhaled", "Inhaled"),
                            ("topical", "On the skin"),
                            ("other", "Another way"),
                        ],
                        default="oral",
                        max_length=14,
                    ),
                ),
                ("frequency", models.CharField(max_length=120)),
                ("as_needed", models.BooleanField(default=False)),
                ("every_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("prescriber", models.CharField(blank=True, max_length=120)),
                ("prescriber_phone", models.CharField(blank=True, max_length=40)),
                ("start_is_about", models.BooleanField(default=False)),
                (
                    "learned_from",
                    models.CharField(
                        choices=[
                            ("client", "The client says so"),
                            ("package", "Bottle or package seen"),
                            ("pharmacy", "Pharmacy"),
                            ("prescriber", "Prescriber"),
                            ("monitoring", "Prescription monitoring program"),
                            ("papers", "Papers of another place of care"),
                            ("relative", "Relative"),
                        ],
                        default="client",
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "stop_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("finished", "Course finished"),
                            ("dose_changed", "Dose or way of taking it changed"),
                            ("side_effects", "Side effects"),
                            ("did_not_help", "Did not help"),
                            ("changed", "Changed to another medication"),
                            ("client_stopped", "The client stopped taking it"),
                            ("not_afforded", "Cost or coverage"),
                            ("not_available", "Not available"),
                            ("prescriber_stopped", "The prescriber stopped it"),
                            ("other", "Another reason"),
                        ],
                        max_length=20,
                    ),
                ),
                ("stop_note", models.CharField(blank=True, max_length=300)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="medications", to="clients.client"
                    ),
                ),
                (
                    "entered_in_error_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="therapy.medication",
                    ),
                ),
                (
                    "recorded_by",
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
                "ordering": ["-starts_on", "name", "id"],
                "indexes": [models.Index(fields=["client", "-starts_on"], name="medication_by_client")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="medication_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stop_reason", ""), ("ends_on__isnull", False), _connector="OR"),
                        name="medication_ended_why",
                    ),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="medication_named"),
                    models.CheckConstraint(condition=models.Q(("dose", ""), _negated=True), name="medication_has_dose"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("treats", "moud"), _negated=True),
                            ("ingredient__in", ["buprenorphine", "buprenorphine_naloxone", "methadone", "naltrexone"]),
                            _connector="OR",
                        ),
                        name="medication_moud",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("treats", "maud"), _negated=True),
                            (
                                "ingredient__in",
                                ["acamprosate", "baclofen", "disulfiram", "gabapentin", "naltrexone", "topiramate"],
                            ),
                            _connector="OR",
                        ),
                        name="medication_maud",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("every_days__isnull", True),
                            models.Q(
                                ("every_days__gte", 1),
                                ("every_days__lte", 366),
                                ("route__in", ["intramuscular", "subcutaneous"]),
                            ),
                            _connector="OR",
                        ),
                        name="medication_interval_of_injection",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("follows", models.F("id")), _negated=True), name="medication_not_itself"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("entered_in_error_at__isnull", True)),
                        fields=("follows",),
                        name="medication_followed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("entered_in_error_at__isnull", True),
                            models.Q(
                                ("entered_in_error_by__isnull", False), models.Q(("error_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="medication_error_said",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InjectionGiven",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("entered_in_error_at", models.DateTimeField(blank=True, null=True)),
                ("error_reason", models.CharField(blank=True, max_length=300)),
                ("given_on", models.DateField()),
                ("dose", models.CharField(max_length=80)),
                ("lot", models.CharField(max_length=40)),
                ("expires_on", models.DateField()),
                (
                    "body_site",
                    models.CharField(
                        choices=[
                            ("left_gluteal", "Left buttock"),
                            ("right_gluteal", "Right buttock"),
                            ("left_deltoid", "Left upper arm"),
                            ("right_deltoid", "Right upper arm"),
                            ("left_abdomen", "Left abdomen"),
                            ("right_abdomen", "Right abdomen"),
                            ("left_thigh", "Left thigh"),
                            ("right_thigh", "Right thigh"),
                        ],
                        max_length=14,
                    ),
                ),
                ("next_due_on", models.DateField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "entered_in_error_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "medication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="injections", to="therapy.medication"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "injections given",
                "ordering": ["-given_on", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("entered_in_error_at__isnull", True)),
                        fields=["next_due_on"],
                        name="injection_by_next",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("lot", ""), _negated=True), name="injection_has_lot"),
                    models.CheckConstraint(
                        condition=models.Q(("expires_on__gte", models.F("given_on"))), name="injection_in_date"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("next_due_on__isnull", True), ("next_due_on__gt", models.F("given_on")), _connector="OR"
                        ),
                        name="injection_next_later",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("entered_in_error_at__isnull", True)),
                        fields=("medication", "given_on"),
                        name="injection_once_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("entered_in_error_at__isnull", True),
                            models.Q(
                                ("entered_in_error_by__isnull", False), models.Q(("error_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="injection_error_said",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NaloxoneOffer",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("entered_in_error_at", models.DateTimeField(blank=True, null=True)),
                ("error_reason", models.CharField(blank=True, max_length=300)),
                ("on", models.DateField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("given", "Kit given"),
                            ("has_one", "Has one that is in date"),
                            ("declined", "Declined for now"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("admission", "Beginning of treatment"),
                            ("test", "After a test result"),
                            ("return_to_use", "After a return to use"),
                            ("asked", "They asked"),
                            ("replaced", "Used, lost or out of date"),
                            ("discharge", "End of treatment"),
                            ("family", "For a relative or friend"),
                        ],
                        max_length=14,
                    ),
                ),
                ("kits", models.PositiveSmallIntegerField(default=0)),
                (
                    "product",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nasal_4", "Nasal spray 4 mg"),
                            ("nasal_3", "Nasal spray 3 mg"),
                            ("nasal_8", "Nasal spray 8 mg"),
                            ("muscle", "For injection into a muscle"),
                        ],
                        max_length=10,
                    ),
                ),
                ("lot", models.CharField(blank=True, max_length=40)),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("was_trained", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "entered_in_error_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="naloxone", to="clients.episode"
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("expires_on__gte", models.F("on")),
                                ("kits__gte", 1),
                                ("outcome", "given"),
                                models.Q(("lot", ""), _negated=True),
                                models.Q(("product", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("outcome", "given"), _negated=True),
                                ("expires_on__isnull", True),
                                ("kits", 0),
                                ("lot", ""),
                            ),
                            _connector="OR",
                        ),
                        name="naloxone_given_with_lot",
                    ),
                    models.CheckConstraint(condition=models.Q(("kits__lte", 20)), name="naloxone_kits_plausible"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("entered_in_error_at__isnull", True),
                            models.Q(
                                ("entered_in_error_by__isnull", False), models.Q(("error_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="naloxone_error_said",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reconciliation",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("at", models.DateTimeField()),
                (
                    "compared_with",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("client", "The client says so"),
                                ("package", "Bottle or package seen"),
                                ("pharmacy", "Pharmacy"),
                                ("prescriber", "Prescriber"),
                                ("monitoring", "Prescription monitoring program"),
                                ("papers", "Papers of another place of care"),
                                ("relative", "Relative"),
                            ],
                            max_length=12,
                        ),
                        size=None,
                    ),
                ),
                ("listed", models.PositiveSmallIntegerField()),
                ("no_known_allergies", models.BooleanField(default=False)),
                ("differed", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reconciliations",
                        to="clients.episode",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["episode", "-at"], name="reconciliation_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("compared_with__len__gte", 1)), name="reconciliation_compared"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("differed", False), models.Q(("note", ""), _negated=True), _connector="OR"),
                        name="reconciliation_says_what_differed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("to_name", models.CharField(max_length=160)),
                (
                    "need",
                    models.CharField(
                        choices=[
                            ("housing", "Housing"),
                            ("recovery_housing", "Recovery housing"),
                            ("employment", "Employment"),
                            ("vocational", "Vocational training"),
                            ("education", "School or adult education"),
                            ("legal", "Legal help"),
                            ("food", "Food"),
                            ("transport", "Transport"),
                            ("childcare", "Childcare"),
                            ("insurance", "Insurance and benefits"),
                            ("medical", "Medical care"),
                            ("dental", "Dental care"),
                            ("mental_health", "Mental health care"),
                            ("moud", "Medication for addiction treatment"),
                            ("detox", "Detox or residential care"),
                            ("peer", "Peer recovery support"),
                            ("family", "Help for the family"),
                            ("safety", "Safety from violence"),
                            ("financial", "Money and debts"),
                            ("phone", "Phone and internet"),
                            ("clothing", "Clothing and household goods"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("wish", models.CharField(blank=True, max_length=500)),
                ("is_warm", models.BooleanField(default=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Being made"),
                            ("sent", "Made"),
                            ("waiting", "On their waitlist"),
                            ("accepted", "Accepted"),
                            ("attended", "They went"),
                            ("closed", "Need met"),
                            ("declined_by_place", "Not taken by the place"),
                            ("declined_by_client", "The client decided against it"),
                            ("not_reached", "The place was not reached"),
                        ],
                        default="planned",
                        max_length=20,
                    ),
                ),
                ("made_on", models.DateField()),
                ("follow_up_on", models.DateField(blank=True, null=True)),
                (
                    "disclosure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.disclosure",
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="clients.episode"
                    ),
                ),
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
                    "resource",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="therapy.communityresource",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_on", "-id"],
                "indexes": [models.Index(fields=["episode", "-made_on"], name="referral_by_episode")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_name", ""), _negated=True), name="referral_says_where"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("follow_up_on__isnull", True), ("follow_up_on__gte", models.F("made_on")), _connector="OR"
                        ),
                        name="referral_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseContact",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("entered_in_error_at", models.DateTimeField(blank=True, null=True)),
                ("error_reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "with_whom",
                    models.CharField(
                        choices=[
                            ("client", "The client"),
                            ("relative", "Relative or support"),
                            ("provider", "Treating provider"),
                            ("resource", "Community resource"),
                            ("housing", "Recovery residence or landlord"),
                            ("employer", "Employer or school"),
                            ("court", "Court, probation or attorney"),
                            ("payer", "Health plan or benefits office"),
                            ("other", "Somebody else"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("in_person", "In person"),
                            ("video", "Video"),
                            ("text", "Text message"),
                            ("email", "E-mail"),
                            ("letter", "Letter"),
                            ("visit", "Visit outside the clinic"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("reached", "Spoke with them"),
                            ("left_message", "Left a message"),
                            ("no_answer", "No answer"),
                            ("wrong_number", "Wrong number or address"),
                            ("sent", "Sent, no answer yet"),
                            ("refused", "They did not want to speak"),
                        ],
                        max_length=14,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=0)),
                (
                    "about",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("housing", "Housing"),
                            ("recovery_housing", "Recovery housing"),
                            ("employment", "Employment"),
                            ("vocational", "Vocational training"),
                            ("education", "School or adult education"),
                            ("legal", "Legal help"),
                            ("food", "Food"),
                            ("transport", "Transport"),
                            ("childcare", "Childcare"),
                            ("insurance", "Insurance and benefits"),
                            ("medical", "Medical care"),
                            ("dental", "Dental care"),
                            ("mental_health", "Mental health care"),
                            ("moud", "Medication for addiction treatment"),
                            ("detox", "Detox or residential care"),
                            ("peer", "Peer recovery support"),
                            ("family", "Help for the family"),
                            ("safety", "Safety from violence"),
                            ("financial", "Money and debts"),
                            ("phone", "Phone and internet"),
                            ("clothing", "Clothing and household goods"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("summary", models.CharField(blank=True, max_length=1000)),
                ("next_step", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "entered_in_error_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="case_contacts", to="clients.episode"
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="therapy.referral",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["episode", "-at"], name="case_contact_by_episode")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("minutes__lte", 480)), name="case_contact_minutes"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("entered_in_error_at__isnull", True),
                            models.Q(
                                ("entered_in_error_by__isnull", False), models.Q(("error_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="case_contact_error_said",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferralChange",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Being made"),
                            ("sent", "Made"),
                            ("waiting", "On their waitlist"),
                            ("accepted", "Accepted"),
                            ("attended", "They went"),
                            ("closed", "Need met"),
                            ("declined_by_place", "Not taken by the place"),
                            ("declined_by_client", "The client decided against it"),
                            ("not_reached", "The place was not reached"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="therapy.referral"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [models.Index(fields=["referral", "-at"], name="referral_change_newest")],
            },
        ),
        migrations.CreateModel(
            name="SupportMeeting",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("entered_in_error_at", models.DateTimeField(blank=True, null=True)),
                ("error_reason", models.CharField(blank=True, max_length=300)),
                ("on", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("aa", "Alcoholics Anonymous (AA)"),
                            ("na", "Narcotics Anonymous (NA)"),
                            ("ca", "Cocaine Anonymous (CA)"),
                            ("cma", "Crystal Meth Anonymous (CMA)"),
                            ("ma", "Marijuana Anonymous (MA)"),
                            ("dual", "Dual Recovery or Double Trouble"),
                            ("medication", "Medication-Assisted Recovery Anonymous"),
                            ("celebrate", "Celebrate Recovery"),
                            ("al_anon", "Al-Anon, Nar-Anon or ACA"),
                            ("smart", "SMART Recovery"),
                            ("dharma", "Recovery Dharma or Refuge Recovery"),
                            ("lifering", "LifeRing"),
                            ("women", "Women for Sobriety"),
                            ("faith", "Faith-based group"),
                            ("alumni", "Alumni or peer group"),
                            ("other", "Another group"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[("in_person", "In person"), ("online", "Online"), ("phone", "By phone")],
                        default="in_person",
                        max_length=10,
                    ),
                ),
                ("is_home_group", models.BooleanField(default=False)),
                ("has_sponsor", models.BooleanField(blank=True, null=True)),
                ("slip_seen", models.BooleanField(default=False)),
                (
                    "entered_in_error_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="support_meetings",
                        to="clients.episode",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-id"],
                "indexes": [models.Index(fields=["episode", "-on"], name="support_meeting_by_episode")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("entered_in_error_at__isnull", True),
                            models.Q(
                                ("entered_in_error_by__isnull", False), models.Q(("error_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="support_meeting_error_said",
                    )
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="allergy",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="8c4c763a1caa3b00edce69287e9565fe1a9d3f37",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_ca822",
                    table="therapy_allergy",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="allergy",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="3db33d7134f1c2c46e7bb1b0cb367893f16a2ea0",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_623db",
                    table="therapy_allergy",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="communityresource",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="be25235e80121ff7f2957b4e4c89d84664b81ace",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_62064",
                    table="therapy_communityresource",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="communityresource",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="ecd7c46edcbe3b17082fffdc1d5973ccfdf94bab",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_eae81",
                    table="therapy_communityresource",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="medication",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="9cb1ead2281b64cbed77a380b9fa669a16c82969",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_c898b",
                    table="therapy_medication",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="medication",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="9ff4c8efdb9893a4b3afb6cab9978d5b81962c5f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_6056e",
                    table="therapy_medication",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="medication",
            trigger=pgtrigger.compiler.Trigger(
                name="what_it_is_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."dose" IS DISTINCT FROM (NEW."dose") OR OLD."every_days" IS DISTINCT FROM (NEW."every_days") OR OLD."follows_id" IS DISTINCT FROM (NEW."follows_id") OR OLD."frequency" IS DISTINCT FROM (NEW."frequency") OR OLD."ingredient" IS DISTINCT FROM (NEW."ingredient") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."route" IS DISTINCT FROM (NEW."route") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."treats" IS DISTINCT FROM (NEW."treats"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="01dca8432cc775122af8d7054adc05a16e20aa63",
                    operation="UPDATE",
                    pgid="pgtrigger_what_it_is_stays_d5031",
                    table="therapy_medication",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="injectiongiven",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="3e7bee063160eaaea0d7f3af983c6f3df20be077",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_e7601",
                    table="therapy_injectiongiven",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="injectiongiven",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="a8da805122f9254b6e3e2512f9f7c4a1ee8431b8",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_085ae",
                    table="therapy_injectiongiven",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="injectiongiven",
            trigger=pgtrigger.compiler.Trigger(
                name="only_marked_in_error",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."body_site" IS DISTINCT FROM (NEW."body_site") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dose" IS DISTINCT FROM (NEW."dose") OR OLD."expires_on" IS DISTINCT FROM (NEW."expires_on") OR OLD."given_by_id" IS DISTINCT FROM (NEW."given_by_id") OR OLD."given_on" IS DISTINCT FROM (NEW."given_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."lot" IS DISTINCT FROM (NEW."lot") OR OLD."medication_id" IS DISTINCT FROM (NEW."medication_id") OR OLD."next_due_on" IS DISTINCT FROM (NEW."next_due_on") OR OLD."note" IS DISTINCT FROM (NEW."note"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="c06e78d656d0abc9c394d87c939ca164802898b3",
                    operation="UPDATE",
                    pgid="pgtrigger_only_marked_in_error_6c7ab",
                    table="therapy_injectiongiven",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="naloxoneoffer",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="de8f5c942676e71c1a33780d1a961c4e808482cf",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_83ad6",
                    table="therapy_naloxoneoffer",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="naloxoneoffer",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="901dbb1441cd3aebe7ef5ad68cb979bf697262d1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_636c6",
                    table="therapy_naloxoneoffer",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="naloxoneoffer",
            trigger=pgtrigger.compiler.Trigger(
                name="only_marked_in_error",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."episode_id" IS DISTINCT FROM (NEW."episode_id") OR OLD."expires_on" IS DISTINCT FROM (NEW."expires_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kits" IS DISTINCT FROM (NEW."kits") OR OLD."lot" IS DISTINCT FROM (NEW."lot") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."product" IS DISTINCT FROM (NEW."product") OR OLD."was_trained" IS DISTINCT FROM (NEW."was_trained") OR OLD."why" IS DISTINCT FROM (NEW."why"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="d313c3e554336152ed7ee87032e1a333abc728d5",
                    operation="UPDATE",
                    pgid="pgtrigger_only_marked_in_error_e8696",
                    table="therapy_naloxoneoffer",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="reconciliation",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9de6a224226f3c8abab8229eff683981d8fb3fe7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1d731",
                    table="therapy_reconciliation",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="reconciliation",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="fd80be25fad5da86562f5695590a79a1517f584d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_0d3b9",
                    table="therapy_reconciliation",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="e63fb4bea89de9b3066253a440914732e923b4d8",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_85019",
                    table="therapy_referral",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="488ea78b97eca9697ffdddc1d0070b84135d92f3",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_b814e",
                    table="therapy_referral",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="status_follows_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM therapy_referralchange h WHERE h.referral_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'planned') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="5a74258854f0f8c31eb03da1596530bfb41b9480",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_status_follows_history_67cb4",
                    table="therapy_referral",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="status_starts_right",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'planned'))",
                    constraint="CONSTRAINT",
                    declare="DECLARE shown text; kept text;",
                    func="\n    EXECUTE format('SELECT status FROM %I WHERE id = $1', TG_TABLE_NAME) INTO shown USING NEW.id;\n    SELECT h.status INTO kept FROM therapy_referralchange h WHERE h.referral_id = NEW.id ORDER BY h.at DESC, h.id DESC LIMIT 1;\n    IF shown IS DISTINCT FROM COALESCE(kept, 'planned') THEN\n        RAISE EXCEPTION 'the status of a row must be the newest of its history';\n    END IF;\n    RETURN NULL;\n    ",
                    hash="6945365476592794814bcb7ad8eadf426ef31f34",
                    operation="INSERT",
                    pgid="pgtrigger_status_starts_right_0ed3e",
                    table="therapy_referral",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="casecontact",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="1540556c581464c7d9396f75b60244f26208f8c7",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_30c8b",
                    table="therapy_casecontact",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="casecontact",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="8d0cd190b235f7ce1640d138d08bd79394da0302",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_13dcb",
                    table="therapy_casecontact",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="casecontact",
            trigger=pgtrigger.compiler.Trigger(
                name="only_marked_in_error",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."about" IS DISTINCT FROM (NEW."about") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."episode_id" IS DISTINCT FROM (NEW."episode_id") OR OLD."how" IS DISTINCT FROM (NEW."how") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."next_step" IS DISTINCT FROM (NEW."next_step") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."referral_id" IS DISTINCT FROM (NEW."referral_id") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."with_whom" IS DISTINCT FROM (NEW."with_whom"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="659f3ebef583bd632cfdedfbc2f77bd5acd2b77e",
                    operation="UPDATE",
                    pgid="pgtrigger_only_marked_in_error_14ca5",
                    table="therapy_casecontact",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="referralchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8dfbc34b007abc3ea7e8e21dbc1514c7991db3bd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_018d8",
                    table="therapy_referralchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="referralchange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="2df8222be5ba88db0a5bd4f1e3e5160e6db81a7f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_4ee7d",
                    table="therapy_referralchange",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="supportmeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="377059df614089c34257e0de29daad3ebc66c1b6",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_1a6f5",
                    table="therapy_supportmeeting",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="supportmeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="60ae1e345beed07f28856f10a946ddf58342dd06",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_95996",
                    table="therapy_supportmeeting",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="supportmeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="only_marked_in_error",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."episode_id" IS DISTINCT FROM (NEW."episode_id") OR OLD."has_sponsor" IS DISTINCT FROM (NEW."has_sponsor") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_home_group" IS DISTINCT FROM (NEW."is_home_group") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id") OR OLD."slip_seen" IS DISTINCT FROM (NEW."slip_seen"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="480adbe4549269d8b3d7a137beeda450f5658e67",
                    operation="UPDATE",
                    pgid="pgtrigger_only_marked_in_error_7facb",
                    table="therapy_supportmeeting",
                    when="BEFORE",
                ),
            ),
        ),
    ]
