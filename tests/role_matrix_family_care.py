"""Which roles may open which page about family sessions and what is offered to families. The test of the matrix reads this table."""

from __future__ import annotations

READS = frozenset({"counselor", "therapist", "medical", "case_manager", "clinical_director"})
TREATS = frozenset({"counselor", "therapist", "medical", "clinical_director"})
BOOKERS = TREATS | {"case_manager", "intake"}

FAMILY_CARE: dict[str, frozenset[str]] = {
    "client_family": READS,
    "client_family_offer": READS,
    "appointment_family": BOOKERS,
    "appointment_attended": BOOKERS,
    "participant_answer": BOOKERS,
}
