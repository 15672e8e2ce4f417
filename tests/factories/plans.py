"""Treatment plans to test with, made by the real actions."""

from __future__ import annotations

import datetime as dt

from tests.factories import assessments as desks
from therapy.actions import plans
from therapy.models import PlanGoal, PlanIntervention, PlanObjective, PlanProblem
from therapy.plan_contents import read_tree, seen
from therapy.rules.plans import HEAD

AT = desks.AT
TODAY = desks.TODAY
OBJECTIVE = {
    "words": "Fewer low days", "measure": "PHQ-9", "baseline": "16", "target": "9", "unit": "points",
    "due_on": (TODAY + dt.timedelta(days=60)).isoformat(), "every_days": "14",
}  # fmt: skip
STEP = {
    "words": "Weekly individual therapy",
    "modality": "cbt",
    "times": "1",
    "per": "week",
    "minutes": "50",
    "role": "therapist",
}


def make_desk(**fields):
    """A site with colleagues who write plans, and somebody who asked for help."""
    return desks.make_desk(**fields)


def fill_in(desk, plan, at=AT, by=None):
    """Fill whatever rows a draft has, so that it can be signed."""
    by = by or desk.by
    plan.refresh_from_db()
    plans.save_head(by=by, plan=plan, version=plan.version, values=dict.fromkeys(HEAD, "Something true."), at=at)
    words = {
        "problem": {"words": "Drinks every evening"},
        "goal": {"words": "I want my mornings back"},
        "objective": OBJECTIVE,
        "intervention": STEP,
    }
    models = {"problem": PlanProblem, "goal": PlanGoal, "objective": PlanObjective, "intervention": PlanIntervention}
    for kind, values in words.items():
        for row in models[kind].objects.filter(plan=plan):
            plans.save_part(by=by, plan=plan, kind=kind, part_id=row.pk, version=row.version, values=values, at=at)
    plan.refresh_from_db()
    return plan


def open_plan(desk, at=AT):
    return plans.open_plan(by=desk.by, episode=desk.episode, at=at)


def signed_plan(desk, at=AT):
    """A whole plan, signed by the therapist."""
    plan = fill_in(desk, open_plan(desk, at), at)
    return plans.sign_plan(by=desk.by, plan=plan, at=at, read=seen(read_tree(plan)))


def only(model, plan):
    return model.objects.get(plan=plan)


def thread_of(plan):
    return only(PlanObjective, plan).thread
