"""Notes of family sessions."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("therapy", "0016_recovery")]

    operations = [
        migrations.AddField(
            model_name="progressnote",
            name="family",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
