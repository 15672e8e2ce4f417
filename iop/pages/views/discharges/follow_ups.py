"""Check-ins after treatment: the worklist, each try, and what they told."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clients.actions import open_chart, open_list
from iop.core import clock
from iop.core.errors import require
from iop.pages.discharge_forms import AttemptForm, SettleForm
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.discharges.asking import follow_up_of
from iop.pages.presenters.discharges.follow_ups import read_follow_up, read_follow_ups, states
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.parts import page_asked
from iop.pages.views.discharges.framing import WRONG, framed
from iop.pages.views.form_pages import done
from iop.pages.views.measures.giving import place_of
from iop.pages.views.saving import tried
from iop.workflows.follow_up import settle
from therapy.actions.follow_ups import log_attempt
from therapy.models import FollowUp
from therapy.policies.follow_ups import may_follow_up


@require_GET
def follow_ups(request: StaffRequest) -> HttpResponse:
    """List whom to call after treatment at the site shown: due, coming, or settled."""
    require(may_follow_up(request.actor))
    state = request.GET.get("state", "")
    state = state if state in dict(states()) else "due"
    number = page_asked(request)
    site = place_of(request)
    page = read_follow_ups(request.actor, site_id=site.id if site else None, at=clock.now(), state=state, page=number)
    open_list(by=request.actor, what="follow_ups", rows=len(page["rows"]))
    return render(
        request, "discharges/follow_ups.html", {"page": page, "state": state, "states": states(), "number": number}
    )


@require_GET
def follow_up(request: StaffRequest, follow_up_id: uuid.UUID) -> HttpResponse:
    """Show one check-in: whom to call where, what was tried, the questionnaires, and how to settle it."""
    row, chart = follow_up_of(request.actor, follow_up_id, clock.now())
    open_chart(by=request.actor, client=chart.client, at=chart.at)
    return _page(request, chart, row)


@require_POST
def follow_up_attempt(request: StaffRequest, follow_up_id: uuid.UUID) -> HttpResponse:
    """Write down one try to reach them."""
    row, chart = follow_up_of(request.actor, follow_up_id, clock.now())
    form = AttemptForm(request.POST, auto_id="try-%s")
    if tried(form, lambda: log_attempt(by=request.actor, follow_up=row, at=chart.at, **form.cleaned_data)):
        return done(request, _("Written down."), reverse("follow_up", args=[row.pk]))
    return _page(request, chart, row, WRONG, attempt_form=form)


@require_POST
def follow_up_settle(request: StaffRequest, follow_up_id: uuid.UUID) -> HttpResponse:
    """Settle a check-in with what they told; a wish for more support goes on at once."""
    row, chart = follow_up_of(request.actor, follow_up_id, clock.now())
    form = SettleForm(request.POST, auto_id="settle-%s")
    if tried(form, lambda: _settle(request, chart, row, form)):
        said = _("Saved.")
        if form.cleaned_data["wants_support"] == "yes":
            said = _("Saved. A new inquiry is open for them.")
        return done(request, said, reverse("client_after", args=[chart.client.pk]))
    return _page(request, chart, row, WRONG, settle_form=form)


def _settle(request: StaffRequest, chart: Chart, row: FollowUp, form: SettleForm) -> None:
    said = form.cleaned_data
    settle(
        by=request.actor, follow_up=row, version=said["version"] or -1, status=said["status"], at=chart.at,
        told=form.told(), words=said["words"], no_more=said["no_more"],
    )  # fmt: skip


def _page(request: StaffRequest, chart: Chart, row: FollowUp, status: int = 200, **wrong: Any) -> HttpResponse:
    forms: dict[str, Any] = {
        "attempt_form": AttemptForm(auto_id="try-%s"),
        "settle_form": SettleForm(auto_id="settle-%s", initial={"version": row.version}),
    }
    return framed(request, chart, "follow_up", status, **(forms | wrong), page=read_follow_up(chart, row))
