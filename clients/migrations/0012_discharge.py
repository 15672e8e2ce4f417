"""Where somebody goes after treatment."""

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
    ]

    operations = [
        migrations.CreateModel(
            name="DischargeDetail",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "episode",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="discharge_detail",
                        to="clients.episode",
                    ),
                ),
                (
                    "destination",
                    models.CharField(
                        choices=[
                            ("aftercare", "Home, with aftercare"),
                            ("home", "Home, without aftercare"),
                            ("outpatient", "Outpatient care elsewhere"),
                            ("intensive", "Another intensive outpatient or day program"),
                            ("recovery_house", "Sober living"),
                            ("detox", "Detox"),
                            ("residential", "Residential program"),
                            ("hospital", "Hospital"),
                            ("jail", "Jail or prison"),
                            ("moved", "Moved away"),
                            ("unknown", "Not known"),
                            ("deceased", "Deceased"),
                            ("other", "Somewhere else"),
                        ],
                        max_length=16,
                    ),
                ),
                ("destination_words", models.CharField(blank=True, max_length=200)),
                (
                    "first_appointment",
                    models.CharField(
                        choices=[
                            ("arranged", "Arranged"),
                            ("not_yet", "Not arranged yet"),
                            ("declined", "They do not want one"),
                            ("not_needed", "None is needed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("first_at", models.DateTimeField(blank=True, null=True)),
                ("first_with", models.CharField(blank=True, max_length=200)),
                (
                    "first_kept",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Kept"), ("no", "Not kept"), ("unknown", "Could not be found out")],
                        max_length=8,
                    ),
                ),
                ("first_kept_words", models.CharField(blank=True, max_length=300)),
                ("first_asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "first_asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.staffmember",
                    ),
                ),
                (
                    "contact_after",
                    models.CharField(
                        choices=[
                            ("agreed", "Yes, they want to hear from us"),
                            ("declined", "No, they do not want to"),
                            ("not_asked", "Not asked"),
                        ],
                        default="not_asked",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
                "indexes": [models.Index(fields=["destination"], name="discharge_by_destination")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("first_appointment", "arranged"),
                                ("first_at__isnull", False),
                                models.Q(("first_with", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("first_appointment", "arranged"), _negated=True),
                                ("first_at__isnull", True),
                                ("first_with", ""),
                            ),
                            _connector="OR",
                        ),
                        name="discharge_first_appointment_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("first_asked_at__isnull", True), ("first_kept", "")),
                            models.Q(
                                models.Q(("first_kept", ""), _negated=True),
                                ("first_asked_at__isnull", False),
                                ("first_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="discharge_first_kept_when",
                    ),
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="dischargedetail",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="f35a0f117de1d115f601b5f92fe55dfb221256bd",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_beae8",
                    table="clients_dischargedetail",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="dischargedetail",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="81565298d693d79837b9a885735246f8037dc450",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_0b2cd",
                    table="clients_dischargedetail",
                    when="BEFORE",
                ),
            ),
        ),
    ]
