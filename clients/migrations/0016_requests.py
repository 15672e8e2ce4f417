"""What clients ask for from outside."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clients", "0015_portal_door")]

    operations = []
