"""For whom a view of the portal is made. Search for ``@for_clients`` and ``@for_relatives`` to see every such page.

Every other view that asks for a sign-in does not exist for somebody signed in from outside (``iop.pages.middleware``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from clients.models import Client, RelatedPerson
from clients.portal import Outsider
from iop.audit.choices import ActorKind

View = Callable[..., HttpResponseBase]


class OutsiderRequest(HttpRequest):
    """A request of a client or a relative who is signed in."""

    outsider: Outsider
    htmx: Any


def for_clients(view: View) -> View:
    """Open this view to clients who are signed in from outside."""
    return _for(view, ActorKind.CLIENT)


def for_relatives(view: View) -> View:
    """Open this view to related persons who are signed in from outside."""
    return _for(view, ActorKind.RELATED)


def for_outsiders(view: View) -> View:
    """Open this view to clients and to related persons who are signed in from outside."""
    return _for(view, ActorKind.CLIENT, ActorKind.RELATED)


def client_of(request: HttpRequest) -> Client:
    """Give the client who is signed in; for views marked ``for_clients``."""
    client: Client = request.outsider.client  # type: ignore[attr-defined]
    return client


def person_of(request: HttpRequest) -> RelatedPerson:
    """Give the related person who is signed in; for views marked ``for_relatives``."""
    person: RelatedPerson = request.outsider.person  # type: ignore[attr-defined]
    return person


def _for(view: View, *kinds: ActorKind) -> View:
    view.portal_of = frozenset(kinds)  # type: ignore[attr-defined]
    return view
