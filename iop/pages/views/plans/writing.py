"""Writing a draft: each row is a form that saves itself; without a script each has its button."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from iop.core import clock
from iop.core.errors import Invalid, require
from iop.core.words import say
from iop.pages.plan_forms import EndForm
from iop.pages.presenters.assessments.asking import number_in
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.days.asking import StaffRequest
from iop.pages.presenters.days.client import as_uuid
from iop.pages.presenters.plans.asking import plan_of
from iop.pages.presenters.plans.writing import place_of, read_writing, values_of
from iop.pages.presenters.schedule.addresses import to
from iop.pages.views.plans.framing import framed, must_be_a_draft
from iop.pages.views.session.answering import Now, Saved, saves
from therapy.actions import plans as actions
from therapy.actions.plans.parts import part_of
from therapy.models import TreatmentPlan
from therapy.policies.plans import may_change_plan, may_plan
from therapy.rules.plans import HEAD, PARTS


@require_GET
def plan_edit(request: StaffRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Show a draft for writing; a signed one for reading."""
    row, chart = plan_of(request.actor, plan_id, clock.now())
    if row.signed_at is not None:
        return redirect("plan", row.pk)
    require(may_change_plan(request.actor, row))
    return framed(request, chart, "edit", **read_writing(row, chart))


@require_POST
def plan_head(request: StaffRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Save what a draft says besides its problems."""
    row, chart = _to_change(request, plan_id)

    def work() -> Saved:
        saved = actions.save_head(
            by=request.actor, plan=row, version=number_in(request.POST), values=_typed(request, HEAD), at=chart.at
        )
        return Saved(saved.version)

    def now() -> Now:
        row.refresh_from_db()
        return Now(row.version, {name: getattr(row, name) for name in HEAD})

    return saves(request, chart.zone, f"{to('plan_edit')(row.pk)}#head", work=work, now=now)


@require_POST
def plan_part_add(request: StaffRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Add a row, and go to it."""
    row, chart = _to_change(request, plan_id)
    kind = request.POST.get("kind", "")
    made = actions.add_part(
        by=request.actor, plan=row, kind=kind, parent_id=as_uuid(request.POST.get("parent", "")), at=chart.at
    )
    return redirect(place_of(row, kind, made))


@require_POST
def plan_part(request: StaffRequest, plan_id: uuid.UUID, plan_part: str, plan_part_id: uuid.UUID) -> HttpResponse:
    """Save one row of a draft."""
    row, chart = _to_change(request, plan_id)
    _must_be_known(plan_part)

    def work() -> Saved:
        saved = actions.save_part(
            by=request.actor, plan=row, kind=plan_part, part_id=plan_part_id, version=number_in(request.POST),
            values=_typed(request, PARTS[plan_part]), at=chart.at,
        )  # fmt: skip
        return Saved(saved.version)

    def now() -> Now:
        kept = part_of(row, plan_part, plan_part_id)
        return Now(kept.version, values_of(plan_part, kept))

    return saves(request, chart.zone, f"{to('plan_edit')(row.pk)}#{plan_part}-{plan_part_id}", work=work, now=now)


@require_POST
def plan_part_move(request: StaffRequest, plan_id: uuid.UUID, plan_part: str, plan_part_id: uuid.UUID) -> HttpResponse:
    """Put a row one place higher or lower."""
    row, chart = _to_change(request, plan_id)
    _must_be_known(plan_part)
    moved = actions.move_part(
        by=request.actor,
        plan=row,
        kind=plan_part,
        part_id=plan_part_id,
        up=request.POST.get("way") == "up",
        at=chart.at,
    )
    return redirect(place_of(row, plan_part, moved))


@require_POST
def plan_part_remove(
    request: StaffRequest, plan_id: uuid.UUID, plan_part: str, plan_part_id: uuid.UUID
) -> HttpResponse:
    """Take a row out of a draft."""
    row, chart = _to_change(request, plan_id)
    _must_be_known(plan_part)
    actions.remove_part(by=request.actor, plan=row, kind=plan_part, part_id=plan_part_id, at=chart.at)
    return redirect("plan_edit", row.pk)


@require_POST
def plan_objective_end(request: StaffRequest, plan_id: uuid.UUID, plan_part_id: uuid.UUID) -> HttpResponse:
    """Say that an objective ends with this version, or take that back."""
    row, chart = _to_change(request, plan_id)
    if request.POST.get("do") == "go_on":
        kept = actions.go_on_with(by=request.actor, plan=row, part_id=plan_part_id, at=chart.at)
        return redirect(place_of(row, "objective", kept))
    form = EndForm(request.POST)
    if not form.is_valid():
        raise Invalid(say("Say in a few words why it ends."), field="reason")
    kept = actions.end_objective(by=request.actor, plan=row, part_id=plan_part_id, at=chart.at, **form.cleaned_data)
    return redirect(place_of(row, "objective", kept))


def _to_change(request: StaffRequest, plan_id: uuid.UUID) -> tuple[TreatmentPlan, Chart]:
    row, chart = plan_of(request.actor, plan_id, clock.now())
    require(may_plan(request.actor, row.episode.site_id))
    must_be_a_draft(row)
    return row, chart


def _must_be_known(kind: str) -> None:
    if kind not in PARTS:
        raise Invalid(say("Choose from the list."), field="kind")


def _typed(request: StaffRequest, names: Any) -> dict[str, str]:
    return {name: request.POST[name] for name in names if name in request.POST}
