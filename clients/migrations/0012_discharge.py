"""Where somebody goes after treatment."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clients", "0011_sex")]

    operations = []
