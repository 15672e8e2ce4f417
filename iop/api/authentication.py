"""Who calls the API: an integration with a key, or staff who are signed in."""

from __future__ import annotations

from rest_framework.authentication import BaseAuthentication, SessionAuthentication


class ApiKeyAuthentication(BaseAuthentication):
    """An integration's key."""

    def authenticate(self, request):  # type: ignore[no-untyped-def]
        return None


class SignedInStaff(SessionAuthentication):
    """Staff in their browser."""
