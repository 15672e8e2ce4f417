"""Invitations and links for signing in from outside."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clients", "0014_portal")]

    operations = []
