"""Which roles may open which page about measures: given, answered, watched. The test of the matrix reads this table."""

from __future__ import annotations

GIVES = frozenset({"counselor", "therapist", "medical", "case_manager", "clinical_director"})

MEASURES: dict[str, frozenset[str]] = {
    "client_measures": GIVES,
    "measure_give": GIVES,
    "measure_response": GIVES,
    "measure_error": GIVES,
    "measure_answer": GIVES,
    "measure_hand_over": GIVES,
    "measure_form": GIVES,
    "measure_thanks": GIVES,
    "measures_due": GIVES,
    "measure_begin": GIVES,
    "measure_skip": GIVES,
    "measure_alerts": GIVES,
    "measure_alert": GIVES,
    "measure_rhythm": frozenset({"clinical_director"}),
}
