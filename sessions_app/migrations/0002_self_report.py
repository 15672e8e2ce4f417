"""What a client says of use, sleep and stress."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import iop.core.clock
import iop.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("sessions_app", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SelfReport",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "use",
                    models.CharField(
                        blank=True,
                        choices=[("none", "No use"), ("used", "Used"), ("prefers_not", "Prefers not to say")],
                        max_length=12,
                    ),
                ),
                ("sleep_hours", models.DecimalField(blank=True, decimal_places=1, max_digits=3, null=True)),
                ("stress", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "habits",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("meals", "Ate regular meals"),
                                ("exercise", "Moved or exercised"),
                                ("medication", "Took medication as prescribed"),
                                ("meeting", "Went to a support meeting"),
                                ("connected", "Spoke with somebody supportive"),
                                ("mindful", "Took a quiet moment"),
                                ("responsible", "Kept up with work or home"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("by_client", models.BooleanField(default=False)),
                ("saved_at", models.DateTimeField()),
                ("saved_by", models.UUIDField(null=True)),
                (
                    "attendance",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="self_report",
                        to="sessions_app.attendance",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sleep_hours__isnull", True),
                            models.Q(("sleep_hours__gte", 0), ("sleep_hours__lte", 24)),
                            _connector="OR",
                        ),
                        name="self_report_sleep",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stress__isnull", True), ("stress__lte", 10), _connector="OR"),
                        name="self_report_stress",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportedUse",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "substance",
                    models.CharField(
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
                        max_length=20,
                    ),
                ),
                ("amount", models.CharField(blank=True, max_length=100)),
                ("on", models.DateField(blank=True, null=True)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="uses", to="sessions_app.selfreport"
                    ),
                ),
            ],
            options={
                "ordering": ["on", "created_at"],
            },
        ),
    ]
