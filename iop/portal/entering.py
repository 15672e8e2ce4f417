"""Letting somebody in, once it is proved who they are; by which door does not matter from here on."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from clients.actions.portal import note_signed_in
from clients.models import PortalAccount
from clients.portal_choices import SignInMethod
from clients.portal_rules import KIOSK_IDLE_MINUTES
from iop.accounts import sign_in
from iop.api.oauth.views import WANTED
from iop.core import clock

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OWN, AT_KIOSK = "own_device", "at_kiosk"
"""What a session remembers: that the device is theirs alone, or that it is the waiting room's."""


def let_in(request: HttpRequest, account: PortalAccount, method: SignInMethod, *, own_device: bool = False) -> None:
    """Sign somebody in. On a device that others use too the sign-in is short; in the waiting room shorter still."""
    login(request, account.user, backend=BACKEND)
    # By this row the sign-in is shown to them, and ended from elsewhere.
    UserSession.objects.create_from_request(request)
    at_kiosk = method == SignInMethod.KIOSK
    request.session[OWN], request.session[AT_KIOSK] = own_device, at_kiosk
    usual = settings.PORTAL_OWN_IDLE_MINUTES if own_device else settings.PORTAL_IDLE_MINUTES
    idle = KIOSK_IDLE_MINUTES if at_kiosk else usual
    sign_in.set_limits(request, idle=idle, hours=1 if at_kiosk else settings.PORTAL_SESSION_HOURS)
    note_signed_in(account=account, method=method, at=clock.now())


def change_device(request: HttpRequest, *, own: bool) -> None:
    """Say that the device in use is theirs alone, or that it is not."""
    request.session[OWN] = own
    idle = settings.PORTAL_OWN_IDLE_MINUTES if own else settings.PORTAL_IDLE_MINUTES
    sign_in.set_limits(request, idle=idle, hours=settings.PORTAL_SESSION_HOURS)


def inside(request: HttpRequest, account: PortalAccount) -> HttpResponse:
    """Lead to where they begin, or back to the app that sent them here to be allowed."""
    wanted = request.session.pop(WANTED, "")
    if wanted and account.client_id and not request.session.get(AT_KIOSK):
        return redirect(wanted)
    return redirect("my_home" if account.client_id else "shared_home")


def in_language(answer: HttpResponse, code: str) -> HttpResponse:
    """Have pages that need no sign-in speak this language on this device, too."""
    secure = settings.SESSION_COOKIE_SECURE
    answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, samesite="Lax", httponly=True, secure=secure)
    return answer
