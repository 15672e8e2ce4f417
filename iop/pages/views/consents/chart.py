"""The chart's part about consents."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from clients import consent_policies
from clients.actions import consents
from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.clients.head import read_chart
from iop.pages.presenters.consents.page import ONLY_SIGNED
from iop.pages.presenters.consents.tab import read_consents
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.parts import opened, shown


@require_GET
def client_consents(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show what a client agreed to, and what is missing."""
    chart = opened(request, client_id)
    return shown(request, chart, "client_consents", "consents", consents=read_consents(chart))


@require_POST
def client_consent_begin(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Begin a consent and go on to fill it in, or to read and sign it where there is nothing to fill in."""
    at = clock.now()
    chart = read_chart(request.actor, client_id, at)
    require(consent_policies.may_keep(request.actor, chart.episode.site_id))
    row = consents.draft_consent(
        by=request.actor, client=chart.client, kind=request.POST.get("kind", ""), episode=chart.episode, at=at,
        language=request.POST.get("language", chart.client.language),
    )  # fmt: skip
    return redirect("consent" if row.kind in ONLY_SIGNED else "consent_form", row.pk)
