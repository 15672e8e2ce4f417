"""Signing a plan: the last look, the name under it, the lock, and what the version before leaves behind."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction

from iop.access.actors import Actor
from iop.core import clock
from iop.core.errors import Conflict, Stale, require
from iop.core.words import say
from iop.documents.actions import sign
from iop.documents.choices import SignatureMeaning
from iop.work.actions import close_for, drop_for
from iop.work.choices import WorkKind
from therapy.actions.plans.drafts import locked, told
from therapy.actions.plans.owing import owe_client_signature
from therapy.choices.plans import PlanStatus, ThreadStatus
from therapy.models.plans import ObjectiveThread, PlanObjective, TreatmentPlan
from therapy.plan_contents import PLAN_KIND, REVIEW_KIND, Tree, read_tree, seen, whole
from therapy.plan_rhythm import rhythm_of
from therapy.policies.plans import may_change_plan
from therapy.policies.signers import signer

CHART = "clients.client"


@transaction.atomic
def sign_plan(*, by: Actor, plan: TreatmentPlan, at: dt.datetime, read: str = "") -> TreatmentPlan:
    """Sign a whole draft under a licence that holds that day: it locks, replaces the version before, and waits for the client.

    ``read`` is the hash of the draft as it was read (``plan_contents.seen``). Raises ``NotAllowed`` for whoever may not sign,
    ``Stale`` for a draft that changed since, ``Conflict`` for what is missing, or for one signed already (a second click).
    """
    row = locked(plan.pk)
    if row.status != PlanStatus.DRAFT:
        raise Conflict(say("This plan is signed already."), code="already_signed")
    require(may_change_plan(by, row))
    tree, day = read_tree(row), clock.local_date(at, row.episode.site.time_zone)
    if read and read != seen(tree):
        raise Stale(say("The plan was changed since you read it. Read it again before you sign."))
    require_whole(tree, day)
    signature = sign(
        by=by, subject_kind=PLAN_KIND, subject_id=row.pk, meaning=SignatureMeaning.AUTHOR, content=whole(tree), at=at,
        clients=[row.episode.client_id], site_id=row.episode.site_id,
    )  # fmt: skip
    _replace_earlier(by, row, at)
    row.status, row.signed_at, row.signed_by_id = PlanStatus.ACTIVE, at, signer(by)
    row.credential, row.digest = signature.credential, signature.digest
    row.valid_from = day
    row.review_on = day + dt.timedelta(days=rhythm_of(row.episode, day).review_days)
    row.version += 1
    row.save()
    _end_threads(tree.all_objectives, row, day)
    close_for(by=by, subject=(CHART, row.episode.client_id), kind=WorkKind.WRITE_PLAN, at=at)
    close_for(by=by, subject=(PLAN_KIND, row.pk), kind=WorkKind.WRITE_PLAN, at=at)
    owe_client_signature(by=by, plan=row, at=at)
    told(by, "therapy.plan_signed", row, number=row.number, objectives=len(tree.all_objectives))
    return row


def require_whole(tree: Tree, day: dt.date) -> None:
    """Raise ``Conflict`` with the first sentence that says what a draft lacks."""
    gaps = tree.gaps(day)
    if gaps:
        raise Conflict(gaps[0].sentence, code="incomplete", field=gaps[0].field, detail={"missing": len(gaps)})


def end_thread(thread: ObjectiveThread, status: str, on: dt.date, reason: str, staff_id: uuid.UUID | None) -> None:
    """End an objective for good; its notes stay."""
    thread.status, thread.ended_on, thread.ended_reason, thread.ended_by_id = status, on, reason[:300], staff_id
    thread.save(update_fields=["status", "ended_on", "ended_reason", "ended_by"])


def _replace_earlier(by: Actor, row: TreatmentPlan, at: dt.datetime) -> None:
    for earlier in TreatmentPlan.objects.select_for_update().filter(episode=row.episode_id, status=PlanStatus.ACTIVE):
        earlier.status, earlier.superseded_at = PlanStatus.SUPERSEDED, at
        earlier.version += 1
        earlier.save(update_fields=["status", "superseded_at", "version"])
        drop_for(by=by, subject=(PLAN_KIND, earlier.pk), at=at)
        for review in earlier.reviews.filter(signed_at__isnull=True):
            drop_for(by=by, subject=(REVIEW_KIND, review.pk), at=at)


def _end_threads(objectives: Iterable[PlanObjective], row: TreatmentPlan, day: dt.date) -> None:
    standing = {each.thread_id: each for each in objectives}
    open_ones = ObjectiveThread.objects.select_for_update().filter(episode=row.episode_id, status=ThreadStatus.OPEN)
    for thread in open_ones:
        objective = standing.get(thread.pk)
        if objective is None:
            end_thread(thread, ThreadStatus.DISCONTINUED, day, "", row.signed_by_id)
        elif objective.ends_as:
            end_thread(thread, objective.ends_as, day, objective.ends_reason, row.signed_by_id)
