from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clients", "0004_registers")]

    operations: list = []
