"""Level of care, care team, admission and return, from the chart."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clients import actions, policies
from iop.core import clock
from iop.core.errors import require
from iop.pages.client_forms import care as forms
from iop.pages.presenters.clients.care import care_forms, offered_form
from iop.pages.presenters.clients.head import Chart, read_chart
from iop.pages.presenters.clients.parts.care import placement_of, read_care
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.parts import opened, shown
from iop.pages.views.saving import tried
from iop.workflows.discharge import discharge

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@require_GET
def client_care(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show levels by date, the care team, and how the stay came to its status."""
    return _page(request, opened(request, client_id))


@require_POST
def client_place(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Place a client in a level of care."""
    chart = read_chart(request.actor, client_id, clock.now())
    form = offered_form(chart, request.POST, "place_form")
    if tried(form, lambda: actions.place(by=request.actor, episode=chart.episode, at=chart.at, **_placing(form))):
        messages.success(request, _("Placed."))
        return redirect("client_care", client_id)
    return _page(request, chart, WRONG, place_form=form)


@require_POST
def client_placement_withdraw(request: StaffRequest, client_id: uuid.UUID, placement_id: uuid.UUID) -> HttpResponse:
    """Take back a placement that has not begun."""
    chart = read_chart(request.actor, client_id, clock.now())
    placement = placement_of(chart, placement_id)
    actions.withdraw_placement(by=request.actor, placement=placement, at=chart.at)
    messages.success(request, _("Taken back. The level before goes on."))
    return redirect("client_care", client_id)


@require_POST
def client_admit(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Admit a client who is placed in a level of care."""
    chart = read_chart(request.actor, client_id, clock.now())
    require(policies.may_admit(request.actor, chart.episode))
    form = forms.AdmitForm(request.POST, prefix="admit")
    if tried(
        form, lambda: actions.admit(by=request.actor, episode=chart.episode, on=form.cleaned_data["on"], at=chart.at)
    ):
        messages.success(request, _("Admitted. Enrol them in a track next."))
        return redirect("client_enrol", client_id)
    return _page(request, chart, WRONG, admit_form=form)


@require_POST
def client_team(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Give a colleague a role for this client."""
    chart = read_chart(request.actor, client_id, clock.now())
    require(policies.may_assign_team(request.actor, chart.episode))
    form = offered_form(chart, request.POST, "team_form")
    if tried(
        form,
        lambda: actions.assign_care_team(by=request.actor, episode=chart.episode, at=chart.at, **form.cleaned_data),
    ):
        messages.success(request, _("Saved."))
        return redirect("client_care", client_id)
    return _page(request, chart, WRONG, team_form=form)


@require_POST
def client_inquiry_close(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Close an inquiry that does not lead to admission."""
    chart = read_chart(request.actor, client_id, clock.now())
    require(policies.may_close(request.actor, chart.episode))
    form = forms.CloseInquiryForm(request.POST, prefix="close")
    ended: dict[str, Any] = {
        "by": request.actor,
        "episode": chart.episode,
        "on": chart.today,
        "kind": "",
        "at": chart.at,
    }
    if tried(form, lambda: discharge(**ended, reason=form.cleaned_data["reason"])):
        messages.success(request, _("The inquiry is closed."))
        return redirect("client", client_id)
    return _page(request, chart, WRONG, close_form=form)


@require_POST
def client_return(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Open a new inquiry for somebody who comes back."""
    chart = read_chart(request.actor, client_id, clock.now())
    form = offered_form(chart, request.POST, "return_form")
    if tried(form, lambda: _come_back(request, chart, form)):
        messages.success(request, _("Welcome back: a new inquiry is open."))
        return redirect("client", client_id)
    return _page(request, chart, WRONG, return_form=form)


def _placing(form: Any) -> dict[str, Any]:
    data = form.cleaned_data
    return {**data, "indicated_level": data["indicated_level"] or data["level"]}


def _come_back(request: StaffRequest, chart: Chart, form: Any) -> None:
    site_id = uuid.UUID(form.cleaned_data["site"])
    actions.open_episode(
        by=request.actor,
        client=chart.client,
        site_id=site_id,
        at=chart.at,
        referred_by=form.cleaned_data["referred_by"],
    )


def _page(request: StaffRequest, chart: Chart, status: int = HTTPStatus.OK, **wrong: object) -> HttpResponse:
    context = {
        **care_forms(chart),
        "care": read_care(chart),
        **wrong,
    }
    return shown(request, chart, "client_care", "care", status, **context)
