"""The frame of these pages: the chart's head and tabs around them."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render

from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.frame import frame_of

TAB = "client_after"
WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


def framed(
    request: StaffRequest, chart: Chart, template: str, status: int = HTTPStatus.OK, here: str = TAB, **context: object
) -> HttpResponse:
    """Answer a page of the tab "After treatment", or of another part of the chart (``here``)."""
    return render(
        request, f"discharges/{template}.html", {**frame_of(request.actor, chart, here), **context}, status=status
    )
