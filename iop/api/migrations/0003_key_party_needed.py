"""No key without somebody who answers for it. Apart from the step before: rows just written bar a change of their table."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("api", "0002_key_parties")]

    operations = [
        migrations.AlterField(
            model_name="integrationkey",
            name="party",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="integration_keys",
                to="clients.recipientparty",
            ),
        ),
    ]
