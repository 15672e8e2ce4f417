from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clients", "0008_gate_more")]

    operations: list = []
