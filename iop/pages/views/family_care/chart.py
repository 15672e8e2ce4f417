"""Family care in the chart: people, what was offered, sessions."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import NotAllowed, require
from iop.core.words import say
from iop.pages.family_care_forms import OfferForm
from iop.pages.presenters.clients.head import Chart, read_chart
from iop.pages.presenters.family_care.chart import may_offer, read_family
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.parts import opened, shown
from iop.pages.views.saving import tried
from scheduling import actions, policies

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@require_GET
def client_family(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show the people around a client, what was offered to them, and the family sessions."""
    chart = opened(request, client_id)
    _must_read(chart)
    return _page(request, chart)


@require_POST
def client_family_offer(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Keep what came of offering a family session."""
    chart = read_chart(request.actor, client_id, clock.now())
    _must_read(chart)
    require(policies.may_keep_family(request.actor, chart.episode.site_id))
    form = OfferForm(request.POST, prefix="offer")
    if tried(
        form, lambda: actions.offer_family(by=request.actor, episode=chart.episode, at=chart.at, **form.cleaned_data)
    ):
        messages.success(request, _("Kept. Reviews and summaries show it."))
        return redirect("client_family", client_id)
    return _page(request, chart, WRONG, offer_form=form)


def _must_read(chart: Chart) -> None:
    if not chart.can(Permission.NOTE_VIEW):
        raise NotAllowed(say("Your role does not include reading clinical notes."))


def _page(request: StaffRequest, chart: Chart, status: int = HTTPStatus.OK, **wrong: Any) -> HttpResponse:
    form = OfferForm(prefix="offer", initial={"offered_on": chart.today}) if may_offer(chart) else None
    context = {"family": read_family(chart), "offer_form": form, **wrong}
    return shown(request, chart, "client_family", "family", status, **context)
