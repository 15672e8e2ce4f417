"""Signing in with a passkey, and keeping one's passkeys."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from clients.portal_choices import SignInMethod
from iop.accounts.sign_in import just_signed_in
from iop.core import clock
from iop.core.errors import NotAllowed, Refusal
from iop.core.words import say
from iop.pages.access import public
from iop.portal import entering, passkeys
from iop.portal.access import OutsiderRequest, for_outsiders
from iop.portal.presenters.door import device
from iop.portal.views.account import pin_is_right


@public
@never_cache
@require_POST
def door_passkey(request: HttpRequest) -> HttpResponse:
    """Begin with an empty call, end with what the browser answered."""
    if not ratelimit.consume(request, app="iop", action="portal_passkey", config=settings.PORTAL_RATE_LIMITS):
        return _sentence(say("There were too many tries. Wait a few minutes."), HTTPStatus.TOO_MANY_REQUESTS)
    credential = _sent(request).get("credential")
    if credential is None:
        return JsonResponse(passkeys.options_to_enter())
    try:
        account = passkeys.entered(credential)
    except Refusal as refused:
        return _sentence(refused.sentence, HTTPStatus.UNPROCESSABLE_ENTITY)
    # Only a device of one's own holds a passkey; but a key on a stick goes into any computer.
    entering.let_in(request, account, SignInMethod.PASSKEY, own_device=bool(_sent(request).get("own")))
    return JsonResponse({"next": entering.inside(request, account).headers["Location"]})


@for_outsiders
@require_GET
def my_passkey_offer(request: OutsiderRequest) -> HttpResponse:
    """Offer a passkey to whoever has just come in for the first time. Without one the link and the PIN go on working."""
    following = entering.inside(request, request.outsider.account).headers["Location"]
    return render(request, "portal/account/offer.html", {"following": following})


@for_outsiders
@require_POST
def my_passkey_add(request: OutsiderRequest) -> HttpResponse:
    """Begin with the PIN, unless they have only just proved who they are; end with what the browser made."""
    sent, account = _sent(request), request.outsider.account
    try:
        if "credential" in sent:
            if not passkeys.was_asked(request):
                raise NotAllowed(say("Begin anew, please."))
            name = device(request.headers.get("User-Agent", ""))
            passkeys.add(by=request.outsider.actor, account=account, credential=sent["credential"], name=name)
            return JsonResponse({"next": ""})
        if not just_signed_in(request, clock.now()):
            pin_is_right(account, str(sent.get("pin", "")))
        return JsonResponse(passkeys.options_to_add(account))
    except Refusal as refused:
        return _sentence(refused.sentence, HTTPStatus.UNPROCESSABLE_ENTITY)


@for_outsiders
@require_POST
def my_passkey_remove(request: OutsiderRequest, passkey_id: int) -> HttpResponse:
    """Take one of one's own passkeys away."""
    passkeys.remove(by=request.outsider.actor, account=request.outsider.account, passkey_id=passkey_id)
    return redirect("my_account")


def _sent(request: HttpRequest) -> dict[str, Any]:
    try:
        found = json.loads(request.body or b"{}")
    except (ValueError, UnicodeDecodeError):
        return {}
    return found if isinstance(found, dict) else {}


def _sentence(words: object, status: HTTPStatus) -> JsonResponse:
    return JsonResponse({"sentence": str(words)}, status=status)
