"""Who calls the API: an integration with a key, or staff who are signed in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from iop.access.actors import Actor
from iop.accounts import sign_in
from iop.accounts.choices import UserKind
from iop.api.choices import GRANTED_BY
from iop.api.models import IntegrationKey
from iop.audit.choices import ActorKind
from iop.clinic.models import Site
from iop.core import clock

KEYWORD = "Api-Key"
USE_NOTED_EVERY = dt.timedelta(minutes=1)
"""``last_used_at`` is written at most this often, so that reads stay reads."""


@dataclass(frozen=True)
class Integration:
    """The "user" of a call made with a key."""

    key: IntegrationKey
    is_authenticated: bool = True
    is_active: bool = True

    @property
    def pk(self) -> str:
        """What throttles count by."""
        return self.key.prefix


class ApiKeyAuthentication(BaseAuthentication):
    """``Authorization: Api-Key …``; the actor holds what the key's scopes lend, at the key's sites."""

    def authenticate(self, request: Request) -> tuple[Integration, IntegrationKey] | None:
        """Find the live key behind the header; leave calls without one to the next way."""
        keyword, _, text = request.headers.get("Authorization", "").partition(" ")
        if keyword.lower() != KEYWORD.lower():
            return None
        now = clock.now()
        key = _live_key(text.strip(), now)
        _note_use(key, now)
        request._request.actor = actor_for_key(key)  # type: ignore[attr-defined]
        return Integration(key), key

    def authenticate_header(self, request: Request) -> str:
        """Name the scheme in a 401."""
        return KEYWORD


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


def actor_for_key(key: IntegrationKey) -> Actor:
    """Turn a key into an actor: its scopes' permissions at its sites, or at every active site when it names none."""
    held = frozenset[str]().union(*(GRANTED_BY.get(scope, frozenset()) for scope in key.scopes))
    sites = list(key.sites.values_list("pk", flat=True)) or list(
        Site.objects.filter(is_active=True).values_list("pk", flat=True)
    )
    return Actor(
        kind=ActorKind.API,
        id=key.actor_id,
        display_name=key.name,
        grants=dict.fromkeys(sites, held),
        scopes=frozenset(key.scopes),
    )


def _live_key(text: str, now: dt.datetime) -> IntegrationKey:
    key = IntegrationKey.objects.select_related("party").filter(prefix=text.partition(".")[0], revoked=False).first()
    if key is None or not key.is_valid(text) or (key.expiry_date and key.expiry_date <= now):
        raise AuthenticationFailed("This API key is unknown, revoked or expired.", code="bad_key")
    return key


def _note_use(key: IntegrationKey, now: dt.datetime) -> None:
    if key.last_used_at is None or now - key.last_used_at >= USE_NOTED_EVERY:
        IntegrationKey.objects.filter(pk=key.pk).update(last_used_at=now)
