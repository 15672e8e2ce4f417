"""CarePlan: treatment plans that were signed, the client's own plans (safety, relapse prevention) and aftercare."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from clients.choices import CareRole, EpisodeStatus, Information
from clients.models import CareTeamMembership
from iop.access.actors import Actor
from iop.core.words import say
from iop.fhir import elements as el
from iop.fhir.changed import by_history
from iop.fhir.matching import Always, Code, Match, Ref, When
from iop.fhir.specs import Drawn, Parameter, Source, Spec
from iop.fhir.telling import PATIENT, narrative, of
from therapy.choices.own_plans import AFTERCARE_SETTLED, AftercareKey, AftercareStatus, OwnPlanKind
from therapy.choices.plans import Per, PlanStatus
from therapy.models import (
    AftercarePlan,
    AftercareStep,
    OwnPlan,
    OwnPlanVersion,
    PlanGoal,
    PlanIntervention,
    PlanProblem,
    TreatmentPlan,
)
from therapy.own_plan_form import form_of
from therapy.rules.own_plans import as_line

US_CATEGORY = "http://hl7.org/fhir/us/core/CodeSystem/careplan-category"
CATEGORY = el.own_system("plan-category")
STATUSES = "http://hl7.org/fhir/request-status"
ASSESS_PLAN = "assess-plan"
TREATMENT, SAFETY, RELAPSE, AFTERCARE = "treatment-plan", "safety-plan", "relapse-prevention-plan", "aftercare-plan"
ENDED = Q(episode__status=EpisodeStatus.DISCHARGED)


def treatment_plans(actor: Actor) -> QuerySet[TreatmentPlan]:
    """Signed versions of treatment plans."""
    done = PlanIntervention.objects.select_related("staff", "objective")
    return (
        TreatmentPlan.objects.visible_to(actor)
        .filter(signed_at__isnull=False)
        .select_related("episode", "signed_by")
        .prefetch_related(Prefetch("problems", PlanProblem.objects.select_related("diagnosis")))
        .prefetch_related(Prefetch("goals", PlanGoal.objects.order_by("position", "pk")))
        .prefetch_related(Prefetch("interventions", done.order_by("position", "pk")))
        .prefetch_related("objectives")
    )


def with_team(found: Sequence[Any]) -> set[uuid.UUID]:
    """Name the stays that have a care team."""
    stays = {row.episode_id for row in found}
    return set(CareTeamMembership.objects.filter(episode__in=stays).values_list("episode", flat=True))


def draw_treatment(row: TreatmentPlan, teams: Any) -> Drawn:
    """Draw a version of a treatment plan."""
    problems, goals, done = list(row.problems.all()), list(row.goals.all()), list(row.interventions.all())
    stands = row.status == PlanStatus.ACTIVE
    named = [each.diagnosis_id for each in problems if each.diagnosis and each.diagnosis.entered_in_error_at is None]
    return {
        **_plan(row.episode.client_id, TREATMENT, say("Treatment plan"), _treatment_words(row, problems, goals, done)),
        "status": _stage(row) if stands else "revoked",
        "period": el.period(row.valid_from, None if stands else row.superseded_at.date()),  # type: ignore[union-attr]
        "created": el.moment(row.signed_at),
        "author": el.reference("Practitioner", row.signed_by_id, row.signed_by.name if row.signed_by else ""),
        "careTeam": el.present([el.reference("CareTeam", row.episode_id) if row.episode_id in teams else None]),
        "addresses": el.present(el.reference("Condition", pk) for pk in dict.fromkeys(named)),
        "goal": el.present(el.reference("Goal", each.pk) for each in goals) if stands else [],
        "activity": [_activity(each, "in-progress" if stands else "stopped") for each in done],
    }


def _stage(row: TreatmentPlan) -> str:
    return "completed" if row.episode.status == EpisodeStatus.DISCHARGED else "active"


def _activity(row: PlanIntervention, status: str) -> Drawn:
    often = f"{row.times} × {Per(row.per).label}" if row.times else ""
    words = ", ".join(part for part in (row.words, often, f"{row.minutes} min" if row.minutes else "") if part)
    role = CareRole(row.role).label if row.role and not row.staff_id else ""
    performer = el.reference("Practitioner", row.staff_id, row.staff.name if row.staff else "")
    return {
        "detail": {
            "code": {"text": str(row.get_modality_display())} if row.modality else None,
            "status": status,
            "performer": el.present([performer or ({"display": str(role)} if role else None)]),
            "description": words or row.objective.words,
        }
    }


def _treatment_words(row: TreatmentPlan, problems: list[Any], goals: list[Any], done: list[Any]) -> el.Part:
    return narrative(
        say("Treatment plan"),
        [
            (say("Problems"), [each.words for each in problems]),
            (say("Goals"), [each.words for each in goals]),
            (say("Objectives"), [each.words for each in row.objectives.all()]),
            (say("What is done"), [each.words for each in done]),
            (say("Strengths"), [row.strengths]),
            (say("Needs"), [row.needs]),
            (say("Agreed for leaving"), [row.discharge_criteria]),
        ],
    )


def own_plans(kind: OwnPlanKind) -> Any:
    """Plans of one kind that a client owns and has kept."""

    def rows(actor: Actor) -> QuerySet[OwnPlan]:
        newest = Prefetch("versions", OwnPlanVersion.objects.select_related("kept_by").order_by("-number"))
        return OwnPlan.objects.visible_to(actor).filter(kind=kind, kept_at__isnull=False).prefetch_related(newest)

    return rows


def draw_own(row: OwnPlan, beside: Any) -> Drawn:
    """Draw the version of a client's own plan that was kept last."""
    kept = row.versions.all()[0]
    form = form_of(row.kind)
    said = [
        (each.title(kept.language), [as_line(entry) for entry in kept.contents.get(each.key, [])])
        for each in form.sections
    ]
    code = SAFETY if row.kind == OwnPlanKind.SAFETY else RELAPSE
    title = form.title(kept.language)
    return {
        **_plan(row.client_id, code, title, narrative(title, said)),
        "status": "active",
        "period": el.period(kept.kept_at, None),
        "created": el.moment(kept.kept_at),
        "author": el.reference("Patient", row.client_id),
        "contributor": el.present([el.reference("Practitioner", kept.kept_by_id, kept.kept_by.name)]),
        "activity": [
            {"detail": {"status": "in-progress", "code": {"text": heading}, "description": "; ".join(lines)}}
            for heading, lines in said
            if lines
        ],
    }


