"""Taking attendance: each tap answers with its own row."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from iop.core import clock
from iop.core.errors import Invalid, Stale
from iop.core.words import Sentence, say
from iop.pages.presenters.days import calls, client, note, roster
from iop.pages.presenters.days import session as frames
from iop.pages.presenters.days.asking import (
    StaffRequest,
    attendance_of,
    component_of,
    session_of,
    to_correct,
    to_run,
    version_of,
)
from sessions_app import actions as days
from sessions_app.models import Attendance


@require_POST
def mark(request: StaffRequest, session_id: uuid.UUID, attendance_id: uuid.UUID) -> HttpResponse:
    """Mark one client of the roster with one tap."""
    attendance = attendance_of(request.actor, session_id, attendance_id)
    to_run(request.actor, attendance.session)
    return _answered(request, attendance, lambda: _mark(request, attendance))


@require_GET
def row(request: StaffRequest, session_id: uuid.UUID, attendance_id: uuid.UUID) -> HttpResponse:
    """Show one row of the roster as it stands: asked for when a client's panel has been left."""
    return _row(request, attendance_of(request.actor, session_id, attendance_id), None, panel=False)


@require_GET
def changes(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Answer an open page that asks by itself: nothing new since the state it knows, or the roster as it stands."""
    session = session_of(request.actor, session_id)
    rows = roster.rows(session)
    state = roster.state_of(rows)
    if request.GET.get("state") == state:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    shown = roster.shown(session, request.actor, rows, get_token(request))
    answer = render(request, "session/changes.html", {"roster": shown, "counts": roster.counts(rows)})
    answer["X-State"] = state
    return answer


@require_POST
def times(request: StaffRequest, session_id: uuid.UUID, attendance_id: uuid.UUID) -> HttpResponse:
    """Correct when somebody came and left; after closing, with a reason."""
    attendance = attendance_of(request.actor, session_id, attendance_id)
    to_run(request.actor, attendance.session)
    days.mark(
        by=request.actor,
        attendance=attendance,
        version=version_of(request),
        status=request.POST.get("status") or attendance.status,
        at=clock.now(),
        arrived_at=_wall(request, attendance, "arrived"),
        left_at=_wall(request, attendance, "left"),
        mode=request.POST.get("mode") or None,
        reason=request.POST.get("reason", ""),
    )
    return redirect(f"{reverse('session_client', args=[session_id, attendance_id])}?row=1")


@require_POST
def part(request: StaffRequest, session_id: uuid.UUID, attendance_id: uuid.UUID) -> HttpResponse:
    """Say that somebody was there for fewer minutes of one part of the day."""
    attendance = attendance_of(request.actor, session_id, attendance_id)
    to_run(request.actor, attendance.session)
    asked = client.as_uuid(request.POST.get("component", ""))
    typed = request.POST.get("minutes", "")
    if asked is None or not typed.isdecimal():
        raise Invalid(say("Choose the part, and give the minutes as a number."), field="minutes")
    days.correct_component(
        by=request.actor,
        attendance=attendance,
        component=component_of(request.actor, session_id, asked),
        minutes=int(typed),
        reason=request.POST.get("reason", ""),
        at=clock.now(),
    )
    return redirect(f"{reverse('session_client', args=[session_id, attendance_id])}?row=1")


@require_POST
def enter_late(request: StaffRequest, session_id: uuid.UUID, attendance_id: uuid.UUID) -> HttpResponse:
    """Correct a line after its day was closed: the history and the reason stay."""
    attendance = attendance_of(request.actor, session_id, attendance_id)
    to_correct(request.actor, attendance.session)
    days.enter_late(
        by=request.actor,
        attendance=attendance,
        version=version_of(request),
        status=request.POST.get("status", ""),
        reason=request.POST.get("reason", ""),
        at=clock.now(),
        arrived_at=_wall(request, attendance, "arrived"),
        left_at=_wall(request, attendance, "left"),
    )
    return redirect(f"{reverse('session_client', args=[session_id, attendance_id])}?row=1")


@require_POST
def participation(request: StaffRequest, session_id: uuid.UUID, attendance_id: uuid.UUID) -> HttpResponse:
    """Note how somebody took part; present and silent is fine."""
    attendance = attendance_of(request.actor, session_id, attendance_id)
    to_run(request.actor, attendance.session)

    def work() -> None:
        days.set_participation(
            by=request.actor,
            attendance=attendance,
            version=version_of(request),
            participation=request.POST.get("participation", ""),
            at=clock.now(),
        )

    return _answered(request, attendance, work, panel=True)


def _mark(request: StaffRequest, attendance: Attendance) -> None:
    days.mark(
        by=request.actor,
        attendance=attendance,
        version=version_of(request),
        status=request.POST.get("status", ""),
        at=clock.now(),
        absence_reason=request.POST.get("absence_reason", ""),
    )


def _answered(request: StaffRequest, attendance: Attendance, work: Any, *, panel: bool = False) -> HttpResponse:
    if not request.htmx:
        work()
        if panel:
            return redirect("session_client", session_id=attendance.session_id, attendance_id=attendance.pk)
        return redirect("session", session_id=attendance.session_id)
    told: Sentence | None = None
    try:
        work()
    except Stale:
        # The row comes back as it stands now: the later of two people sees it and decides again.
        told = say("Somebody else marked this meanwhile. This is how it stands now.")
    return _row(request, attendance, told, panel=panel)


def _row(request: StaffRequest, attendance: Attendance, told: Sentence | None, *, panel: bool) -> HttpResponse:
    session = attendance.session
    rows = roster.rows(session)
    shown = roster.shown(session, request.actor, rows, get_token(request))
    row = next(row for row in shown if row["id"] == str(attendance.pk))
    context = {
        "frame": frames.frame(session, request.actor),
        "row": row,
        "told": told,
        "counts": roster.counts(rows),
        "calls": len(roster.call_list(session, rows, clock.now(), calls.waits(session))),
        "out_of_band": True,
    }
    if "was_here" in request.POST and (request.POST["was_here"] == "1") != row["is_here"]:
        context["slot"] = note.slot(session, request.actor, row)
    if panel:
        fresh = attendance_of(request.actor, session.pk, attendance.pk)
        context |= client.page(fresh, request.actor, get_token(request))
    template = "session/participation.html" if panel else "session/marked.html"
    return render(request, template, context, status=422 if told else 200)


def _wall(request: StaffRequest, attendance: Attendance, name: str) -> Any:
    try:
        return client.instant(attendance.session, request.POST.get(name, ""))
    except ValueError:
        raise Invalid(say("Give the time as hours and minutes, such as 9:05."), field=name) from None
