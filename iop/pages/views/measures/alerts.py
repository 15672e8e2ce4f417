"""Answers that alarm: the list, and answering for one."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from iop.core import clock
from iop.core.errors import require
from iop.pages.measure_forms import AcknowledgeForm
from iop.pages.presenters.measures.alert_page import read_alert
from iop.pages.presenters.measures.asking import alert_of, measures_chart
from iop.pages.presenters.measures.lists import read_alerts
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.parts import page_asked, shown
from iop.pages.views.measures.giving import place_of
from iop.pages.views.saving import tried
from therapy.actions import measures
from therapy.actions.measures.answers import definition_of
from therapy.policies.measures import may_acknowledge, may_give


@require_GET
def measure_alerts(request: StaffRequest) -> HttpResponse:
    """List alerts of the site: open ones, or those answered."""
    require(may_give(request.actor))
    place = place_of(request)
    answered, number = request.GET.get("state") == "answered", page_asked(request)
    page = read_alerts(
        request.actor, site_id=place.id if place else None, at=clock.now(), answered=answered, page=number
    )
    return render(request, "measures/alerts.html", {"page": page, "answered": answered, "number": number})


@require_http_methods(["GET", "POST"])
def measure_alert(request: StaffRequest, alert_id: uuid.UUID) -> HttpResponse:
    """Show what alarmed, what helps now, and write down what was done."""
    at = clock.now()
    row = alert_of(request.actor, alert_id, at)
    form = AcknowledgeForm(request.POST or None)
    if request.method == "POST":
        require(may_acknowledge(request.actor, row))
        if tried(form, lambda: measures.acknowledge(by=request.actor, alert=row, at=at, **form.cleaned_data)):
            messages.success(request, _("Answered. Thank you for looking after them."))
            return redirect("measure_alert", row.pk)
        row = alert_of(request.actor, alert_id, at)
    chart = measures_chart(request.actor, row.response.episode.client_id, at)
    page = read_alert(chart, row, definition_of(row.response))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return shown(request, chart, "client_measures", "measure_alert", status, page=page, form=form)
