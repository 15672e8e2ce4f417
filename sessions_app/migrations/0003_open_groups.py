"""Groups outside a stay."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0002_self_report")]

    operations = []
