"""Readiness for a survey: the list, and the list as a file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from clients.actions import open_list
from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.state_data import readiness as presenter
from iop.pages.presenters.state_data.asking import sites_of
from iop.pages.views.chart.parts import page_asked
from iop.reports.readiness.policies import may_see, record_file


@require_GET
def readiness(request: StaffRequest) -> HttpResponse:
    """Show what a surveyor would ask for and what of it is not as it should be, by kind."""
    require(may_see(request.actor))
    sites = sites_of(request, Permission.REPORTS_VIEW)
    wish = presenter.wish_of(request.GET)
    page = presenter.read_page(request.actor, sites, wish, clock.now(), page_asked(request))
    open_list(by=request.actor, what="readiness", rows=len(page["rows"]))
    return render(request, "state_data/readiness.html", page)


@require_GET
def readiness_file(request: StaffRequest) -> HttpResponse:
    """Give the list as a file for the clinic's own use: no names, no clinical words; taking it is on record."""
    require(may_see(request.actor))
    sites = sites_of(request, Permission.REPORTS_VIEW)
    text, rows = presenter.read_file(request.actor, sites, presenter.wish_of(request.GET), clock.now())
    record_file(by=request.actor, what="readiness", rows=rows)
    answer = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="readiness.csv"'
    return answer
