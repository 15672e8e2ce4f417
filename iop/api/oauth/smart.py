"""SMART on FHIR scopes (version 2): ``patient/Observation.rs``. Source: SMART App Launch 2.2, "Scopes and launch context"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

RESOURCES = (
    "Patient", "RelatedPerson", "Practitioner", "PractitionerRole", "Organization", "Location", "EpisodeOfCare", "Encounter",
    "Appointment", "CareTeam", "CarePlan", "Goal", "Condition", "Observation", "QuestionnaireResponse", "MedicationStatement",
    "MedicationRequest", "AllergyIntolerance", "DocumentReference", "Consent", "Coverage", "Provenance",
)  # fmt: skip
CONTEXTS = ("patient", "user", "system")
FORM = re.compile(r"(patient|user|system)/(\*|[A-Za-z]+)\.(r|s|rs|read|\*)(\?category=[^&\s]+)?")
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
    return named
