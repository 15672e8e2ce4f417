"""What clients do from outside: from which open page a check-in was sent, so that one sent twice is one."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0004_absence")]

    operations = [
        migrations.AddField("checkin", "sent_key", models.UUIDField(blank=True, null=True)),
        migrations.AddField("selfreport", "sent_key", models.UUIDField(blank=True, null=True)),
    ]
