"""Calendar feeds, and asking for another time."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0005_group_meetings")]

    operations = []
