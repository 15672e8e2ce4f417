"""Somebody is elsewhere for a while: written down, asked after, and welcomed back."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clients import intake_policies
from clients.actions import stays
from clients.models import Inquiry, OutsideStay
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import require
from iop.pages.intake_forms.setup import StayForm, StayNewsForm
from iop.pages.presenters.clients.head import Chart, read_chart
from iop.pages.presenters.intake.stays import find_stay, read_stays
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.parts import opened, shown
from iop.pages.views.saving import tried


@require_http_methods(["GET", "POST"])
def client_stays(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show stays elsewhere, and write a new one down. It tells the facility nothing."""
    if request.method == "GET":
        chart = opened(request, client_id)
        return _page(request, chart, _new(chart))
    chart = read_chart(request.actor, client_id, clock.now())
    require(intake_policies.may_keep_stays(request.actor, chart.episode.site_id))
    form = _new(chart, request.POST)
    if tried(form, lambda: _refer(request, chart, form)):
        messages.success(request, _("Written down. Intake is asked to ask after them."))
        return redirect("client_stays", client_id)
    return _page(request, chart, form, HTTPStatus.UNPROCESSABLE_ENTITY)


@require_POST
def client_stay(request: StaffRequest, client_id: uuid.UUID, stay_id: uuid.UUID) -> HttpResponse:
    """Write down what was heard of somebody elsewhere."""
    chart = read_chart(request.actor, client_id, clock.now())
    stay = find_stay(chart, stay_id)
    require(intake_policies.may_keep_stays(request.actor, stay.site_id))
    form = StayNewsForm(request.POST, prefix=f"s{stay.pk}")
    if tried(form, lambda: hear(request.actor, stay, chart.at, **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect("client_stays", client_id)
    return _page(request, chart, _new(chart), HTTPStatus.UNPROCESSABLE_ENTITY, news={stay.pk: form})


@require_GET
def stay_place(request: StaffRequest, stay_id: uuid.UUID) -> HttpResponse:
    """Lead from a piece of work to the chart's page about stays elsewhere."""
    rows = OutsideStay.objects.visible_to(request.actor, Permission.CLIENT_VIEW)
    client_id = rows.filter(pk=stay_id).values_list("client_id", flat=True).first()
    if client_id is None:
        raise Http404
    return redirect("client_stays", client_id)


def hear(by: Actor, stay: OutsideStay, at: dt.datetime, *, what: str, on: dt.date, note: str) -> Any:
    """Do what was heard: arrived, nothing new, or the end of the stay."""
    if what == "there":
        return stays.note_there(by=by, stay=stay, went_on=on, at=at)
    if what == "again":
        return stays.ask_again(by=by, stay=stay, ask_on=on, note=note, at=at)
    return stays.note_back(by=by, stay=stay, back_on=on, status=what, note=note, at=at)


def _refer(request: StaffRequest, chart: Chart, form: StayForm) -> None:
    inquiry = Inquiry.objects.open().filter(client=chart.client.pk, site=chart.episode.site_id).first()
    refer = partial(stays.refer_out, by=request.actor, client=chart.client, site_id=chart.episode.site_id)
    refer(at=chart.at, inquiry=inquiry, **form.cleaned_data)


def _new(chart: Chart, data: Any = None) -> StayForm:
    return StayForm(data, prefix="stay", initial={"referred_on": chart.today})


def _page(
    request: StaffRequest, chart: Chart, form: StayForm, status: int = HTTPStatus.OK, news: Any = None
) -> HttpResponse:
    may = intake_policies.may_keep_stays(request.actor, chart.episode.site_id) is None
    rows = read_stays(chart)
    for row in rows:
        if may and row["is_away"]:
            row["form"] = (news or {}).get(row["id"]) or StayNewsForm(
                prefix=f"s{row['id']}", initial={"on": chart.today}
            )
    return shown(request, chart, "client_stays", "stays", status, stays=rows, stay_form=form if may else None)
