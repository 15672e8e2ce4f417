"""SMART on FHIR scopes (version 2): ``patient/Observation.rs``. Source: SMART App Launch 2.2, "Scopes and launch context"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from iop.access.choices import Permission as P

RESOURCES = (
    "Patient", "RelatedPerson", "Practitioner", "PractitionerRole", "Organization", "Location", "EpisodeOfCare", "Encounter",
    "Appointment", "CareTeam", "CarePlan", "Goal", "Condition", "Observation", "DiagnosticReport", "Specimen",
    "QuestionnaireResponse", "MedicationStatement", "MedicationRequest", "AllergyIntolerance", "DocumentReference", "Consent",
    "Coverage", "Provenance",
)  # fmt: skip
CONTEXTS = ("patient", "user", "system")
FORM = re.compile(r"(patient|user|system)/(\*|[A-Za-z]+)\.(r|s|rs|read|\*)(\?category=[^&\s]+)?")
NEEDS: dict[str, frozenset[str]] = {
    "Patient": frozenset({P.CLIENT_VIEW}),
    "RelatedPerson": frozenset({P.CLIENT_VIEW}),
    "Practitioner": frozenset({P.SESSION_VIEW}),
    "PractitionerRole": frozenset({P.SESSION_VIEW}),
    "Organization": frozenset({P.SESSION_VIEW}),
    "Location": frozenset({P.SESSION_VIEW}),
    "EpisodeOfCare": frozenset({P.CLIENT_VIEW}),
    "Encounter": frozenset({P.CLIENT_VIEW, P.SESSION_VIEW}),
    "Appointment": frozenset({P.CLIENT_VIEW, P.SESSION_VIEW}),
    "CareTeam": frozenset({P.CLIENT_VIEW}),
    "CarePlan": frozenset({P.CLIENT_VIEW, P.NOTE_VIEW}),
    "Goal": frozenset({P.CLIENT_VIEW, P.NOTE_VIEW}),
    "Condition": frozenset({P.CLIENT_VIEW, P.NOTE_VIEW}),
    "Observation": frozenset({P.CLIENT_VIEW}),
    "DiagnosticReport": frozenset({P.CLIENT_VIEW, P.TESTS_VIEW}),
    "Specimen": frozenset({P.CLIENT_VIEW, P.TESTS_VIEW}),
    "QuestionnaireResponse": frozenset({P.CLIENT_VIEW, P.MEASURES_GIVE}),
    "MedicationStatement": frozenset({P.CLIENT_VIEW, P.MEDICATIONS_VIEW}),
    "MedicationRequest": frozenset({P.CLIENT_VIEW, P.MEDICATIONS_VIEW}),
    "AllergyIntolerance": frozenset({P.CLIENT_VIEW, P.MEDICATIONS_VIEW}),
    "DocumentReference": frozenset({P.CLIENT_VIEW, P.NOTE_VIEW}),
    "Consent": frozenset({P.CLIENT_VIEW, P.CONSENT_KEEP}),
    "Coverage": frozenset({P.CLIENT_VIEW, P.BILLING_VIEW}),
    "Provenance": frozenset({P.CLIENT_VIEW}),
}
"""The permissions that staff need for a resource; a ``system/`` scope lends an integration the same."""
BESIDES = {"Observation": frozenset({P.MEASURES_GIVE, P.TESTS_VIEW, P.SESSION_VIEW})}
"""What a scope lends besides, where a resource has several kinds of rows: staff see the kinds that their roles open."""
LAUNCH = ("launch/patient", "openid", "fhirUser", "offline_access")


@dataclass(frozen=True)
class SmartScope:
    """One scope, read: in whose context, which resource (``*`` all), whether it reads and searches, and of which category."""

    context: str
    resource: str
    reads: bool
    searches: bool
    category: str = ""


def read(text: str) -> SmartScope | None:
    """Read a scope of FHIR; none for one of another kind, or of a resource that isn't offered. Nothing is written through FHIR."""
    found = FORM.fullmatch(text)
    if found is None or (found[2] != "*" and found[2] not in RESOURCES):
        return None
    both = found[3] in ("rs", "read", "*")
    category = (found[4] or "").removeprefix("?category=")
    return SmartScope(found[1], found[2], both or found[3] == "r", both or found[3] == "s", category)


