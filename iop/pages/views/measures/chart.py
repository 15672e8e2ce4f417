"""The chart's part "Measures", giving one now, and one giving as it is kept."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clients import actions as clients
from iop.core import clock
from iop.core.errors import require
from iop.pages.measure_forms import ErrorForm, GiveForm, SkipForm
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.measures.asking import measures_chart, response_of
from iop.pages.presenters.measures.listing import read_measures
from iop.pages.presenters.measures.one import read_one
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.parts import shown
from iop.pages.views.measures.giving import HAND_OVER, handed, speaks
from iop.pages.views.saving import tried
from therapy.actions import measures
from therapy.actions.measures.answers import definition_of
from therapy.choices.measures import Mode
from therapy.models import MeasureResponse
from therapy.policies.measures import may_give

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@require_GET
def client_measures(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show what is due, what came out, and the course of one questionnaire."""
    at = clock.now()
    chart = measures_chart(request.actor, client_id, at)
    clients.open_chart(by=request.actor, client=chart.client, at=at)
    return _page(request, chart, None)


@require_POST
def measure_give(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Give any questionnaire now, on this screen or on the device handed over."""
    chart = measures_chart(request.actor, client_id, clock.now())
    require(may_give(request.actor, chart.episode.site_id))
    form = GiveForm(request.POST)
    page = read_measures(chart, "")
    form.offer(page["titles"])
    made: list[MeasureResponse] = []
    if tried(form, lambda: made.append(_begin(request, chart, form)), fallback="key"):
        return (
            handed(request, made[0]) if request.POST.get("do") == HAND_OVER else redirect("measure_answer", made[0].pk)
        )
    return _page(request, chart, form, WRONG)


@require_GET
def measure_response(request: StaffRequest, response_id: uuid.UUID) -> HttpResponse:
    """Show one giving: every question with its answer, what it came to, what was saved when."""
    return _one(request, response_id, ErrorForm())


@require_POST
def measure_error(request: StaffRequest, response_id: uuid.UUID) -> HttpResponse:
    """Mark finished answers as entered in error."""
    at = clock.now()
    row = response_of(request.actor, response_id, at)
    form = ErrorForm(request.POST)
    if tried(form, lambda: measures.mark_error(by=request.actor, response=row, at=at, **form.cleaned_data), "reason"):
        messages.success(request, _("Marked. It counts nowhere and stays readable."))
        return redirect("measure_response", row.pk)
    return _one(request, response_id, form, WRONG)


def _page(request: StaffRequest, chart: Chart, form: GiveForm | None, status: int = HTTPStatus.OK) -> HttpResponse:
    page = read_measures(chart, request.GET.get("m", "")[:40])
    if form is None:
        form = GiveForm()
        form.offer(page["titles"])
    return shown(
        request, chart, "client_measures", "measures", status, page=page, form=form, skip_form=SkipForm(auto_id=False)
    )


def _one(request: StaffRequest, response_id: uuid.UUID, form: ErrorForm, status: int = HTTPStatus.OK) -> HttpResponse:
    at = clock.now()
    row = response_of(request.actor, response_id, at)
    chart = measures_chart(request.actor, row.episode.client_id, at)
    page = read_one(chart, row, definition_of(row))
    return shown(request, chart, "client_measures", "measure", status, page=page, form=form)


def _begin(request: StaffRequest, chart: Chart, form: GiveForm) -> MeasureResponse:
    hands_over = request.POST.get("do") == HAND_OVER
    key = form.cleaned_data["key"]
    return measures.begin(
        by=request.actor, episode=chart.episode, key=key, at=chart.at,
        language=form.cleaned_data["language"] or speaks(chart.client, key), mode=Mode.SELF if hands_over else Mode.STAFF,
    )  # fmt: skip
