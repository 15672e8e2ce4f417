"""Setting the policy about missed days: always a new row from a day on, so that what held before stays readable."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from clients.models import LevelOfCare
from clients.rules import plain_line
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core.errors import Invalid, require, require_valid
from iop.core.words import say
from sessions_app.absence_choices import MOST_LIMITS, MOST_STEPS
from sessions_app.absence_examples import EXAMPLES, Example
from sessions_app.models import AbsenceLimit, AbsencePolicy, AbsenceStep
from sessions_app.policies import may_set_absence_policy
from sessions_app.rules import absence as rules
from sessions_app.rules.absence import Limit

SINCE = dt.date(2020, 1, 1)
"""From when the policy of the starting set holds."""


@dataclass(frozen=True)
class StepPlan:
    """A step as it is asked for; hours count from the start of the missed day, and from when the step opens."""

    after_hours: int
    method: str
    owner: str
    deadline_hours: int
    words: str


@dataclass(frozen=True)
class PolicyPlan:
    """A policy as it is asked for. ``site_id`` and ``level_id`` none: everywhere, every level."""

    name: str
    valid_from: dt.date
    notice_hours: int
    no_service_days: int
    limits: Sequence[Limit] = ()
    steps: Sequence[StepPlan] = ()
    site_id: uuid.UUID | None = None
    level_id: uuid.UUID | None = None
    grace_minutes: int | None = None
    counts_excused: bool = False
    make_ups_forgive: bool = True


@transaction.atomic
def set_absence_policy(*, by: Actor, plan: PolicyPlan, at: dt.datetime) -> AbsencePolicy:
    """Let a policy hold from a day on. It replaces the one for the same site and level; earlier ones stay for their days.

    Raises ``Invalid`` beside ``limits`` or ``steps`` or the field that makes no sense.
    """
    require(may_set_absence_policy(by, plan.site_id))
    check_plan(plan)
    row = AbsencePolicy.objects.create(
        site=Site.objects.get(pk=plan.site_id) if plan.site_id else None,
        level=LevelOfCare.objects.get(pk=plan.level_id) if plan.level_id else None,
        valid_from=plan.valid_from, name=plain_line(plan.name)[:100], grace_minutes=plan.grace_minutes,
        notice_hours=plan.notice_hours, counts_excused=plan.counts_excused, make_ups_forgive=plan.make_ups_forgive,
        no_service_days=plan.no_service_days, made_by=by.staff_id, created_at=at,
    )  # fmt: skip
    AbsenceLimit.objects.bulk_create(
        AbsenceLimit(
            policy=row, position=number, kind=limit.kind, misses=limit.misses, weeks=limit.weeks,
            consequence=limit.consequence,
        )
        for number, limit in enumerate(plan.limits)
    )  # fmt: skip
    AbsenceStep.objects.bulk_create(
        AbsenceStep(
            policy=row, position=number, after_hours=step.after_hours, method=step.method, owner=step.owner,
            deadline_hours=step.deadline_hours, words=plain_line(step.words)[:200],
        )
        for number, step in enumerate(plan.steps)
    )  # fmt: skip
    record(
        by=by, verb="sessions.absence_policy_set", subject=row, site_id=row.site_id,
        detail={"from": str(plan.valid_from), "limits": len(plan.limits), "steps": len(plan.steps)},
    )  # fmt: skip
    return row


def check_plan(plan: PolicyPlan) -> None:
    """Refuse a policy that makes no sense, beside what is wrong."""
    wrong = rules.why_not_terms(
        name=plan.name, notice_hours=plan.notice_hours, grace_minutes=plan.grace_minutes,
        no_service_days=plan.no_service_days,
    )  # fmt: skip
    if wrong:
        raise Invalid(wrong[1], field=wrong[0])
    if len(plan.limits) > MOST_LIMITS or len(plan.steps) > MOST_STEPS:
        raise Invalid(say("A policy has at most 6 limits and 8 steps."))
    if len(set(plan.limits)) < len(plan.limits):
        raise Invalid(say("Two limits are the same."), field="limits")
    for limit in plan.limits:
        require_valid(rules.why_not_limit(limit), "limits")
    for step in plan.steps:
        why = rules.why_not_step(
            after_hours=step.after_hours, method=step.method, owner=step.owner, deadline_hours=step.deadline_hours,
            words=step.words,
        )  # fmt: skip
        require_valid(why, "steps")


def plan_of(example: Example, valid_from: dt.date) -> PolicyPlan:
    """Give an example as a plan for every site and level."""
    return PolicyPlan(
        name=str(example.name), valid_from=valid_from, notice_hours=example.notice_hours,
        no_service_days=example.no_service_days, limits=example.limits, grace_minutes=example.grace_minutes,
        counts_excused=example.counts_excused, make_ups_forgive=example.make_ups_forgive,
        steps=[
            StepPlan(step.after_hours, step.method, step.owner, step.deadline_hours, str(step.words))
            for step in example.steps
        ],
    )  # fmt: skip


def install_absence_policy(*, by: Actor, at: dt.datetime) -> int:
    """Make the policy a clinic begins with, unless it has one already; say how many are new."""
    if AbsencePolicy.objects.exists():
        return 0
    set_absence_policy(by=by, plan=plan_of(EXAMPLES[0], SINCE), at=at)
    return 1
