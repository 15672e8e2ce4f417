"""Reviews, absence, messages and background work."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0004_scopes_of_care"),
    ]

    operations = [
        migrations.AlterField(
            model_name="integrationkey",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("clients:read", "Read clients, episodes and placements"),
                        ("clients:write", "Register clients and change their details"),
                        ("schedule:read", "Read sites, levels, programs, tracks and enrolments"),
                        ("enrolments:write", "Enrol, pause and end enrolments"),
                        ("sessions:read", "Read treatment days, rosters and attendance"),
                        ("attendance:write", "Take attendance"),
                        ("appointments:read", "Read appointments and what is due"),
                        ("appointments:write", "Book, move and cancel appointments"),
                        ("notes:read", "Read signed clinical notes"),
                        ("plans:read", "Read treatment, safety, relapse-prevention and aftercare plans"),
                        ("plans:write", "Change treatment plans"),
                        ("measures:read", "Read questionnaires and their results"),
                        ("measures:write", "Enter answers to questionnaires"),
                        ("tests:read", "Read drug tests"),
                        ("tests:write", "Enter laboratory results"),
                        ("medications:read", "Read medications and allergies"),
                        ("medications:write", "Keep the medication list"),
                        ("support:read", "Read referrals, resources and support meetings"),
                        ("support:write", "Keep referrals and support meetings"),
                        ("timeline:read", "Read the timeline of a stay"),
                        ("reviews:read", "Read reviews of the level of care, changes of level and follow-up"),
                        ("messages:read", "Read which messages were sent when, and how they fared"),
                        ("groups:read", "Read groups outside a stay and who came"),
                    ],
                    max_length=40,
                ),
                size=None,
            ),
        ),
    ]
