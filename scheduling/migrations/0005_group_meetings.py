"""Time may be taken by a meeting of a group outside a stay."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0004_expectations")]

    operations = [
        migrations.AlterField(
            model_name="busytime",
            name="source",
            field=models.CharField(
                choices=[
                    ("session", "Session"),
                    ("appointment", "Appointment"),
                    ("block", "Not available"),
                    ("group", "Meeting of a group"),
                ],
                max_length=12,
            ),
        ),
    ]
