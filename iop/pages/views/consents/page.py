"""One consent, and the client's own copy of it."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from clients import actions, consent_policies
from iop.core import clock
from iop.core.errors import require
from iop.pages import pdf
from iop.pages.consent_forms import RevokeForm, WritingForm
from iop.pages.presenters.clients.head import read_chart
from iop.pages.presenters.consents.common import chart_of, get
from iop.pages.presenters.consents.copying import copy_for_the_client
from iop.pages.presenters.consents.page import read_consent
from iop.pages.presenters.schedule.asking import StaffRequest


@require_GET
def consent(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Show a consent: words, signatures, history. Opening it is an event on record."""
    at = clock.now()
    row = get(request.actor, consent_id)
    chart = read_chart(request.actor, chart_of(row), at)
    actions.open_chart(by=request.actor, client=chart.client, at=at)
    context = {
        "chart": chart, "tabs": chart.tabs("client_consents"), "consent": row, "shown": read_consent(request.actor, row, at),
        "revoke_form": RevokeForm(prefix="revoke"), "writing_form": WritingForm(prefix="writing"),
    }  # fmt: skip
    return render(request, "consents/consent.html", context)


@require_POST
def consent_pdf(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Hand the client their copy as a PDF; it goes through the gate and is written down."""
    row = get(request.actor, consent_id)
    require(consent_policies.may_keep(request.actor, row.site_id))
    return pdf.answer(copy_for_the_client(by=request.actor, consent=row, at=clock.now()), "consent")
