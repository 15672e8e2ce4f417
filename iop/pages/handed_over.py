"""A device in a client's hands: until a colleague says it is them again, nothing opens but the one form.

Whoever holds a tablet with somebody else's sign-in could leave the form by the address bar. The session remembers what was
handed over; the middleware leads everything else to the page where the device is given back (45 CFR 164.312(a)).
"""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest

HANDED_OVER = "handed_over"
OPEN_MEANWHILE = frozenset({"take_back", "account_logout", "ping", "session_left", "healthz", "readyz"})
"""Addresses that open all the same: giving the device back, signing out, and the clock of the sign-in."""


def hand_over(request: HttpRequest, *, of: uuid.UUID, names: frozenset[str], back: str) -> None:
    """Close everything but the addresses ``names`` of one thing (``of``); ``back`` is where the colleague goes on."""
    request.session[HANDED_OVER] = {"of": str(of), "names": sorted(names), "back": back}


def take_back(request: HttpRequest) -> str:
    """Open everything again and say where to go on."""
    held: dict[str, Any] = request.session.pop(HANDED_OVER, None) or {}
    return str(held.get("back", "/"))


def is_handed_over(request: HttpRequest) -> bool:
    """Say whether a client holds this device now."""
    return HANDED_OVER in request.session


def is_closed(request: HttpRequest) -> bool:
    """Say whether the address asked for stays closed while a client holds the device."""
    held: dict[str, Any] | None = request.session.get(HANDED_OVER)
    if held is None:
        return False
    match = request.resolver_match
    name = (match.url_name or "") if match else ""
    if name in OPEN_MEANWHILE:
        return False
    its_own = match is not None and held["of"] in {str(value) for value in match.kwargs.values()}
    return not (its_own and name in held["names"])
