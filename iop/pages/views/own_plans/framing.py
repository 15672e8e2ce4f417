"""The frame of these pages: the chart's head and tabs around them."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render

from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.days.asking import StaffRequest
from iop.pages.views.chart.frame import frame_of

TAB = "client_own_plans"
WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


def framed(
    request: StaffRequest, chart: Chart, template: str, status: int = HTTPStatus.OK, **context: object
) -> HttpResponse:
    """Answer a page of the tab "Safety and recovery"."""
    return render(
        request, f"own_plans/{template}.html", {**frame_of(request.actor, chart, TAB), **context}, status=status
    )
