"""Groups of families, and what a group agreed on."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0005_from_outside")]

    operations = []
