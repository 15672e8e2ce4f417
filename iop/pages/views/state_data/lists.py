"""What the state is told: the list, and what is wrong."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from clients.actions import open_list
from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.state_data import lists as presenter
from iop.pages.presenters.state_data.asking import sites_of, wish_of
from iop.pages.views.chart.parts import page_asked
from iop.reports.state_data.policies import may_keep


@require_GET
def state_data(request: StaffRequest) -> HttpResponse:
    """List admissions, transfers and discharges of a stretch of days, with what is missing in each."""
    require(may_keep(request.actor))
    today = _today(request)
    page = presenter.read_list(request.actor, wish_of(request, today), today, page_asked(request))
    open_list(by=request.actor, what="state_data", rows=len(page["rows"]))
    return render(request, "state_data/list.html", page)


@require_GET
def state_data_check(request: StaffRequest) -> HttpResponse:
    """Tell errors and warnings by record and field."""
    require(may_keep(request.actor))
    page = presenter.read_check(request.actor, wish_of(request, _today(request)))
    open_list(by=request.actor, what="state_data_check", rows=len(page["records"]))
    return render(request, "state_data/check.html", page)


def _today(request: StaffRequest) -> dt.date:
    sites = sites_of(request)
    return clock.today(str(sites[0].time_zone) if sites else "UTC")
