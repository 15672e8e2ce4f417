"""Follow-up after treatment, and asking for more support."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("therapy", "0014_transitions")]

    operations = []
