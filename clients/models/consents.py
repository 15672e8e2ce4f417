"""What clients agreed to: the forms by version, what was signed, and what was taken back (42 CFR 2.31)."""

from __future__ import annotations

import functools
import operator

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from clients.choices import (
    DISCLOSING_KINDS,
    TPO,
    ConsentKind,
    ConsentStatus,
    Information,
    Purpose,
    RecipientClass,
    RevocationMethod,
    SignatureMethod,
    SignerRole,
)
from clients.models.care import Episode
from clients.models.parties import RecipientParty
from clients.models.people import Client, RelatedPerson
from clients.querysets import ConsentQuerySet
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_delete
from iop.documents.models import StoredFile
from iop.notifications.choices import Channel

SIGNED = Q(status=ConsentStatus.SIGNED)
DISCLOSING = Q(kind__in=sorted(DISCLOSING_KINDS))
WHOLE_AT_SIGNING = """
    SELECT kind, superseded_at INTO form FROM clients_consenttemplate WHERE id = NEW.template_id FOR SHARE;
    IF form.superseded_at IS NOT NULL THEN
        RAISE EXCEPTION 'consent_form_superseded';
    END IF;
    IF form.kind <> NEW.kind THEN
        RAISE EXCEPTION 'consent_form_of_another_kind';
    END IF;
    IF NEW.expires_on < (SELECT (NEW.signed_at AT TIME ZONE time_zone)::date FROM clinic_site WHERE id = NEW.site_id) THEN
        RAISE EXCEPTION 'consent_ends_before_it_begins';
    END IF;
    IF NEW.party_id IS NOT NULL THEN
        SELECT kind, person_id INTO named FROM clients_recipientparty WHERE id = NEW.party_id;
        IF named.kind = 'intermediary' AND NEW.participants = '' THEN
            RAISE EXCEPTION 'consent_names_participants';
        END IF;
        IF NEW.kind = 'relative' AND named.kind <> 'relative' THEN
            RAISE EXCEPTION 'consent_names_relative';
        END IF;
        IF named.kind = 'relative' AND NOT EXISTS (
            SELECT 1 FROM clients_relationship WHERE client_id = NEW.client_id AND person_id = named.person_id
        ) THEN
            RAISE EXCEPTION 'consent_relative_of_another_client';
        END IF;
        IF NEW.kind = 'criminal_justice' AND named.kind NOT IN ('court', 'probation', 'attorney', 'authority') THEN
            RAISE EXCEPTION 'consent_names_monitor';
        END IF;
    END IF;
    RETURN NEW;
"""
"""What a constraint cannot see, because it stands in another table (42 CFR 2.31(a)(4), (7); 2.35(a))."""


def states(kind: Q, *keys: str) -> Q:
    """Say that a form of this kind holds these sections, each with a text."""
    holds = [Q(sections__contains=[{"key": key}]) for key in keys]
    return ~kind | functools.reduce(operator.and_, holds)


class ConsentTemplate(Row):
    """One version of a form in one language. Never changed: a new version supersedes it from a day on."""

    kind = models.CharField(max_length=20, choices=ConsentKind)
    language = models.CharField(max_length=8)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    sections = models.JSONField()
    """List of {"key", "heading", "text"}; texts hold only the named places of ``clients.consent_texts``."""
    valid_from = models.DateField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    made_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["kind", "language", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "language", "number"], name="consent_template_once"),
            models.UniqueConstraint(
                fields=["kind", "language"], condition=Q(superseded_at__isnull=True), name="consent_template_one_live"
            ),
            models.CheckConstraint(
                condition=states(DISCLOSING, "who", "discloser", "information", "recipient", "purpose", "expiry"),
                name="consent_template_has_elements",
            ),
            models.CheckConstraint(condition=states(DISCLOSING, "revoke"), name="consent_template_tells_revoking"),
            models.CheckConstraint(
                condition=states(Q(kind=ConsentKind.TPO), "hipaa_redisclosure"), name="consent_template_tells_hipaa"
            ),
            models.CheckConstraint(
                condition=states(Q(kind=ConsentKind.TPO), "redisclosure"), name="consent_template_tells_redisclosure"
            ),
            models.CheckConstraint(
                condition=states(Q(kind=ConsentKind.TPO), "refusal"), name="consent_template_tells_refusal"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="only_superseded",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["superseded_at"]),
            ),
            *no_delete(),
        ]


