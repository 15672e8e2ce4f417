"""Notes of family sessions."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("therapy", "0016_recovery")]

    operations = []
