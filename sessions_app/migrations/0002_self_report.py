"""What a client says of use, sleep and stress."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0001_initial")]

    operations: list[migrations.operations.base.Operation] = []