def lent(text: str) -> frozenset[str]:
    """Name the permissions that a scope of FHIR lends an integration, or leaves a colleague; none for a client's own app."""
    scope = read(text)
    if scope is None or scope.context == "patient":
        return frozenset()
    kinds = RESOURCES if scope.resource == "*" else (scope.resource,)
    return frozenset[str]().union(*(NEEDS[kind] | BESIDES.get(kind, frozenset()) for kind in kinds))


def coded(scopes: Iterable[str]) -> list[str]:
    """Write scopes as the audit record takes them: codes, with what it has no letter for left out."""
    return [re.sub(r"[^A-Za-z0-9_.:/+-]", "_", scope.replace("*", "all"))[:80] for scope in scopes]


def known() -> dict[str, str]:
    """Name the scopes of FHIR that can be given, with what they open."""
    named = {"launch/patient": _("Say which client it is about"), "offline_access": _("Go on without asking again")}
    for context in CONTEXTS:
        named[f"{context}/*.rs"] = _("Read all that FHIR offers")
        named.update({f"{context}/{resource}.rs": resource for resource in RESOURCES})
    for category in ("survey", "laboratory", "vital-signs", "social-history"):
        named[
            f"patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|{category}"
        ] = category
    named["patient/DiagnosticReport.rs?category=http://terminology.hl7.org/CodeSystem/v2-0074|LAB"] = "laboratory"
    return named


def words() -> dict[str, str]:
    """Say for clients what each resource holds."""
    return {
        "Patient": _("who you are"), "RelatedPerson": _("your family and supporters"), "Encounter": _("your visits"),
        "Appointment": _("your appointments"), "EpisodeOfCare": _("your stays"), "CareTeam": _("your care team"),
        "CarePlan": _("your plans"), "Goal": _("your goals"), "Condition": _("your diagnoses"),
        "Observation": _("your results"), "DiagnosticReport": _("your drug tests"), "Specimen": _("your samples"),
        "QuestionnaireResponse": _("your questionnaires"),
        "MedicationStatement": _("your medications"), "MedicationRequest": _("your medications"),
        "AllergyIntolerance": _("your allergies"), "DocumentReference": _("your papers"), "Consent": _("your consents"),
        "Coverage": _("your insurance"), "Provenance": _("who wrote what"), "Practitioner": _("the staff"),
        "PractitionerRole": _("the staff"), "Organization": _("the clinic"), "Location": _("its places"),
    }  # fmt: skip


def plain_words() -> dict[str, str]:
    """Say for colleagues what each resource holds."""
    return {
        "Patient": _("who clients are"), "RelatedPerson": _("clients' families and supporters"), "Encounter": _("visits"),
        "Appointment": _("appointments"), "EpisodeOfCare": _("stays"), "CareTeam": _("care teams"), "CarePlan": _("plans"),
        "Goal": _("goals"), "Condition": _("diagnoses"), "Observation": _("results"),
        "DiagnosticReport": _("drug tests"), "Specimen": _("samples of drug tests"),
        "QuestionnaireResponse": _("questionnaires"), "MedicationStatement": _("medications"),
        "MedicationRequest": _("medications"), "AllergyIntolerance": _("allergies"), "DocumentReference": _("papers"),
        "Consent": _("consents"), "Coverage": _("insurance"), "Provenance": _("who wrote what"), "Practitioner": _("the staff"),
        "PractitionerRole": _("the staff"), "Organization": _("the clinic and payers"), "Location": _("sites"),
    }  # fmt: skip
