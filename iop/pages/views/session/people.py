"""Who is on the roster of one day: adding somebody for today, taking somebody off."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.days import people
from iop.pages.presenters.days import session as frames
from iop.pages.presenters.days.asking import StaffRequest, attendance_of, session_of, version_of
from iop.pages.presenters.days.client import as_uuid
from sessions_app import actions as days
from sessions_app.policies import may_record_contact


@require_http_methods(["GET", "POST"])
def show(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Show who could join this day and who is on it; add or take off one person."""
    session = session_of(request.actor, session_id)
    require(may_record_contact(request.actor, session))
    if request.method == "GET":
        context = people.page(session, request.actor) | {"frame": frames.frame(session, request.actor)}
        return render(request, "session/people.html", context)
    line_id = as_uuid(request.POST.get("attendance", ""))
    if line_id is not None:
        line = attendance_of(request.actor, session_id, line_id)
        days.remove_from_roster(
            by=request.actor,
            attendance=line,
            version=version_of(request),
            at=clock.now(),
            reason=request.POST.get("reason", ""),
        )
        messages.success(request, _("Taken off the roster of this day."))
    else:
        client = people.client_of(request.actor, request.POST.get("client", ""))
        days.add_to_roster(by=request.actor, session=session, client=client, at=clock.now())
        messages.success(request, _("Added for this day."))
    return redirect("session", session_id=session_id)
