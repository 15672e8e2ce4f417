"""Goal: what a client wants, in their own words, with the objectives of the plan in force as its targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from clients.choices import Information
from iop.access.actors import Actor
from iop.core.words import say, sentence
from iop.fhir import elements as el
from iop.fhir.matching import Match, When
from iop.fhir.specs import Drawn, Parameter, Source, Spec
from iop.fhir.telling import PATIENT, Within, of, quantity
from therapy.choices.plans import ThreadStatus
from therapy.models import PlanGoal, PlanObjective, TreatmentPlan

ACHIEVEMENT = "http://terminology.hl7.org/CodeSystem/goal-achievement"
STATUSES = "http://hl7.org/fhir/goal-status"
OPEN = Q(thread__status=ThreadStatus.OPEN)
MET = Q(thread__status=ThreadStatus.MET)


def rows(actor: Actor) -> QuerySet[PlanGoal]:
    """Goals of plans in force. Those of a plan that was replaced stand in that plan's words."""
    plans = TreatmentPlan.objects.visible_to(actor).active().order_by().values("pk")
    steps = Prefetch("objectives", PlanObjective.objects.select_related("thread").order_by("thread__number"))
    return (
        PlanGoal.objects.filter(plan__in=plans)
        .select_related("plan__episode", "problem__diagnosis")
        .prefetch_related(steps)
    )


def draw(row: PlanGoal, beside: Any) -> Drawn:
    """Draw a goal."""
    client, steps = row.plan.episode.client_id, list(row.objectives.all())
    status, achievement = _reached([each.thread.status for each in steps])
    diagnosis = row.problem.diagnosis
    named = diagnosis is not None and diagnosis.entered_in_error_at is None
    return {
        "lifecycleStatus": status,
        "achievementStatus": el.concept(el.coding(ACHIEVEMENT, achievement)),
        "description": {"text": row.words or row.problem.words or str(say("Goal"))},
        "subject": el.reference("Patient", client),
        "startDate": el.moment(row.plan.valid_from),
        "expressedBy": el.reference("Patient", client) if row.words else None,
        "addresses": el.present([el.reference("Condition", row.problem.diagnosis_id) if named else None]),
        "target": [_target(each) for each in steps],
        "note": [{"text": _started(each)} for each in steps if each.baseline is not None],
    }


def _reached(threads: Sequence[str]) -> tuple[str, str]:
    if not threads or ThreadStatus.OPEN in threads:
        return "active", "in-progress"
    if ThreadStatus.MET in threads:
        return "completed", "achieved"
    return "cancelled", "not-attainable"


def _target(step: PlanObjective) -> Drawn:
    words = f"{step.words} ({step.measure})" if step.measure else step.words
    return {
        "measure": {"text": words or str(say("Objective"))},
        "detailQuantity": quantity(step.target, step.unit),
        "dueDate": el.moment(step.due_on),
    }


def _started(step: PlanObjective) -> str:
    begun = f"{step.baseline} {step.unit}".strip()
    return str(sentence(say("Objective {number} began at {baseline}."), number=step.thread.number, baseline=begun))


class Lifecycle(Match):
    """How far a goal is, by its objectives."""

    def one(self, name: str, value: str, modifier: str) -> Q:
        """Ask the objectives."""
        _system, _bar, code = value.rpartition("|")
        steps = PlanObjective.objects.order_by()
        some, begun, met = (steps.filter(each).values("goal") for each in (Q(), OPEN, MET))
        active = Q(pk__in=begun) | ~Q(pk__in=some)
        meant = {"active": active, "completed": Q(pk__in=met) & ~active, "cancelled": ~Q(pk__in=met) & ~active}
        return meant.get(code, Q(pk__in=()))


SPEC = Spec(
    kind="Goal",
    about="What the client wants, in their words, with the objectives of the plan in force as targets.",
    profiles=(f"{el.US_CORE}us-core-goal",),
    parameters=(
        *PATIENT,
        Parameter("lifecycle-status", "token", "active, completed or cancelled."),
        Parameter("target-date", "date", "By when an objective is to be reached."),
        Parameter("start-date", "date", "Since when it is worked on."),
    ),
    sources=(
        Source(
            rows=rows, draw=draw, client_path="plan.episode.client_id", information=(Information.PLAN,),
            matches={
                **of("plan__episode__client"),
                "lifecycle-status": Lifecycle(),
                "target-date": Within(PlanObjective.objects.all(), "goal", When("due_on", is_date=True)),
                "start-date": When("plan__valid_from", is_date=True),
            },
        ),
    ),
)  # fmt: skip
