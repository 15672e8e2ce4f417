"""Who calls the API: an integration with a key or an OAuth2 token, or staff who are signed in."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from oauth2_provider.models import get_access_token_model
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from clients.portal import outsider
from iop.access.actors import Actor
from iop.accounts import sign_in
from iop.accounts.addresses import client_ip
from iop.accounts.choices import UserKind
from iop.api.callers import Caller, actor_of, calls_from, lent_to_people
from iop.api.choices import Scope
from iop.api.models import Integration, IntegrationKey
from iop.core import clock

KEYWORD = "Api-Key"
BEARER = "Bearer"
USE_NOTED_EVERY = dt.timedelta(minutes=1)
"""``last_used_at`` is written at most this often, so that reads stay reads."""


class ApiKeyAuthentication(BaseAuthentication):
    """``Authorization: Api-Key …``; the actor holds what the key's scopes lend, at the integration's sites."""

    def authenticate(self, request: Request) -> tuple[Caller, Caller] | None:
        """Find the live key behind the header; leave calls without one to the next way."""
        text = _credential(request, KEYWORD)
        if text is None:
            return None
        now = clock.now()
        key = _live_key(request, text, now)
        _refuse_elsewhere(key.integration, request)
        _note_use(key, now)
        caller = Caller(key.integration, frozenset(key.scopes), f"key:{key.prefix}")
        request._request.actor = actor_of(key.integration, caller.scopes)  # type: ignore[attr-defined]
        return caller, caller

    def authenticate_header(self, request: Request) -> str:
        """Name the schemes in a 401, and say of a token that was sent that it is none (RFC 6750)."""
        sent = _credential(request, BEARER) is not None
        return f'{BEARER} error="invalid_token"' if sent else f"{KEYWORD}, {BEARER}"


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer …``: an OAuth2 access token of an integration, for itself or for the person who allowed it.

    For itself it is like a key. For a colleague it may do what both its scopes and their roles allow. For a client it reads
    that client's own record through FHIR and nothing else.
    """

    def authenticate(self, request: Request) -> tuple[Caller, Caller] | None:
        """Find the live token behind the header; leave calls without one to the next way."""
        text = _credential(request, BEARER)
        if text is None:
            return None
        now = clock.now()
        token = live_token(text, now)
        if token is None or not token.allows_audience(request._request.build_absolute_uri(request._request.path)):
            raise AuthenticationFailed("This token is unknown, taken back or expired.", code="bad_token")
        integration = token.application.integration
        _refuse_elsewhere(integration, request)
        caller, actor = _behind(token, integration, scopes_of(token), now)
        request._request.actor = actor  # type: ignore[attr-defined]
        return caller, caller

    def authenticate_header(self, request: Request) -> str:
        """Name the scheme in a 401."""
        return BEARER


class SignedInStaff(SessionAuthentication):
    """Staff in their browser, with what their roles allow. Unsafe calls need the CSRF token."""

    def authenticate(self, request: Request) -> Any:
        """Take the browser's session, unless its owner still lacks the second factor that the pages ask for."""
        if request._request.user.is_authenticated and request._request.user.kind != UserKind.STAFF:
            return None
        known = super().authenticate(request)
        if known is not None and sign_in.lacks_second_factor(request._request):
            raise AuthenticationFailed("Set up your second factor first.", code="second_factor")
        return known


class ApiKeyScheme(OpenApiAuthenticationExtension):
    """Tells the schema about keys."""

    target_class = "iop.api.authentication.ApiKeyAuthentication"
    name = "ApiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Describe the header."""
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": 'As "Api-Key …".'}


