"""The facility survey's worksheet."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from iop.access.choices import Permission
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.state_data import survey as presenter
from iop.pages.presenters.state_data.asking import day_of, sites_of
from iop.reports.readiness.policies import may_see, record_file


@require_GET
def facility_survey(request: StaffRequest) -> HttpResponse:
    """Show what the annual facility survey asks that the record knows, on a reference date."""
    require(may_see(request.actor))
    sites, on = _asked(request)
    return render(request, "state_data/survey.html", presenter.read_page(sites, on))


@require_GET
def facility_survey_file(request: StaffRequest) -> HttpResponse:
    """Give the worksheet as a file: figures about the clinic, for whoever fills in the survey."""
    require(may_see(request.actor))
    sites, on = _asked(request)
    text, rows = presenter.read_file(sites, on)
    record_file(by=request.actor, what="facility_survey", rows=rows)
    answer = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="facility-survey-{on.isoformat()}.csv"'
    return answer


def _asked(request: StaffRequest) -> tuple[tuple[Site, ...], dt.date]:
    sites = sites_of(request, Permission.REPORTS_VIEW)
    today = clock.today(str(sites[0].time_zone) if sites else "UTC")
    return sites, min(day_of(request.GET.get("on", ""), today), today)
