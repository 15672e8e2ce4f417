"""The frame of these pages: the chart's head and tabs around them."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render

from iop.core.errors import Conflict
from iop.core.words import say
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.days.asking import StaffRequest
from iop.pages.views.chart.frame import frame_of
from therapy.models import TreatmentPlan

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY
TAB = "client_plan"


def framed(
    request: StaffRequest, chart: Chart, template: str, status: int = HTTPStatus.OK, **context: object
) -> HttpResponse:
    """Answer a page of the chart's part "Plan"."""
    return render(request, f"plans/{template}.html", {**frame_of(request.actor, chart, TAB), **context}, status=status)


def must_be_a_draft(row: TreatmentPlan) -> None:
    """Raise ``Conflict`` for a plan that somebody has signed meanwhile."""
    if row.signed_at is not None:
        raise Conflict(say("This plan is signed and locked: begin a new version to change it."), code="locked")
