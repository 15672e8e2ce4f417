"""What a client should have each week, and when they cannot."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0001_initial"),
        ("scheduling", "0003_seat_hold"),
    ]

    operations = [
        migrations.AddField(
            model_name="appointmentstatuschange",
            name="because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ill", "Client was ill"),
                    ("work", "Work or school"),
                    ("childcare", "Childcare"),
                    ("transport", "Transport"),
                    ("forgot", "Client forgot"),
                    ("declined", "Client did not want it"),
                    ("no_contact", "Client could not be reached"),
                    ("staff", "Clinician was away"),
                    ("clinic", "The clinic could not offer it"),
                    ("other", "Another reason"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="appointment",
            name="kind",
            field=models.CharField(
                choices=[
                    ("individual", "Individual therapy"),
                    ("family", "Family therapy"),
                    ("assessment", "Assessment"),
                    ("medication", "Medication management"),
                    ("case_management", "Case management"),
                    ("check_in", "Counselor check-in"),
                ],
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="Expectation",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("individual", "Individual therapy"),
                            ("family", "Family therapy"),
                            ("assessment", "Assessment"),
                            ("medication", "Medication management"),
                            ("case_management", "Case management"),
                            ("check_in", "Counselor check-in"),
                        ],
                        max_length=16,
                    ),
                ),
                ("times", models.PositiveSmallIntegerField()),
                ("every_weeks", models.PositiveSmallIntegerField(default=1)),
                ("reason", models.CharField(max_length=300)),
                ("set_by", models.UUIDField(null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="expectations", to="clients.episode"
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_on"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        expressions=[
                            ("episode", "="),
                            ("kind", "="),
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
                        name="expectation_no_overlap",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="expectation_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("every_weeks__gte", 1), ("every_weeks__lte", 8), ("times__lte", 7)),
                        name="expectation_rhythm",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("work", "Work"),
                            ("school", "School"),
                            ("childcare", "Childcare"),
                            ("court", "Court or probation"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ]
                    ),
                ),
                ("starts", models.TimeField()),
                ("ends", models.TimeField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="commitments", to="clients.client"
                    ),
                ),
            ],
            options={
                "ordering": ["weekday", "starts"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=["client"],
                        name="commitment_by_client",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts", models.F("ends")), _negated=True), name="commitment_lasts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="commitment_forward",
                    ),
                    models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="commitment_weekday"),
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="commitment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b96942a967ff2d26b808f8cc111cdda196ab454d",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_a5913",
                    table="scheduling_commitment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="commitment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="46b58d49a9355e660399c3e82217cf340f27c514",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_34301",
                    table="scheduling_commitment",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="expectation",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="8f20fde4f78e29ded4544fec61efe7f76f101700",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_c1f9f",
                    table="scheduling_expectation",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="expectation",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="373c6b20d95b3cab755a86fb00e9e0c1efc3ac6e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_52ecb",
                    table="scheduling_expectation",
                    when="BEFORE",
                ),
            ),
        ),
    ]
