"""The chart's tab "Assessment", and beginning what it lists."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clients.actions import open_chart
from clients.actions.dimensions import open_dimensions
from clients.policies import may_rate_dimensions
from iop.core import clock
from iop.core.errors import require
from iop.pages.assessment_forms import AdoptForm, OpenDimensionsForm
from iop.pages.presenters.assessments.asking import readable_chart
from iop.pages.presenters.assessments.listing import adopting, read_list
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.days.asking import StaffRequest
from iop.pages.views.assessments.framing import WRONG, framed
from iop.pages.views.saving import tried
from therapy.actions.assessments import adopt_assessment, open_assessment
from therapy.models import BiopsychosocialAssessment
from therapy.policies import may_assess


@require_GET
def client_assessments(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show assessments, level decisions and diagnoses of a chart."""
    at = clock.now()
    chart = readable_chart(request.actor, client_id, at)
    open_chart(by=request.actor, client=chart.client, at=at)
    return framed(request, chart, "list", **read_list(chart))


@require_POST
def client_assessment_open(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Begin the assessment of a stay, or go on with it."""
    chart = _to_assess(request, client_id)
    row = open_assessment(by=request.actor, episode=chart.episode, at=chart.at)
    return redirect("assessment", row.pk)


@require_POST
def client_assessment_adopt(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Begin with an assessment made before, here or elsewhere."""
    chart = _to_assess(request, client_id)
    form = adopting(chart, data=request.POST)
    made: list[BiopsychosocialAssessment] = []
    if tried(form, lambda: made.append(_adopt(request, chart, form))):
        messages.success(request, _("Taken over. Review it, ask about today, and sign."))
        return redirect("assessment", made[0].pk)
    return framed(request, chart, "list", WRONG, **read_list(chart, form))


@require_POST
def client_dimensions_open(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Begin rating the dimensions, or go on with it."""
    chart = readable_chart(request.actor, client_id, clock.now())
    require(may_rate_dimensions(request.actor, chart.episode))
    form = OpenDimensionsForm(request.POST)
    if not form.is_valid():
        return framed(request, chart, "list", WRONG, **read_list(chart) | {"dimensions_form": form})
    row = open_dimensions(by=request.actor, episode=chart.episode, edition=form.cleaned_data["edition"], at=chart.at)
    return redirect("dimensions", row.pk)


def _to_assess(request: StaffRequest, client_id: uuid.UUID) -> Chart:
    chart = readable_chart(request.actor, client_id, clock.now())
    require(may_assess(request.actor, chart.episode.site_id))
    return chart


def _adopt(request: StaffRequest, chart: Chart, form: AdoptForm) -> BiopsychosocialAssessment:
    return adopt_assessment(by=request.actor, episode=chart.episode, at=chart.at, **form.cleaned_data)
