"""A review of the plan in force: progress for each objective, and what follows."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, Stale, require
from iop.core.words import say
from iop.documents.actions import sign
from iop.documents.choices import SignatureMeaning
from iop.work.actions import close_for
from iop.work.choices import WorkKind
from therapy.actions.plans.drafts import STALE, locked
from therapy.actions.plans.owing import owe_review_signature
from therapy.actions.plans.parts import UnfitPart
from therapy.actions.plans.signing import end_thread
from therapy.choices.plans import Progress, ReviewChange, ThreadStatus
from therapy.models.plans import ObjectiveAddressed, ObjectiveThread, PlanReview, TreatmentPlan
from therapy.objectives import latest_marks
from therapy.plan_contents import PLAN_KIND, REVIEW_KIND, of_review
from therapy.plan_rhythm import rhythm_of
from therapy.policies.plans import may_change_review, may_review_plan
from therapy.policies.signers import signer
from therapy.rules.plans import READERS, Unfit, how_it_ends, what_review_lacks, why_not_progress

COMMENT_LENGTH = 500


@transaction.atomic
def open_review(*, by: Actor, plan: TreatmentPlan, at: dt.datetime) -> PlanReview:
    """Begin a review, with the newest progress that notes gave each objective; one that is under way is given back."""
    row = locked(plan.pk)
    require(may_review_plan(by, row))
    if draft := row.reviews.filter(signed_at__isnull=True).first():
        return draft
    day = clock.local_date(at, row.episode.site.time_zone)
    made = PlanReview.objects.create(
        plan=row, held_on=day, by_id=signer(by), saved_at=at,
        next_review_on=day + dt.timedelta(days=rhythm_of(row.episode, day).review_days),
    )  # fmt: skip
    threads = _open_threads(row)
    newest = latest_marks(threads)
    ObjectiveAddressed.objects.bulk_create(
        ObjectiveAddressed(thread_id=thread, review=made, on=day, progress=newest[thread].progress)
        for thread in threads
        if thread in newest and newest[thread].progress != Progress.WORKED_ON
    )
    _told(by, "therapy.plan_review_opened", made)
    return made


@transaction.atomic
def save_review(
    *, by: Actor, review: PlanReview, version: int, values: Mapping[str, Any], marks: Mapping[uuid.UUID, tuple[str, str]],
    at: dt.datetime,
) -> PlanReview:  # fmt: skip
    """Save a review while it is written. ``marks`` holds progress and comment by objective; an empty progress takes it back.

    Raises ``Stale`` for another version than the newest, ``Invalid`` for what does not fit; nothing is kept then.
    """
    row = held_review(by, review)
    if row.version != version:
        raise Stale(STALE)
    for name, value in _cleaned(values).items():
        setattr(row, name, value)
    _mark(row, marks)
    row.version += 1
    row.saved_at = at
    row.save()
    _told(by, "therapy.plan_review_saved", row, objectives=sum(1 for progress, _ in marks.values() if progress))
    return row


@transaction.atomic
def sign_review(*, by: Actor, review: PlanReview, version: int, at: dt.datetime) -> PlanReview:
    """Sign a whole review under a licence that holds that day: it locks, ends what is met or discontinued, and sets the next day.

    Raises ``Stale`` for a review that changed since it was read, ``Conflict`` for what is missing or a second click.
    """
    row = held_review(by, review)
    if row.version != version:
        raise Stale(say("The review was changed since you read it. Read it again before you sign."))
    marks = list(row.marks.select_related("thread").order_by("thread__number"))
    _must_be_whole(row, marks)
    signature = sign(
        by=by, subject_kind=REVIEW_KIND, subject_id=row.pk, meaning=SignatureMeaning.AUTHOR, content=of_review(row, marks),
        at=at, clients=[row.plan.episode.client_id], site_id=row.plan.episode.site_id,
    )  # fmt: skip
    row.signed_at, row.signed_by_id, row.credential = at, signer(by), signature.credential
    row.digest = signature.digest
    row.version += 1
    row.save()
    for mark in marks:
        status = how_it_ends(mark.progress)
        if status != ThreadStatus.OPEN:
            end_thread(mark.thread, status, row.held_on, mark.comment, row.signed_by_id)
    close_for(by=by, subject=(PLAN_KIND, row.plan_id), kind=WorkKind.REVIEW_PLAN, at=at)
    owe_review_signature(by=by, review=row, at=at)
    _told(by, "therapy.plan_reviewed", row, change=row.change, objectives=len(marks))
    return row


@transaction.atomic
def discard_review(*, by: Actor, review: PlanReview, at: dt.datetime) -> None:
    """Throw a review away that was begun by mistake. ``at`` is when it was decided."""
    row = held_review(by, review)
    _told(by, "therapy.plan_review_discarded", row, at=at)
    row.marks.all().delete()
    row.delete()


def held_review(by: Actor, review: PlanReview) -> PlanReview:
    """Read a review of a plan under lock, for somebody who may write it."""
    locked(review.plan_id)
    row = (
        PlanReview.objects.select_for_update(of=("self",))
        .select_related("plan__episode__site", "plan__episode__client")
        .filter(pk=review.pk)
        .first()
    )
    if row is None:
        raise Conflict(say("A colleague discarded this review meanwhile."), code="gone")
    if row.signed_at is not None:
        raise Conflict(say("This review is signed already."), code="already_signed")
    require(may_change_review(by, row))
    return row


def _open_threads(plan: TreatmentPlan) -> list[uuid.UUID]:
    rows = plan.objectives.filter(thread__status=ThreadStatus.OPEN)
    return list(rows.order_by("thread__number").values_list("thread_id", flat=True))


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    names = {
        "summary": "words",
        "client_view": "words",
        "change": "change",
        "next_review_on": "due_on",
        "held_on": "due_on",
    }
    kept: dict[str, Any] = {}
    for name, like in names.items():
        if name in values:
            try:
                kept[name] = READERS[like](name, str(values[name] or ""))
            except Unfit as unfit:
                raise UnfitPart([(name, unfit.words)]) from unfit
    kept["change"] = kept.get("change") or ReviewChange.CONTINUE.value
    if kept.get("held_on", "") is None:
        del kept["held_on"]
    return kept


def _mark(row: PlanReview, marks: Mapping[uuid.UUID, tuple[str, str]]) -> None:
    theirs = set(row.plan.objectives.values_list("thread_id", flat=True))
    if set(marks) - theirs:
        raise Invalid(say("This objective is not part of the plan."), field="progress")
    for thread_id, (progress, comment) in marks.items():
        if not progress:
            row.marks.filter(thread=thread_id).delete()
            continue
        if reason := why_not_progress(progress):
            raise Invalid(reason, field=f"progress-{thread_id}")
        said = " ".join(comment.replace("\x00", "").split())[:COMMENT_LENGTH]
        ObjectiveAddressed.objects.update_or_create(
            review=row, thread_id=thread_id, defaults={"on": row.held_on, "progress": progress, "comment": said}
        )


def _must_be_whole(row: PlanReview, marks: list[ObjectiveAddressed]) -> None:
    threads = list(ObjectiveThread.objects.select_for_update().filter(pk__in=_open_threads(row.plan)))
    latest = row.held_on + dt.timedelta(days=rhythm_of(row.plan.episode, row.held_on).review_days)
    lacks = what_review_lacks(
        row.summary, [each.pk for each in threads], {mark.thread_id: mark.progress for mark in marks}, row.next_review_on,
        row.held_on, latest,
    )  # fmt: skip
    if lacks:
        raise Conflict(lacks[0][1], code="incomplete", field=lacks[0][0])


def _told(by: Actor, verb: str, row: PlanReview, **detail: Any) -> None:
    episode = row.plan.episode
    record(by=by, verb=verb, subject=row, clients=[episode.client_id], site_id=episode.site_id, detail=detail)
