"""Which roles may open which page about the timeline, early warnings and rewards. The test of the matrix reads this table."""

from __future__ import annotations

READS = frozenset({"counselor", "therapist", "medical", "case_manager", "clinical_director"})

TIMELINE: dict[str, frozenset[str]] = {
    "client_timeline": READS,
    "early_warnings": READS,
    "early_warning": READS,
    "warning_rules": frozenset({"clinical_director"}),
}
