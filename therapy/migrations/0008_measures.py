"""Measures given."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("therapy", "0007_questionnaires")]

    operations: list[migrations.operations.base.Operation] = []
