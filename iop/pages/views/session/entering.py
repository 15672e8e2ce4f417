"""Entering a day from paper: the whole roster on one form."""

from __future__ import annotations

import uuid
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from iop.core import clock
from iop.core.errors import Invalid
from iop.core.words import say
from iop.pages.presenters.days import entering
from iop.pages.presenters.days import session as frames
from iop.pages.presenters.days.asking import StaffRequest, session_of, to_run
from sessions_app import actions as days


@require_http_methods(["GET", "POST"])
def show(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Show the roster as one form, and mark everybody on it, all or none."""
    session = session_of(request.actor, session_id)
    to_run(request.actor, session)
    if request.method == "POST":
        try:
            entries = entering.marks(session, request.POST)
        except ValueError:
            raise Invalid(say("Give the time as hours and minutes, such as 9:05.")) from None
        reason = request.POST.get("reason", "")
        days.mark_many(by=request.actor, session=session, entries=entries, at=clock.now(), reason=reason)
        messages.success(request, _("Entered from paper."))
        return redirect("session", session_id=session_id)
    context = {
        "frame": frames.frame(session, request.actor),
        "rows": entering.rows(session, request.actor, ZoneInfo(session.site.time_zone)),
        "needs_reason": frames.frame(session, request.actor).is_over,
    }
    return render(request, "session/entry.html", context)