def aftercare(actor: Actor) -> QuerySet[AftercarePlan]:
    """Plans for afterwards that say something."""
    steps = Prefetch("steps", AftercareStep.objects.order_by("created_at", "pk"))
    begun = AftercareStep.objects.filter(status__in=AFTERCARE_SETTLED).order_by().values("plan")
    seen = AftercarePlan.objects.visible_to(actor).filter(pk__in=begun)
    return seen.select_related("episode", "opened_by").prefetch_related(steps)


def draw_aftercare(row: AftercarePlan, beside: Any) -> Drawn:
    """Draw a plan for afterwards, with what is arranged in it."""
    arranged = [each for each in row.steps.all() if each.status == AftercareStatus.ARRANGED]
    said = [(AftercareKey(each.key).label, [str(each.says())]) for each in arranged]
    return {
        **_plan(row.episode.client_id, AFTERCARE, say("Aftercare plan"), narrative(say("Aftercare plan"), said)),
        "status": "active",
        "period": el.period(row.opened_at, None),
        "created": el.moment(row.opened_at),
        "author": el.reference("Practitioner", row.opened_by_id, row.opened_by.name if row.opened_by else ""),
        "activity": [_step(each) for each in arranged],
    }


def _step(each: AftercareStep) -> Drawn:
    day = el.moment(each.meets_on)
    return {
        "detail": {
            "code": {"text": str(AftercareKey(each.key).label)},
            "status": "scheduled" if day else "in-progress",
            "scheduledPeriod": {"start": day},
            "performer": [{"display": each.provider}] if each.provider else [],
            "description": str(each.says()),
        }
    }


