"""A client's week: asking for another time, making up for a missed day."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iop.core import clock
from iop.core.errors import Refusal
from iop.pages.presenters.days.client import as_uuid
from iop.portal.access import OutsiderRequest, client_of, for_clients
from iop.portal.forms.asking import AskForm
from iop.portal.presenters import week
from sessions_app.actions.asking import ask, take_back
from sessions_app.actions.makeups import offer_make_up
from sessions_app.models import Attendance, ProgramSession, ScheduleAsk

WRONG = 422


@for_clients
@require_GET
def show(request: OutsiderRequest) -> HttpResponse:
    """Show this week and the next."""
    return render(request, "portal/home/week.html", week.page(client_of(request), clock.now()))


@for_clients
@require_http_methods(["GET", "POST"])
def ask_about(request: OutsiderRequest, kind: str, thing_id: uuid.UUID) -> HttpResponse:
    """Ask not to come to something, to come later, or for another time."""
    client, at = client_of(request), clock.now()
    about = week.about_of(client, kind, thing_id)
    shown = week.asking(client, about, at)
    form = AskForm(request.POST if request.method == "POST" else None, kinds=shown["kinds"])
    if request.method == "POST" and form.attempt(
        lambda: ask(by=request.outsider.actor, client=client, about=about, at=at, **form.cleaned_data)
    ):
        messages.success(request, _("We have it. Until we answer, everything stays as planned."))
        return redirect("my_week")
    return render(request, "portal/home/ask.html", shown | {"form": form}, status=WRONG if form.errors else 200)


@for_clients
@require_POST
def ask_back(request: OutsiderRequest, schedule_ask_id: uuid.UUID) -> HttpResponse:
    """Take an ask back."""
    row = get_object_or_404(ScheduleAsk, pk=schedule_ask_id, client=client_of(request))
    take_back(by=request.outsider.actor, ask=row, at=clock.now())
    messages.success(request, _("Taken back. Everything stays as planned."))
    return redirect("my_week")


@for_clients
@require_POST
def make_up(request: OutsiderRequest, attendance_id: uuid.UUID) -> HttpResponse:
    """Choose a free seat that makes up for a missed day."""
    rows = Attendance.objects.filter(client=client_of(request)).select_related("session__site", "client")
    line = get_object_or_404(rows, pk=attendance_id)
    chosen = get_object_or_404(ProgramSession, pk=_chosen(request))
    try:
        offer_make_up(by=request.outsider.actor, attendance=line, session=chosen, at=clock.now())
    except Refusal as told:
        messages.warning(request, str(told))
    else:
        messages.success(request, _("Your place is booked. We look forward to seeing you."))
    return redirect("my_week")


def _chosen(request: OutsiderRequest) -> uuid.UUID:
    found = as_uuid(request.POST.get("session", ""))
    if found is None:
        raise Http404
    return found
