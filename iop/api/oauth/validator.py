"""What our OAuth2 server decides beyond the library: how apps prove who they are, and that what has ended opens nothing."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from oauth2_provider.models import get_refresh_token_model
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauthlib.oauth2.rfc6749 import errors

from clients.portal import outsider
from iop.accounts.choices import UserKind
from iop.api import refusals
from iop.api.actions import take_back_tokens
from iop.api.oauth import assertions, metadata, smart
from iop.api.oauth.assertions import NotProven
from iop.audit.recorder import record
from iop.core import clock

GOES_ON = "offline_access"


class Validator(OAuth2Validator):
    """Applications of an integration that has ended are unknown; one with public keys proves itself by these alone."""

    def validate_client_id(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Know an application while its integration has not ended."""
        known: bool = super().validate_client_id(client_id, request, *args, **kwargs)
        return known and request.client.is_usable(request)

    def validate_scopes(
        self, client_id: str, scopes: list[str], client: Any, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        """Ask for at least one scope, and for none but the application's own."""
        return any(scopes) and bool(super().validate_scopes(client_id, scopes, client, request, *args, **kwargs))

    def client_authentication_required(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Judge an assertion wherever one is sent."""
        return _assertion(request) is not None or bool(super().client_authentication_required(request, *args, **kwargs))

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Find out which application calls: by its assertion, or by its secret if it has one."""
        told = _assertion(request)
        if told is not None:
            return self._has_proven(request, told)
        known: bool = super().authenticate_client(request, *args, **kwargs)
        if known and request.client.has_secret:
            return True
        claimed = request.client or getattr(request, "claimed", None)
        if claimed is not None:
            refusals.note(claimed.integration, "secret")
        return False

    def validate_code(self, client_id: str, code: str, client: Any, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Take a code while whoever gave it may still come in themselves."""
        return bool(super().validate_code(client_id, code, client, request, *args, **kwargs)) and may_allow(
            request.user
        )

    def validate_refresh_token(
        self, refresh_token: str, client: Any, request: Any, *args: Any, **kwargs: Any
    ) -> bool:  # fmt: skip
        """Let an app go on while whoever allowed it may still come in themselves. A token that comes twice ends all of its kind."""
        if super().validate_refresh_token(refresh_token, client, request, *args, **kwargs):
            if may_allow(request.user):
                return True
            # Should they come back one day, they are asked again.
            take_back_tokens(application=client, user=request.user)
            return False
        checksum = hashlib.sha256(refresh_token.encode()).hexdigest()
        if get_refresh_token_model().objects.filter(
            token_checksum=checksum, application=client, revoked__isnull=False
        ).exists():  # fmt: skip
            refusals.note(client.integration, "token_twice")
        return False

    def get_original_scopes(self, refresh_token: str, request: Any, *args: Any, **kwargs: Any) -> list[str]:
        """Go on with what was allowed and is still the application's."""
        told = super().get_original_scopes(refresh_token, request, *args, **kwargs)
        return [scope for scope in (told.split() if told else []) if scope in request.client.scopes]

    def save_bearer_token(self, token: dict[str, Any], request: Any, *args: Any, **kwargs: Any) -> None:
        """Keep a token and write down that it was given; say along with it which client it is about (SMART App Launch).

        It can be refreshed when that was asked for and shown to whoever allowed it (``offline_access``).
        """
        scopes = token.get("scope", "").split()
        if request.grant_type == "authorization_code" and GOES_ON not in scopes:
            token.pop("refresh_token", None)
        with transaction.atomic():
            super().save_bearer_token(token, request, *args, **kwargs)
            record(
                by=refusals.calling(request.client.integration), verb="api.token_given",
                subject=("api.integration", request.client.integration_id),
                detail={"grant": request.grant_type, "scopes": smart.coded(scopes), "application": request.client.pk},
            )  # fmt: skip
        if "launch/patient" in scopes and request.user is not None:
            known = outsider(request.user, clock.now())
            if known is not None and known.client is not None:
                token["patient"] = str(known.client.pk)

    def is_origin_allowed(self, client_id: str, origin: str, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Add no header of CORS here: which page may have which answer is said in one place (``iop.api.oauth.browsers``)."""
        return False

    def _save_bearer_token(self, token: dict[str, Any], request: Any, *args: Any, **kwargs: Any) -> None:
        held = getattr(request, "refresh_token_instance", None)
        if held is not None:
            rows = get_refresh_token_model().objects.select_for_update()
            if not rows.filter(pk=held.pk, revoked__isnull=True).exists():
                # Another call with the same token was quicker: it goes on, and this one does not.
                raise errors.InvalidGrantError(request=request)
        super()._save_bearer_token(token, request, *args, **kwargs)

    def _authenticate_basic_auth(self, request: Any) -> bool:
        known: bool = super()._authenticate_basic_auth(request)
        # Looking for a secret in the body next forgets whom the header named.
        request.claimed = request.client
        return known

    def _has_proven(self, request: Any, assertion: str) -> bool:
        if self._extract_basic_auth(request) or getattr(request, "client_secret", None):
            return False
        try:
            application = assertions.proven(assertion, audience=_token_address(request), at=clock.now())
        except NotProven as wrong:
            if wrong.application is not None:
                refusals.note(wrong.application.integration, f"assertion_{wrong.why}")
            return False
        if request.client_id and request.client_id != application.client_id:
            return False
        request.client, request.client_id = application, application.client_id
        return True


def may_allow(user: Any) -> bool:
    """Say whether somebody who allowed an app may still come in themselves; an app that acts for itself has nobody."""
    if user is None:
        return True
    if user.kind == UserKind.STAFF:
        return bool(user.is_active and import_string(settings.SIGNED_IN_AS)(user, clock.now()).grants)
    known = outsider(user, clock.now())
    return known is not None and known.client is not None


def _assertion(request: Any) -> str | None:
    """Give the assertion of a call, even an empty one or of an unknown kind; none when it sends none."""
    kind, told = getattr(request, "client_assertion_type", None), getattr(request, "client_assertion", None)
    if kind is None and told is None:
        return None
    return str(told or "") if kind == assertions.TYPE else ""


def _token_address(request: Any) -> str:
    if settings.SITE_URL:
        return settings.SITE_URL + metadata.TOKEN
    scheme = "https" if request.headers.get("X_DJANGO_OAUTH_TOOLKIT_SECURE") else "http"
    return f"{scheme}://{request.headers.get('HTTP_HOST', '')}{metadata.TOKEN}"
