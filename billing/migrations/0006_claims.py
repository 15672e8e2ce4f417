"""Claims and their batches."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("billing", "0005_charges")]
    operations = []
