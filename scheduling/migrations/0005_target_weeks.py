"""How long a program usually lasts, by date."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0004_expectations")]

    operations = []
