"""What an integration's scopes and a colleague's roles open. What happens inside is decided by the same policies as the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission

from iop.api.callers import Caller
from iop.api.choices import COMES_IN_BY, NEEDED_FOR
from iop.core.words import say, sentence

if TYPE_CHECKING:
    # The framework loads this module while it defines its own views.
    from rest_framework.request import Request
    from rest_framework.views import APIView


class ScopeAllows(BasePermission):
    """Each view names the scope of each of its actions; a view that names none opens to nobody."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Ask the caller's scopes, or the signed-in colleague's permissions at any site."""
        if not request.user or not request.user.is_authenticated:
            return False
        scope = view.scope_for(getattr(view, "action", None))  # type: ignore[attr-defined]
        if scope is None:
            return False
        self.message = sentence(say("This needs the scope {scope}."), scope=scope)
        return may_use(request, scope)


def may_use(request: Request, scope: str) -> bool:
    """Say whether whoever calls may use what a scope opens. A client's app reads through FHIR alone."""
    caller = request.auth
    if isinstance(caller, Caller):
        if scope not in caller.scopes or caller.client_id is not None:
            return False
        return not caller.by_staff or _holds(request, scope)
    return _holds(request, scope)


def _holds(request: Request, scope: str) -> bool:
    actor = getattr(request._request, "actor", None)
    if actor is None:
        return False
    comes_in = any(actor.can(permission) for permission in COMES_IN_BY.get(scope, ()))
    return comes_in or all(actor.can(permission) for permission in NEEDED_FOR[scope])


class SignedIn(BasePermission):
    """For the schema and its pages: anybody who may call the API at all."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Ask only whether somebody is there."""
        return bool(request.user and request.user.is_authenticated)
