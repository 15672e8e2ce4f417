"""Sex, as some published scores need it."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clients", "0010_letters")]

    operations: list[migrations.operations.base.Operation] = []
