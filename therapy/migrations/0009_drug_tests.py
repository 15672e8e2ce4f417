"""Drug tests."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("therapy", "0008_measures")]

    operations: list[migrations.operations.base.Operation] = []
