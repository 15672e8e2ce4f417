"""AllergyIntolerance: what a client must not be given, and what it does to them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from clients.choices import Information
from iop.access.actors import Actor
from iop.fhir import elements as el
from iop.fhir.matching import Always, Code, Ref, When
from iop.fhir.specs import Drawn, Parameter, Source, Spec
from therapy.choices.medications import AllergyKind, AllergySeverity
from therapy.models import Allergy

CLINICAL = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
VERIFICATION = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification"
CATEGORY = {AllergyKind.MEDICATION: "medication", AllergyKind.FOOD: "food", AllergyKind.LATEX: "environment"}


def rows(actor: Actor) -> QuerySet[Allergy]:
    """Allergies on the list. What was entered in error is not told."""
    return Allergy.objects.visible_to(actor).right().select_related("recorded_by")


def draw(row: Allergy, beside: Any) -> Drawn:
    """Draw an allergy."""
    category = CATEGORY.get(AllergyKind(row.kind))
    severity = "" if row.severity == AllergySeverity.UNKNOWN else row.severity
    reaction = {"manifestation": [{"text": row.reaction}], "severity": severity}
    return {
        "clinicalStatus": el.concept(el.coding(CLINICAL, "active", "Active")),
        "verificationStatus": el.concept(el.coding(VERIFICATION, "confirmed", "Confirmed")),
        "category": [category] if category else [],
        "code": {"text": row.substance},
        "patient": el.reference("Patient", row.client_id),
        "recordedDate": el.moment(row.recorded_on),
        "recorder": el.reference("Practitioner", row.recorded_by_id, row.recorded_by.name if row.recorded_by else ""),
        "reaction": [reaction] if row.reaction else [],
    }


SPEC = Spec(
    kind="AllergyIntolerance",
    about="What a client must not be given. That none is known is not told here.",
    profiles=(f"{el.US_CORE}us-core-allergyintolerance",),
    parameters=(
        Parameter("patient", "reference", "Whose.", element="patient", targets=("Patient",)),
        Parameter("clinical-status", "token", "active."),
        Parameter("category", "token", "medication, food or environment."),
        Parameter("date", "date", "When it was written down."),
    ),
    sources=(
        Source(
            rows=rows, draw=draw, client_path="client_id", information=(Information.MEDICATIONS,),
            matches={
                "patient": Ref({"Patient": "client"}),
                "clinical-status": Always(("active",), CLINICAL),
                "category": Code({code: Q(kind=kind) for kind, code in CATEGORY.items()}),
                "date": When("recorded_on", is_date=True),
            },
        ),
    ),
)  # fmt: skip
