"""The frame of these pages: the chart's head and tabs around them."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render

from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.days.asking import StaffRequest
from iop.pages.views.chart.frame import frame_of

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY
TAB = "client_notes"


def framed(
    request: StaffRequest, chart: Chart, template: str, code: int = HTTPStatus.OK, /, **context: object
) -> HttpResponse:
    """Answer a page of the tab "Notes"."""
    return render(
        request, f"progress_notes/{template}.html", {**frame_of(request.actor, chart, TAB), **context}, status=code
    )
