"""A treatment day before it begins: moving it, cancelling it, other rooms, other colleagues. This one, following, or all."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.schedule import planned_day
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.schedule_forms.appointments import CancelForm
from iop.pages.schedule_forms.base import RefusableForm
from iop.pages.schedule_forms.days import MoveDayForm, RoomOfPartForm, StaffOfPartForm
from iop.pages.views import form_pages
from sessions_app import actions, policies
from sessions_app.models import ProgramSession, SessionComponent


@dataclass
class Forms:
    """The four changes of a day, each with its own form; the one that was sent is bound."""

    move: MoveDayForm
    cancel: CancelForm
    room: RoomOfPartForm
    staff: StaffOfPartForm


def _forms(session: ProgramSession, parts: list[SessionComponent], bound: str = "", data: Any = None) -> Forms:
    local = session.starts_at.astimezone(ZoneInfo(session.site.time_zone))
    when = {"on": session.on, "at": local.time(), "version": session.version}

    def typed(name: str) -> Any:
        return data if name == bound else None

    return Forms(
        MoveDayForm(typed("move"), initial=when, prefix="move"),
        CancelForm(typed("cancel"), initial={"version": session.version}, in_series=True, prefix="cancel"),
        RoomOfPartForm(typed("room"), parts=parts, rooms=planned_day.rooms(session), prefix="room"),
        StaffOfPartForm(typed("staff"), parts=parts, staff=planned_day.leaders(session), prefix="staff"),
    )


@require_GET
def show(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Show a treatment day as planned, with what can be changed about it."""
    session = planned_day.get(request.actor, session_id)
    parts = planned_day.parts(session)
    return _page(request, session, parts, _forms(session, parts))


def _page(
    request: StaffRequest, session: ProgramSession, parts: list[SessionComponent], forms: Forms, opened: str = ""
) -> HttpResponse:
    zone = ZoneInfo(session.site.time_zone)
    context = {
        "session": session,
        "tone": planned_day.tone(session),
        "facts": planned_day.facts(session, parts, zone),
        "entries": planned_day.entries(parts, zone),
        "back": planned_day.crumbs(session),
        "zone": zone.key.replace("_", " "),
        "open_url": _open_url(session),
        "may_change": policies.may_change_plan(request.actor, session) is None,
        "may_staff": policies.may_staff(request.actor, session) is None,
        "forms": forms,
        "opened": opened,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if opened else HTTPStatus.OK
    return render(request, "schedule/planned_session.html", context, status=status)


def _open_url(session: ProgramSession) -> str:
    try:
        return reverse("session", args=[session.pk])
    except NoReverseMatch:
        return ""


@require_POST
def move(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Move a day to a new start, by the site's wall clock."""
    return _change(request, session_id, "move", _("The day has moved. Everybody it concerns is told."))


@require_POST
def cancel(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Cancel a day with its reason."""
    return _change(request, session_id, "cancel", _("The day is cancelled. Everybody it concerns is told."))


@require_POST
def change_room(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Give a part another room."""
    return _change(request, session_id, "room", _("The room has changed. Everybody it concerns is told."))


@require_POST
def change_staff(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Let another colleague lead a part or join it."""
    return _change(request, session_id, "staff", _("Who leads has changed. The colleagues are told."))


def _change(request: StaffRequest, session_id: uuid.UUID, what: str, said: str) -> HttpResponse:
    session = planned_day.get(request.actor, session_id)
    require(
        policies.may_staff(request.actor, session)
        if what == "staff"
        else policies.may_change_plan(request.actor, session)
    )
    parts = planned_day.parts(session)
    forms = _forms(session, parts, what, request.POST)
    form: RefusableForm = getattr(forms, what)
    if form.attempt(partial(DO[what], request, session, form)):
        return form_pages.done(request, said, reverse("planned_session", args=[session.pk]))
    return _page(request, session, parts, forms, opened=what)


def _move(request: StaffRequest, session: ProgramSession, form: RefusableForm) -> None:
    data = form.cleaned_data
    wall = dt.datetime.combine(data["on"], data["at"], tzinfo=ZoneInfo(session.site.time_zone))
    actions.move_session(
        by=request.actor, session=session, version=data["version"], starts_at=wall, scope=data["scope"], at=clock.now()
    )


def _cancel(request: StaffRequest, session: ProgramSession, form: RefusableForm) -> None:
    data = form.cleaned_data
    actions.cancel_session(
        by=request.actor,
        session=session,
        version=data["version"],
        reason=data["reason"],
        scope=data["scope"],
        at=clock.now(),
    )


def _room(request: StaffRequest, session: ProgramSession, form: RefusableForm) -> None:
    data = form.cleaned_data
    actions.change_room(
        by=request.actor, component=data["part"], room=data["room"], scope=data["scope"], at=clock.now()
    )


def _staff(request: StaffRequest, session: ProgramSession, form: RefusableForm) -> None:
    data = form.cleaned_data
    actions.change_facilitator(
        by=request.actor,
        component=data["part"],
        staff=data["staff"],
        role=data["role"],
        scope=data["scope"],
        at=clock.now(),
    )


DO = {"move": _move, "cancel": _cancel, "room": _room, "staff": _staff}
