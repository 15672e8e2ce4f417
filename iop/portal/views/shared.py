"""What a relative sees: exactly what the live releases say, asked at each request."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from clients.gate import NotDisclosable
from iop.core import clock
from iop.portal.access import OutsiderRequest, for_relatives, person_of
from iop.portal.presenters import shared as presenter


@for_relatives
@require_GET
def shared_home(request: OutsiderRequest) -> HttpResponse:
    """Show a card for everybody who shares something; a neutral page when nobody does."""
    return render(request, "portal/shared/home.html", presenter.home(person_of(request), clock.now()))


@for_relatives
@require_GET
def shared_client(request: OutsiderRequest, share_id: uuid.UUID) -> HttpResponse:
    """Show what one person shares. What was taken back, has ended or is somebody else's looks all the same: nothing is shared."""
    try:
        page = presenter.shared_page(person_of(request), share_id, clock.now())
    except NotDisclosable:
        page = None
    if page is None:
        return nothing(request)
    return render(request, "portal/shared/client.html", page)


@for_relatives
@require_GET
def shared_still(request: OutsiderRequest, share_id: uuid.UUID) -> HttpResponse:
    """Say to an open page whether what it shows is still shared; when anything changed, lead to what is shared now."""
    still = presenter.still(person_of(request), share_id, request.GET.get("as", ""), clock.now())
    if still:
        return HttpResponse(status=204)
    answer = HttpResponse(status=200)
    answer["HX-Redirect"] = reverse("shared_client", args=[share_id])
    return answer


def nothing(request: HttpRequest) -> HttpResponse:
    """Show the neutral page: nothing about anybody, not even that something once was here."""
    return render(request, "portal/shared/nothing.html", status=404)
