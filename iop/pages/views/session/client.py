"""One client within the day: the panel beside the roster, check-in, goals, wrap-up."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from iop.core import clock
from iop.pages.presenters.days import client
from iop.pages.presenters.days import session as frames
from iop.pages.presenters.days.asking import StaffRequest, check_in_of, goal_of, person_of, to_care, to_run, version_of
from iop.pages.views.session.answering import Now, Saved, saves
from sessions_app import actions as days
from sessions_app.models import Attendance, CheckIn, WrapUp


@require_GET
def show(request: StaffRequest, session_id: uuid.UUID, attendance_id: uuid.UUID) -> HttpResponse:
    """Show one client within the day: as a page of its own, or as the panel beside the roster."""
    attendance = person_of(request.actor, session_id, attendance_id)
    to_care(request.actor, attendance.session)
    context = client.page(attendance, request.actor, get_token(request)) | {
        "frame": frames.frame(attendance.session, request.actor),
        "refreshes_row": bool(request.htmx) and "row" in request.GET,
    }
    return render(request, "session/client_panel.html" if request.htmx else "session/client.html", context)


@require_POST
def check_in(request: StaffRequest, session_id: uuid.UUID, attendance_id: uuid.UUID) -> HttpResponse:
    """Save how a client arrives."""
    attendance = person_of(request.actor, session_id, attendance_id)
    to_run(request.actor, attendance.session)
    typed = request.POST

    def work() -> Saved:
        row = days.save_check_in(
            by=request.actor,
            attendance=attendance,
            version=version_of(request),
            at=clock.now(),
            **check_in_of(typed),
        )
        return Saved(row.version)

    def now() -> Now:
        return Now(client.version_of(CheckIn, attendance), client.theirs_of_check_in(attendance))

    return saves(request, attendance.session.site.time_zone, _back(attendance), work=work, now=now)


@require_POST
def wrap_up(request: StaffRequest, session_id: uuid.UUID, attendance_id: uuid.UUID) -> HttpResponse:
    """Save how a client leaves, and the goals for the next day or two."""
    attendance = person_of(request.actor, session_id, attendance_id)
    to_run(request.actor, attendance.session)

    def work() -> Saved:
        row = days.save_wrap_up(
            by=request.actor,
            attendance=attendance,
            version=version_of(request),
            at=clock.now(),
            learned=request.POST.get("learned", ""),
            will_apply=request.POST.get("will_apply", ""),
            chose_not_to_share=bool(request.POST.get("chose_not_to_share")),
            goals=client.goals_typed(request.POST),
        )
        return Saved(row.version)

    def now() -> Now:
        return Now(client.version_of(WrapUp, attendance), client.theirs_of_wrap_up(attendance))

    return saves(request, attendance.session.site.time_zone, _back(attendance), work=work, now=now)


@require_POST
def goal(request: StaffRequest, session_id: uuid.UUID, attendance_id: uuid.UUID, goal_id: uuid.UUID) -> HttpResponse:
    """Note whether a goal of last time was kept, partly or not."""
    attendance = person_of(request.actor, session_id, attendance_id)
    to_run(request.actor, attendance.session)
    row = days.review_goal(
        by=request.actor,
        goal=goal_of(request.actor, attendance, goal_id),
        version=version_of(request),
        outcome=request.POST.get("outcome", ""),
        attendance=attendance,
        at=clock.now(),
    )
    if not request.htmx:
        return redirect(_back(attendance))
    return render(request, "session/goal.html", {"goal": client.goal_of(row, attendance), "may_write": True})


@require_POST
def whereabouts(request: StaffRequest, session_id: uuid.UUID, attendance_id: uuid.UUID) -> HttpResponse:
    """Note where a client is during a video session, and which number to call back."""
    attendance = person_of(request.actor, session_id, attendance_id)
    to_run(request.actor, attendance.session)
    days.set_whereabouts(
        by=request.actor,
        attendance=attendance,
        version=version_of(request),
        remote_location=request.POST.get("remote_location", ""),
        remote_callback=request.POST.get("remote_callback", ""),
        at=clock.now(),
    )
    return redirect(f"{_back(attendance)}?row=1")


@require_POST
def accept_times(request: StaffRequest, session_id: uuid.UUID, attendance_id: uuid.UUID) -> HttpResponse:
    """Take the join and leave times of a video call as the times in and out."""
    attendance = person_of(request.actor, session_id, attendance_id)
    to_run(request.actor, attendance.session)
    days.accept_proposed(
        by=request.actor,
        attendance=attendance,
        version=version_of(request),
        at=clock.now(),
        reason=request.POST.get("reason", ""),
    )
    return redirect(f"{_back(attendance)}?row=1")


def _back(attendance: Attendance) -> str:
    return reverse("session_client", args=[attendance.session_id, attendance.pk])
