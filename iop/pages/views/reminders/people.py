"""What one person is reminded of: a client, or the colleague who looks."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clients.actions.reminders import choices_of, choose_reminders
from iop.core import clock
from iop.core.errors import NotAllowed
from iop.core.words import say
from iop.notifications.reminders.actions import choose_morning
from iop.pages.presenters.clients.head import read_chart
from iop.pages.presenters.reminders.chart import choice_rows, read_reminders
from iop.pages.presenters.reminders.own import read_own
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.reminder_forms import ChoiceForm, MorningForm
from iop.pages.views.chart.parts import opened, shown
from iop.pages.views.saving import tried


@require_http_methods(["GET", "POST"])
def client_reminders(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show what a client will be reminded of next, and note what they chose."""
    if request.method == "POST":
        chart = read_chart(request.actor, client_id, clock.now())
    else:
        chart = opened(request, client_id)
    form = ChoiceForm(request.POST or None, said=choices_of(chart.client))
    if request.method == "POST" and tried(
        form, lambda: choose_reminders(by=request.actor, client=chart.client, wanted=form.wanted, at=chart.at)
    ):
        messages.success(request, _("Saved. What waits to go out follows within ten minutes."))
        return redirect("client_reminders", client_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return shown(
        request, chart, "client_reminders", "reminders", status, reminders=read_reminders(chart), choice_form=form,
        choices=choice_rows(chart, form),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def my_reminders(request: StaffRequest) -> HttpResponse:
    """Show a colleague their own morning message, and note when they want it."""
    if request.actor.staff_id is None:
        raise NotAllowed(say("Only colleagues get this message."))
    at = clock.now()
    own = read_own(request.actor.staff_id, at)
    given = {
        "way": own.morning.way,
        "hour": own.morning.hour,
        "weekdays": own.morning.weekdays,
        "kinds": own.morning.kinds,
    }
    form = MorningForm(request.POST or None, initial=given)
    if request.method == "POST" and tried(form, lambda: choose_morning(by=request.actor, morning=form.morning, at=at)):
        messages.success(request, _("Saved."))
        return redirect("my_reminders")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "reminders/own.html", {"own": own, "form": form}, status=status)
