"""Which roles may open which page about the timeline, early warnings and rewards. The test of the matrix reads this table."""

from __future__ import annotations

READS = frozenset({"counselor", "therapist", "medical", "case_manager", "clinical_director"})
GIVES = frozenset({"counselor", "therapist", "clinical_director"})

TIMELINE: dict[str, frozenset[str]] = {
    "client_timeline": READS,
    "early_warnings": READS,
    "early_warning": READS,
    "client_rewards": GIVES,
    "client_reward_draw": GIVES,
    "client_reward_hand_out": GIVES,
    "reward_void": GIVES,
    "reward_setup": frozenset({"clinical_director"}),
    "reward_prize_retire": frozenset({"clinical_director"}),
    "warning_rules": frozenset({"clinical_director"}),
}
