"""Putting a decision into effect: what did it says so here, and takes it back when it is undone."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from iop.access.actors import Actor
from iop.core.errors import Conflict, require, require_valid
from therapy.actions.reviews.held import locked, told
from therapy.models.reviews import LevelReview
from therapy.policies.reviews import may_set_aside
from therapy.reviews import SET_ASIDE, why_not_act_on
from therapy.rules.reviews import why_not_set_aside

EFFECT = ("acted_at", "acted_kind", "acted_id", "set_aside_because")


def acted_on(*, by: Actor, review: LevelReview, what: tuple[str, uuid.UUID], at: dt.datetime) -> LevelReview:
    """Say that a decision was put into effect by ``what``: kind and id of a change of level, an extension or a stay.

    Called by the action that does it, in its own transaction. Raises ``Conflict`` for a review that gives no ground to act:
    of two who act on one decision at once, the second is told.
    """
    row = locked(review.pk)
    if reason := why_not_act_on(row):
        raise Conflict(reason, code="review_not_to_act_on")
    row.acted_at, (row.acted_kind, row.acted_id) = at, what
    row.save(update_fields=["acted_at", "acted_kind", "acted_id"])
    told(by, "therapy.level_review_acted_on", row, what=what[0])
    return row


def taken_back(*, by: Actor, review: LevelReview, at: dt.datetime) -> LevelReview:
    """Let a decision wait again because what put it into effect was undone. ``at`` is when."""
    row = locked(review.pk)
    row.acted_at, row.acted_kind, row.acted_id, row.set_aside_because = None, "", None, ""
    row.save(update_fields=list(EFFECT))
    told(by, "therapy.level_review_taken_back", row, at=at)
    return row


@transaction.atomic
def set_aside(*, by: Actor, review: LevelReview, because: str, at: dt.datetime) -> LevelReview:
    """Let a decision come to nothing, with the reason: the client chose otherwise, or things changed."""
    row = locked(review.pk)
    require(may_set_aside(by, row))
    if reason := why_not_act_on(row):
        raise Conflict(reason, code="review_not_to_act_on")
    require_valid(why_not_set_aside(because), "because")
    row.acted_at, row.acted_kind, row.set_aside_because = at, SET_ASIDE, " ".join(because.split())[:300]
    row.save(update_fields=["acted_at", "acted_kind", "set_aside_because"])
    told(by, "therapy.level_review_set_aside", row)
    return row
