"""Which roles may open which page about registers, guarded charts and emergencies. The test of the matrix reads this table."""

from __future__ import annotations

from tests.role_matrix_clients import EVERYBODY

REPORTS = EVERYBODY | {"privacy_officer"}
"""Who may report; everybody who works here."""
KEEPS = frozenset({"clinical_director", "privacy_officer"})
"""Who works on the registers, restricts and joins charts, and reviews emergency access."""
EMERGENCIES = frozenset({"counselor", "therapist", "medical", "case_manager", "intake", "clinical_director"})
HOLDS = frozenset({"intake", "case_manager", "therapist", "medical", "clinical_director", "privacy_officer"})

REGISTERS: dict[str, frozenset[str]] = {
    "emergency": EMERGENCIES,
    "emergency_open": EMERGENCIES,
    "emergency_accesses": KEEPS,
    "emergency_access": KEEPS,
    "emergency_give_back": frozenset(),
    "chart_guard": KEEPS,
    "chart_restrict": KEEPS,
    "chart_lift": KEEPS,
    "chart_merge_find": KEEPS,
    "chart_merge": KEEPS,
    "chart_merge_undo": KEEPS,
    "client_hold_add": HOLDS,
    "client_hold_end": HOLDS,
    "registers": REPORTS,
    "register_list": REPORTS,
    "register_new": REPORTS,
    "register_download": KEEPS,
    "register_entry": KEEPS,
    "register_amend": KEEPS,
    "register_move": KEEPS,
    "register_extend": KEEPS,
}
