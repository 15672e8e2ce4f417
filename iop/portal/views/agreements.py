"""A client's group: what it agreed on, and what it is told, for those who want to read it. Nobody who comes is named."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from iop.core import clock
from iop.core.errors import Conflict
from iop.portal.access import OutsiderRequest, client_of, for_clients
from iop.portal.presenters import agreements as presenter
from sessions_app.actions import announcing
from sessions_app.models import TrackAgreement


@for_clients
@require_GET
def my_agreements(request: OutsiderRequest) -> HttpResponse:
    """Show what the client's groups agreed on and are told."""
    return render(request, "portal/agreements/page.html", presenter.page(client_of(request), clock.now()))


@for_clients
@require_POST
def my_agree(request: OutsiderRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Agree to how the group wants to be with one another."""
    at, client = clock.now(), client_of(request)
    row = get_object_or_404(TrackAgreement, pk=agreement_id, track__in=presenter.tracks(client, at))
    try:
        announcing.agree(by=request.outsider.actor, client=client, agreement=row, at=at)
        messages.success(request, _("Thank you. It is kept that you agree."))
    except Conflict as refusal:
        messages.error(request, str(refusal))
    return redirect("my_agreements")


@for_clients
@require_POST
def my_news(request: OutsiderRequest) -> HttpResponse:
    """Say whether to read announcements."""
    wants = request.POST.get("wants") == "yes"
    try:
        announcing.choose_news(by=request.outsider.actor, client=client_of(request), wants=wants, at=clock.now())
        messages.success(request, _("Your choice is kept. You can change it at any time."))
    except Conflict as refusal:
        messages.error(request, str(refusal))
    return redirect("my_agreements")
