"""Treatment plans."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("therapy", "0004_progress_notes")]

    operations: list[migrations.operations.base.Operation] = []
