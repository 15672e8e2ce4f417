"""MedicationRequest: the same list as US Core asks for it, every row reported: nothing is prescribed here."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from iop.fhir import days, medicines
from iop.fhir import elements as el
from iop.fhir.matching import Code
from iop.fhir.specs import Drawn, Parameter, Source, Spec
from iop.fhir.telling import PATIENT
from therapy.models import Medication

CATEGORY = "http://terminology.hl7.org/CodeSystem/medicationrequest-category"
PRESCRIBED = ~Q(prescriber="")


def draw(row: Medication, today: Any) -> Drawn:
    """Draw a medication as asked for by somebody elsewhere, or taken without a prescription."""
    return {
        **medicines.shared(row),
        "status": medicines.status_of(row, today),
        "intent": "order" if row.prescriber else "plan",
        "category": [el.concept(el.coding(CATEGORY, "community", "Community"))],
        "reportedBoolean": True,
        "authoredOn": el.moment(row.starts_on),
        "requester": {"display": row.prescriber} if row.prescriber else el.reference("Patient", row.client_id),
        "recorder": el.reference("Practitioner", row.recorded_by_id, row.recorded_by.name if row.recorded_by else ""),
        "dosageInstruction": [medicines.dosage(row)],
    }


SPEC = Spec(
    kind="MedicationRequest",
    about="The medication list as US Core asks for it: reported, order with a prescriber, plan without one.",
    profiles=(f"{el.US_CORE}us-core-medicationrequest",),
    parameters=(
        *PATIENT,
        Parameter("status", "token", "active, completed or stopped."),
        Parameter("intent", "token", "order or plan."),
        Parameter("code", "token", "The ingredient."),
        Parameter("authoredon", "date", "Since when it is taken."),
    ),
    sources=(
        Source(
            rows=medicines.rows, draw=draw, gather=days.today, client_path="client_id",
            information=medicines.INFORMATION,
            matches={**medicines.matches("authoredon"), "intent": Code({"order": PRESCRIBED, "plan": ~PRESCRIBED})},
        ),
    ),
)  # fmt: skip
