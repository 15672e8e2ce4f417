"""Changes of the level of care."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("therapy", "0013_reviews")]

    operations = []
