"""How often the API may be called, told in every answer (draft-ietf-httpapi-ratelimit-headers)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from rest_framework.throttling import BaseThrottle

from iop.api.callers import Caller
from iop.api.choices import STAFF_CALLS_A_MINUTE
from iop.core import clock

if TYPE_CHECKING:
    # The framework loads this module while it defines its own views.
    from rest_framework.request import Request
    from rest_framework.views import APIView

WINDOW = 60
"""Seconds in which calls are counted."""
MOST_FAILURES = 30
"""How often somebody at one address may fail in a window to prove which app they are, before nobody there is asked again."""


class CallsAMinute(BaseThrottle):
    """Count an integration's calls, or a colleague's, in the minute of the clock; beyond its number it waits for the next."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Count this call and say whether it is within the number. Without a caller nothing is counted."""
        user: Any = request.user
        if not user or not user.is_authenticated:
            return True
        limit = user.integration.calls_a_minute if isinstance(user, Caller) else STAFF_CALLS_A_MINUTE
        second = int(clock.now().timestamp())
        self.left_of_window = WINDOW - second % WINDOW
        used = _counted(f"api-calls:{user.pk}:{second // WINDOW}")
        request._request.rate = {  # type: ignore[attr-defined]
            "RateLimit-Limit": str(limit),
            "RateLimit-Remaining": str(max(0, limit - used)),
            "RateLimit-Reset": str(self.left_of_window),
        }
        return bool(used <= limit)

    def wait(self) -> float | None:
        """Say how many seconds until the next window."""
        return float(self.left_of_window)


class CountedFirst:
    """Counts a call as soon as its caller is known, before what they may do: whatever is refused counts too."""

    def perform_authentication(self, request: Request) -> None:
        """Find out who calls, and whether they have calls left."""
        above: Any = super()
        above.perform_authentication(request)
        above.check_throttles(request)

    def check_throttles(self, request: Request) -> None:
        """The call is counted already."""


def _counted(key: str) -> int:
    # Counted first and only then begun: all calls of a window but the first take two round trips to the cache.
    try:
        return int(cache.incr(key))
    except ValueError:
        return 1 if cache.add(key, 1, timeout=WINDOW * 2) else _counted_on(key)


def _counted_on(key: str) -> int:
    """Count where another call has begun the window at this moment."""
    try:
        return int(cache.incr(key))
    except ValueError:
        # The cache was emptied meanwhile: this call is the first it knows.
        return 1


def fails_too_often(address: str) -> bool:
    """Say whether an address has failed too often in this minute: judging a secret costs us more than guessing costs them."""
    return int(cache.get(_failures(address), 0)) >= MOST_FAILURES


def note_failure(address: str) -> None:
    """Count a failure."""
    _counted(_failures(address))


def _failures(address: str) -> str:
    return f"oauth-failures:{address}:{int(clock.now().timestamp()) // WINDOW}"


def headers_of(request: Request) -> dict[str, Any]:
    """Give what the answer tells of the limit."""
    found: dict[str, Any] = getattr(request._request, "rate", {})
    return found
