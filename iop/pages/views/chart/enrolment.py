"""Enrolling a client in a track from the chart, and what changes later."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iop.access.choices import Permission
from iop.core import clock
from iop.pages.client_forms import enrolment as forms
from iop.pages.presenters.clients.enrolling import EnrolmentPage, read_enrolling, read_enrolment
from iop.pages.presenters.clients.head import read_chart
from iop.pages.presenters.schedule.asking import StaffRequest, must
from iop.pages.views.saving import tried
from iop.workflows import enrolment as workflow
from scheduling.actions import join_waitlist

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@require_http_methods(["GET", "POST"])
def client_enrol(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Choose a track by its free seats of the next four weeks, weekdays and a first day; wait where it is full."""
    chart = read_chart(request.actor, client_id, clock.now())
    must(request.actor, Permission.ENROL, chart.episode.site_id)
    page = read_enrolling(chart)
    form = page.form(request.POST or None)
    if request.method == "POST" and tried(
        form, lambda: workflow.enrol(by=request.actor, episode=chart.episode, at=chart.at, **form.cleaned_data), "track"
    ):
        messages.success(request, _("Enrolled. Their days are on the schedule."))
        return redirect("client_schedule", client_id)
    status = WRONG if request.method == "POST" else HTTPStatus.OK
    return render(
        request,
        "clients/enrol.html",
        {"chart": chart, "page": page, "form": form, "wait_form": page.wait_form()},
        status=status,
    )


@require_POST
def client_wait(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Put a client on a track's waiting list."""
    chart = read_chart(request.actor, client_id, clock.now())
    must(request.actor, Permission.ENROL, chart.episode.site_id)
    page = read_enrolling(chart)
    form = page.wait_form(request.POST)
    if tried(
        form, lambda: join_waitlist(by=request.actor, episode=chart.episode, at=chart.at, **form.cleaned_data), "track"
    ):
        messages.success(request, _("On the waiting list. Whoever does intake is told when a seat is free."))
        return redirect("client_schedule", client_id)
    return render(
        request,
        "clients/enrol.html",
        {"chart": chart, "page": page, "form": page.form(None), "wait_form": form},
        status=WRONG,
    )


@require_GET
def enrolment(request: StaffRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Show one enrolment and what can be changed about it."""
    return _show(request, read_enrolment(request.actor, enrolment_id, clock.now()))


@require_POST
def enrolment_pause(request: StaffRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Let a client stay away for some days by agreement."""
    return _change(request, enrolment_id, "pause", workflow.pause, _("Paused."))


@require_POST
def enrolment_pause_cancel(request: StaffRequest, enrolment_id: uuid.UUID, pause_id: uuid.UUID) -> HttpResponse:
    """Let a client come back early."""
    page = read_enrolment(request.actor, enrolment_id, clock.now())
    workflow.cancel_pause(by=request.actor, pause=page.pause(pause_id), at=page.chart.at)
    messages.success(request, _("The pause is over."))
    return redirect("enrolment", enrolment_id)


@require_POST
def enrolment_weekdays(request: StaffRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Let a client come on other weekdays from a day on."""
    return _change(request, enrolment_id, "weekdays", workflow.change_weekdays, _("Changed."))


@require_POST
def enrolment_track(request: StaffRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Let a client go on in another track from a day on."""
    return _change(request, enrolment_id, "track", _change_track, _("Changed."))


@require_POST
def enrolment_end(request: StaffRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Let a client leave the track after a day."""
    return _change(request, enrolment_id, "end", workflow.end, _("The last day is set."))


@require_POST
def enrolment_withdraw(request: StaffRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Take an enrolment back before its first day."""
    return _change(request, enrolment_id, "withdraw", workflow.withdraw, _("Taken back."))


def _change(
    request: StaffRequest, enrolment_id: uuid.UUID, what: str, act: Callable[..., Any], done: str
) -> HttpResponse:
    page = read_enrolment(request.actor, enrolment_id, clock.now())
    must(request.actor, Permission.ENROL, page.enrolment.episode.site_id)
    form = page.form(what, request.POST)
    if tried(
        form,
        lambda: act(by=request.actor, enrolment=page.enrolment, at=page.chart.at, **form.cleaned_data),
        page.fallback(what),
    ):
        messages.success(request, done)
        return redirect("client_schedule", page.chart.client.pk)
    return _show(request, page, WRONG, **{f"{what}_form": form})


def _change_track(*, from_on: Any, **given: Any) -> Any:
    return workflow.change_track(**given, from_on=from_on, reason=_("Changed track"))


def _show(
    request: StaffRequest, page: EnrolmentPage, status: int = HTTPStatus.OK, **wrong: forms.RefusableForm
) -> HttpResponse:
    context = {"chart": page.chart, "page": page, **page.forms(), **wrong}
    return render(request, "clients/enrolment.html", context, status=status)
