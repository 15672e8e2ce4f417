"""Which roles may open which page about safety, relapse-prevention and aftercare plans, and the discharge summary. The test of the matrix reads this table."""

from __future__ import annotations

READS = frozenset({"counselor", "therapist", "medical", "case_manager", "clinical_director"})
HELPS = READS | {"intake"}
"""A safety plan opens to whoever raises concerns about safety."""
COSIGNS = frozenset({"therapist", "clinical_director"})

OWN_PLANS: dict[str, frozenset[str]] = {
    "client_own_plans": READS,
    "own_plan": HELPS,
    "own_plan_version": HELPS,
    "own_plan_pdf": HELPS,
    "own_plan_write": READS,
    "own_plan_hand_over": READS,
    "own_plan_fill": READS,
    "own_plan_filled": HELPS,
    "aftercare": READS,
    "aftercare_begin": READS,
    "aftercare_pdf": READS,
    "aftercare_step": READS,
    "discharge_summary": READS,
    "discharge_summary_begin": READS,
    "discharge_summary_save": READS,
    "discharge_summary_sign": READS,
    "discharge_summary_cosign": COSIGNS,
    "discharge_summary_addendum": READS,
    "discharge_summary_print": READS,
    "discharge_summary_send": READS,
    "summaries_due": READS,
}
