from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clients", "0003_intake_and_privacy")]

    operations: list = []
