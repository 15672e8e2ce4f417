"""The rules of billing and what a day comes to."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("billing", "0003_authorizations")]
    operations = []
