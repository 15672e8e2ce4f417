from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clients", "0009_placing_more")]

    operations: list = []
