"""Guarding a chart, joining two of one person, and holding messages back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clients import policies_charts as policies
from clients.actions import access, holds, merges
from clients.models import Client
from iop.core import clock
from iop.core.errors import Invalid, require
from iop.core.words import say
from iop.pages.presenters.clients.head import Chart, read_chart
from iop.pages.presenters.registers import charts
from iop.pages.presenters.registers.entries import client_of
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from iop.pages.register_forms import HoldForm, ReasonForm, RecordNumberForm
from iop.pages.views.chart.contacts import contacts_page
from iop.pages.views.chart.parts import opened, shown
from iop.pages.views.saving import tried

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@require_GET
def guard(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show who reaches this chart, and with which other it was joined."""
    require(policies.may_see_merging(request.actor))
    return _guard(request, opened(request, client_id))


@require_POST
def restrict(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Restrict a chart."""
    return _change_guard(
        request, client_id, access.restrict, _("Restricted: only the care team reaches this chart now.")
    )


@require_POST
def lift(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Lift the restriction."""
    return _change_guard(request, client_id, access.lift, _("No longer restricted."))


@require_http_methods(["GET", "POST"])
def merge_find(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Find the other chart of the same person, and show what joining them would do."""
    require(policies.may_see_merging(request.actor))
    chart = read_chart(request.actor, client_id, clock.now())
    form = RecordNumberForm(request.POST or None)
    found: list[Client] = []
    if request.method == "POST" and tried(form, lambda: found.append(_other(request, chart, form))):
        return _preview(request, chart, found[0], ReasonForm())
    status = WRONG if form.is_bound else HTTPStatus.OK
    return render(request, "registers/merge.html", {"chart": chart, "form": form}, status=status)


@require_POST
def merge(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Join the other chart into this one."""
    require(policies.may_see_merging(request.actor))
    at = clock.now()
    chart = read_chart(request.actor, client_id, at)
    chosen = as_uuid(request.POST.get("absorbed"))
    if chosen is None:
        return redirect("chart_merge_find", client_id)
    other = get_object_or_404(Client.objects.visible_to(request.actor), pk=chosen)
    require(policies.may_merge(request.actor, chart.client, other))
    form = ReasonForm(request.POST)
    done = tried(
        form,
        lambda: merges.merge(
            by=request.actor, kept=chart.client, absorbed=other, reason=form.cleaned_data["reason"], at=at
        ),
    )
    if done:
        messages.success(request, _("Joined. Both record numbers find this chart."))
        return redirect("chart_guard", client_id)
    return _preview(request, chart, other, form)


@require_POST
def merge_undo(request: StaffRequest, client_id: uuid.UUID, merge_id: uuid.UUID) -> HttpResponse:
    """Make two charts of it again."""
    require(policies.may_see_merging(request.actor))
    chart = read_chart(request.actor, client_id, clock.now())
    merges.undo_merge(by=request.actor, merge=charts.merge_of(chart, merge_id), at=chart.at)
    messages.success(request, _("Undone: these are two charts again."))
    return redirect("chart_guard", client_id)


@require_POST
def hold_add(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Hold messages back."""
    chart = read_chart(request.actor, client_id, clock.now())
    require(policies.may_hold_messages(request.actor, chart.client))
    form = HoldForm(request.POST, prefix="hold")
    if tried(
        form, lambda: holds.hold_messages(by=request.actor, client=chart.client, at=chart.at, **form.cleaned_data)
    ):
        messages.success(request, _("No messages go out. What was waiting was taken back."))
        return redirect("client_contacts", client_id)
    return contacts_page(request, chart, WRONG, hold_form=form)


@require_POST
def hold_end(request: StaffRequest, client_id: uuid.UUID, message_hold_id: uuid.UUID) -> HttpResponse:
    """Let messages go out again from tomorrow on."""
    chart = read_chart(request.actor, client_id, clock.now())
    hold = charts.hold_of(chart, message_hold_id)
    holds.end_hold(by=request.actor, hold=hold, on=max(chart.today, hold.starts_on), at=chart.at)
    messages.success(request, _("Messages may go out again from tomorrow on."))
    return redirect("client_contacts", client_id)


def _change_guard(request: StaffRequest, client_id: uuid.UUID, act: Callable[..., Any], done: str) -> HttpResponse:
    chart = read_chart(request.actor, client_id, clock.now())
    require(policies.may_restrict(request.actor, chart.client))
    form = ReasonForm(request.POST)
    if tried(form, lambda: act(by=request.actor, client=chart.client, at=chart.at, **form.cleaned_data)):
        messages.success(request, done)
        return redirect("chart_guard", client_id)
    return _guard(request, chart, WRONG, reason_form=form)


def _guard(request: StaffRequest, chart: Chart, status: int = HTTPStatus.OK, **wrong: Any) -> HttpResponse:
    context = {"guard": charts.guard(chart), "reason_form": ReasonForm(), **wrong}
    return shown(request, chart, "chart_guard", "guard", status, **context)


def _other(request: StaffRequest, chart: Chart, form: RecordNumberForm) -> Client:
    other = client_of(request.actor, form.cleaned_data["record_number"])
    if other is None:
        raise Invalid(say("There is no chart with this number that you may open."), field="record_number")
    if other.pk == chart.client.pk:
        raise Invalid(say("This is the number of the same chart."), field="record_number")
    return other


def _preview(request: StaffRequest, chart: Chart, other: Client, form: ReasonForm) -> HttpResponse:
    seen = merges.preview(by=request.actor, kept=chart.client, absorbed=other, at=chart.at)
    context = {
        "chart": chart, "reason_form": form, "kept": charts.side(chart.client, chart.at), "absorbed": charts.side(other, chart.at),
        "moves": charts.counted(seen.moves), "stays": charts.counted(seen.stays), "why_not": seen.why_not,
    }  # fmt: skip
    return render(request, "registers/merge.html", context, status=WRONG if form.is_bound else HTTPStatus.OK)


__all__ = ["guard", "hold_add", "hold_end", "lift", "merge", "merge_find", "merge_undo", "restrict"]
