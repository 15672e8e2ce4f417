"""The medication list: kept, gone through, and what is given here (long-acting injections, naloxone kits)."""

from therapy.actions.medications.allergies import add_allergy, mark_allergy_error
from therapy.actions.medications.giving import (
    give_injection,
    give_naloxone,
    mark_injection_error,
    mark_naloxone_error,
    note_naloxone,
)
from therapy.actions.medications.listing import (
    add_medication,
    change_dose,
    mark_medication_error,
    stop_medication,
)
from therapy.actions.medications.owing import owe_medication_work
from therapy.actions.medications.reconciling import reconcile

__all__ = [
    "add_allergy",
    "add_medication",
    "change_dose",
    "give_injection",
    "give_naloxone",
    "mark_allergy_error",
    "mark_injection_error",
    "mark_medication_error",
    "mark_naloxone_error",
    "note_naloxone",
    "owe_medication_work",
    "reconcile",
    "stop_medication",
]
