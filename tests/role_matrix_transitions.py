"""Which roles may open which page about moving somebody to another level of care. The test of the matrix reads this table."""

from __future__ import annotations

DECIDES = frozenset({"therapist", "medical", "clinical_director"})
"""Who decides levels of care."""
CHANGES = DECIDES | {"case_manager", "intake"}
"""With those who change enrolment: they may change the days at a level."""
SEES = CHANGES | {"counselor", "biller", "privacy_officer"}
"""Whoever sees the client sees that their level changes; what a role may not read is left out of the lines."""

TRANSITIONS: dict[str, frozenset[str]] = {
    "client_transition": CHANGES,
    "transition": SEES,
    "transition_undo": DECIDES,
}
