"""What is owed for reviews, as work of those who owe it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from iop.access.actors import Actor
from iop.clinic import settings
from iop.clinic.models import Site
from iop.core import clock
from iop.core.words import say
from iop.work.actions import NewItem, close_for, drop_many, open_item, open_items
from iop.work.choices import WorkKind
from therapy.actions.cosigners import cosigner_of
from therapy.actions.owners import DIRECTORS
from therapy.actions.plans.owing import responsible
from therapy.models.reviews import LevelReview
from therapy.reviews import REVIEW_KIND


def due_item(review: LevelReview, client_id: uuid.UUID, owner: uuid.UUID | None, site: Site) -> NewItem:
    """Give the work of a review that is due: until the end of its day, for whoever answers for the stay."""
    return NewItem(
        kind=WorkKind.REVIEW_DUE, site_id=site.pk, subject=(REVIEW_KIND, review.pk),
        summary=say("Review the level of care"), due_at=clock.day_bounds(review.due_on, site.time_zone)[1],
        dedupe_key=f"review_due:{review.pk}", assignee_id=owner, role_key="" if owner else DIRECTORS, client_id=client_id,
    )  # fmt: skip


def owe_review(*, by: Actor, review: LevelReview, at: dt.datetime) -> None:
    """Put one open review on the list of whoever answers for the stay, or of the directors."""
    site = review.episode.site
    owner = responsible([review.episode_id], clock.local_date(at, site.time_zone)).get(review.episode_id)
    open_items(by=by, items=[due_item(review, review.episode.client_id, owner, site)])


def owe_decision(*, by: Actor, review: LevelReview, staff_id: uuid.UUID, at: dt.datetime) -> None:
    """Put a prepared review on the list of the colleague who is asked to decide, instead of whoever prepared it."""
    close_for(by=by, subject=(REVIEW_KIND, review.pk), kind=WorkKind.REVIEW_DUE, at=at)
    site = review.episode.site
    open_item(
        by=by, kind=WorkKind.REVIEW_DUE, site_id=site.pk, subject=(REVIEW_KIND, review.pk),
        summary=say("A review is prepared: decide and sign it"),
        due_at=max(clock.day_bounds(review.due_on, site.time_zone)[1], at + dt.timedelta(days=1)),
        dedupe_key=f"review_due:{review.pk}:{staff_id}", assignee_id=staff_id, client_id=review.episode.client_id,
    )  # fmt: skip


def owe_answer(*, by: Actor, review: LevelReview, at: dt.datetime) -> None:
    """Put a signed review that waits on the supervisor's list; without one, on that of the clinical directors."""
    site = review.episode.site
    days = settings.value("notes.cosign_days", on=clock.local_date(at, site.time_zone), site_id=site.pk)
    supervisor_id = review.signed_by.supervisor_id if review.signed_by else None
    staff_id, role_key = cosigner_of(supervisor_id, site.pk, at)
    open_item(
        by=by, kind=WorkKind.REVIEW_COSIGN, site_id=site.pk, subject=(REVIEW_KIND, review.pk),
        summary=say("Read a colleague's review and co-sign it, or return it"), due_at=at + dt.timedelta(days=days),
        dedupe_key=f"review_cosign:{review.pk}", assignee_id=staff_id, role_key=role_key, client_id=review.episode.client_id,
    )  # fmt: skip


def owe_rework(*, by: Actor, review: LevelReview, at: dt.datetime) -> None:
    """Put a returned review on the list of the one who signed it: it is decided anew."""
    site = review.episode.site
    open_item(
        by=by, kind=WorkKind.REVIEW_DUE, site_id=site.pk, subject=(REVIEW_KIND, review.pk),
        summary=say("A supervisor returned your review: decide it anew"), due_at=at + dt.timedelta(days=2),
        dedupe_key=f"review_returned:{review.pk}", assignee_id=review.signed_by_id, client_id=review.episode.client_id,
    )  # fmt: skip


def close_work(*, by: Actor, review: LevelReview, at: dt.datetime) -> None:
    """Close what was owed for a review, because it was done."""
    close_for(by=by, subject=(REVIEW_KIND, review.pk), at=at)


def drop_work(*, by: Actor, review_ids: Collection[uuid.UUID], at: dt.datetime) -> None:
    """Drop what was owed for reviews that are no longer needed."""
    drop_many(by=by, subject_kind=REVIEW_KIND, subject_ids=review_ids, at=at)
