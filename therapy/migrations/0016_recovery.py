"""Homework and journal."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("therapy", "0015_follow_ups")]

    operations = []
