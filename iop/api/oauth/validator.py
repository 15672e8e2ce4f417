"""What our OAuth2 server decides beyond the library: who may allow what, and that what has ended opens nothing."""

from __future__ import annotations

from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator


class Validator(OAuth2Validator):
    """Applications of an integration that has ended are unknown."""

    def validate_client_id(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Know an application while its integration has not ended."""
        known: bool = super().validate_client_id(client_id, request, *args, **kwargs)
        return known and request.client.is_usable(request)
