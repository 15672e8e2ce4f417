"""The concern button: what to do now, who is on call, and asking for help."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from clients.actions import raise_concern
from clients.policies import may_raise_concern
from iop.core import clock
from iop.core.errors import Invalid, require
from iop.core.words import say
from iop.pages.presenters.days import concern
from iop.pages.presenters.days import session as frames
from iop.pages.presenters.days.asking import StaffRequest, attendance_of, session_of
from iop.pages.presenters.days.client import as_uuid


@require_http_methods(["GET", "POST"])
def show(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Show what to do now and who is on call; record the concern, which asks that colleague."""
    session = session_of(request.actor, session_id)
    require(may_raise_concern(request.actor, session.site_id))
    at = clock.now()
    if request.method == "GET":
        context = concern.page(session, at, as_uuid(request.GET.get("client", "")), request.GET.get("kind", ""))
        return render(request, "session/concern.html", context | {"frame": frames.frame(session, request.actor)})
    asked = as_uuid(request.POST.get("attendance", ""))
    if asked is None:
        raise Invalid(say("Choose whom you are worried about."), field="attendance")
    raise_concern(
        by=request.actor,
        site_id=session.site_id,
        client=attendance_of(request.actor, session_id, asked).client,
        kind=request.POST.get("kind", ""),
        at=at,
        session_id=session.pk,
        what_happened=request.POST.get("what_happened", ""),
        what_was_done=request.POST.get("what_was_done", ""),
    )
    concern.told(request, session, at)
    return redirect("session", session_id=session_id)
