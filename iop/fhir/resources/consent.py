"""Consent: what a client agreed to, and whether it holds. Source: FHIR R4 Consent; 42 CFR 2.31."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from clients.choices import DISCLOSING_KINDS, ConsentKind, ConsentStatus, Information, Purpose, RecipientClass
from clients.models import Consent
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.fhir import days
from iop.fhir import elements as el
from iop.fhir.changed import by_the_record
from iop.fhir.days import AsOfToday
from iop.fhir.matching import Coded, When
from iop.fhir.specs import Drawn, Parameter, Source, Spec
from iop.fhir.telling import of

STATUSES = "http://hl7.org/fhir/consent-state-codes"
SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
KIND, CLASS = el.own_system("consent-kind"), el.own_system("information")
ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
OWN_PURPOSE = el.own_system("purpose")
PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
PART_2 = "https://www.ecfr.gov/current/title-42/chapter-I/subchapter-A/part-2"
REASONS = {
    Purpose.TREATMENT: ("TREAT", "treatment"), Purpose.PAYMENT: ("HPAYMT", "healthcare payment"),
    Purpose.OPERATIONS: ("HOPERAT", "healthcare operations"), Purpose.EMERGENCY: ("ETREAT", "Emergency Treatment"),
    Purpose.RESEARCH: ("HRESCH", "healthcare research"), Purpose.PUBLIC_HEALTH: ("PUBHLTH", "public health"),
    Purpose.REQUEST: ("PATRQT", "patient requested"), Purpose.FAMILY_SUPPORT: ("FAMRQT", "family requested"),
}  # fmt: skip


def rows(actor: Actor) -> QuerySet[Consent]:
    """Signed consents, for whoever keeps them."""
    seen = Consent.objects.visible_to(actor, Permission.CONSENT_KEEP).filter(status=ConsentStatus.SIGNED)
    return seen.select_related("party", "template")


def draw(row: Consent, today: Any) -> Drawn:
    """Draw a consent. One that was stopped, or has run out, is inactive."""
    kind = ConsentKind(row.kind)
    scope = ("patient-privacy", "Privacy Consent") if row.kind in DISCLOSING_KINDS else ("treatment", "Treatment")
    return {
        "status": "active" if _holds(row, today) else "inactive",
        "scope": el.concept(el.coding(SCOPE, *scope)),
        "category": [el.concept(el.coding(KIND, kind, kind.label), text=kind.label)],
        "patient": el.reference("Patient", row.client_id),
        "dateTime": el.moment(row.signed_at),
        "performer": [el.reference("Patient", row.client_id)],
        "policy": [{"uri": PART_2}],
        "provision": _provision(row),
    }


def _holds(row: Consent, today: Any) -> bool:
    lasts = row.expires_on is None or row.expires_on >= today
    return row.stopped_at is None and row.expired_event_at is None and lasts


def _provision(row: Consent) -> Drawn:
    return {
        "type": "permit",
        "period": el.period(row.signed_at, row.stopped_at or row.expired_event_at or row.expires_on),
        "actor": el.present([_recipient(row)]),
        "purpose": [_purpose(Purpose(each)) for each in row.purposes],
        "class": [el.coding(CLASS, each, Information(each).label) for each in row.information],
    }


def _recipient(row: Consent) -> Drawn | None:
    name = row.party.name if row.party else RecipientClass(row.recipient_class).label if row.recipient_class else ""
    if not name:
        return None
    role = el.concept(el.coding(PARTICIPATION, "IRCP", "information recipient"))
    return {"role": role, "reference": {"display": str(name)}}


def _purpose(purpose: Purpose) -> el.Part:
    known = REASONS.get(purpose)
    return el.coding(ACT_REASON, *known) if known else el.coding(OWN_PURPOSE, purpose, purpose.label)


def _meant(today: Any) -> dict[str, Q]:
    lasts = Q(expires_on__isnull=True) | Q(expires_on__gte=today)
    holds = Q(stopped_at__isnull=True, expired_event_at__isnull=True) & lasts
    return {"active": holds, "inactive": ~holds}


SPEC = Spec(
    kind="Consent",
    about=(
        "What a client signed: recipient, purposes, kinds of information, until when. It tells of other recipients, so it "
        "leaves to staff, to services bound by agreement and to the client's own app, never on a consent itself."
    ),
    parameters=(
        Parameter("patient", "reference", "Whose.", element="patient", targets=("Patient",)),
        Parameter("status", "token", "active or inactive."),
        Parameter("category", "token", "The kind of consent."),
        Parameter("date", "date", "When it was signed."),
    ),
    sources=(
        Source(
            rows=rows, draw=draw, gather=days.today, client_path="client_id", on_consent=False, changed=by_the_record,
            information=(Information.PRESENCE, Information.CONTACT),
            matches={
                "patient": of("client")["patient"],
                "status": AsOfToday(_meant, STATUSES),
                "category": Coded("kind", KIND),
                "date": When("signed_at"),
            },
        ),
    ),
)  # fmt: skip
