"""The chart's part "Plan", one version, and the copy that the client takes home."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clients.actions import open_chart
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, require
from iop.pages import pdf
from iop.pages.plan_forms import RefusedForm
from iop.pages.presenters.days.asking import StaffRequest
from iop.pages.presenters.plans.asking import plan_of, readable_chart
from iop.pages.presenters.plans.paper import copy_for_the_client, language_for
from iop.pages.presenters.plans.reading import read_plan, read_tab
from iop.pages.views.plans.framing import WRONG, framed, must_be_a_draft
from iop.pages.views.saving import tried
from therapy.actions import plans as actions
from therapy.policies.plans import may_plan


@require_GET
def client_plan(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show the plan in force and all versions of a chart."""
    chart = readable_chart(request.actor, client_id, clock.now())
    open_chart(by=request.actor, client=chart.client, at=chart.at)
    return framed(request, chart, "tab", refused_form=RefusedForm(), **read_tab(chart))


@require_POST
def client_plan_open(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Begin the plan of a stay or its next version, or go on with it."""
    chart = readable_chart(request.actor, client_id, clock.now())
    require(may_plan(request.actor, chart.episode.site_id))
    row = actions.open_plan(by=request.actor, episode=chart.episode, at=chart.at)
    return redirect("plan_edit", row.pk)


@require_GET
def plan(request: StaffRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Show one version whole. Opening it is an event on record."""
    row, chart = plan_of(request.actor, plan_id, clock.now())
    record(
        by=request.actor, verb="therapy.plan_read", subject=row, clients=[chart.client.pk], site_id=row.episode.site_id,
    )  # fmt: skip
    return framed(request, chart, "plan", refused_form=RefusedForm(), shown=read_plan(row, chart))


@require_POST
def plan_sign(request: StaffRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Sign a draft; a second click finds it signed."""
    row, chart = plan_of(request.actor, plan_id, clock.now())
    require(may_plan(request.actor, row.episode.site_id))
    try:
        actions.sign_plan(by=request.actor, plan=row, at=chart.at, read=request.POST.get("read", ""))
    except Conflict as told:
        if told.code == "already_signed":
            return redirect("plan", row.pk)
        return framed(request, chart, "plan", WRONG, refusal=told.sentence, shown=read_plan(row, chart))
    messages.success(request, _("Signed and in force. Now go through it with the client."))
    return redirect("plan", row.pk)


@require_POST
def plan_discard(request: StaffRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    row, chart = plan_of(request.actor, plan_id, clock.now())
    require(may_plan(request.actor, row.episode.site_id))
    must_be_a_draft(row)
    actions.discard_plan(by=request.actor, plan=row, at=chart.at)
    messages.info(request, _("The draft is gone."))
    return redirect("client_plan", chart.client.pk)


@require_POST
def plan_refused(request: StaffRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Keep that the client does not want to sign, with what they said."""
    row, chart = plan_of(request.actor, plan_id, clock.now())
    require(may_plan(request.actor, row.episode.site_id))
    form = RefusedForm(request.POST)
    said: dict[str, Any] = {"method": "refused", "at": chart.at}
    if tried(form, lambda: actions.record_client_answer(by=request.actor, plan=row, **said, **form.cleaned_data)):
        messages.success(request, _("Written down. They may still sign later."))
        return redirect("plan", row.pk)
    return framed(request, chart, "plan", WRONG, refused_form=form, shown=read_plan(row, chart))


@require_POST
def plan_pdf(request: StaffRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Hand the client their copy as a PDF; it goes through the gate and is written down."""
    row, chart = plan_of(request.actor, plan_id, clock.now())
    require(may_plan(request.actor, row.episode.site_id))
    language = language_for(row, request.POST.get("language", ""))
    content = copy_for_the_client(by=request.actor, plan=row, language=language, at=chart.at)
    return pdf.answer(content, "treatment-plan")
