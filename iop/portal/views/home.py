"""Where a client begins, and how they say how their goals went."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from iop.core import clock
from iop.pages.presenters.days.asking import version_of
from iop.portal.access import OutsiderRequest, client_of, for_clients
from iop.portal.presenters import home
from sessions_app.actions.from_outside import mark_own_goal
from sessions_app.models import ShortTermGoal


@for_clients
@require_GET
def show(request: OutsiderRequest) -> HttpResponse:
    """Show what is next, what is open today and what waits."""
    return render(request, "portal/home/show.html", home.page(client_of(request), clock.now()))


@for_clients
@require_POST
def mark_goal(request: OutsiderRequest, goal_id: uuid.UUID) -> HttpResponse:
    """Note how a goal of the last wrap-up went."""
    row = get_object_or_404(ShortTermGoal, pk=goal_id, client=client_of(request))
    row = mark_own_goal(
        by=request.outsider.actor,
        goal=row,
        version=version_of(request),
        outcome=request.POST.get("outcome", ""),
        at=clock.now(),
    )
    if not request.htmx:
        return redirect("my_home")
    return render(request, "portal/home/goal.html", {"goal": home.goal(row)})
