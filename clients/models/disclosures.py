"""What left the clinic: each disclosure with its ground, append-only, and what was looked at afterwards."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from clients.choices import Ground, Information, Notice, Purpose, SentKind
from clients.models.consents import Consent
from clients.models.parties import CourtOrder, RecipientParty, ServiceAgreement
from clients.models.people import Client
from clients.querysets import OfClientQuerySet
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row
from iop.core.triggers import append_only


class FalseConsent(Row):
    """A signed consent that turned out to be materially false: forged, or signed by somebody else (42 CFR 2.31(c)(4))."""

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="falsehood")
    at = models.DateTimeField()
    by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="false_consent_says_why")]
        triggers = append_only()


class Disclosure(Row):
    """One thing that left about one client: to whom, what, why, on which ground, with which notice (42 CFR 2.25, 2.32).

    The database refuses one that rests on a consent which is not signed, is another client's, or has been stopped; it
    locks the consent meanwhile, so that a revocation comes before or after and ``gate_order`` says which.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="disclosures")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    gate_order = models.BigIntegerField(default=0, editable=False)
    ground = models.CharField(max_length=18, choices=Ground)
    consent = models.ForeignKey(Consent, null=True, blank=True, on_delete=models.PROTECT, related_name="disclosures")
    agreement = models.ForeignKey(
        ServiceAgreement, null=True, blank=True, on_delete=models.PROTECT, related_name="disclosures"
    )
    order = models.ForeignKey(CourtOrder, null=True, blank=True, on_delete=models.PROTECT, related_name="disclosures")
    party = models.ForeignKey(
        RecipientParty, null=True, blank=True, on_delete=models.PROTECT, related_name="disclosures"
    )
    recipient_name = models.CharField(max_length=400)
    """As it was on that day."""
    recipient_address = models.TextField(blank=True)
    purpose = models.CharField(max_length=20, choices=Purpose)
    purpose_note = models.CharField(max_length=300, blank=True)
    information = ArrayField(models.CharField(max_length=20, choices=Information))
    sent_as = models.CharField(max_length=8, choices=SentKind)
    records = models.JSONField(default=list)
    """What was sent, as a list of [kind, id]."""
    digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of the bytes or words that left; empty for what was spoken."""
    description = models.CharField(max_length=300, blank=True)
    notice = models.CharField(max_length=6, choices=Notice, default=Notice.NONE)
    with_consent_copy = models.BooleanField(default=False)
    by_staff = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=640, blank=True)
    affiliation = models.CharField(max_length=300, blank=True)
    """In an emergency: the medical facility of the recipient (2.51(c))."""
    nature = models.CharField(max_length=500, blank=True)
    """In an emergency: its nature (2.51(c))."""

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["client", "-at"], name="disclosure_by_client"),
            models.Index(fields=["consent"], name="disclosure_by_consent"),
            models.Index(fields=["ground", "-at"], name="disclosure_by_ground"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(information__len__gte=1), name="disclosure_says_what"),
            models.CheckConstraint(condition=~Q(recipient_name=""), name="disclosure_says_to_whom"),
            models.CheckConstraint(
                condition=~Q(ground=Ground.CONSENT) | Q(consent__isnull=False), name="disclosure_consent_named"
            ),
            models.CheckConstraint(
                condition=~Q(ground=Ground.CONSENT) | ~Q(notice=Notice.NONE), name="disclosure_consent_with_notice"
            ),
            models.CheckConstraint(
                condition=~Q(ground=Ground.COURT_ORDER) | Q(order__isnull=False), name="disclosure_order_named"
            ),
            models.CheckConstraint(
                condition=~Q(ground=Ground.SERVICE_PROVIDER) | Q(agreement__isnull=False, party__isnull=False),
                name="disclosure_agreement_named",
            ),
            models.CheckConstraint(
                condition=~Q(ground__in=[Ground.RESEARCH, Ground.AUDIT]) | ~Q(purpose_note=""),
                name="disclosure_authority_named",
            ),
            models.CheckConstraint(condition=~Q(ground=Ground.OWN_USE), name="disclosure_leaves_the_program"),
            models.CheckConstraint(
                condition=~Q(ground=Ground.EMERGENCY) | (~Q(nature="") & ~Q(affiliation="") & ~Q(by_name="")),
                name="disclosure_emergency_written",
            ),
            models.CheckConstraint(
                condition=Q(digest="") | Q(digest__regex=r"^[0-9a-f]{64}$"), name="disclosure_digest"
            ),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="consent_stands",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[("form", "record")],
                func="""
                IF NEW.consent_id IS NOT NULL THEN
                    SELECT client_id, status, stopped_at, expired_event_at, expires_on,
                           (NEW.at AT TIME ZONE (SELECT time_zone FROM clinic_site WHERE id = site_id))::date AS today
                      INTO form FROM clients_consent WHERE id = NEW.consent_id FOR SHARE;
                    IF form.client_id IS DISTINCT FROM NEW.client_id THEN
                        RAISE EXCEPTION 'consent_of_another_client';
                    END IF;
                    IF form.status <> 'signed' OR form.stopped_at IS NOT NULL OR form.expired_event_at IS NOT NULL
                       OR form.expires_on < form.today
                       OR EXISTS (SELECT 1 FROM clients_falseconsent WHERE consent_id = NEW.consent_id) THEN
                        RAISE EXCEPTION 'consent_does_not_stand';
                    END IF;
                END IF;
                NEW.gate_order := nextval('clients_gate_order');
                RETURN NEW;
                """,
            ),
        ]


class DisclosureReview(Row):
    """What the privacy officer found when looking at an emergency disclosure afterwards."""

    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="review")
    at = models.DateTimeField()
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    was_right = models.BooleanField()
    note = models.TextField()

    class Meta:
        triggers = append_only()
