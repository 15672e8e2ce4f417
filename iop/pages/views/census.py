"""The census: who is in treatment today, and how their week stands."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from clients import actions, policies
from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.clients.census import read_census, wish_of
from iop.pages.presenters.schedule.asking import StaffRequest


@require_GET
def census(request: StaffRequest) -> HttpResponse:
    """Show one row per client in treatment."""
    require(policies.may_see_census(request.actor))
    found = read_census(request.actor, wish_of(request.GET, request.site), clock.now())
    actions.open_list(by=request.actor, what="census", rows=len(found.rows))
    return render(request, "census/census.html", {"census": found})
