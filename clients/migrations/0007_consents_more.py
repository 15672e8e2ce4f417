"""Consents: what the database refuses beyond 0003: a form without its statements, words without a signature, mixed ends."""

import pgtrigger.compiler
from django.db import migrations, models

import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [("clients", "0006_intake_more")]

    operations = [
        iop.core.migrating.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="read_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"status\" = 'draft' AND NOT (OLD.\"digest\" = ''))",
                    func="\n                IF to_jsonb(OLD) - ARRAY['status', 'signed_at', 'version']\n                   IS DISTINCT FROM to_jsonb(NEW) - ARRAY['status', 'signed_at', 'version'] THEN\n                    RAISE EXCEPTION 'somebody has signed these words: they are kept';\n                END IF;\n                RETURN NEW;\n                ",
                    hash="9e5cfb9bc2de063301001c7408808ee92c705cd4",
                    operation="UPDATE",
                    pgid="pgtrigger_read_is_kept_46ca0",
                    table="clients_consent",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="whole_when_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"status\" = 'signed')",
                    declare="DECLARE form record; named record;",
                    func="\n    SELECT kind, superseded_at INTO form FROM clients_consenttemplate WHERE id = NEW.template_id FOR SHARE;\n    IF form.superseded_at IS NOT NULL THEN\n        RAISE EXCEPTION 'consent_form_superseded';\n    END IF;\n    IF form.kind <> NEW.kind THEN\n        RAISE EXCEPTION 'consent_form_of_another_kind';\n    END IF;\n    IF NEW.expires_on < (SELECT (NEW.signed_at AT TIME ZONE time_zone)::date FROM clinic_site WHERE id = NEW.site_id) THEN\n        RAISE EXCEPTION 'consent_ends_before_it_begins';\n    END IF;\n    IF NEW.party_id IS NOT NULL THEN\n        SELECT kind, person_id INTO named FROM clients_recipientparty WHERE id = NEW.party_id;\n        IF named.kind = 'intermediary' AND NEW.participants = '' THEN\n            RAISE EXCEPTION 'consent_names_participants';\n        END IF;\n        IF NEW.kind = 'relative' AND named.kind <> 'relative' THEN\n            RAISE EXCEPTION 'consent_names_relative';\n        END IF;\n        IF named.kind = 'relative' AND NOT EXISTS (\n            SELECT 1 FROM clients_relationship WHERE client_id = NEW.client_id AND person_id = named.person_id\n        ) THEN\n            RAISE EXCEPTION 'consent_relative_of_another_client';\n        END IF;\n        IF NEW.kind = 'criminal_justice' AND named.kind NOT IN ('court', 'probation', 'attorney', 'authority') THEN\n            RAISE EXCEPTION 'consent_names_monitor';\n        END IF;\n    END IF;\n    RETURN NEW;\n",
                    hash="91063402dfb209cd8df2a01e0f7a581f4b2cccfe",
                    operation='INSERT OR UPDATE OF "status"',
                    pgid="pgtrigger_whole_when_signed_ce9f6",
                    table="clients_consent",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_by_somebody",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"status\" = 'signed')",
                    constraint="CONSTRAINT",
                    func="\n                IF NOT EXISTS (SELECT 1 FROM clients_consentsignature WHERE consent_id = NEW.id AND digest = NEW.digest) THEN\n                    RAISE EXCEPTION 'consent_signed_by_nobody';\n                END IF;\n                RETURN NULL;\n                ",
                    hash="573a06be104493385a758ac0cad7ae3ec2a99f0a",
                    operation='INSERT OR UPDATE OF "status"',
                    pgid="pgtrigger_signed_by_somebody_63afd",
                    table="clients_consent",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status", "signed"),
                        (
                            "kind__in",
                            [
                                "counseling_notes",
                                "criminal_justice",
                                "legal_proceedings",
                                "relative",
                                "specific",
                                "tpo",
                            ],
                        ),
                        _negated=True,
                    ),
                    models.Q(("expires_on__isnull", True), ("never_expires", False)),
                    models.Q(("expires_event", ""), ("expires_on__isnull", True)),
                    models.Q(("expires_event", ""), ("never_expires", False)),
                    _connector="OR",
                ),
                name="consent_one_expiry",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "signed"), ("kind", "tpo"), _negated=True),
                    ("purposes__contained_by", ["operations", "payment", "treatment"]),
                    _connector="OR",
                ),
                name="consent_tpo_alone",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status", "signed"),
                        (
                            "kind__in",
                            [
                                "counseling_notes",
                                "criminal_justice",
                                "legal_proceedings",
                                "relative",
                                "specific",
                                "tpo",
                            ],
                        ),
                        _negated=True,
                    ),
                    ("party__isnull", True),
                    ("recipient_class", ""),
                    _connector="OR",
                ),
                name="consent_one_recipient",
            ),
        ),
        migrations.AddConstraint(
            model_name="consenttemplate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "kind__in",
                            [
                                "counseling_notes",
                                "criminal_justice",
                                "legal_proceedings",
                                "relative",
                                "specific",
                                "tpo",
                            ],
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        ("sections__contains", [{"key": "who"}]),
                        ("sections__contains", [{"key": "discloser"}]),
                        ("sections__contains", [{"key": "information"}]),
                        ("sections__contains", [{"key": "recipient"}]),
                        ("sections__contains", [{"key": "purpose"}]),
                        ("sections__contains", [{"key": "expiry"}]),
                    ),
                    _connector="OR",
                ),
                name="consent_template_has_elements",
            ),
        ),
        migrations.AddConstraint(
            model_name="consenttemplate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "kind__in",
                            [
                                "counseling_notes",
                                "criminal_justice",
                                "legal_proceedings",
                                "relative",
                                "specific",
                                "tpo",
                            ],
                        ),
                        _negated=True,
                    ),
                    ("sections__contains", [{"key": "revoke"}]),
                    _connector="OR",
                ),
                name="consent_template_tells_revoking",
            ),
        ),
        migrations.AddConstraint(
            model_name="consenttemplate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "tpo"), _negated=True),
                    ("sections__contains", [{"key": "hipaa_redisclosure"}]),
                    _connector="OR",
                ),
                name="consent_template_tells_hipaa",
            ),
        ),
        migrations.AddConstraint(
            model_name="consenttemplate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "tpo"), _negated=True),
                    ("sections__contains", [{"key": "redisclosure"}]),
                    _connector="OR",
                ),
                name="consent_template_tells_redisclosure",
            ),
        ),
        migrations.AddConstraint(
            model_name="consenttemplate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "tpo"), _negated=True),
                    ("sections__contains", [{"key": "refusal"}]),
                    _connector="OR",
                ),
                name="consent_template_tells_refusal",
            ),
        ),
    ]
