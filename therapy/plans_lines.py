"""What treatment plans say of a stay: for the timeline, and when somebody decides or sums up."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

from clients.evidence import Fact, Subject
from clients.models import Episode
from clients.timeline import Line, LineKind, Point
from iop.access.choices import Permission
from iop.core.words import say, sentence
from therapy.choices.plans import PROGRESS_TONES, PlanStatus, Progress, ThreadStatus
from therapy.models import ObjectiveThread, PlanObjective, PlanReview, TreatmentPlan
from therapy.objectives import latest_marks
from therapy.plan_contents import PLAN_KIND, REVIEW_KIND

TONES = {ThreadStatus.MET: "good", ThreadStatus.DISCONTINUED: "neutral"}


def timeline(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Line]:
    """Give the days on which a plan was signed or reviewed and an objective ended; three statements."""
    points = [*_signed(client_id, first, last), *_reviewed(client_id, first, last), *_ended(client_id, first, last)]
    return [
        Line(
            key="plans", label=say("Treatment plan"), kind=LineKind.EVENT, points=sorted(points, key=lambda point: point.on),
            needs=Permission.NOTE_VIEW,
        )
    ]  # fmt: skip


def evidence(episode: Episode, first: dt.date, last: dt.date, at: dt.datetime) -> list[Fact]:
    """Say of each objective how far it came, and when the plan was reviewed last; three statements.

    What ended before ``first`` is left out; ``at`` does not narrow it.
    """
    plan = TreatmentPlan.objects.active().filter(episode=episode).first()
    if plan is None:
        words = say("No treatment plan is in force.")
        return [
            Fact(Subject.OBJECTIVES, words, None, "warn", ("clients.client", episode.client_id), Permission.NOTE_VIEW)
        ]
    rows = list(
        PlanObjective.objects.filter(plan=plan)
        .exclude(thread__ended_on__lt=first)
        .select_related("thread")
        .order_by("thread__number")
    )
    newest = latest_marks([row.thread_id for row in rows])
    return [_fact(row, newest.get(row.thread_id), plan, last) for row in rows]


def _fact(row: PlanObjective, mark: object, plan: TreatmentPlan, last: dt.date) -> Fact:
    thread = row.thread
    place = (PLAN_KIND, plan.pk)
    if thread.status != ThreadStatus.OPEN and thread.ended_on and thread.ended_on <= last:
        words = sentence("{n}. {aim}: {how}", n=thread.number, aim=row.words, how=thread.get_status_display())
        return Fact(
            Subject.OBJECTIVES, words, thread.ended_on, TONES[ThreadStatus(thread.status)], place, Permission.NOTE_VIEW
        )
    progress = getattr(mark, "progress", "")
    if not progress:
        words = sentence(say("{n}. {aim}: no note has addressed it yet"), n=thread.number, aim=row.words)
        return Fact(Subject.OBJECTIVES, words, None, "warn", place, Permission.NOTE_VIEW)
    known = Progress(progress)
    words = sentence("{n}. {aim}: {how}", n=thread.number, aim=row.words, how=known.label)
    return Fact(
        Subject.OBJECTIVES, words, getattr(mark, "on", None), PROGRESS_TONES[known], place, Permission.NOTE_VIEW
    )


def _signed(client_id: uuid.UUID, first: dt.date, last: dt.date) -> Iterator[Point]:
    rows = TreatmentPlan.objects.filter(episode__client=client_id, valid_from__gte=first, valid_from__lte=last).exclude(
        status=PlanStatus.DRAFT
    )
    for pk, number, on in rows.order_by("valid_from").values_list("pk", "number", "valid_from"):
        words = say("Treatment plan signed") if number == 1 else sentence(say("Plan changed: version {n}"), n=number)
        yield Point(on or first, words, tone="good", place=(PLAN_KIND, pk))


def _reviewed(client_id: uuid.UUID, first: dt.date, last: dt.date) -> Iterator[Point]:
    rows = PlanReview.objects.filter(
        plan__episode__client=client_id, signed_at__isnull=False, held_on__gte=first, held_on__lte=last
    )
    for pk, on in rows.order_by("held_on").values_list("pk", "held_on"):
        yield Point(on, say("Plan reviewed"), place=(REVIEW_KIND, pk))


def _ended(client_id: uuid.UUID, first: dt.date, last: dt.date) -> Iterator[Point]:
    rows = ObjectiveThread.objects.filter(episode__client=client_id, ended_on__gte=first, ended_on__lte=last).exclude(
        status=ThreadStatus.OPEN
    )
    for thread in rows.order_by("ended_on"):
        words = sentence("{what} {n}: {how}", what=say("Objective"), n=thread.number, how=thread.get_status_display())
        yield Point(thread.ended_on or first, words, tone=TONES[ThreadStatus(thread.status)])
