"""What clients do from outside: check-in, own marks."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0004_absence")]

    operations = []
