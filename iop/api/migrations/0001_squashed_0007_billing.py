"""Keys of other programs, and who answers for them.

What the steps before made one by one, made at once: an empty database comes to the same schema much sooner.
"""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import iop.core.migrating


class Migration(migrations.Migration):
    replaces = [
        ("api", "0001_initial"),
        ("api", "0002_key_parties"),
        ("api", "0003_key_party_needed"),
        ("api", "0004_scopes_of_care"),
        ("api", "0005_scopes_of_reviews"),
        ("api", "0006_scopes_of_families"),
        ("api", "0007_billing"),
    ]

    initial = True

    dependencies = [
        ("clients", "0001_squashed_0017_threads"),
        ("clinic", "0001_squashed_0002_site_profile"),
    ]

    operations = [
        iop.core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="IntegrationKey",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=150, primary_key=True, serialize=False, unique=True
                            ),
                        ),
                        ("prefix", models.CharField(editable=False, max_length=8, unique=True)),
                        ("hashed_key", models.CharField(editable=False, max_length=150)),
                        ("created", models.DateTimeField(auto_now_add=True, db_index=True)),
                        (
                            "name",
                            models.CharField(
                                default=None,
                                help_text="A free-form name for the API key. Need not be unique. 50 characters max.",
                                max_length=50,
                            ),
                        ),
                        (
                            "revoked",
                            models.BooleanField(
                                blank=True,
                                default=False,
                                help_text="If the API key is revoked, clients cannot use it anymore. (This cannot be undone.)",
                            ),
                        ),
                        (
                            "expiry_date",
                            models.DateTimeField(
                                blank=True,
                                help_text="Once API key expires, clients cannot use it anymore.",
                                null=True,
                                verbose_name="Expires",
                            ),
                        ),
                        ("actor_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "scopes",
                            django.contrib.postgres.fields.ArrayField(
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
                                        (
                                            "plans:read",
                                            "Read treatment, safety, relapse-prevention and aftercare plans",
                                        ),
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
                                        (
                                            "reviews:read",
                                            "Read reviews of the level of care, changes of level and follow-up",
                                        ),
                                        ("messages:read", "Read which messages were sent when, and how they fared"),
                                        ("family:read", "Read family sessions and what was offered to families"),
                                        (
                                            "billing:read",
                                            "Read coverage, authorizations, what days come to, charges, claims and balances",
                                        ),
                                        ("billing:write", "Enter coverage and payments"),
                                        ("groups:read", "Read groups outside a stay and who came"),
                                    ],
                                    max_length=40,
                                ),
                                size=None,
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="integration_keys",
                                to="clients.recipientparty",
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("treatment", "Treatment and coordination of care"),
                                    ("payment", "Payment"),
                                    ("operations", "Health care operations"),
                                    ("family_support", "Support by family or friends"),
                                    ("monitoring", "Monitoring by the criminal justice system"),
                                    ("legal_proceedings", "A legal proceeding"),
                                    ("employment", "Employment or school"),
                                    ("benefits", "Benefits, housing or licence"),
                                    ("request", "At the client's request"),
                                    ("emergency", "A medical emergency"),
                                    ("audit", "Audit and evaluation"),
                                    ("research", "Research"),
                                    ("public_health", "A report that the law requires"),
                                ],
                                default="operations",
                                max_length=20,
                            ),
                        ),
                        ("last_used_at", models.DateTimeField(editable=False, null=True)),
                        ("made_by", models.UUIDField(editable=False, null=True)),
                        ("sites", models.ManyToManyField(blank=True, related_name="+", to="clinic.site")),
                    ],
                    options={
                        "verbose_name": "integration key",
                        "verbose_name_plural": "integration keys",
                        "ordering": ("-created",),
                        "abstract": False,
                    },
                ),
            ],
        ),
    ]
