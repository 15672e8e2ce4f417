"""MedicationStatement: what a client takes or took, as the list knows it."""

from __future__ import annotations

from typing import Any

from iop.fhir import days, medicines
from iop.fhir import elements as el
from iop.fhir.specs import Drawn, Parameter, Source, Spec
from iop.fhir.telling import PATIENT
from therapy.choices.medications import LearnedFrom
from therapy.models import Medication


def draw(row: Medication, today: Any) -> Drawn:
    """Draw a medication as taken."""
    told_by = el.reference("Patient", row.client_id) if row.learned_from == LearnedFrom.CLIENT else None
    return {
        **medicines.shared(row),
        "status": medicines.status_of(row, today),
        "effectivePeriod": el.period(row.starts_on, row.ends_on),
        "dateAsserted": el.moment(row.created_at),
        "informationSource": told_by or {"display": str(LearnedFrom(row.learned_from).label)},
        "dosage": [medicines.dosage(row)],
    }


SPEC = Spec(
    kind="MedicationStatement",
    about="What a client takes or took, and how the clinic knows. Nothing is prescribed here.",
    parameters=(
        *PATIENT,
        Parameter("status", "token", "active, completed or stopped."),
        Parameter("code", "token", "The ingredient."),
        Parameter("effective", "date", "From when until when it is taken."),
    ),
    sources=(
        Source(
            rows=medicines.rows, draw=draw, gather=days.today, client_path="client_id",
            information=medicines.INFORMATION, matches=medicines.matches("effective"),
        ),
    ),
)  # fmt: skip