class Consent(Row, Versioned):
    """One consent of one client: who may tell what to whom, why, until when; the exact words shown; and its end.

    ``signed_at`` locks everything but its end. ``stopped_at`` is when nothing may leave on it any more: an oral wish is
    enough; ``revoked_at`` is when that was there in writing.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="consents")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, null=True, blank=True, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=20, choices=ConsentKind)
    template = models.ForeignKey(ConsentTemplate, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=ConsentStatus, default=ConsentStatus.DRAFT)

    discloser = models.CharField(max_length=300, blank=True)
    """Who may disclose (2.31(a)(2))."""
    information = ArrayField(models.CharField(max_length=20, choices=Information), default=list, blank=True)
    information_note = models.CharField(max_length=500, blank=True)
    party = models.ForeignKey(RecipientParty, null=True, blank=True, on_delete=models.PROTECT, related_name="consents")
    recipient_class = models.CharField(max_length=12, choices=RecipientClass, blank=True)
    participants = models.CharField(max_length=500, blank=True)
    """Of an intermediary: its participants by name, or those treating the client (2.31(a)(4)(ii))."""
    purposes = ArrayField(models.CharField(max_length=20, choices=Purpose), default=list, blank=True)
    channel = models.CharField(max_length=8, choices=Channel, blank=True)
    """For ``messages``: which channel."""

    expires_on = models.DateField(null=True, blank=True)
    """The last day on which it holds."""
    expires_event = models.CharField(max_length=200, blank=True)
    never_expires = models.BooleanField(default=False)
    revocable_from = models.DateField(null=True, blank=True)
    """Criminal justice only (2.35(c)): from when on it may be revoked."""
    revocable_event = models.CharField(max_length=200, blank=True)
    revocable_event_at = models.DateTimeField(null=True, blank=True)
    """When that event was recorded as having happened."""
    expired_event_at = models.DateTimeField(null=True, blank=True)

    text_shown = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of the canonical JSON of the form, its answers and ``text_shown``."""
    signed_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["client", "kind", "status"], name="consent_by_client"),
            models.Index(fields=["expires_on"], condition=SIGNED & Q(stopped_at__isnull=True), name="consent_expiring"),
            models.Index(fields=["party"], name="consent_by_party"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=ConsentStatus.SIGNED, signed_at__isnull=False) & ~Q(digest="") & ~Q(text_shown="")
                | (~SIGNED & Q(signed_at__isnull=True)),
                name="consent_signed_whole",
            ),
            models.CheckConstraint(condition=~(SIGNED & DISCLOSING) | ~Q(discloser=""), name="consent_names_discloser"),
            models.CheckConstraint(
                condition=~(SIGNED & DISCLOSING) | Q(information__len__gte=1), name="consent_names_information"
            ),
            models.CheckConstraint(
                condition=~(SIGNED & DISCLOSING) | Q(party__isnull=False) | ~Q(recipient_class=""),
                name="consent_names_recipient",
            ),
            models.CheckConstraint(
                condition=~(SIGNED & DISCLOSING) | Q(purposes__len__gte=1), name="consent_names_purpose"
            ),
            models.CheckConstraint(
                condition=~(SIGNED & DISCLOSING)
                | Q(expires_on__isnull=False)
                | ~Q(expires_event="")
                | Q(never_expires=True),
                name="consent_names_expiry",
            ),
            models.CheckConstraint(
                condition=Q(never_expires=False)
                | ~DISCLOSING
                | Q(kind=ConsentKind.TPO)
                | Q(purposes=[Purpose.RESEARCH]),
                name="consent_never_expires_tpo_only",
            ),
            models.CheckConstraint(
                condition=~(SIGNED & DISCLOSING)
                | Q(expires_on__isnull=True, never_expires=False)
                | Q(expires_on__isnull=True, expires_event="")
                | Q(expires_event="", never_expires=False),
                name="consent_one_expiry",
            ),
            models.CheckConstraint(
                condition=~(SIGNED & Q(kind=ConsentKind.TPO)) | Q(purposes__contained_by=sorted(TPO)),
                name="consent_tpo_alone",
            ),
            models.CheckConstraint(
                condition=~(SIGNED & DISCLOSING) | Q(party__isnull=True) | Q(recipient_class=""),
                name="consent_one_recipient",
            ),
            models.CheckConstraint(
                condition=~(SIGNED & Q(kind=ConsentKind.LEGAL_PROCEEDINGS)) | Q(purposes=[Purpose.LEGAL_PROCEEDINGS]),
                name="consent_legal_alone",
            ),
            models.CheckConstraint(
                condition=~SIGNED
                | Q(kind=ConsentKind.LEGAL_PROCEEDINGS)
                | ~Q(purposes__contains=[Purpose.LEGAL_PROCEEDINGS]),
                name="consent_legal_never_mixed",
            ),
            models.CheckConstraint(
                condition=~(SIGNED & Q(kind=ConsentKind.COUNSELING_NOTES))
                | Q(information=[Information.COUNSELING_NOTES]),
                name="consent_counseling_alone",
            ),
            models.CheckConstraint(
                condition=~SIGNED
                | Q(kind=ConsentKind.COUNSELING_NOTES)
                | ~Q(information__contains=[Information.COUNSELING_NOTES]),
                name="consent_counseling_never_mixed",
            ),
            models.CheckConstraint(
                condition=~(SIGNED & Q(kind=ConsentKind.CRIMINAL_JUSTICE))
                | Q(revocable_from__isnull=False)
                | ~Q(revocable_event=""),
                name="consent_criminal_revocable_when",
            ),
            models.CheckConstraint(
                condition=~(SIGNED & Q(kind__in=[ConsentKind.RELATIVE, ConsentKind.CRIMINAL_JUSTICE]))
                | Q(party__isnull=False),
                name="consent_named_recipient",
            ),
            models.CheckConstraint(
                condition=~(SIGNED & Q(kind=ConsentKind.MESSAGES)) | ~Q(channel=""), name="consent_names_channel"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(stopped_at__isnull=False, revoked_at__gte=F("stopped_at")),
                name="consent_revoked_is_stopped",
            ),
            models.CheckConstraint(condition=Q(stopped_at__isnull=True) | SIGNED, name="consent_stopped_was_signed"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="signed_is_kept",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__status=ConsentStatus.SIGNED),
                func="""
                IF to_jsonb(OLD) - ARRAY['stopped_at', 'revoked_at', 'revocable_event_at', 'expired_event_at', 'version']
                   IS DISTINCT FROM
                   to_jsonb(NEW) - ARRAY['stopped_at', 'revoked_at', 'revocable_event_at', 'expired_event_at', 'version'] THEN
                    RAISE EXCEPTION 'a signed consent is kept as it was signed';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="read_is_kept",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__status=ConsentStatus.DRAFT) & ~pgtrigger.Q(old__digest=""),
                func="""
                IF to_jsonb(OLD) - ARRAY['status', 'signed_at', 'version']
                   IS DISTINCT FROM to_jsonb(NEW) - ARRAY['status', 'signed_at', 'version'] THEN
                    RAISE EXCEPTION 'somebody has signed these words: they are kept';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="whole_when_signed",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("status"),
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__status=ConsentStatus.SIGNED),
                declare=[("form", "record"), ("named", "record")],
                func=WHOLE_AT_SIGNING,
            ),
            pgtrigger.Trigger(
                name="signed_by_somebody",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("status"),
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Q(new__status=ConsentStatus.SIGNED),
                func="""
                IF NOT EXISTS (SELECT 1 FROM clients_consentsignature WHERE consent_id = NEW.id AND digest = NEW.digest) THEN
                    RAISE EXCEPTION 'consent_signed_by_nobody';
                END IF;
                RETURN NULL;
                """,
            ),
            pgtrigger.Protect(
                name="stopped_stays_stopped",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__stopped_at__isnull=False)
                & pgtrigger.Q(old__stopped_at__df=pgtrigger.F("new__stopped_at")),
            ),
            *no_delete(),
        ]


