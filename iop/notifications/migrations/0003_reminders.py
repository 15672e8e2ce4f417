"""What is reminded when."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_delivery")]

    operations = []
