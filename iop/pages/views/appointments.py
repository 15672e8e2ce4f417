"""Appointments: booking with free times proposed, then moving, marking and cancelling."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iop.access.choices import Permission
from iop.core import clock
from iop.pages.family_care_forms import PlanForm
from iop.pages.presenters.family_care.sessions import taking_part
from iop.pages.presenters.progress_notes.beside import note_beside
from iop.pages.presenters.schedule import appointment_page, booking, when
from iop.pages.presenters.schedule.asking import StaffRequest, may, must
from iop.pages.presenters.schedule.calendar_rows import choices
from iop.pages.schedule_forms.appointments import CancelForm, MarkForm, MoveForm
from scheduling.models import Appointment

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@require_http_methods(["GET", "POST"])
def book(request: StaffRequest) -> HttpResponse:
    """Book an appointment. One form: find the client, see free times, book."""
    page = booking.Booking(request, clock.now())
    if request.method == "GET" or page.only_asks:
        return _booking(request, page)
    if page.form.attempt(page.book):
        messages.success(request, page.done())
        return _go(request, page.back())
    return _booking(request, page, status=WRONG)


def _booking(request: StaffRequest, page: booking.Booking, status: int = HTTPStatus.OK) -> HttpResponse:
    shape = {"booking": "dialog", "booking-form": "form"}.get(request.htmx.target or "", "page")
    return render(request, f"schedule/appointments/book_{shape}.html", page.context(), status=status)


def _go(request: StaffRequest, url: str) -> HttpResponse:
    """Go to a page as a whole, also when a dialog asked."""
    if request.htmx:
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": url})
    return redirect(url)


@require_GET
def show(request: StaffRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Show one appointment, its history, and what can be done with it."""
    appointment = appointment_page.get(request.actor, appointment_id)
    return _page(request, appointment, _move_form(appointment), _cancel_form(appointment))


@require_POST
def move(request: StaffRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Move an appointment to another time, clinician or room."""
    appointment = appointment_page.get(request.actor, appointment_id)
    must(request.actor, Permission.APPOINTMENT_BOOK, appointment.site_id)
    form = _move_form(appointment, request.POST)
    if form.attempt(lambda: _move(request, appointment, form)):
        messages.success(request, _("The appointment has moved."))
        return redirect("appointment", appointment.pk)
    return _page(request, appointment, form, _cancel_form(appointment), status=WRONG)


def _move(request: StaffRequest, appointment: Appointment, form: MoveForm) -> None:
    start, end = form.span
    data = form.cleaned_data
    booking.move(
        by=request.actor, appointment=appointment, version=data["version"], starts_at=start, ends_at=end,
        staff=data["staff"], room=data["room"], scope=data.get("scope", "this"), at=clock.now(),
        telehealth_link=data["telehealth_link"], leaves_room=data["leaves_room"],
        despite_commitment=data["despite_commitment"],
    )  # fmt: skip


@require_POST
def cancel(request: StaffRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Cancel an appointment, with the reason."""
    appointment = appointment_page.get(request.actor, appointment_id)
    must(request.actor, Permission.APPOINTMENT_BOOK, appointment.site_id)
    form = _cancel_form(appointment, request.POST)
    if form.attempt(lambda: _cancel(request, appointment, form)):
        messages.success(request, _("The appointment is cancelled and its time is free again."))
        return redirect("appointment", appointment.pk)
    return _page(request, appointment, _move_form(appointment), form, status=WRONG)


def _cancel(request: StaffRequest, appointment: Appointment, form: CancelForm) -> None:
    data = form.cleaned_data
    booking.cancel(
        by=request.actor, appointment=appointment, version=data["version"], reason=data["reason"],
        because=data["because"], scope=data.get("scope", "this"), at=clock.now(),
    )  # fmt: skip


@require_POST
def mark(request: StaffRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Mark an appointment as arrived, completed or not attended."""
    appointment = appointment_page.get(request.actor, appointment_id)
    must(request.actor, Permission.APPOINTMENT_BOOK, appointment.site_id)
    form = MarkForm(request.POST, in_series=bool(appointment.series_id))
    if form.attempt(partial(_mark, request, appointment, form)):
        messages.success(request, _("The appointment is marked."))
        return redirect("appointment", appointment.pk)
    return _page(request, appointment, _move_form(appointment), _cancel_form(appointment), mark_form=form, status=WRONG)


def _mark(request: StaffRequest, appointment: Appointment, form: MarkForm) -> None:
    data = {**form.cleaned_data}
    booking.mark(
        by=request.actor, appointment=appointment, scope=data.pop("scope", "this"), at=clock.now(), **data
    )  # fmt: skip


def show_planning(request: StaffRequest, appointment: Appointment, form: PlanForm) -> HttpResponse:
    """Show an appointment's page with a plan of who takes part that could not be kept."""
    return _page(request, appointment, _move_form(appointment), _cancel_form(appointment), status=WRONG, plan_form=form)


def _move_form(appointment: Appointment, data: Any = None) -> MoveForm:
    zone = ZoneInfo(appointment.site.time_zone)
    local = appointment.starts_at.astimezone(zone)
    initial = {
        "on": local.date(),
        "at": local.time(),
        "minutes": (appointment.ends_at - appointment.starts_at) // dt.timedelta(minutes=1),
        "staff": str(appointment.staff_id),
        "room": str(appointment.room_id or ""),
        "telehealth_link": appointment.telehealth_link,
        "version": appointment.version,
    }
    options = booking.with_current(choices(appointment.site, local.date()), appointment)
    return MoveForm(
        data, initial=initial, options=options, zone=zone.key, in_series=bool(appointment.series_id), prefix="move"
    )


def _cancel_form(appointment: Appointment, data: Any = None) -> CancelForm:
    return CancelForm(
        data, initial={"version": appointment.version}, in_series=bool(appointment.series_id), prefix="cancel"
    )


def _page(
    request: StaffRequest,
    appointment: Appointment,
    move_form: MoveForm,
    cancel_form: CancelForm,
    mark_form: MarkForm | None = None,
    status: int = HTTPStatus.OK,
    plan_form: PlanForm | None = None,
) -> HttpResponse:
    zone = ZoneInfo(appointment.site.time_zone)
    may_change = may(request.actor, Permission.APPOINTMENT_BOOK, appointment.site_id)
    context = {
        "appointment": appointment,
        "title": appointment.get_kind_display(),
        "when": when.moment_words(appointment.starts_at, appointment.ends_at, zone),
        "zone": zone.key.replace("_", " "),
        "tone": appointment_page.tone(appointment),
        "facts": appointment_page.facts(appointment, request.actor, zone),
        "marks": appointment_page.marks(appointment) if may_change else [],
        "history": appointment_page.history(appointment, zone),
        "may_change": may_change,
        "may_move": may_change and appointment.status == "booked",
        "may_cancel": may_change and appointment.status == "booked",
        "move_form": move_form,
        "cancel_form": cancel_form,
        "mark_form": mark_form or MarkForm(in_series=bool(appointment.series_id)),
        "takes_back": appointment.status in ("arrived", "no_show"),
        "family": taking_part(appointment, request.actor, clock.now(), form=plan_form),
        "note": note_beside(appointment, request.actor),
        "calendar_url": f"{reverse('calendar')}?on={clock.local_date(appointment.starts_at, zone)}&site={appointment.site_id}",
        "back": [{"url": reverse("calendar"), "label": _("Calendar")}],
    }
    return render(request, "schedule/appointments/show.html", context, status=status)
