"""Which roles may open which page about individual sessions, what is due, and when a client cannot. The test of the matrix reads this table."""

from __future__ import annotations

CHARTS = frozenset(
    {"counselor", "therapist", "medical", "case_manager", "intake", "biller", "clinical_director", "privacy_officer"}
)
BOOKERS = frozenset({"counselor", "therapist", "medical", "case_manager", "intake", "clinical_director"})
TREATING = frozenset({"counselor", "therapist", "medical", "clinical_director"})

ONE_TO_ONE: dict[str, frozenset[str]] = {
    "client_one_to_one": CHARTS,
    "client_rhythm": TREATING,
    "client_commitment": BOOKERS,
    "commitment_end": BOOKERS,
    "expectation_end": TREATING,
    "session_self_report": frozenset({"counselor", "therapist", "clinical_director"}),
}
