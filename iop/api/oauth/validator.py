"""What our OAuth2 server decides beyond the library: who may allow what, and that what has ended opens nothing."""

from __future__ import annotations

from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator

from clients.portal import outsider
from iop.core import clock


class Validator(OAuth2Validator):
    """Applications of an integration that has ended are unknown."""

    def validate_client_id(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Know an application while its integration has not ended."""
        known: bool = super().validate_client_id(client_id, request, *args, **kwargs)
        return known and request.client.is_usable(request)

    def save_bearer_token(self, token: dict[str, Any], request: Any, *args: Any, **kwargs: Any) -> None:
        """Say along with the token which client it is about (SMART App Launch, "launch/patient")."""
        super().save_bearer_token(token, request, *args, **kwargs)
        if "launch/patient" in token.get("scope", "").split() and request.user is not None:
            known = outsider(request.user, clock.now())
            if known is not None and known.client is not None:
                token["patient"] = str(known.client.pk)
