"""A review under lock, its history, and what is told of it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, require
from iop.core.words import Sentence, say, sentence
from therapy.choices.reviews import OPEN, REVIEW_MOVES, ReviewStatus
from therapy.models.reviews import LevelReview, LevelReviewChange
from therapy.policies.reviews import may_write

STALE = say("A colleague saved this review meanwhile. Read what they wrote before yours is saved.")


def locked(review_id: uuid.UUID) -> LevelReview:
    """Read a review and hold it until the transaction ends."""
    return (
        LevelReview.objects.select_for_update(of=("self",))
        .select_related("episode__site", "episode__client", "level", "signed_by")
        .get(pk=review_id)
    )


def held_open(by: Actor, review: LevelReview) -> LevelReview:
    """Read a review that is still to be decided under lock, for somebody who may write it.

    Raises ``Conflict`` for one that somebody has signed meanwhile: of two who decide at once, the second is told by whom.
    """
    row = locked(review.pk)
    if row.signed_at is not None:
        raise Conflict(_signed_by(row), code="already_signed")
    if row.status not in OPEN:
        raise Conflict(say("This review is no longer needed."), code="over")
    require(may_write(by, row))
    return row


def move(by: Actor, row: LevelReview, status: ReviewStatus, at: dt.datetime, reason: str = "") -> None:
    """Take a review to its next status, with its row of history; the caller saves it."""
    if status not in REVIEW_MOVES[row.status]:
        raise Conflict(say("This review has gone on meanwhile. Read it again."), code="moved_on")
    row.status = status
    LevelReviewChange.objects.create(review=row, status=status, at=at, by_id=by.staff_id, reason=reason[:300])


def told(by: Actor, verb: str, row: LevelReview, **detail: Any) -> None:
    """Record what happened to a review: codes and counts, never a word of it."""
    record(by=by, verb=verb, subject=row, clients=[row.episode.client_id], site_id=row.episode.site_id, detail=detail)


def _signed_by(row: LevelReview) -> Sentence:
    words = say("{name} has signed this review meanwhile. What you wrote is still here; nothing of it was saved.")
    return sentence(words, name=row.signed_by.name if row.signed_by else "")
