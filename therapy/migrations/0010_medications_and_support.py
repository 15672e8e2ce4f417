"""Medications and support."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("therapy", "0009_drug_tests")]

    operations: list[migrations.operations.base.Operation] = []
