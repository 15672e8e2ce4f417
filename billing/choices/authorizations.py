"""Words about authorizations."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuthUnit(models.TextChoices):
    VISIT = "visit", _("Visits")
    DAY = "day", _("Days")
    HOUR = "hour", _("Hours")
    QUARTER = "quarter", _("Units of 15 minutes")


class AuthStatus(models.TextChoices):
    REQUESTED = "requested", _("Asked for")
    APPROVED = "approved", _("Approved")
    PARTIAL = "partial", _("Approved in part")
    DENIED = "denied", _("Denied")
    APPEALED = "appealed", _("Appealed")
    CANCELLED = "cancelled", _("Cancelled")


AUTH_MOVES: dict[str, set[str]] = {
    AuthStatus.REQUESTED: {AuthStatus.APPROVED, AuthStatus.PARTIAL, AuthStatus.DENIED, AuthStatus.CANCELLED},
    AuthStatus.APPROVED: {AuthStatus.CANCELLED},
    AuthStatus.PARTIAL: {AuthStatus.APPEALED, AuthStatus.APPROVED, AuthStatus.CANCELLED},
    AuthStatus.DENIED: {AuthStatus.APPEALED, AuthStatus.CANCELLED},
    AuthStatus.APPEALED: {AuthStatus.APPROVED, AuthStatus.PARTIAL, AuthStatus.DENIED, AuthStatus.CANCELLED},
    AuthStatus.CANCELLED: set(),
}
GIVES_UNITS = frozenset({AuthStatus.APPROVED, AuthStatus.PARTIAL})


class Standing(models.TextChoices):
    """How an authorization stands on a day: by decision, dates and what is left of it. Worked out, never kept."""

    WAITING = "waiting", _("Payer has not answered")
    AHEAD = "ahead", _("Begins later")
    IN_FORCE = "in_force", _("In force")
    LOW = "low", _("Nearly used up")
    USED_UP = "used_up", _("Used up")
    OVER = "over", _("Over")
    DENIED = "denied", _("Denied")
    APPEALED = "appealed", _("Appealed")
    CANCELLED = "cancelled", _("Cancelled")
