"""Missed days: policy, cases and steps."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0003_open_groups")]

    operations = []
