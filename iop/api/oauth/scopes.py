"""Which scopes an OAuth2 application may ask for: those it was given, of the REST API and of FHIR."""

from __future__ import annotations

from typing import Any

from oauth2_provider.scopes import BaseScopes

from iop.api.choices import Scope
from iop.api.oauth import smart


class OfApplication(BaseScopes):
    """An application asks for the scopes on its own row and for no others; without asking it gets none."""

    def get_all_scopes(self) -> dict[str, str]:
        """Name every scope with what it opens."""
        return {**{str(scope.value): str(scope.label) for scope in Scope}, **smart.known()}

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        """Name those that this application may ask for."""
        return list(application.scopes) if application else []

    def get_default_scopes(self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any) -> list[str]:
        """Name those it gets without asking: none for people to allow, all for itself."""
        if application and application.authorization_grant_type == application.GRANT_CLIENT_CREDENTIALS:
            return list(application.scopes)
        return []