class TokenScheme(OpenApiAuthenticationExtension):
    """Tells the schema about OAuth2."""

    target_class = "iop.api.authentication.TokenAuthentication"
    name = "OAuth2"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Describe both flows with the scopes of the REST API."""
        scopes = {str(scope.value): str(scope.label) for scope in Scope}
        return {
            "type": "oauth2",
            "flows": {
                "authorizationCode": {
                    "authorizationUrl": "/oauth2/authorize/",
                    "tokenUrl": "/oauth2/token/",
                    "refreshUrl": "/oauth2/token/",
                    "scopes": scopes,
                },
                "clientCredentials": {"tokenUrl": "/oauth2/token/", "scopes": scopes},
            },
        }


class SignedInScheme(OpenApiAuthenticationExtension):
    """Tells the schema about the browser's session."""

    target_class = "iop.api.authentication.SignedInStaff"
    name = "SignedIn"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Describe the cookie."""
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "Staff signed in to the dashboard.",
        }


def _credential(request: Request, keyword: str) -> str | None:
    told, _, text = request.headers.get("Authorization", "").partition(" ")
    return text.strip() if told.lower() == keyword.lower() else None


def _live_key(request: Request, text: str, now: dt.datetime) -> IntegrationKey:
    rows = IntegrationKey.objects.select_related("integration__party")
    key = rows.filter(prefix=text.partition(".")[0]).first()
    why = _why_not_open(key, text, now) if key else "unknown"
    if key is None or why:
        if key is not None:
            _refused(request, key.integration, why)
        raise AuthenticationFailed("This API key is unknown, revoked or expired.", code="bad_key")
    return key


def _why_not_open(key: IntegrationKey, text: str, now: dt.datetime) -> str:
    if not key.is_valid(text):
        return "key_wrong"
    if key.revoked or key.integration.ended_at is not None:
        return "key_revoked"
    return "key_expired" if key.expiry_date and key.expiry_date <= now else ""


def live_token(text: str, now: dt.datetime) -> Any:
    """Give the access token of this text; none for one that is unknown or expired, or whose integration has ended."""
    found = get_access_token_model().objects.select_related("application__integration__party", "user")
    token = found.filter(token_checksum=hashlib.sha256(text.encode()).hexdigest(), expires__gt=now).first()
    if token is None or token.application is None or token.application.integration.ended_at is not None:
        return None
    return token


def scopes_of(token: Any) -> frozenset[str]:
    """Name what a token opens: what was allowed, as far as the application may still ask for it."""
    return frozenset(token.scope.split()) & frozenset(token.application.scopes)


def _behind(
    token: Any, integration: Integration, scopes: frozenset[str], now: dt.datetime
) -> tuple[Caller, Actor]:  # fmt: skip
    """Say for whom a token acts. Whoever let it act and no longer may themselves closes it at once."""
    credential = f"token:{token.pk}"
    if token.user is None:
        return Caller(integration, scopes, credential), actor_of(integration, scopes)
    if not token.user.is_active:
        raise AuthenticationFailed("Whoever allowed this has no access any more.", code="bad_token")
    if token.user.kind == UserKind.STAFF:
        return Caller(integration, scopes, credential, by_staff=True), _narrowed(token.user, scopes, now)
    return _for_a_client(token, integration, scopes, now)


def _narrowed(user: Any, scopes: frozenset[str], now: dt.datetime) -> Actor:
    held: Actor = import_string(settings.SIGNED_IN_AS)(user, now)
    lent = lent_to_people(scopes)
    grants = {site: permissions & lent for site, permissions in held.grants.items()}
    return replace(held, grants=grants, scopes=scopes)


def _for_a_client(
    token: Any, integration: Integration, scopes: frozenset[str], now: dt.datetime
) -> tuple[Caller, Actor]:  # fmt: skip
    known = outsider(token.user, now)
    if known is None or known.client is None:
        raise AuthenticationFailed("Whoever allowed this has no access any more.", code="bad_token")
    return Caller(integration, scopes, f"token:{token.pk}", client_id=known.client.pk), known.actor


def _refuse_elsewhere(integration: Integration, request: Request) -> None:
    if not calls_from(integration.networks, client_ip(request._request)):
        _refused(request, integration, "address")
        raise AuthenticationFailed("This integration may not call from that address.", code="bad_address")


def _refused(request: Request, integration: Integration, why: str) -> None:
    # Written down when the answer is there: a call that may be sent again is undone whole when it is refused.
    request._request.refused_call = (integration, why)  # type: ignore[attr-defined]


def _note_use(key: IntegrationKey, now: dt.datetime) -> None:
    if key.last_used_at is None or now - key.last_used_at >= USE_NOTED_EVERY:
        IntegrationKey.objects.filter(pk=key.pk).update(last_used_at=now)
