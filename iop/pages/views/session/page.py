"""The session page itself, starting it, and what is printed from it."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iop.core import clock
from iop.core.errors import Conflict
from iop.pages.presenters.days import calls, note, prints, roster, starting
from iop.pages.presenters.days import session as frames
from iop.pages.presenters.days.asking import StaffRequest, session_of, to_run
from sessions_app import actions as days


@require_GET
def show(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Show the day: its parts, its roster, its note. Opening it is an event."""
    session = session_of(request.actor, session_id)
    at = clock.now()
    rows = roster.rows(session)
    days.open_session(by=request.actor, session=session, at=at, client_ids=[row["client_id"] for row in rows])
    shown = roster.shown(session, request.actor, rows, get_token(request))
    parts = frames.parts(session, at)
    context = {
        "frame": frames.frame(session, request.actor),
        "parts": parts,
        "led": frames.led(parts),
        "roster": shown,
        "live": {"state": roster.state_of(rows)} if roster.is_live(session, at) else None,
        "counts": roster.counts(rows),
        "calls": len(roster.call_list(session, rows, at, calls.waits(session))),
        "note": note.panel(session, request.actor, shown),
    }
    return render(request, "session/show.html", context)


@require_http_methods(["GET", "POST"])
def start(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Start the day; where the planned lead is not licensed today, ask who stands in."""
    session = session_of(request.actor, session_id)
    to_run(request.actor, session)
    refusal = None
    if request.method == "POST":
        try:
            days.start(
                by=request.actor, session=session, at=clock.now(), stand_ins=starting.chosen(request.POST, session)
            )
        except Conflict as told:
            if told.code not in STAND_IN_HELPS:
                raise
            refusal = told.sentence
        else:
            return redirect("session", session_id=session.pk)
    context = {
        "frame": frames.frame(session, request.actor),
        "refusal": refusal,
        "parts": starting.parts(session),
        "people": starting.people(session),
    }
    return render(request, "session/start.html", context, status=409 if refusal else 200)


STAND_IN_HELPS = frozenset({"no_licensed_lead", "cannot_be_assigned"})


@require_POST
def everyone(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Mark everybody who is still open as present, with one tap."""
    session = session_of(request.actor, session_id)
    to_run(request.actor, session)
    rows = [row for row in roster.rows(session) if row["status"] == "expected"]
    entries = [days.Mark(row["id"], row["version"], "present") for row in rows]
    if entries:
        days.mark_many(by=request.actor, session=session, entries=entries, at=clock.now())
    return redirect("session", session_id=session.pk)


@require_GET
def sign_in_sheet(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Print a sheet for signing in, with nobody's full name on it."""
    session = session_of(request.actor, session_id)
    context = prints.sheet(session, request.actor, clock.now())
    return render(request, "session/sign_in_sheet.html", {**context, "frame": frames.frame(session, request.actor)})


@require_GET
def downtime(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Print the roster to run the day on paper while the network is down."""
    session = session_of(request.actor, session_id)
    to_run(request.actor, session)
    context = prints.downtime(session, request.actor, clock.now())
    return render(request, "session/downtime.html", {**context, "frame": frames.frame(session, request.actor)})
