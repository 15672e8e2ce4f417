"""Which answers a browser may hand to the page that asked for them: to an app's own pages, where it names them (CORS).

A browser on its own keeps answers from pages of other origins. Here it is told where not to: at the addresses that apps of
people call, for the origins that the calling app names, and never together with cookies (``iop.settings.base``). Nothing is
remembered: an origin that is taken out is out with the next call. Source: WHATWG Fetch, "CORS protocol".
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import Any
from urllib.parse import unquote_plus

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from oauth2_provider.models import get_access_token_model

from iop.api.models import Application
from iop.api.oauth import origins

FOR_EVERY_PAGE = frozenset(
    {"/.well-known/oauth-authorization-server", "/fhir/R4/metadata", "/fhir/R4/.well-known/smart-configuration"}
)
"""What the server says of itself: public, and about nobody."""
BY_CLIENT_ID = frozenset({"/oauth2/token/", "/oauth2/revoke/"})
"""Where an app has no token yet, or gives one back: it names itself."""


def lets_through(sender: object, request: HttpRequest, **told: Any) -> bool:
    """Say whether the page that a browser names in ``Origin`` may have this answer: asked by the library once for each.

    No statement without an origin, or for an address that no app calls.
    """
    origin = request.headers.get("Origin", "")
    if not origin or not re.match(settings.CORS_URLS_REGEX, request.path_info):
        return False
    if request.path_info in FOR_EVERY_PAGE:
        return True
    if not origins.is_one(origin):
        return False
    if _is_preflight(request):
        # It carries no token. What comes after it is asked whose it is.
        return _named_by_an_app(origin)
    return _by_client_id(request, origin) if request.path_info in BY_CLIENT_ID else _by_token(request, origin)


def _is_preflight(request: HttpRequest) -> bool:
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers


def _named_by_an_app(origin: str, **which: Any) -> bool:
    """Say whether an app names this origin whose integration goes on."""
    apps = Application.objects.filter(integration__ended_at__isnull=True, allowed_origins__contains=origin, **which)
    # That a name is contained is not yet that it is one of them: https://a.example in https://a.example.org.
    return any(origin in named.split() for named in apps.values_list("allowed_origins", flat=True))


def _by_token(request: HttpRequest, origin: str) -> bool:
    """Say whether the app of the token that was sent names this origin; one that has run out is still that app's.

    A token that nobody knows (any more) is answered 401, which is about nobody: any app may hear it, and ask its person anew.
    Without a token there is nothing for pages: keys are for servers, and whoever is signed in reads on our own.
    """
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return False
    checksum = hashlib.sha256(text.strip().encode()).hexdigest()
    tokens = get_access_token_model().objects.filter(token_checksum=checksum)
    named = list(tokens.values_list("application__allowed_origins", "application__integration__ended_at"))
    if not named:
        return _named_by_an_app(origin)
    return any(ended_at is None and origin in (told or "").split() for told, ended_at in named)


def _by_client_id(request: HttpRequest, origin: str) -> bool:
    """Say whether the app that the call names, and no other, names this origin."""
    told = _client_ids(request)
    return len(told) == 1 and _named_by_an_app(origin, client_id=told.pop())


def _client_ids(request: HttpRequest) -> set[str]:
    try:
        sent = request.POST.getlist("client_id")
    except (SuspiciousOperation, UnreadablePostError):
        # The view has refused what cannot be read.
        return set()
    return {text for text in [*sent, _basic(request)] if text and "\x00" not in text}


def _basic(request: HttpRequest) -> str:
    """Give the client_id of ``Authorization: Basic``; nothing where it is none."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return unquote_plus(base64.b64decode(text).decode().partition(":")[0])
    except (binascii.Error, UnicodeDecodeError):
        return ""
