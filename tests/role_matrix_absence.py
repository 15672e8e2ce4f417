"""Which roles may open which page about missed days: the policy, limits and steps. The test of the matrix reads this table."""

from __future__ import annotations

WORRIES = frozenset({"counselor", "therapist", "medical", "case_manager", "intake", "clinical_director"})
"""Who looks after clients."""
CALLS = frozenset({"counselor", "therapist", "case_manager", "intake", "clinical_director"})
"""Who calls those who were missed."""
DIRECTOR = frozenset({"clinical_director"})

ABSENCE: dict[str, frozenset[str]] = {
    "absences": WORRIES,
    "absence_policy": DIRECTOR,
    "absence_policy_new": DIRECTOR,
    "absence_case": WORRIES,
    "absence_case_settle": CALLS,
    "absence_step": WORRIES,
    "absence_step_leave_out": CALLS,
    "absence_limit": WORRIES,
    "client_absence": WORRIES,
    "client_will_miss": CALLS,
}
