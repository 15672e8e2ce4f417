"""Each key says who receives through it and why. Keys made before are the clinic's own services, and say so."""

import django.db.models.deletion
from django.db import migrations, models

OWN_OPERATIONS = "Own operations: software run by the clinic itself, under its own control"


def bind(apps, schema_editor):
    party_model = apps.get_model("clients", "RecipientParty")
    agreement_model = apps.get_model("clients", "ServiceAgreement")
    for key in apps.get_model("api", "IntegrationKey").objects.filter(party__isnull=True):
        key.party = party_model.objects.create(kind="service", name=key.name or "Integration")
        agreement_model.objects.create(
            party=key.party, kind="qsoa", services=OWN_OPERATIONS, purposes=["operations", "payment", "treatment"],
            starts_on=key.created.date(),
        )  # fmt: skip
        key.save(update_fields=["party"])


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial"), ("clients", "0008_gate_more")]

    operations = [
        migrations.AddField(
            model_name="integrationkey",
            name="party",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="integration_keys",
                to="clients.recipientparty",
            ),
        ),
        migrations.AddField(
            model_name="integrationkey",
            name="purpose",
            field=models.CharField(
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
        migrations.RunPython(bind, migrations.RunPython.noop),
    ]
