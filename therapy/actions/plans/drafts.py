"""A draft of a plan: begun anew from what the chart knows, or as the next version of the one in force."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from clients.choices import EpisodeStatus
from clients.models import Diagnosis, Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, Stale, require
from iop.core.words import say
from therapy.choices.plans import ThreadStatus
from therapy.models.plans import (
    ObjectiveThread,
    PlanGoal,
    PlanIntervention,
    PlanObjective,
    PlanProblem,
    TreatmentPlan,
)
from therapy.plan_contents import Tree, read_tree
from therapy.policies.plans import may_change_plan, may_plan
from therapy.policies.signers import signer
from therapy.rules.plans import HEAD, PARTS, TEXT_LENGTH, cleaned

STALE = say("A colleague changed this meanwhile. Nothing was overwritten.")
MOST_DIAGNOSES = 3


@transaction.atomic
def open_plan(*, by: Actor, episode: Episode, at: dt.datetime) -> TreatmentPlan:
    """Begin the plan of a stay or its next version; one that is under way is given back.

    A next version copies the one in force, without what has ended. A first one begins with a problem for each standing
    diagnosis. Raises ``NotAllowed``, or ``Conflict`` for a stay that has ended.
    """
    row = Episode.objects.select_for_update(of=("self",)).select_related("site").get(pk=episode.pk)
    require(may_plan(by, row.site_id))
    if row.status not in (EpisodeStatus.INQUIRY, EpisodeStatus.ADMITTED):
        raise Conflict(say("This stay has ended; open a new one first."), code="episode_over")
    plans = TreatmentPlan.objects.filter(episode=row)
    if draft := plans.drafts().select_related("episode__site").first():
        return draft
    before = plans.active().first()
    number = (plans.aggregate(most=Max("number"))["most"] or 0) + 1
    head = {name: getattr(before, name) for name in HEAD} if before else {}
    made = TreatmentPlan.objects.create(
        episode=row, number=number, previous=before, author_id=signer(by), saved_at=at, saved_by_id=signer(by), **head
    )
    if before:
        _copy(read_tree(before), made)
    else:
        _begin_from_diagnoses(made)
    told(by, "therapy.plan_opened", made, number=number, copied=before is not None)
    return made


@transaction.atomic
def save_head(
    *, by: Actor, plan: TreatmentPlan, version: int, values: Mapping[str, Any], at: dt.datetime
) -> TreatmentPlan:
    """Save what a draft says besides its problems (``rules.plans.HEAD``). Raises ``Stale`` for another version than the newest."""
    row = locked(plan.pk)
    require(may_change_plan(by, row))
    if row.version != version:
        raise Stale(STALE)
    for name in HEAD:
        if name in values:
            setattr(row, name, _fitting(str(values[name] or ""), name))
    row.version += 1
    row.saved_at, row.saved_by_id = at, signer(by)
    row.save(update_fields=[*HEAD, "version", "saved_at", "saved_by"])
    told(by, "therapy.plan_saved", row, part="head")
    return row


@transaction.atomic
def discard_plan(*, by: Actor, plan: TreatmentPlan, at: dt.datetime) -> None:
    """Throw a draft away, with its rows and the objectives that only it had. ``at`` is when it was decided."""
    row = locked(plan.pk)
    require(may_change_plan(by, row))
    told(by, "therapy.plan_discarded", row, number=row.number, at=at)
    threads = list(row.objectives.values_list("thread_id", flat=True))
    for model in (PlanIntervention, PlanObjective, PlanGoal, PlanProblem):
        model.objects.filter(plan=row).delete()
    ObjectiveThread.objects.filter(pk__in=threads, versions__isnull=True).delete()
    row.delete()


def locked(plan_id: uuid.UUID) -> TreatmentPlan:
    """Read a plan and hold it until the transaction ends. Raises ``Conflict`` for one discarded meanwhile."""
    asked = TreatmentPlan.objects.select_for_update(of=("self",)).select_related("episode__site", "episode__client")
    row = asked.filter(pk=plan_id).first()
    if row is None:
        raise Conflict(say("A colleague discarded this draft meanwhile."), code="gone")
    return row


def told(by: Actor, verb: str, row: TreatmentPlan, **detail: Any) -> None:
    """Record what happened to a plan: codes and counts, never its words."""
    record(by=by, verb=verb, subject=row, clients=[row.episode.client_id], site_id=row.episode.site_id, detail=detail)


def next_thread(episode_id: uuid.UUID) -> ObjectiveThread:
    """Begin a new objective under the next number. The caller holds the plan, so that no two take the same."""
    most = ObjectiveThread.objects.filter(episode=episode_id).aggregate(most=Max("number"))["most"] or 0
    return ObjectiveThread.objects.create(episode_id=episode_id, number=most + 1)


def begin_problem(plan: TreatmentPlan, position: int, **values: Any) -> PlanProblem:
    """Make a problem with the rest of its thread below it, ready to be filled in."""
    problem = PlanProblem.objects.create(plan=plan, position=position, **values)
    begin_goal(plan, problem, 0)
    return problem


def begin_goal(plan: TreatmentPlan, problem: PlanProblem, position: int, **values: Any) -> PlanGoal:
    """Make a goal with an objective and an intervention below it."""
    goal = PlanGoal.objects.create(plan=plan, problem=problem, position=position, **values)
    begin_objective(plan, goal, 0)
    return goal


def begin_objective(plan: TreatmentPlan, goal: PlanGoal, position: int, **values: Any) -> PlanObjective:
    """Make an objective with a thread of its own and an intervention below it."""
    thread = next_thread(plan.episode_id)
    objective = PlanObjective.objects.create(plan=plan, goal=goal, thread=thread, position=position, **values)
    PlanIntervention.objects.create(plan=plan, objective=objective)
    return objective


def _fitting(text: str, name: str) -> str:
    kept, wrong = cleaned("goal", {"words": text})
    if wrong:
        raise Invalid(wrong[0][1], field=name, detail={"limit": TEXT_LENGTH})
    return str(kept["words"])


def _begin_from_diagnoses(made: TreatmentPlan) -> None:
    standing = Diagnosis.objects.filter(
        client=made.episode.client_id, ends_on__isnull=True, entered_in_error_at__isnull=True
    )
    found = list(standing.order_by("rank")[:MOST_DIAGNOSES])
    for position, diagnosis in enumerate(found):
        begin_problem(made, position, diagnosis=diagnosis)
    if not found:
        begin_problem(made, 0)


def _copy(old: Tree, made: TreatmentPlan) -> None:
    """Copy what goes on: an objective that has ended stays in the version in which it ended."""
    for problem in old.problems:
        goals = [(goal, _open_ones(old, goal)) for goal in old.goals.get(problem.pk, ())]
        kept = [(goal, objectives) for goal, objectives in goals if objectives]
        if not kept:
            continue
        new_problem = PlanProblem.objects.create(**_same(problem, "problem"), plan=made, position=problem.position)
        for goal, objectives in kept:
            new_goal = PlanGoal.objects.create(
                **_same(goal, "goal"), plan=made, problem=new_problem, position=goal.position
            )
            for objective in objectives:
                _copy_objective(old, objective, made, new_goal)


def _copy_objective(old: Tree, objective: PlanObjective, made: TreatmentPlan, goal: PlanGoal) -> None:
    new = PlanObjective.objects.create(
        **_same(objective, "objective"), plan=made, goal=goal, thread=objective.thread, position=objective.position
    )
    PlanIntervention.objects.bulk_create(
        PlanIntervention(**_same(each, "intervention"), plan=made, objective=new, position=each.position)
        for each in old.interventions.get(objective.pk, ())
    )


def _open_ones(old: Tree, goal: PlanGoal) -> list[PlanObjective]:
    return [each for each in old.objectives.get(goal.pk, ()) if each.thread.status == ThreadStatus.OPEN]


def _same(row: Any, kind: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in PARTS[kind]}
