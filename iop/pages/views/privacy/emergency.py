"""Telling medical personnel in an emergency: one tap opens this page from the chart, the second records it."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clients.actions import disclosing
from clients.choices import Ground
from clients.gate.policies import may_disclose
from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.clients import concerns
from iop.pages.presenters.clients.head import read_chart
from iop.pages.presenters.privacy.sending import known_places
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.privacy_forms import EmergencyDisclosureForm
from iop.pages.views.saving import tried


@require_http_methods(["GET", "POST"])
def client_emergency_disclosure(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Ask the four facts that the regulation wants written down at once, and record them."""
    chart = read_chart(request.actor, client_id, clock.now())
    require(may_disclose(request.actor, chart.client, Ground.EMERGENCY))
    form = EmergencyDisclosureForm(request.POST or None)
    if request.method == "POST" and tried(
        form, lambda: disclosing.tell_in_emergency(by=request.actor, client=chart.client, at=chart.at, **form.told())
    ):
        messages.success(request, _("Written down. The privacy officer looks at it within three days."))
        return redirect("client", client_id)
    context = {
        "chart": chart, "form": form, "places": known_places(chart),
        "now": concerns.what_to_do_now(chart.episode.site_id, chart.at, chart.zone),
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "privacy/emergency.html", context, status=status)
