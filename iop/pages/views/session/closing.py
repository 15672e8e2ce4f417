"""Closing the day: what is missing, what it is worth to each client, and the end."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.days import closing
from iop.pages.presenters.days import session as frames
from iop.pages.presenters.days.asking import StaffRequest, session_of, version_of
from iop.workflows import closing as workflow
from sessions_app.policies import may_run


@require_http_methods(["GET", "POST"])
def show(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Show what closing would leave open and what the day is worth; close it."""
    session = session_of(request.actor, session_id)
    require(may_run(request.actor, session))
    at = clock.now()
    if request.method == "POST":
        workflow.close_day(
            by=request.actor,
            session=session,
            version=version_of(request),
            at=at,
            accept_gaps=bool(request.POST.get("accept_gaps")),
            reason=request.POST.get("reason", ""),
        )
        messages.success(request, _("The day is closed. Thank you for today."))
        return redirect("session", session_id=session_id)
    context = closing.page(session, request.actor, at) | {"frame": frames.frame(session, request.actor)}
    return render(request, "session/close.html", context)
