"""Opening a review, and beginning to write it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from clients.choices import Edition, EpisodeStatus
from clients.models import DimensionalAssessment, Episode, LevelOfCare
from iop.access.actors import Actor
from iop.core import clock
from iop.core.errors import Conflict, require, require_valid
from iop.core.words import say
from therapy.actions.reviews.causes import cause, refresh_causes, without_asking
from therapy.actions.reviews.held import held_open, move, told
from therapy.actions.reviews.owing import close_work, drop_work, owe_review
from therapy.choices.reviews import CauseKind, ReviewStatus
from therapy.models.reviews import LevelReview
from therapy.policies.reviews import may_prepare
from therapy.policies.signers import signer
from therapy.review_rhythm import at_levels, spans

COPIED = (
    "indicated_level_id", "chosen_level_id", "decision", "reason", "variance_reason", "variance_note", "more_weeks", "barriers",
    "next_steps", "plan_changes", "remarks", "client_view", "client_agrees", "client_dissent",
)  # fmt: skip
"""What a review that answers a returned one begins with."""


@transaction.atomic
def open_review(*, by: Actor, episode: Episode, at: dt.datetime, why: str = "") -> LevelReview:
    """Begin the review of a stay, or go on with the one that is open; a returned one is answered by a new one.

    ``why`` is said in the list of causes when nothing else made a review due. Raises ``Conflict`` for a stay that has ended.
    """
    stay = Episode.objects.select_for_update(of=("self",)).select_related("site", "client").get(pk=episode.pk)
    require(may_prepare(by, stay.site_id))
    if stay.status != EpisodeStatus.ADMITTED:
        raise Conflict(say("Only the stay of somebody in treatment is reviewed."), code="not_admitted")
    row = LevelReview.objects.open().filter(episode=stay).first() or _made(by, stay, why, at)
    return begin(by=by, review=row, at=at)


@transaction.atomic
def begin(*, by: Actor, review: LevelReview, at: dt.datetime) -> LevelReview:
    """Start writing a review that is due; one begun already is given back."""
    row = held_open(by, review)
    if row.status == ReviewStatus.DRAFT:
        return row
    _answer_returned(by, row, at)
    day = clock.local_date(at, row.episode.site.time_zone)
    _place(row, day)
    row.author_id, row.saved_at = signer(by), at
    row.since = spans([row.episode])[row.episode_id].since
    move(by, row, ReviewStatus.DRAFT, at)
    row.version += 1
    row.save()
    told(by, "therapy.level_review_begun", row)
    return row


def _made(by: Actor, stay: Episode, why: str, at: dt.datetime) -> LevelReview:
    day = clock.local_date(at, stay.site.time_zone)
    says = " ".join(why.split())[:300] or CauseKind.ASKED.label
    row = LevelReview.objects.create(
        episode=stay, due_on=day, opened_at=at, causes=[cause(CauseKind.ASKED, f"asked:{at.isoformat()}", says, day)]
    )
    refresh_causes(row, at)
    told(by, "therapy.level_review_opened", row)
    owe_review(by=by, review=row, at=at)
    return row


def _answer_returned(by: Actor, row: LevelReview, at: dt.datetime) -> None:
    """Begin with the words of a review that a supervisor returned; this one takes its place."""
    returned = (
        LevelReview.objects.select_for_update().filter(episode=row.episode_id, status=ReviewStatus.RETURNED).first()
    )
    if returned is None:
        return
    for name in COPIED:
        setattr(row, name, getattr(returned, name))
    row.previous = returned
    row.causes = without_asking([*returned.causes, *row.causes])
    move(by, returned, ReviewStatus.SUPERSEDED, at)
    returned.version += 1
    returned.save(update_fields=["status", "version"])
    close_work(by=by, review=returned, at=at)


def _place(row: LevelReview, day: dt.date) -> None:
    """Take over where they are today, and what the newest ratings of the dimensions indicate."""
    here = at_levels([row.episode_id], day).get(row.episode_id)
    row.level_id = here.level_id if here else None
    newest: Any = (
        DimensionalAssessment.objects.filter(episode=row.episode_id, signed_at__isnull=False)
        .order_by("-assessed_on", "-signed_at")
        .first()
    )
    row.edition = newest.edition if newest else Edition.FOURTH
    if row.indicated_level_id is None and newest is not None:
        row.indicated_level = LevelOfCare.objects.filter(pk=newest.indicated_level_id).first()


@transaction.atomic
def drop_review(*, by: Actor, review: LevelReview, because: str, at: dt.datetime) -> LevelReview:
    """Close a review that is not needed after all, with the reason. What made it due does not open it again."""
    row = held_open(by, review)
    require_valid(None if because.strip() else say("Say why it is not needed."), "because")
    close_open(by, row, " ".join(because.split()), at)
    return row


def close_open(by: Actor, row: LevelReview, because: str, at: dt.datetime) -> None:
    """Close an open review without a decision, and the work for it."""
    move(by, row, ReviewStatus.DROPPED, at, because)
    row.version += 1
    row.save(update_fields=["status", "version"])
    drop_work(by=by, review_ids=[row.pk], at=at)
    told(by, "therapy.level_review_dropped", row)
