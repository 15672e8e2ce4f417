import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clients", "0005_identifiers")]

    operations = [
        migrations.AddField(
            model_name="outsidestay",
            name="inquiry",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outside_stays",
                to="clients.inquiry",
            ),
        ),
        migrations.AddIndex(
            model_name="contactpoint",
            index=models.Index(condition=models.Q(("kind", "phone")), fields=["value"], name="contact_by_phone"),
        ),
        migrations.AddIndex(
            model_name="outsidestay",
            index=models.Index(
                condition=models.Q(("status__in", ["referred", "there"])), fields=["ask_on"], name="stay_to_ask"
            ),
        ),
        migrations.AddIndex(
            model_name="outsidestay",
            index=models.Index(fields=["client", "-referred_on"], name="stay_by_client"),
        ),
        migrations.AddConstraint(
            model_name="outsidestay",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("back_on__isnull", True), ("status__in", ["referred", "there"])),
                    models.Q(
                        models.Q(("status__in", ["referred", "there"]), _negated=True), ("back_on__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="outside_stay_over_when",
            ),
        ),
    ]
