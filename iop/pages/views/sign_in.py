"""The small addresses that every page's frame uses: how long a sign-in lasts, staying, and which site is shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from iop.accounts.sign_in import seconds_left
from iop.core import clock
from iop.pages.middleware import CHOSEN_SITE


@never_cache
@require_POST
def ping(request: HttpRequest) -> JsonResponse:
    """Say "I am still here": the middleware has noted it already."""
    return JsonResponse({"seconds_left": seconds_left(request, clock.now())})


@never_cache
@require_safe
def session_left(request: HttpRequest) -> JsonResponse:
    """Say how long this sign-in lasts. Asking does not make it longer (``iop.pages.middleware``)."""
    return JsonResponse({"seconds_left": seconds_left(request, clock.now())})


@require_POST
def choose_site(request: HttpRequest) -> HttpResponse:
    """Show one of my sites, or (an empty choice) all of them."""
    known: Any = request
    chosen = request.POST.get("site", "")
    request.session[CHOSEN_SITE] = chosen if any(str(place.id) == chosen for place in known.sites) else ""
    following = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        following, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(following if safe else "/")
