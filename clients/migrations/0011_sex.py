"""Sex, as some published scores need it."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clients", "0010_letters")]

    operations = [
        migrations.AddField(
            model_name="client",
            name="sex",
            field=models.CharField(
                choices=[("unknown", "Not asked"), ("female", "Female"), ("male", "Male"), ("other", "Another")],
                default="unknown",
                max_length=8,
            ),
        ),
    ]
