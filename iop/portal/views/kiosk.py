"""A tablet in the waiting room. No colleague is signed in on it: to make it an ordinary one again, they sign in anew."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from clients.actions import portal
from clients.actions.portal.kiosks import kiosk_of
from clients.models import PortalAccount
from clients.portal_choices import SignInMethod
from iop.core import clock
from iop.core.errors import Refusal
from iop.pages.access import public
from iop.portal import entering
from iop.portal.access import OutsiderRequest, for_clients
from iop.portal.forms.door import ArriveForm
from iop.portal.presenters.kiosk import read_inside

KIOSK = settings.KIOSK_COOKIE
both = require_http_methods(["GET", "POST"])


@public
@never_cache
@both
def kiosk(request: HttpRequest) -> HttpResponse:
    """Ask who arrives: date of birth and PIN. No name shows before, and none of anybody else ever."""
    row = kiosk_of(request.COOKIES.get(KIOSK, ""), clock.now())
    if row is None:
        answer = redirect("door")
        answer.delete_cookie(KIOSK)
        return answer
    if request.outsider is not None:  # type: ignore[attr-defined]
        return redirect("kiosk_inside")
    form = ArriveForm(request.POST or None)
    found: list[PortalAccount] = []
    if request.method == "POST" and form.attempt(lambda: found.append(_arrived(request, form))):
        entering.let_in(request, found[0], SignInMethod.KIOSK)
        return redirect("kiosk_inside")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "portal/kiosk/arrive.html", {"form": form}, status=status)


@for_clients
@require_GET
def kiosk_inside(request: OutsiderRequest) -> HttpResponse:
    """Show what waits for whoever arrived: their check-in and their forms, and nothing else."""
    return render(request, "portal/kiosk/inside.html", read_inside(request.outsider, clock.now()))


def _arrived(request: HttpRequest, form: ArriveForm) -> PortalAccount:
    try:
        return portal.enter_at_kiosk(
            key=request.COOKIES.get(KIOSK, ""), born=form.cleaned_data["born"], pin=form.cleaned_data["pin"], at=clock.now()
        )  # fmt: skip
    except Refusal as refused:
        refused.field = "pin"
        raise
