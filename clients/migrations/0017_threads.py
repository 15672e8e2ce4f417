"""Messages between clients and their care team."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clients", "0016_requests")]

    operations = []
