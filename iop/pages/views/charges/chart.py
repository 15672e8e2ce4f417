"""A client's days and charges, in their chart."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from billing.policies.charges import may_view_days
from iop.core.errors import require
from iop.pages.presenters.charges.chart import read_charges
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.parts import opened, page_asked, shown


@require_GET
def client_charges(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show the client's days as billing sees them, with what was charged and taken back."""
    chart = opened(request, client_id)
    require(may_view_days(request.actor, chart.episode.site_id))
    page = read_charges(chart.client.pk, page_asked(request))
    return shown(request, chart, "client_charges", "charges", page=page)
