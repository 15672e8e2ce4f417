"""Raising a concern about a client, and closing it."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clients import actions, policies
from iop.core import clock
from iop.core.errors import require
from iop.pages.client_forms.care import ConcernForm, ResolveForm
from iop.pages.presenters.clients import concerns
from iop.pages.presenters.clients.head import read_chart
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.saving import tried


@require_http_methods(["GET", "POST"])
def client_concern(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Say what to do now and whom to call; one tap records the concern and asks for follow-up."""
    chart = read_chart(request.actor, client_id, clock.now())
    site_id = chart.episode.site_id
    require(policies.may_raise_concern(request.actor, site_id))
    form = ConcernForm(request.POST or None, initial={"kind": request.GET.get("kind", "")})
    if request.method == "POST" and tried(
        form,
        lambda: actions.raise_concern(
            by=request.actor, site_id=site_id, client=chart.client, at=chart.at, **form.cleaned_data
        ),
    ):
        messages.success(request, _("Recorded. The colleague on call has it in their work now; call them as well."))
        return redirect("client", client_id)
    context = {
        "chart": chart,
        "form": form,
        "now": concerns.what_to_do_now(site_id, chart.at, chart.zone),
        "safety": concerns.safety_plan(chart),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "clients/concern.html", context, status=status)


@require_http_methods(["GET", "POST"])
def concern(request: StaffRequest, concern_id: uuid.UUID) -> HttpResponse:
    """Show a concern and close it with what came of it."""
    at = clock.now()
    row = concerns.get(request.actor, concern_id)
    chart = read_chart(request.actor, row.client_id, at)
    form = ResolveForm(request.POST or None)
    if request.method == "POST" and tried(
        form,
        lambda: actions.resolve_concern(
            by=request.actor, concern=row, at=at, resolution=form.cleaned_data["resolution"]
        ),
    ):
        messages.success(request, _("Closed."))
        return redirect("client", row.client_id)
    context = {
        "chart": chart, "form": form, "shown": concerns.told(row, chart.zone),
        "now": concerns.what_to_do_now(row.site_id, at, chart.zone), "safety": concerns.safety_plan(chart),
        "may_resolve": policies.may_resolve_concern(request.actor, row.site_id) is None and row.resolved_at is None,
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "clients/concern_show.html", context, status=status)
