"""What waits is found in its order, and a webhook's log with the newest first, however long the log grows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("api", "0009_application_keys")]

    operations = [
        migrations.RemoveIndex(model_name="webhookdelivery", name="webhook_order"),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(
                condition=models.Q(("status", "waiting")),
                fields=["webhook", "ordering", "position"],
                name="webhook_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(fields=["webhook", "-id"], name="webhook_log"),
        ),
    ]
