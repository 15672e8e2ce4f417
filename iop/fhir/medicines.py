"""What MedicationRequest and MedicationStatement share: the same rows of the medication list, told in two ways."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from clients.choices import Information
from iop.access.actors import Actor
from iop.fhir import elements as el
from iop.fhir.days import AsOfToday
from iop.fhir.matching import Coded, Match, When
from iop.fhir.specs import Drawn
from iop.fhir.telling import of
from therapy.choices.medications import Ingredient, Route, StopReason, Treats
from therapy.models import Medication

INGREDIENT, TREATS = el.own_system("ingredient"), el.own_system("medication-treats")
INFORMATION = (Information.MEDICATIONS,)
DONE = StopReason.FINISHED


def rows(actor: Actor) -> QuerySet[Medication]:
    """The medication list, past and present. What was entered in error is not told."""
    return Medication.objects.visible_to(actor).right().select_related("recorded_by")


def is_over(row: Medication, today: Any) -> bool:
    """Say whether it is no longer taken."""
    return row.ends_on is not None and row.ends_on < today


def status_of(row: Medication, today: Any) -> str:
    """Say whether it is taken, was finished, or was stopped."""
    if not is_over(row, today):
        return "active"
    return "completed" if row.stop_reason == DONE else "stopped"


def shared(row: Medication) -> Drawn:
    """Draw what both kinds say."""
    ingredient = Ingredient(row.ingredient)
    other = ingredient == Ingredient.OTHER
    return {
        "medicationCodeableConcept": el.concept(
            *([] if other else [el.coding(INGREDIENT, ingredient, ingredient.label)]), text=row.label
        ),
        "subject": el.reference("Patient", row.client_id),
        "reasonCode": []
        if row.treats == Treats.OTHER
        else [el.concept(el.coding(TREATS, row.treats), text=Treats(row.treats).label)],
        "note": [{"text": row.note}] if row.note else [],
    }


def dosage(row: Medication) -> Drawn:
    """Draw how it is taken, in the words of the list."""
    return {
        "text": f"{row.dose}, {row.frequency}",
        "asNeededBoolean": row.as_needed,
        "route": el.concept(text=Route(row.route).label),
    }


def _meant(today: Any) -> dict[str, Q]:
    over, done = Q(ends_on__isnull=False, ends_on__lt=today), Q(stop_reason=DONE)
    return {"active": ~over, "completed": over & done, "stopped": over & ~done}


def matches(date: str) -> dict[str, Match]:
    """Ask the list; ``date`` is what the kind calls the day it began."""
    return {
        **of("client"),
        "status": AsOfToday(_meant),
        "code": Coded("ingredient", INGREDIENT),
        date: When("starts_on", "" if date == "authoredon" else "ends_on", is_date=True),
    }
