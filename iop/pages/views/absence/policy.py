"""Setting the policy about missed days, with what it would have done to last month shown before it is saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.forms import formset_factory
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from iop.access.choices import Permission
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Refusal, require
from iop.pages.absence_forms import LimitForm, PolicyForm, StepPlanForm
from iop.pages.presenters.absence import policy as presenter
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from iop.pages.views.form_pages import done
from sessions_app import absence
from sessions_app.absence_choices import MOST_LIMITS, MOST_STEPS
from sessions_app.absence_examples import EXAMPLES
from sessions_app.actions.absence.setting import PolicyPlan, StepPlan, check_plan, plan_of, set_absence_policy
from sessions_app.models import AbsencePolicy
from sessions_app.policies import may_set_absence_policy
from sessions_app.rules.absence import Limit

Limits = formset_factory(LimitForm, extra=0, min_num=0)
Steps = formset_factory(StepPlanForm, extra=0, min_num=0)
NUMBERS = ("notice_hours", "grace_minutes", "no_service_days", "counts_excused", "make_ups_forgive")


@require_GET
def absence_policy(request: StaffRequest) -> HttpResponse:
    """Show every policy about missed days, what holds first, and the examples to begin with."""
    require(may_set_absence_policy(request.actor, None))
    context = {"policies": presenter.read_policies(_today(request)), "examples": presenter.examples()}
    return render(request, "absence/policy.html", context)


@require_http_methods(["GET", "POST"])
def absence_policy_new(request: StaffRequest) -> HttpResponse:
    """Let a policy hold from a day on, from another one or an example; look first at what it would have done."""
    require(may_set_absence_policy(request.actor, None))
    plan = _begin(request)
    form, limits, steps = _forms(request, plan)
    effect, at = None, clock.now()
    if request.method == "POST" and all([form.is_valid(), limits.is_valid(), steps.is_valid()]):
        asked = _plan(form.cleaned_data, limits, steps)
        try:
            check_plan(asked)
            effect = presenter.effect(asked, request.actor, at)
            if "save" in request.POST:
                set_absence_policy(by=request.actor, plan=asked, at=at)
                return done(request, _("The policy holds from that day."), reverse("absence_policy"))
        except Refusal as refusal:
            form.refuse(refusal)
    wrong = bool(form.errors or limits.total_error_count() or steps.total_error_count())
    context = {"form": form, "limits": limits, "steps": steps, "effect": effect}
    return render(
        request, "absence/policy_form.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    )


def _forms(request: StaffRequest, plan: PolicyPlan) -> tuple[PolicyForm, Any, Any]:
    sent = request.POST if request.method == "POST" else None
    first = {name: getattr(plan, name) for name in ("name", "valid_from", *NUMBERS)}
    first |= {"site": str(plan.site_id or ""), "level": str(plan.level_id or "")}
    form = PolicyForm(sent, initial=first)
    sites = Site.objects.filter(pk__in=request.actor.sites_where(Permission.ABSENCE_SETUP)).order_by("name")
    form.offer(list(sites), all_sites=may_set_absence_policy(request.actor, None) is None)
    limits = Limits(sent, prefix="limits", initial=_rows(plan.limits, MOST_LIMITS))
    steps = Steps(sent, prefix="steps", initial=_rows(plan.steps, MOST_STEPS))
    return form, limits, steps


def _rows(known: Iterable[Any], most: int) -> list[dict[str, Any]]:
    """Give the rows of a formset: those there are, and empty ones up to the most there may be."""
    rows = [{**vars(one)} for one in known]
    return [*rows, *({} for _ in range(min(2, most - len(rows))))]


def _plan(data: dict[str, Any], limits: Any, steps: Any) -> PolicyPlan:
    return PolicyPlan(
        site_id=data["site"].pk if data["site"] else None,
        level_id=data["level"].pk if data["level"] else None,
        name=data["name"],
        valid_from=data["valid_from"],
        limits=[Limit(**row) for form in limits if (row := form.cleaned_data) and row.get("kind")],
        steps=[
            StepPlan(**{**row, "after_hours": row["after_hours"] or 0, "deadline_hours": row["deadline_hours"] or 24})
            for form in steps
            if (row := form.cleaned_data) and row.get("method")
        ],
        **{name: data[name] for name in NUMBERS},
    )


def _begin(request: StaffRequest) -> PolicyPlan:
    """Begin with the example or the policy that the address names, else with the first example."""
    today = _today(request)
    example = next((one for one in EXAMPLES if one.key == request.GET.get("example")), None)
    asked = as_uuid(request.GET.get("from", ""))
    row = next((row for row in absence.policies(with_steps=True).rows if row.pk == asked), None) if asked else None
    return _plan_of(row, today) if row else plan_of(example or EXAMPLES[0], today)


def _plan_of(row: AbsencePolicy, valid_from: dt.date) -> PolicyPlan:
    return PolicyPlan(
        name=row.name, valid_from=valid_from, site_id=row.site_id, level_id=row.level_id, limits=absence.limits_of(row),
        steps=[
            StepPlan(step.after_hours, step.method, step.owner, step.deadline_hours, step.words)
            for step in row.steps.all()
        ],
        **{name: getattr(row, name) for name in NUMBERS},
    )  # fmt: skip


def _today(request: StaffRequest) -> dt.date:
    place = getattr(request, "site", None)
    return clock.today(place.time_zone if place else "UTC")