def _plan(client: uuid.UUID, code: str, title: Any, text: el.Part) -> Drawn:
    return {
        "text": text,
        "intent": "plan",
        "category": [
            el.concept(el.coding(US_CATEGORY, ASSESS_PLAN, "Assessment and Plan of Treatment")),
            el.concept(el.coding(CATEGORY, code), text=title),
        ],
        "title": str(title),
        "subject": el.reference("Patient", client),
    }


class Categories(Match):
    """The category of US Core, and the clinic's own."""

    def __init__(self, own: str) -> None:
        self.own = own

    def one(self, name: str, value: str, modifier: str) -> Q:
        """Either, each in its system."""
        known = (Always((ASSESS_PLAN,), US_CATEGORY), Always((self.own,), CATEGORY))
        return Q() if any(each.one(name, value, modifier) == Q() for each in known) else Q(pk__in=())


def _own_source(kind: OwnPlanKind, code: str, information: Information) -> Source:
    return Source(
        rows=own_plans(kind), draw=draw_own, client_path="client_id", information=(information,), labels=("PSY",),
        changed=lambda: by_history(OwnPlanVersion.objects.all(), "plan", "kept_at"),
        matches={
            **of("client"),
            "category": Categories(code),
            "status": Code({"active": Q()}, STATUSES),
            "date": When("kept_at", lasts=True),
        },
    )  # fmt: skip


ACTIVE = Q(status=PlanStatus.ACTIVE)
SPEC = Spec(
    kind="CarePlan",
    about=(
        "Signed versions of treatment plans (treatment-plan), the client's own plans as they were kept last (safety-plan, "
        "relapse-prevention-plan), and what is arranged for afterwards (aftercare-plan). Drafts are not told."
    ),
    profiles=(f"{el.US_CORE}us-core-careplan",),
    parameters=(
        *PATIENT,
        Parameter("category", "token", "assess-plan, or treatment-plan, safety-plan, relapse-prevention-plan, aftercare-plan."),
        Parameter("status", "token", "active, completed or revoked (replaced by a newer version)."),
        Parameter("date", "date", "From when until when it holds."),
        Parameter("goal", "reference", "Of which goal.", element="goal", targets=("Goal",)),
        Parameter("condition", "reference", "For which diagnosis.", element="addresses", targets=("Condition",)),
        Parameter("care-team", "reference", "Of which team.", element="careTeam", targets=("CareTeam",)),
    ),
    sources=(
        Source(
            rows=treatment_plans, draw=draw_treatment, gather=with_team, client_path="episode.client_id",
            information=(Information.PLAN,),
            matches={
                **of("episode__client"),
                "category": Categories(TREATMENT),
                "status": Code(
                    {"active": ACTIVE & ~ENDED, "completed": ACTIVE & ENDED, "revoked": ~ACTIVE}, STATUSES
                ),
                "date": When("valid_from", "superseded_at__date", is_date=True),
                "goal": Ref({"Goal": lambda pk: ACTIVE & Q(pk__in=PlanGoal.objects.filter(pk=pk).values("plan"))}),
                "condition": Ref(
                    {"Condition": lambda pk: Q(pk__in=PlanProblem.objects.filter(diagnosis=pk).values("plan"))}
                ),
                "care-team": Ref({"CareTeam": "episode"}),
            },
        ),
        _own_source(OwnPlanKind.SAFETY, SAFETY, Information.SAFETY),
        _own_source(OwnPlanKind.RELAPSE, RELAPSE, Information.PLAN),
        Source(
            rows=aftercare, draw=draw_aftercare, client_path="episode.client_id", information=(Information.DISCHARGE,),
            changed=lambda: by_history(AftercareStep.objects.all(), "plan", "saved_at"),
            matches={
                **of("episode__client"),
                "category": Categories(AFTERCARE),
                "status": Code({"active": Q()}, STATUSES),
                "date": When("opened_at", lasts=True),
            },
        ),
    ),
)  # fmt: skip
