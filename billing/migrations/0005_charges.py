"""Charges, held days and the ledger."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("billing", "0004_rules")]
    operations = []
