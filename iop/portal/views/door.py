"""The door: signing in and out from outside."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from iop.audit.recorder import record
from iop.pages.access import public
from iop.portal.access import OutsiderRequest, for_outsiders


@public
@require_GET
def door(request: HttpRequest) -> HttpResponse:
    """Show the crisis numbers and the way in; lead whoever is inside to where they begin."""
    known = request.outsider  # type: ignore[attr-defined]
    if known is not None:
        return redirect("my_home" if known.client else "shared_home")
    return render(request, "portal/door.html")


@for_outsiders
@require_GET
def my_account(request: OutsiderRequest) -> HttpResponse:
    """Show how somebody signs in, and in which language they read."""
    return render(request, "portal/account.html")


@for_outsiders
@require_POST
def leave(request: OutsiderRequest) -> HttpResponse:
    """Sign out, and tell the browser to forget what it kept."""
    record(by=request.outsider.actor, verb="portal.signed_out", subject=None)
    logout(request)
    answer = redirect("door")
    answer["Clear-Site-Data"] = '"cache"'
    return answer
