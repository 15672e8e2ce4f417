import django.contrib.postgres.fields
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
    ]

    operations = [
        migrations.CreateModel(
            name="LetterTemplate",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("key", models.SlugField(max_length=40)),
                ("language", models.CharField(max_length=8)),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=120)),
                (
                    "party_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("provider", "Treating provider"),
                                ("payer", "Health plan or payer"),
                                ("court", "Court"),
                                ("probation", "Probation, parole or supervision"),
                                ("attorney", "Attorney"),
                                ("employer", "Employer"),
                                ("school", "School"),
                                ("housing", "Sober home or housing"),
                                ("relative", "Relative or support"),
                                ("authority", "Public authority"),
                                ("service", "Service provider of the clinic"),
                                ("intermediary", "Health information exchange or app"),
                                ("researcher", "Researcher"),
                                ("referrer", "Referral source"),
                                ("other", "Another recipient"),
                            ],
                            max_length=14,
                        ),
                        size=None,
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("treatment", "Treatment and coordination of care"),
                            ("payment", "Payment"),
                            ("operations", "Health care operations"),
                            ("family_support", "Support by family or friends"),
                            ("monitoring", "Monitoring by the criminal justice system"),
                            ("legal_proceedings", "A legal proceeding"),
                            ("employment", "Employment or school"),
                            ("benefits", "Benefits, housing or licence"),
                            ("request", "At the client's request"),
                            ("emergency", "A medical emergency"),
                            ("audit", "Audit and evaluation"),
                            ("research", "Research"),
                            ("public_health", "A report that the law requires"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "information",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("presence", "That they are or were a client here"),
                                ("contact", "Name, birth date and contact details"),
                                ("schedule", "Appointments and session times"),
                                ("attendance", "Attendance"),
                                ("assessment", "Assessment and level of care"),
                                ("diagnosis", "Diagnoses"),
                                ("plan", "Treatment plan and goals"),
                                ("progress", "Summary of progress"),
                                ("notes", "Progress notes"),
                                ("measures", "Results of questionnaires"),
                                ("drug_tests", "Drug test results"),
                                ("medications", "Medications"),
                                ("discharge", "Discharge and aftercare plan"),
                                ("billing", "Coverage, bills and payments"),
                                ("safety", "Safety concerns and emergencies"),
                                ("counseling_notes", "SUD counseling notes"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                    ),
                ),
                ("paragraphs", models.JSONField()),
                ("with_weeks", models.BooleanField(default=False)),
                ("neutral_head", models.BooleanField(default=False)),
                ("valid_from", models.DateField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("made_by", models.UUIDField(null=True)),
            ],
            options={
                "ordering": ["key", "language", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("key", "language", "number"), name="letter_template_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("key", "language"),
                        name="letter_template_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("information__len__gte", 1), ("party_kinds__len__gte", 1)),
                        name="letter_template_says_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "by_staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="clients.client"
                    ),
                ),
                (
                    "disclosure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letter", to="clients.disclosure"
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.lettertemplate"
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "indexes": [models.Index(fields=["client", "-at"], name="letter_by_client")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))), name="letter_forward"
                    )
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="lettertemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="only_superseded",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."information" IS DISTINCT FROM (NEW."information") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."made_by" IS DISTINCT FROM (NEW."made_by") OR OLD."neutral_head" IS DISTINCT FROM (NEW."neutral_head") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."paragraphs" IS DISTINCT FROM (NEW."paragraphs") OR OLD."party_kinds" IS DISTINCT FROM (NEW."party_kinds") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."with_weeks" IS DISTINCT FROM (NEW."with_weeks"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="3f0ede3a4f0112fd877e7616ba48bc4636b6b72b",
                    operation="UPDATE",
                    pgid="pgtrigger_only_superseded_1ec7a",
                    table="clients_lettertemplate",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="lettertemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a2799b2dbeab3f119cb0b94d1687cbf8b70d9096",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_45779",
                    table="clients_lettertemplate",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="lettertemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="b318232e3247e08c97ed0ecc32cd5f17fc75cae4",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_46f80",
                    table="clients_lettertemplate",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1d23bd0484b957fa58464f17ec9e035a2c064a46",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c56b0",
                    table="clients_letter",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="1ae720cdb165e7b6eda50745fa5b10102823aa1a",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_3d1e4",
                    table="clients_letter",
                    when="BEFORE",
                ),
            ),
        ),
    ]
