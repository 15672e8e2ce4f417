"""Early warnings and rewards."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("therapy", "0010_medications_and_support")]

    operations: list[migrations.operations.base.Operation] = []
