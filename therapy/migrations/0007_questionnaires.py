"""Questionnaires."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("therapy", "0006_own_plans")]

    operations: list[migrations.operations.base.Operation] = []
