"""What a relative keeps for themselves."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = [("clients", "0017_threads")]

    operations = []
