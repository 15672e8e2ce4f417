"""What left about a client, the client's copy of it, and who opened the chart."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from clients import actions, policies_privacy
from iop.core import clock
from iop.core.errors import require
from iop.pages import pdf
from iop.pages.presenters.clients.head import Chart, read_chart
from iop.pages.presenters.privacy.accounting import left_wish, read_left
from iop.pages.presenters.privacy.openings import openings_wish, read_openings
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.frame import frame_of
from iop.workflows.accounting import hand_out


@require_GET
def client_disclosures(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show what left, by the filters in the address; three years unless more is asked for."""
    chart = _opened(request, client_id)
    wish = left_wish(request.GET, chart.today)
    context: dict[str, Any] = {
        "left": read_left(chart, wish),
        "query": wish.query(),
        "may_send": policies_privacy.may_disclose(request.actor, chart.client) is None,
        "may_see_openings": policies_privacy.may_see_openings(request.actor, chart.client) is None,
    }
    return shown_part(request, chart, "client_disclosures", "privacy/left.html", **context)


@require_POST
def client_disclosures_pdf(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Hand the client their accounting as a paper; handing it out is itself on record."""
    at = clock.now()
    chart = read_chart(request.actor, client_id, at)
    require(policies_privacy.may_see_disclosures(request.actor, chart.client))
    wish = left_wish(request.POST, chart.today)
    content = hand_out(by=request.actor, client=chart.client, episode=chart.episode, wanted=wish.wanted, at=at)
    return pdf.answer(content, "accounting-of-disclosures")


@require_GET
def client_openings(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show who opened the chart and when."""
    at = clock.now()
    chart = read_chart(request.actor, client_id, at)
    require(policies_privacy.may_see_openings(request.actor, chart.client))
    actions.open_chart(by=request.actor, client=chart.client, at=at)
    wish = openings_wish(request.GET, chart.today)
    return shown_part(
        request, chart, "client_disclosures", "privacy/openings.html", openings=read_openings(chart, wish), wish=wish,
        url=reverse("client_openings", args=[client_id]),
    )  # fmt: skip


def shown_part(
    request: StaffRequest, chart: Chart, here: str, page: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Answer a page of these under the chart's head and tabs."""
    return render(request, page, {**frame_of(request.actor, chart, here), **context}, status=status)


def _opened(request: StaffRequest, client_id: uuid.UUID) -> Chart:
    at = clock.now()
    chart = read_chart(request.actor, client_id, at)
    require(policies_privacy.may_see_disclosures(request.actor, chart.client))
    actions.open_chart(by=request.actor, client=chart.client, at=at)
    return chart
