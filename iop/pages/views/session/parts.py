"""One part of the day: when it really was, and what it teaches."""

from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from iop.core import clock
from iop.core.errors import Invalid
from iop.core.words import say
from iop.pages.presenters.days import part
from iop.pages.presenters.days import session as frames
from iop.pages.presenters.days.asking import StaffRequest, component_of, to_run, version_of
from iop.pages.presenters.days.client import instant
from sessions_app import actions as days
from sessions_app.models import SessionComponent


@require_http_methods(["GET", "POST"])
def show(request: StaffRequest, session_id: uuid.UUID, component_id: uuid.UUID) -> HttpResponse:
    """Show one part with its script, its handouts and the proposed topic; record its times and its topic."""
    component = component_of(request.actor, session_id, component_id)
    if request.method == "POST":
        to_run(request.actor, component.session)
        WORK.get(request.POST.get("do", ""), _unknown)(request, component)
        return redirect("session", session_id=session_id)
    zone = ZoneInfo(component.session.site.time_zone)
    context = part.page(component, zone) | {"frame": frames.frame(component.session, request.actor)}
    return render(request, "session/part.html", context)


def _begin(request: StaffRequest, component: SessionComponent) -> None:
    _times(request, component, clock.now(), None)


def _end(request: StaffRequest, component: SessionComponent) -> None:
    _times(request, component, component.actual_starts_at or component.starts_at, clock.now())


def _set_times(request: StaffRequest, component: SessionComponent) -> None:
    try:
        start = instant(component.session, request.POST.get("began", ""))
        end = instant(component.session, request.POST.get("ended", ""))
    except ValueError:
        raise Invalid(say("Give the time as hours and minutes, such as 9:05.")) from None
    _times(request, component, start, end)


def _times(
    request: StaffRequest, component: SessionComponent, start: dt.datetime | None, end: dt.datetime | None
) -> None:
    days.set_component_times(
        by=request.actor,
        component=component,
        version=version_of(request),
        actual_starts_at=start,
        actual_ends_at=end,
        at=clock.now(),
        reason=request.POST.get("reason", ""),
    )


def _set_topic(request: StaffRequest, component: SessionComponent) -> None:
    days.set_component_topic(
        by=request.actor,
        component=component,
        version=version_of(request),
        topic=part.topic_of(request.POST.get("topic", "")),
        exercise=part.exercise_of(request.POST.get("exercise", "")),
        at=clock.now(),
    )


def _unknown(request: StaffRequest, component: SessionComponent) -> None:
    raise Invalid(say("The form is incomplete; load the page again."))


WORK = {"begin": _begin, "end": _end, "times": _set_times, "topic": _set_topic}
