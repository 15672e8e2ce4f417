"""The frame of these pages: the chart's head and tabs around them."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render

from clients import policies
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.days.asking import StaffRequest

TAB = "client_own_plans"
WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


def framed(
    request: StaffRequest, chart: Chart, template: str, status: int = HTTPStatus.OK, **context: object
) -> HttpResponse:
    """Answer a page of the tab "Safety and recovery"."""
    frame = {
        "chart": chart,
        "tabs": chart.tabs(TAB),
        "may_edit": policies.may_edit(request.actor, chart.client) is None,
        "may_raise_concern": policies.may_raise_concern(request.actor, chart.episode.site_id) is None,
    }
    return render(request, f"own_plans/{template}.html", {**frame, **context}, status=status)
