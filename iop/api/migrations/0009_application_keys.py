"""An app may prove who it is by public keys."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("api", "0008_integrations")]

    operations = [
        migrations.AddField(model_name="application", name="key_set", field=models.JSONField(blank=True, null=True)),
        migrations.AddField(
            model_name="application",
            name="key_set_url",
            field=models.URLField(blank=True, default="", max_length=500),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(("key_set__isnull", True), ("key_set_url", ""), _connector="OR"),
                name="application_keys_in_one_place",
            ),
        ),
    ]
