"""The list of authorizations by money at risk, one authorization, and the chart's tab."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from billing.policies.authorizations import may_keep
from clients.actions import open_chart
from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.authorizations.asking import authorization_of, authorizations_chart
from iop.pages.presenters.authorizations.board import Asked, read_board
from iop.pages.presenters.authorizations.chart import read_tab
from iop.pages.presenters.authorizations.one import read_one
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.frame import frame_of
from iop.pages.views.chart.parts import page_asked

TAB = "client_authorizations"


@require_GET
def authorizations(request: StaffRequest) -> HttpResponse:
    """Show what runs out, is reviewed or was denied, the most money at risk first."""
    require(may_keep(request.actor))
    at, site = clock.now(), getattr(request, "site", None)
    asked = Asked(
        state=request.GET.get("state", ""), whose=request.GET.get("whose", ""), payer=request.GET.get("payer", ""),
        page=page_asked(request),
    )  # fmt: skip
    return render(
        request, "authorizations/board.html", {"page": read_board(request.actor, site.id if site else None, asked, at)}
    )


@require_GET
def authorization(request: StaffRequest, authorization_id: uuid.UUID) -> HttpResponse:
    """Show one with what is left, its history and the charges that use it. Opening it is an event on record."""
    at = clock.now()
    row, chart = authorization_of(request.actor, authorization_id, at)
    open_chart(by=request.actor, client=chart.client, at=at)
    return framed(request, chart, "one", **read_one(row, chart))


@require_GET
def client_authorizations(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show what payers authorized for a client. Opening it is an event on record."""
    at = clock.now()
    chart = authorizations_chart(request.actor, client_id, at)
    open_chart(by=request.actor, client=chart.client, at=at)
    return framed(request, chart, "tab", **read_tab(chart))


def framed(
    request: StaffRequest, chart: Chart, template: str, status: int = HTTPStatus.OK, **context: object
) -> HttpResponse:
    """Answer a page of the chart's part "Authorizations"."""
    return render(
        request, f"authorizations/{template}.html", {**frame_of(request.actor, chart, TAB), **context}, status=status
    )
