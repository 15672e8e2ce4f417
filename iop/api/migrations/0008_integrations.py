"""Integrations with several keys, OAuth2 applications, webhooks, and calls that may be sent twice."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import oauth2_provider.generators
import oauth2_provider.models
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import iop.core.clock
import iop.core.crypto
import iop.core.ids
import iop.core.migrating


def bind(apps, schema_editor):
    """Give each key made before integrations had a row of their own its integration, under the id that the record knows."""
    Integration = apps.get_model("api", "Integration")
    for key in apps.get_model("api", "IntegrationKey").objects.prefetch_related("sites"):
        row = Integration.objects.create(
            id=key.actor_id, name=key.name, party_id=key.party_id, purpose=key.purpose, made_by=key.made_by
        )
        row.sites.set(key.sites.all())
        key.integration = row
        key.save(update_fields=["integration"])


class Migration(migrations.Migration):
    # The library's tables point to our applications.
    run_before = [("oauth2_provider", "0001_initial")]

    dependencies = [
        ("api", "0007_billing"),
        ("clients", "0017_threads"),
        ("clinic", "0002_site_profile"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="integrationkey",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None),
        ),
        iop.core.migrating.CreateModels(
            [
                migrations.CreateModel(
                    name="IdempotentCall",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("caller", models.CharField(max_length=80)),
                        ("key", models.CharField(max_length=255)),
                        ("fingerprint", models.CharField(max_length=64)),
                        ("status", models.PositiveSmallIntegerField()),
                        ("headers", models.JSONField(default=dict)),
                        ("answer", iop.core.crypto.EncryptedField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["created_at"], name="idempotent_call_age")],
                        "constraints": [models.UniqueConstraint(fields=("caller", "key"), name="idempotent_call_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Integration",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("name", models.CharField(max_length=80)),
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
                        (
                            "networks",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=43), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "calls_a_minute",
                            models.PositiveIntegerField(
                                default=600,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100000),
                                ],
                            ),
                        ),
                        ("ended_at", models.DateTimeField(editable=False, null=True)),
                        ("made_by", models.UUIDField(editable=False, null=True)),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="integrations",
                                to="clients.recipientparty",
                            ),
                        ),
                        ("sites", models.ManyToManyField(blank=True, related_name="+", to="clinic.site")),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Application",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        (
                            "client_id",
                            models.CharField(
                                db_index=True,
                                default=oauth2_provider.generators.generate_client_id,
                                max_length=255,
                                unique=True,
                                verbose_name="client ID",
                            ),
                        ),
                        (
                            "redirect_uris",
                            models.TextField(
                                blank=True, help_text="Allowed URIs list, space separated", verbose_name="redirect URIs"
                            ),
                        ),
                        (
                            "post_logout_redirect_uris",
                            models.TextField(
                                blank=True,
                                default="",
                                help_text="Allowed Post Logout URIs list, space separated",
                                verbose_name="post logout redirect URIs",
                            ),
                        ),
                        (
                            "client_type",
                            models.CharField(
                                choices=[("confidential", "Confidential"), ("public", "Public")],
                                max_length=32,
                                verbose_name="client type",
                            ),
                        ),
                        (
                            "authorization_grant_type",
                            models.CharField(
                                choices=[
                                    ("authorization-code", "Authorization code"),
                                    ("urn:ietf:params:oauth:grant-type:device_code", "Device Code"),
                                    ("implicit", "Implicit"),
                                    ("password", "Resource owner password-based"),
                                    ("client-credentials", "Client credentials"),
                                    ("openid-hybrid", "OpenID connect hybrid"),
                                ],
                                max_length=44,
                                verbose_name="authorization grant type",
                            ),
                        ),
                        (
                            "client_secret",
                            oauth2_provider.models.ClientSecretField(
                                blank=True,
                                db_index=True,
                                default=oauth2_provider.generators.generate_client_secret,
                                help_text="Client secret for authentication",
                                max_length=255,
                                verbose_name="client secret",
                            ),
                        ),
                        ("hash_client_secret", models.BooleanField(default=True, verbose_name="hash client secret")),
                        ("name", models.CharField(blank=True, max_length=255, verbose_name="name")),
                        ("skip_authorization", models.BooleanField(default=False, verbose_name="skip authorization")),
                        ("created", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                        ("updated", models.DateTimeField(auto_now=True, verbose_name="updated")),
                        (
                            "algorithm",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "No OIDC support"),
                                    ("RS256", "RSA with SHA-2 256"),
                                    ("HS256", "HMAC with SHA-2 256"),
                                ],
                                default="",
                                max_length=5,
                                verbose_name="algorithm",
                            ),
                        ),
                        (
                            "allowed_origins",
                            models.TextField(
                                blank=True,
                                default="",
                                help_text="Allowed origins list to enable CORS, space separated",
                                verbose_name="allowed origins",
                            ),
                        ),
                        (
                            "registration_source",
                            models.CharField(
                                choices=[
                                    ("manual", "Manual"),
                                    ("dcr", "Dynamic Client Registration"),
                                    ("cimd", "Client ID Metadata Document"),
                                ],
                                default="manual",
                                help_text="How this application was registered (manual, DCR per RFC 7591, or CIMD)",
                                max_length=32,
                                verbose_name="registration source",
                            ),
                        ),
                        (
                            "cimd_expires_at",
                            models.DateTimeField(
                                blank=True,
                                default=None,
                                help_text="When the cached Client ID Metadata Document should be re-fetched",
                                null=True,
                                verbose_name="CIMD expires at",
                            ),
                        ),
                        (
                            "scopes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=120), size=None
                            ),
                        ),
                        ("created_by", models.UUIDField(editable=False, null=True)),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "integration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="api.integration"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Webhook",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("url", models.URLField(max_length=500)),
                        (
                            "events",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=80), size=None
                            ),
                        ),
                        ("secret", iop.core.crypto.EncryptedField()),
                        ("former_secret", iop.core.crypto.EncryptedField(null=True)),
                        ("former_until", models.DateTimeField(null=True)),
                        ("position", models.BigIntegerField(default=0)),
                        ("failing_since", models.DateTimeField(null=True)),
                        ("stopped_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("made_by", models.UUIDField(editable=False, null=True)),
                        (
                            "integration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="webhooks",
                                to="api.integration",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="WebhookDelivery",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("position", models.BigIntegerField()),
                        ("is_test", models.BooleanField(default=False)),
                        ("event", models.CharField(max_length=80)),
                        ("ordering", models.CharField(max_length=80)),
                        ("payload", models.JSONField()),
                        (
                            "status",
                            models.CharField(
                                choices=[("waiting", "Waiting"), ("sent", "Arrived"), ("given_up", "Given up")],
                                default="waiting",
                                max_length=12,
                            ),
                        ),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("next_try_at", models.DateTimeField()),
                        ("held_until", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "webhook",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="api.webhook"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="WebhookAttempt",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("arrived", "Arrived"),
                                    ("refused", "Refused"),
                                    ("no_answer", "No answer"),
                                    ("not_allowed", "Address not allowed"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("answered", models.PositiveSmallIntegerField(null=True)),
                        ("milliseconds", models.PositiveIntegerField()),
                        (
                            "delivery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attempts",
                                to="api.webhookdelivery",
                            ),
                        ),
                    ],
                ),
            ]
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(condition=models.Q(("status", "waiting")), fields=["next_try_at"], name="webhook_due"),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(fields=["webhook", "ordering", "id"], name="webhook_order"),
        ),
        migrations.AddConstraint(
            model_name="webhookdelivery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_test", False)),
                fields=("webhook", "position"),
                name="webhook_told_once_of_a_change",
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="webhookattempt",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ba86de544e21b897271d3fbc3d4d99b379057209",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8557c",
                    table="api_webhookattempt",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="webhookattempt",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="84f95c95191b9f3ba37f89e516689174baec6b99",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_9ae5a",
                    table="api_webhookattempt",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="integrationkey",
            name="integration",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="keys", to="api.integration"
            ),
        ),
        migrations.RunPython(bind, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="integrationkey",
            name="integration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="keys", to="api.integration"
            ),
        ),
        migrations.RemoveField(
            model_name="integrationkey",
            name="party",
        ),
        migrations.RemoveField(
            model_name="integrationkey",
            name="purpose",
        ),
        migrations.RemoveField(
            model_name="integrationkey",
            name="sites",
        ),
        migrations.RemoveField(
            model_name="integrationkey",
            name="actor_id",
        ),
    ]
