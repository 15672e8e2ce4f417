"""What a client should have each week, and when they cannot."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0003_seat_hold")]

    operations: list[migrations.operations.base.Operation] = []
