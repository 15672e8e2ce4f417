"""A review: written while it is held, signed, and signed by the client."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, require
from iop.pages.plan_forms import RefusedForm
from iop.pages.presenters.assessments.asking import number_in
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.days.asking import StaffRequest
from iop.pages.presenters.days.client import as_uuid
from iop.pages.presenters.plans.asking import plan_of, review_of
from iop.pages.presenters.plans.reviewing import as_names, read_review
from iop.pages.views.plans.framing import WRONG, framed
from iop.pages.views.saving import tried
from iop.pages.views.session.answering import Now, Saved, saves
from therapy.actions import plans as actions
from therapy.models import PlanReview
from therapy.policies.plans import may_change_review, may_plan, may_review_plan

FIELDS = ("summary", "client_view", "change", "held_on", "next_review_on")


@require_POST
def plan_review_open(request: StaffRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Begin a review of the plan in force, or go on with it."""
    row, chart = plan_of(request.actor, plan_id, clock.now())
    require(may_review_plan(request.actor, row))
    review = actions.open_review(by=request.actor, plan=row, at=chart.at)
    return redirect("plan_review", review.pk)


@require_http_methods(["GET", "POST"])
def plan_review(request: StaffRequest, plan_review_id: uuid.UUID) -> HttpResponse:
    """Show a review, and save it while it is written."""
    row, chart = review_of(request.actor, plan_review_id, clock.now())
    if request.method == "GET":
        record(
            by=request.actor, verb="therapy.plan_review_read", subject=row, clients=[chart.client.pk],
            site_id=row.plan.episode.site_id,
        )  # fmt: skip
        return framed(request, chart, "review", refused_form=RefusedForm(), **read_review(row, chart))
    require(may_change_review(request.actor, row))

    def now() -> Now:
        row.refresh_from_db()
        return Now(row.version, as_names(row))

    return saves(
        request, chart.zone, reverse("plan_review", args=[row.pk]), work=lambda: Saved(_save(request, row, chart).version),
        now=now,
    )  # fmt: skip


@require_POST
def plan_review_sign(request: StaffRequest, plan_review_id: uuid.UUID) -> HttpResponse:
    """Sign a review; a second click finds it signed."""
    row, chart = review_of(request.actor, plan_review_id, clock.now())
    require(may_plan(request.actor, row.plan.episode.site_id))
    try:
        actions.sign_review(by=request.actor, review=row, version=number_in(request.POST), at=chart.at)
    except Conflict as told:
        if told.code == "already_signed":
            return redirect("plan_review", row.pk)
        return framed(request, chart, "review", WRONG, refusal=told.sentence, **read_review(row, chart))
    messages.success(request, _("Signed. Now have the client sign it."))
    if row.change == "revise":
        messages.info(request, _("You said the plan changes: begin its next version from the plan's page."))
    return redirect("plan_review", row.pk)


@require_POST
def plan_review_discard(request: StaffRequest, plan_review_id: uuid.UUID) -> HttpResponse:
    """Throw a review away that was begun by mistake."""
    row, chart = review_of(request.actor, plan_review_id, clock.now())
    require(may_plan(request.actor, row.plan.episode.site_id))
    actions.discard_review(by=request.actor, review=row, at=chart.at)
    messages.info(request, _("The review is gone."))
    return redirect("plan", row.plan_id)


@require_POST
def plan_review_refused(request: StaffRequest, plan_review_id: uuid.UUID) -> HttpResponse:
    """Keep that the client does not want to sign a review, with what they said."""
    row, chart = review_of(request.actor, plan_review_id, clock.now())
    require(may_plan(request.actor, row.plan.episode.site_id))
    form = RefusedForm(request.POST)
    said: dict[str, Any] = {"method": "refused", "review": row, "at": chart.at}
    if tried(form, lambda: actions.record_client_answer(by=request.actor, plan=row.plan, **said, **form.cleaned_data)):
        messages.success(request, _("Written down. They may still sign later."))
        return redirect("plan_review", row.pk)
    return framed(request, chart, "review", WRONG, refused_form=form, **read_review(row, chart))


def _save(request: StaffRequest, row: PlanReview, chart: Chart) -> PlanReview:
    marks = {
        thread: (str(value), request.POST.get(f"comment-{thread}", ""))
        for name, value in request.POST.items()
        if name.startswith("progress-") and (thread := as_uuid(name.removeprefix("progress-")))
    }
    values = {name: request.POST[name] for name in FIELDS if name in request.POST}
    return actions.save_review(
        by=request.actor, review=row, version=number_in(request.POST), values=values, marks=marks, at=chart.at
    )
