"""Putting a form before the client, to be read and signed at home."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clients.actions import consents
from iop.core import clock
from iop.pages.presenters.consents.common import get
from iop.pages.presenters.schedule.asking import StaffRequest


@require_POST
def consent_offer(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Offer a whole draft to its client."""
    row = get(request.actor, consent_id)
    consents.offer_to_sign(by=request.actor, consent=row, at=clock.now())
    messages.success(request, _("It is among their papers now. They can read and sign it at home."))
    return redirect("consent", row.pk)
