"""What an integration's scopes and a colleague's roles allow."""

from __future__ import annotations

from rest_framework.permissions import IsAuthenticated


class ScopeAllows(IsAuthenticated):
    """Signed in, and within scope."""
