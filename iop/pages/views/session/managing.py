"""Moving, cancelling and staffing a day, with what will happen shown first."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.days import managing
from iop.pages.presenters.days import session as frames
from iop.pages.presenters.days.asking import StaffRequest, session_of
from sessions_app.policies import may_move


@require_http_methods(["GET", "POST"])
def show(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Show what can be changed; posted once, show what would happen; posted with ``sure``, do it."""
    session = session_of(request.actor, session_id)
    require(may_move(request.actor, session.site_id))
    context = managing.page(session) | {"frame": frames.frame(session, request.actor), "typed": request.POST}
    if request.method == "POST":
        change = managing.change_of(session, request.actor, request.POST, clock.now())
        if request.POST.get("sure"):
            change()
            messages.success(request, _("Done. Those affected are told."))
            return redirect("session", session_id=session_id)
        context["rehearsal"] = managing.rehearse(session, change)
    return render(request, "session/manage.html", context)
