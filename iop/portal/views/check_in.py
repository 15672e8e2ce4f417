"""The check-in before a group, on one's own phone. It saves itself; without scripts each part has a button."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from iop.core import clock
from iop.core.errors import Invalid
from iop.core.words import say
from iop.pages.presenters.days import client as panels
from iop.pages.presenters.days import reports
from iop.pages.presenters.days.asking import check_in_of, version_of
from iop.pages.views.session.answering import Now, Saved, saves
from iop.portal.access import OutsiderRequest, client_of, for_clients
from iop.portal.presenters import check_in
from sessions_app import checking_in
from sessions_app.actions.from_outside import check_in_myself, report_myself
from sessions_app.models import Attendance, CheckIn


@for_clients
@require_GET
def show(request: OutsiderRequest) -> HttpResponse:
    """Show today's check-in while it is open, else when the next one opens."""
    client, at = client_of(request), clock.now()
    line = checking_in.todays_line(client.pk, at)
    if line is None:
        return render(request, "portal/home/check_in_closed.html", check_in.closed(client, at))
    return render(request, "portal/home/check_in.html", check_in.page(client, line, at))


@for_clients
@require_POST
def words(request: OutsiderRequest, attendance_id: uuid.UUID) -> HttpResponse:
    """Save how somebody is before their group."""
    line, typed = _line(request, attendance_id), request.POST

    def work() -> Saved:
        row = check_in_myself(
            by=request.outsider.actor,
            attendance=line,
            version=version_of(request),
            sent_key=_key(request),
            at=clock.now(),
            **check_in_of(typed),
        )
        return Saved(row.version)

    def now() -> Now:
        return Now(panels.version_of(CheckIn, line), panels.theirs_of_check_in(line))

    return saves(request, line.session.site.time_zone, "my_check_in", work=work, now=now)


@for_clients
@require_POST
def report(request: OutsiderRequest, attendance_id: uuid.UUID) -> HttpResponse:
    """Save what somebody says of use, sleep, stress and habits."""
    line = _line(request, attendance_id)

    def work() -> Saved:
        row = report_myself(
            by=request.outsider.actor,
            attendance=line,
            version=version_of(request),
            sent_key=_key(request),
            at=clock.now(),
            **reports.typed(request.POST),
        )
        return Saved(row.version)

    def now() -> Now:
        return Now(reports.version_now(line), reports.theirs(line))

    return saves(request, line.session.site.time_zone, "my_check_in", work=work, now=now)


def _line(request: OutsiderRequest, attendance_id: uuid.UUID) -> Attendance:
    rows = Attendance.objects.filter(client=client_of(request)).select_related("session__site")
    return get_object_or_404(rows, pk=attendance_id)


def _key(request: HttpRequest) -> uuid.UUID:
    found = panels.as_uuid(request.POST.get("sent_key", ""))
    if found is None:
        raise Invalid(say("The form is incomplete; load the page again."))
    return found
