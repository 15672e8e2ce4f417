"""Appointments of several people, and what is offered to families."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0006_feeds_and_asks")]

    operations = []
