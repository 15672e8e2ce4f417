"""What the doors and one's own account show."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from clients.models import PortalAccount
from clients.portal import Outsider
from iop.clinic.models import Organization, Site
from iop.core.demo_accounts import DEMO_OUTSIDERS, DEMO_PIN
from iop.pages.presenters.schedule.when import instant_words

MOST_PASSKEYS = 10


def demo_people() -> dict[str, Any]:
    """List whose view can be looked at in the demo clinic; nobody anywhere else."""
    if not settings.DEMO:
        return {}
    return {"demo_people": DEMO_OUTSIDERS, "demo_pin": DEMO_PIN}


def demo_account(email: str) -> PortalAccount | None:
    """Find one of the demo's made-up people by their address."""
    if not settings.DEMO or email not in {person.email for person in DEMO_OUTSIDERS}:
        return None
    return PortalAccount.objects.filter(user__email=email, ended_at__isnull=True).select_related("user").first()


def account_of(user_id: uuid.UUID) -> PortalAccount | None:
    """Find the account in use of whoever proved to be this user; none for staff and for access that ended."""
    rows = PortalAccount.objects.filter(user=user_id, user__is_active=True, ended_at__isnull=True)
    return rows.select_related("user").first()


def passkeys(user_id: uuid.UUID) -> QuerySet[Authenticator]:
    """Give somebody's passkeys, the oldest first."""
    return Authenticator.objects.filter(user=user_id, type=Authenticator.Type.WEBAUTHN).order_by("created_at")


def read_account(outsider: Outsider, session_key: str) -> dict[str, Any]:
    """Read how somebody signs in and where they are signed in, in three statements."""
    wall = ZoneInfo(_zone())
    rows = UserSession.objects.filter(user=outsider.account.user_id).order_by("-created_at")
    return {
        "word": outsider.account.word, "email": outsider.account.user.email,
        "passkeys": [_passkey(row, wall) for row in passkeys(outsider.account.user_id)],
        "places": [_place(row, wall, session_key) for row in rows[:20]],
    }  # fmt: skip


def clinic_name() -> str:
    """Say the clinic's neutral name, for a page that says nothing else."""
    row = Organization.objects.first()
    return (row.neutral_name or "") if row else ""


def _zone() -> str:
    return Site.objects.order_by("created_at").values_list("time_zone", flat=True).first() or "UTC"


def _passkey(row: Authenticator, wall: ZoneInfo) -> dict[str, Any]:
    used = row.last_used_at
    return {
        "name": row.wrap().name, "added": instant_words(row.created_at, wall),
        "used": instant_words(used, wall) if used else "", "remove_url": reverse("my_passkey_remove", args=[row.pk]),
    }  # fmt: skip


def _place(row: UserSession, wall: ZoneInfo, session_key: str) -> dict[str, Any]:
    since: dt.datetime = row.created_at
    return {"what": device(row.user_agent), "since": instant_words(since, wall), "here": row.session_key == session_key}


def device(agent: str) -> str:
    """Name a device by what its browser says of itself; roughly, as people speak of theirs."""
    kinds = (
        ("iPhone", _("iPhone")), ("iPad", _("iPad")), ("Android", _("Android phone or tablet")), ("Windows", _("Windows computer")),
        ("Macintosh", _("Mac")), ("Linux", _("Linux computer")),
    )  # fmt: skip
    return next((words for mark, words in kinds if mark in agent), _("Another device"))
