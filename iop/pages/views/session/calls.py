"""Calling those who were missed, and offering them another day."""

from __future__ import annotations

import uuid
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iop.core import clock
from iop.core.errors import Invalid, require
from iop.core.words import say
from iop.pages.presenters.days import calls
from iop.pages.presenters.days import session as frames
from iop.pages.presenters.days.asking import StaffRequest, attendance_of, session_of
from iop.pages.presenters.days.client import as_uuid
from sessions_app import actions as days
from sessions_app import makeups
from sessions_app.choices import OutreachMethod
from sessions_app.policies import may_record_contact


@require_GET
def show(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Show the call list of a day."""
    session = session_of(request.actor, session_id)
    require(may_record_contact(request.actor, session))
    context = calls.page(session, request.actor, clock.now())
    return render(request, "session/calls.html", context | {"frame": frames.frame(session, request.actor)})


@require_POST
def outreach(request: StaffRequest, session_id: uuid.UUID, attendance_id: uuid.UUID) -> HttpResponse:
    """Note what came of a call, with one tap."""
    attendance = attendance_of(request.actor, session_id, attendance_id)
    require(may_record_contact(request.actor, attendance.session))
    days.record_outreach(
        by=request.actor,
        attendance=attendance,
        method=request.POST.get("method") or OutreachMethod.PHONE,
        outcome=request.POST.get("outcome", ""),
        note=request.POST.get("note", ""),
        at=clock.now(),
    )
    if not request.htmx:
        return redirect("session_calls", session_id=session_id)
    return _person(request, attendance_id, session_id)


@require_http_methods(["GET", "POST"])
def offers(request: StaffRequest, session_id: uuid.UUID, attendance_id: uuid.UUID) -> HttpResponse:
    """Show real free seats that make up for a missed day, and take one."""
    attendance = attendance_of(request.actor, session_id, attendance_id)
    require(may_record_contact(request.actor, attendance.session))
    if request.method == "POST":
        chosen_id = as_uuid(request.POST.get("session", ""))
        if chosen_id is None:
            raise Invalid(say("Choose one of the days."), field="session")
        chosen = session_of(request.actor, chosen_id)
        days.offer_make_up(by=request.actor, attendance=attendance, session=chosen, at=clock.now())
        return (
            _person(request, attendance_id, session_id)
            if request.htmx
            else redirect("session_calls", session_id=session_id)
        )
    zone = ZoneInfo(attendance.session.site.time_zone)
    context = {
        "frame": frames.frame(attendance.session, request.actor),
        "person": calls.line_of(attendance, request.actor),
        "offers": [calls.offer_words(offer, zone) for offer in makeups.offers(attendance, clock.now())],
    }
    return render(request, "session/offers_list.html" if request.htmx else "session/offers.html", context)


def _person(request: StaffRequest, attendance_id: uuid.UUID, session_id: uuid.UUID) -> HttpResponse:
    attendance = attendance_of(request.actor, session_id, attendance_id)
    context = {
        "frame": frames.frame(attendance.session, request.actor),
        "person": calls.line_of(attendance, request.actor),
    }
    return render(request, "session/call_row.html", context)