class ConsentSignature(Row):
    """One person's signature under a consent: who, as what, how, and who saw it."""

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=16, choices=SignerRole)
    name = models.CharField(max_length=640)
    person = models.ForeignKey(RelatedPerson, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    identity_seen = models.CharField(max_length=120, blank=True)
    """How we know it is them: photo ID, known to staff …"""
    method = models.CharField(max_length=8, choices=SignatureMethod)
    drawing = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The drawn signature or the scanned paper."""
    witness = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(fields=["consent", "role"], name="consent_signature_once_a_role"),
            models.CheckConstraint(condition=~Q(name=""), name="consent_signature_named"),
            models.CheckConstraint(
                condition=Q(method=SignatureMethod.TYPED) | Q(drawing__isnull=False), name="consent_signature_seen"
            ),
        ]
        triggers = append_only()


class ConsentRevocation(Row):
    """A wish to end a consent: when, how, and who heard it. ``gate_order`` counts it among disclosures."""

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="revocations")
    at = models.DateTimeField()
    method = models.CharField(max_length=8, choices=RevocationMethod)
    recorded_by = models.UUIDField(null=True)
    note = models.CharField(max_length=500, blank=True)
    paper = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    gate_order = models.BigIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["at"]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="counted_at_the_gate",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                PERFORM 1 FROM clients_consent WHERE id = NEW.consent_id FOR UPDATE;
                NEW.gate_order := nextval('clients_gate_order');
                RETURN NEW;
                """,
            ),
        ]


__all__ = ["Consent", "ConsentRevocation", "ConsentSignature", "ConsentTemplate"]
