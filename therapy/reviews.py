"""What is decided and waits to be put into effect: asked by changes of level, extensions and discharges."""

from __future__ import annotations

import uuid

from clients.choices import EpisodeStatus
from clients.models import Episode
from iop.core.words import Sentence, say
from therapy.choices.reviews import ReviewDecision, ReviewStatus
from therapy.models.reviews import LevelReview

REVIEW_KIND = "therapy.levelreview"
SET_ASIDE = "set_aside"
"""What ``acted_kind`` says when a decision came to nothing, with its reason beside it."""


def why_not_act_on(review: LevelReview) -> Sentence | None:
    """Say why a review gives no ground to act: not signed, waiting for a supervisor, returned, or acted on already."""
    if review.status == ReviewStatus.AWAITING:
        return say("This review waits for a supervisor's co-signature.")
    if review.status == ReviewStatus.RETURNED:
        return say("A supervisor returned this review: it has to be decided anew.")
    if review.signed_at is None:
        return say("This review is not signed yet.")
    if review.status == ReviewStatus.SUPERSEDED:
        return say("Another review has replaced this one.")
    if review.decision == ReviewDecision.CONTINUE:
        return say("This review decided to continue: nothing follows from it.")
    if review.acted_at is not None:
        return say("This review has been acted on already.")
    if review.episode.status == EpisodeStatus.DISCHARGED:
        return say("This stay has ended.")
    return None


def to_act_on(episode: Episode | uuid.UUID) -> LevelReview | None:
    """Give the newest decision of a stay that waits to be put into effect; a newer decision replaces an older one."""
    pk = episode if isinstance(episode, uuid.UUID) else episode.pk
    newest = (
        LevelReview.objects.decided()
        .filter(episode=pk)
        .select_related("episode", "level", "chosen_level", "indicated_level", "signed_by")
        .order_by("-signed_at")
        .first()
    )
    return newest if newest is not None and why_not_act_on(newest) is None else None
