"""Progress notes."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("therapy", "0003_assessments_and_counseling_notes")]

    operations: list[migrations.operations.base.Operation] = []
