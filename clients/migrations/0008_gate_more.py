from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clients", "0007_consents_more")]

    operations: list = []
