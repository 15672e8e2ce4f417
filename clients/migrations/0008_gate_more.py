import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0007_consents_more"),
        ("clinic", "0002_site_profile"),
    ]

    operations = [
        migrations.CreateModel(
            name="FalseConsent",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(max_length=500)),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="disclosure",
            name="consent_stands",
        ),
        iop.core.migrating.AddTrigger(
            model_name="disclosure",
            trigger=pgtrigger.compiler.Trigger(
                name="consent_stands",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE form record;",
                    func="\n                IF NEW.consent_id IS NOT NULL THEN\n                    SELECT client_id, status, stopped_at, expired_event_at, expires_on,\n                           (NEW.at AT TIME ZONE (SELECT time_zone FROM clinic_site WHERE id = site_id))::date AS today\n                      INTO form FROM clients_consent WHERE id = NEW.consent_id FOR SHARE;\n                    IF form.client_id IS DISTINCT FROM NEW.client_id THEN\n                        RAISE EXCEPTION 'consent_of_another_client';\n                    END IF;\n                    IF form.status <> 'signed' OR form.stopped_at IS NOT NULL OR form.expired_event_at IS NOT NULL\n                       OR form.expires_on < form.today\n                       OR EXISTS (SELECT 1 FROM clients_falseconsent WHERE consent_id = NEW.consent_id) THEN\n                        RAISE EXCEPTION 'consent_does_not_stand';\n                    END IF;\n                END IF;\n                NEW.gate_order := nextval('clients_gate_order');\n                RETURN NEW;\n                ",
                    hash="3b254561afd0319efc29d9abdd035228934312e1",
                    operation="INSERT",
                    pgid="pgtrigger_consent_stands_a575d",
                    table="clients_disclosure",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ground", "service_provider"), _negated=True),
                    models.Q(("agreement__isnull", False), ("party__isnull", False)),
                    _connector="OR",
                ),
                name="disclosure_agreement_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ground__in", ["research", "audit"]), _negated=True),
                    models.Q(("purpose_note", ""), _negated=True),
                    _connector="OR",
                ),
                name="disclosure_authority_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(("ground", "own_use"), _negated=True), name="disclosure_leaves_the_program"
            ),
        ),
        migrations.AddField(
            model_name="falseconsent",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clinic.staffmember",
            ),
        ),
        migrations.AddField(
            model_name="falseconsent",
            name="consent",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="falsehood", to="clients.consent"
            ),
        ),
        migrations.AddConstraint(
            model_name="falseconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="false_consent_says_why"
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="falseconsent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6f71e32de62b685620081ca50173410bbce5e09f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_214a7",
                    table="clients_falseconsent",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="falseconsent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="891b2189f864554b38e9617150e65dc592624aa1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_25fe5",
                    table="clients_falseconsent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
