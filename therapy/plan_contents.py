"""A plan read whole: as a tree, as the rules see it, and as what exactly its signatures cover."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from iop.documents.signing import digest_of
from therapy.choices.plans import ThreadStatus
from therapy.models.plans import (
    ObjectiveAddressed,
    PlanGoal,
    PlanIntervention,
    PlanObjective,
    PlanProblem,
    PlanReview,
    TreatmentPlan,
)
from therapy.rules.plans import HEAD, PARTS, Aim, Gap, Step, Trouble, Wish, what_is_missing

PLAN_KIND = "therapy.treatmentplan"
REVIEW_KIND = "therapy.planreview"


@dataclass
class Tree:
    """A plan with its rows, each under the one it belongs to."""

    plan: TreatmentPlan
    problems: Sequence[PlanProblem] = ()
    goals: dict[UUID, list[PlanGoal]] = field(default_factory=dict)
    objectives: dict[UUID, list[PlanObjective]] = field(default_factory=dict)
    interventions: dict[UUID, list[PlanIntervention]] = field(default_factory=dict)

    @property
    def all_objectives(self) -> list[PlanObjective]:
        """Every objective in the plan's order."""
        return [
            objective
            for problem in self.problems
            for goal in self.goals.get(problem.pk, ())
            for objective in self.objectives.get(goal.pk, ())
        ]

    def gaps(self, on: Any) -> list[Gap]:
        """Say what is missing before it can be signed on that day."""
        return what_is_missing({name: getattr(self.plan, name) for name in HEAD}, self.as_rules_see(), on)

    def as_rules_see(self) -> list[Trouble]:
        """Give the tree as plain values."""
        return [
            Trouble(each.pk, each.words, [self._wish(goal) for goal in self.goals.get(each.pk, ())])
            for each in self.problems
        ]

    def _wish(self, goal: PlanGoal) -> Wish:
        return Wish(goal.pk, goal.words, [self._aim(each) for each in self.objectives.get(goal.pk, ())])

    def _aim(self, row: PlanObjective) -> Aim:
        steps = [
            Step(each.pk, each.words, each.times, each.staff_id is None and not each.role)
            for each in self.interventions.get(row.pk, ())
        ]
        ended = "" if row.thread.status == ThreadStatus.OPEN else row.thread.status
        return Aim(
            row.pk,
            row.words,
            row.measure,
            row.baseline,
            row.target,
            row.unit,
            row.due_on,
            steps,
            ends_as=row.ends_as or ended,
        )


def read_tree(plan: TreatmentPlan) -> Tree:
    """Read a plan with all its rows; four statements."""
    return read_trees([plan])[plan.pk]


def read_trees(plans: Sequence[TreatmentPlan]) -> dict[UUID, Tree]:
    """Read several plans with all their rows; four statements for any number."""
    ids = [plan.pk for plan in plans]
    trees = {plan.pk: Tree(plan) for plan in plans}
    problems: dict[UUID, list[PlanProblem]] = defaultdict(list)
    for problem in PlanProblem.objects.filter(plan__in=ids).select_related("diagnosis__code", "dimension"):
        problems[problem.plan_id].append(problem)
    for plan_id, rows in problems.items():
        trees[plan_id].problems = rows
    for goal in PlanGoal.objects.filter(plan__in=ids):
        trees[goal.plan_id].goals.setdefault(goal.problem_id, []).append(goal)
    for objective in PlanObjective.objects.filter(plan__in=ids).select_related("thread"):
        trees[objective.plan_id].objectives.setdefault(objective.goal_id, []).append(objective)
    for intervention in PlanIntervention.objects.filter(plan__in=ids).select_related("staff"):
        trees[intervention.plan_id].interventions.setdefault(intervention.objective_id, []).append(intervention)
    return trees


def whole(tree: Tree) -> dict[str, Any]:
    """Give the content that staff and client put their names under: every word of the plan, in its order."""
    plan = tree.plan
    return {
        "kind": PLAN_KIND,
        "plan": plan.pk,
        "episode": plan.episode_id,
        "number": plan.number,
        "head": {name: getattr(plan, name) for name in HEAD},
        "problems": [
            {
                **_values("problem", problem),
                "goals": [
                    {
                        **_values("goal", goal),
                        "objectives": [_objective(tree, row) for row in tree.objectives.get(goal.pk, ())],
                    }
                    for goal in tree.goals.get(problem.pk, ())
                ],
            }
            for problem in tree.problems
        ],
    }


def seen(tree: Tree) -> str:
    """Give the hash of a draft as a person read it, so that they sign that and nothing else."""
    return digest_of(whole(tree))


def of_review(review: PlanReview, marks: Sequence[ObjectiveAddressed]) -> dict[str, Any]:
    """Give the content of a review that staff and client put their names under."""
    return {
        "kind": REVIEW_KIND,
        "review": review.pk,
        "plan": review.plan_id,
        "held_on": review.held_on,
        "summary": review.summary,
        "client_view": review.client_view,
        "change": review.change,
        "next_review_on": review.next_review_on,
        "progress": {each.thread_id: {"progress": each.progress, "comment": each.comment} for each in marks},
    }


def _objective(tree: Tree, row: PlanObjective) -> dict[str, Any]:
    return {
        **_values("objective", row),
        "thread": row.thread_id,
        "ends_as": row.ends_as,
        "ends_reason": row.ends_reason,
        "interventions": [_values("intervention", each) for each in tree.interventions.get(row.pk, ())],
    }


def _values(kind: str, row: Any) -> dict[str, Any]:
    # Of rows elsewhere the id is signed, which no later change of theirs alters.
    return {name: getattr(row, f"{name}_id" if hasattr(row, f"{name}_id") else name) for name in PARTS[kind]}
