"""Which roles may open which page about drug tests. The test of the matrix reads this table."""

from __future__ import annotations

READS = frozenset({"counselor", "therapist", "medical", "case_manager", "clinical_director"})
"""Who reads results: those who treat clients. No other right opens them."""
COLLECTS = READS
"""Who orders, collects and enters."""
SETS_UP = frozenset({"clinical_director"})
"""Who looks after panels and draws."""

DRUG_TESTS: dict[str, frozenset[str]] = {
    "client_tests": READS,
    "client_test_order": COLLECTS,
    "client_test_plan": COLLECTS,
    "client_test_plan_end": COLLECTS,
    "client_test_exempt": COLLECTS,
    "tests_today": COLLECTS,
    "drug_test": READS,
    "drug_test_told": COLLECTS,
    "drug_test_collect": COLLECTS,
    "drug_test_outcome": COLLECTS,
    "drug_test_cancel": COLLECTS,
    "drug_test_screen": COLLECTS,
    "drug_test_send": COLLECTS,
    "drug_test_report": COLLECTS,
    "drug_test_correct": COLLECTS,
    "drug_test_review": READS,
    "test_draws": SETS_UP,
    "test_draw_now": SETS_UP,
    "test_draw": SETS_UP,
    "test_panels": SETS_UP,
    "test_panels_install": SETS_UP,
    "test_panel_new": SETS_UP,
    "test_panel": SETS_UP,
    "test_panel_retire": SETS_UP,
}
