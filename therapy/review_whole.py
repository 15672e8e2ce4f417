"""What exactly the signatures under a review of the level of care cover."""

from __future__ import annotations

from typing import Any

from therapy.models.reviews import LevelReview
from therapy.reviews import REVIEW_KIND

FIELDS = (
    "due_on", "since", "level_id", "edition", "indicated_level_id", "chosen_level_id", "decision", "reason", "variance_reason",
    "variance_note", "more_weeks", "barriers", "next_steps", "plan_changes", "remarks", "client_view", "client_agrees",
    "client_dissent", "causes", "facts", "proposals",
)  # fmt: skip


def whole(row: LevelReview) -> dict[str, Any]:
    """Give the content that reviewer and co-signer put their names under: the decision, its words, and what was shown."""
    return {
        "kind": REVIEW_KIND,
        "review": row.pk,
        "episode": row.episode_id,
        **{name.removesuffix("_id"): getattr(row, name) for name in FIELDS},
    }
