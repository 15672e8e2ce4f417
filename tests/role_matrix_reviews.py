"""Which roles may open which page about reviews of the level of care. The test of the matrix reads this table."""

from __future__ import annotations

READS = frozenset({"counselor", "therapist", "medical", "case_manager", "clinical_director"})
"""Who reads reviews: whoever reads clinical notes. They prepare them too."""
DECIDES = frozenset({"therapist", "medical", "clinical_director"})

REVIEWS: dict[str, frozenset[str]] = {
    "reviews": READS,
    "review_rhythm": frozenset({"clinical_director"}),
    "client_reviews": READS,
    "client_review_open": READS,
    "level_review": READS,
    "level_review_sign": DECIDES,
    "level_review_hand_over": READS,
    "level_review_drop": READS,
    "level_review_answer": frozenset(),
    "level_review_disagree": frozenset(),
    "level_review_set_aside": DECIDES,
}
"""The review of the small clinic is open: nobody answers it or disagrees yet."""
