"""Background work: what ran, what is late, and running something now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from iop.core import clock
from iop.core.errors import Conflict, require
from iop.pages.presenters import operations as presenter
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.workflows.operations import may_view_operations, run_now


@require_GET
def operations(request: StaffRequest) -> HttpResponse:
    """Show each scheduled task, the queues and the workers, and what failed."""
    require(may_view_operations(request.actor))
    return render(request, "operations/operations.html", presenter.read(at=clock.now(), zone=_zone(request)))


@require_POST
def operations_run(request: StaffRequest) -> HttpResponse:
    """Ask for one run of a task, and come back."""
    task = request.POST.get("task", "")
    try:
        run_now(by=request.actor, task=task, at=clock.now())
    except Conflict as away:
        messages.error(request, str(away.sentence))
    else:
        messages.success(
            request, _("Asked for: %(name)s. It shows here once a worker took it.") % {"name": presenter.name_of(task)}
        )
    return redirect("operations")


def _zone(request: StaffRequest) -> str:
    known: Any = request
    place = known.site or (known.sites[0] if known.sites else None)
    return str(place.time_zone) if place else "UTC"
