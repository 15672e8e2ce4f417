"""Which roles may open which page about treatment plans. The test of the matrix reads this table."""

from __future__ import annotations

READS = frozenset({"counselor", "therapist", "medical", "case_manager", "clinical_director"})
"""Who reads plans: whoever reads clinical notes."""
WRITES = frozenset({"counselor", "therapist", "clinical_director"})

PLANS: dict[str, frozenset[str]] = {
    "client_plan": READS,
    "client_plan_open": WRITES,
    "plans_overdue": READS,
    "plan_rhythm": frozenset({"site_admin"}),
    "plan": READS,
    "plan_edit": READS,
    "plan_head": WRITES,
    "plan_part_add": WRITES,
    "plan_part": WRITES,
    "plan_part_move": WRITES,
    "plan_part_remove": WRITES,
    "plan_objective_end": WRITES,
    "plan_sign": WRITES,
    "plan_discard": WRITES,
    "plan_refused": WRITES,
    "plan_pdf": WRITES,
    "plan_answer": WRITES,
    "plan_hand_over": WRITES,
    "plan_answered": WRITES,
    "plan_review_open": WRITES,
    "plan_review": READS,
    "plan_review_sign": WRITES,
    "plan_review_discard": WRITES,
    "plan_review_refused": WRITES,
    "plan_review_answer": WRITES,
    "plan_review_hand_over": WRITES,
    "plan_review_answered": WRITES,
    "line_objectives": READS,
}
"""The plan and the review of the small clinic are signed: ``plan_edit`` leads on to reading."""
