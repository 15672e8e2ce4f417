"""Plans a client owns."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("therapy", "0005_plans")]

    operations: list[migrations.operations.base.Operation] = []
