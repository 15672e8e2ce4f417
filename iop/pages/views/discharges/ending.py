"""The end of treatment: what would end is shown first, then done in one step."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clients import policies
from clients.choices import EpisodeStatus
from iop.core import clock
from iop.core.errors import Conflict, require
from iop.core.words import say
from iop.pages.discharge_forms import DischargeForm
from iop.pages.presenters.clients.head import Chart, read_chart
from iop.pages.presenters.discharges.ending import first_values, read_ending
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.discharges.framing import WRONG, framed
from iop.pages.views.saving import tried
from iop.workflows.discharge import discharge

PREFIX = "discharge"
LOOK = "look"
"""The button that shows what would end on another day, and changes nothing."""


@require_http_methods(["GET", "POST"])
def client_discharge(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """End treatment: schedule, rosters, appointments, level and care team end with the same day."""
    chart = read_chart(request.actor, client_id, clock.now())
    require(policies.may_close(request.actor, chart.episode))
    if chart.episode.status != EpisodeStatus.ADMITTED:
        raise Conflict(say("They are not in treatment."), code="not_in_treatment")
    if request.method == "GET":
        return _page(request, chart, DischargeForm(prefix=PREFIX, initial=first_values(chart)))
    form = DischargeForm(request.POST, prefix=PREFIX)
    if request.POST.get("step") == LOOK:
        return _page(request, chart, DischargeForm(prefix=PREFIX, initial=_typed(form)), looks=True)
    if tried(form, lambda: _end(request, chart, form)):
        messages.success(request, _("Discharged."))
        return redirect("client_after", client_id)
    return _page(request, chart, form, WRONG)


def _end(request: StaffRequest, chart: Chart, form: DischargeForm) -> None:
    said = form.cleaned_data
    discharge(
        by=request.actor, episode=chart.episode, on=said["on"], kind=said["kind"], reason=said["reason"], at=chart.at,
        leaving=form.leaving(chart.zone),
    )  # fmt: skip


def _typed(form: DischargeForm) -> dict[str, Any]:
    """Give back what was typed so far, without a word about what is missing: they only look."""
    return {name: form.data.get(form.add_prefix(name), "") for name in form.fields}


def _page(
    request: StaffRequest, chart: Chart, form: DischargeForm, status: int = 200, *, looks: bool = False
) -> HttpResponse:
    said = {name: form[name].value() or "" for name in ("kind", "contact_after")}
    ending = read_ending(chart, _day(form, chart), said["kind"], said["contact_after"])
    return framed(request, chart, "ending", status, here="client_care", form=form, ending=ending, looks=looks)


def _day(form: DischargeForm, chart: Chart) -> dt.date:
    """Give the day that was typed, today for one that is none or lies ahead."""
    try:
        on: dt.date | None = form.fields["on"].clean(form["on"].value())
    except ValidationError:
        return chart.today
    return min(on, chart.today) if on else chart.today
