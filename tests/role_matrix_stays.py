"""Which roles may open which page about how long a stay lasts, and the packet of a review. The test of the matrix reads this table."""

from __future__ import annotations

READS = frozenset({"counselor", "therapist", "medical", "case_manager", "clinical_director"})
PLACES = frozenset({"therapist", "medical", "clinical_director"})

STAYS: dict[str, frozenset[str]] = {
    "client_length": READS,
    "stay_extension_withdraw": PLACES,
    "level_review_packet": READS,
}
