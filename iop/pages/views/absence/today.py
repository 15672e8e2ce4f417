"""The page of missed days: who to call now, whom we follow up, which limits ask for something."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.absence.today import read_page, wish_of
from iop.pages.presenters.schedule.asking import StaffRequest
from sessions_app.policies import may_see_absences, may_set_absence_policy


@require_GET
def absences(request: StaffRequest) -> HttpResponse:
    """List who was missed today, whom somebody follows up, and which limits were reached."""
    require(may_see_absences(request.actor))
    place = getattr(request, "site", None)
    page = read_page(request.actor, wish_of(request.GET, place.id if place else None), clock.now())
    may_set = may_set_absence_policy(request.actor, None) is None
    return render(request, "absence/list.html", {"page": page, "may_set": may_set})
