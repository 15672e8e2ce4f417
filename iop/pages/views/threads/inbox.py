"""The inbox of clients' messages, and the chart's part about them."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clients import thread_policies as policies
from clients.actions.threads.writing import open_thread
from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.clients.head import Chart, read_chart
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.threads import inbox, one
from iop.pages.thread_forms import BeginForm
from iop.pages.views.chart.frame import frame_of
from iop.pages.views.chart.parts import opened, page_asked
from iop.pages.views.form_pages import done
from iop.pages.views.saving import tried

HERE = "client_threads"


@require_GET
def threads(request: StaffRequest) -> HttpResponse:
    """List what clients wrote: for me, nobody's yet, all of the site, closed."""
    require(policies.may_see_threads(request.actor))
    chosen: Any = request.site
    shelf = request.GET.get("show", "mine")
    page = inbox.read_inbox(request.actor, chosen.id if chosen else None, shelf, page_asked(request), clock.now())
    return render(request, "threads/inbox.html", {"page": page})


@require_GET
def client_threads(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show what a client and the care team wrote about."""
    require(policies.may_see_threads(request.actor))
    chart = opened(request, client_id)
    context = {"threads": one.read_of_chart(chart), "why_not": one.why_not_begin(chart)}
    return render(request, "threads/chart.html", {**frame_of(request.actor, chart, HERE), **context})


@require_http_methods(["GET", "POST"])
def client_thread_new(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Write to a client about something new."""
    require(policies.may_see_threads(request.actor))
    chart = read_chart(request.actor, client_id, clock.now())
    why_not = one.why_not_begin(chart)
    if request.method == "POST":
        require(why_not)
    form = BeginForm(request.POST or None, request.FILES or None)
    made: list[Any] = []
    if request.method == "POST" and tried(form, lambda: made.append(_open(chart, form))):
        return done(request, _("Sent. They see it when they sign in."), reverse("thread", args=[made[0].pk]))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {**frame_of(request.actor, chart, HERE), "form": form, "why_not": why_not}
    return render(request, "threads/new.html", context, status=status)


def _open(chart: Chart, form: BeginForm) -> Any:
    data = form.cleaned_data
    return open_thread(
        by=chart.actor, client=chart.client, about=data["about"], subject=data["subject"], at=chart.at, **form.sent()
    )
