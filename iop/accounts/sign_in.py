"""What a sign-in session remembers: since when, when something was last done, and that a second factor exists."""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from iop.accounts import rules

SIGNED_IN_AT = "signed_in_at"
ACTIVE_AT = "active_at"
JUST_NOW = dt.timedelta(minutes=5)
SECOND_FACTOR = "second_factor"
LIMITS = "limits"
"""Where a session keeps how long it lasts, where that differs from a colleague's: idle minutes and hours in all."""


def seconds_left(request: HttpRequest, at: dt.datetime) -> int:
    """Say how long this sign-in lasts if nothing more is done. A session that was just made begins now."""
    return rules.seconds_left(
        signed_in_at=_noted(request, SIGNED_IN_AT, at),
        active_at=_noted(request, ACTIVE_AT, at),
        at=at,
        idle_minutes=idle_minutes(request),
        session_hours=(request.session.get(LIMITS) or (0, settings.STAFF_SESSION_HOURS))[1],
    )


def idle_minutes(request: HttpRequest) -> int:
    """Say after how many minutes without activity this sign-in ends."""
    return int((request.session.get(LIMITS) or (settings.STAFF_IDLE_MINUTES, 0))[0])


def set_limits(request: HttpRequest, *, idle: int, hours: int) -> None:
    """Let this sign-in last for ``idle`` minutes without activity, ``hours`` at most."""
    request.session[LIMITS] = [idle, hours]


def note_activity(request: HttpRequest, at: dt.datetime) -> None:
    """Note that a person did something, at most once a minute."""
    session = request.session
    if SIGNED_IN_AT not in session:
        session[SIGNED_IN_AT] = session[ACTIVE_AT] = at.isoformat()
    elif rules.is_worth_noting(active_at=_noted(request, ACTIVE_AT, at), at=at):
        session[ACTIVE_AT] = at.isoformat()


def just_signed_in(request: HttpRequest, at: dt.datetime) -> bool:
    """Say whether this sign-in is only minutes old, so that asking for the password again would be pointless."""
    return SIGNED_IN_AT in request.session and at - _noted(request, SIGNED_IN_AT, at) < JUST_NOW


def lacks_second_factor(request: HttpRequest) -> bool:
    """Say whether somebody signed in without a second factor where one is required. Asked of the database once a session."""
    if not settings.SECOND_FACTOR_REQUIRED or settings.DEMO or request.session.get(SECOND_FACTOR):
        return False
    wanted = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    has_one = Authenticator.objects.filter(user=request.user.pk, type__in=wanted).exists()
    if has_one:
        request.session[SECOND_FACTOR] = True
    return not has_one


def forget_second_factor(request: HttpRequest | None) -> None:
    """Ask the database again: a second factor was added or taken away."""
    if request is not None and hasattr(request, "session"):
        request.session.pop(SECOND_FACTOR, None)


def _noted(request: HttpRequest, name: str, at: dt.datetime) -> dt.datetime:
    kept = request.session.get(name)
    return dt.datetime.fromisoformat(kept) if kept else at
