"""Accounts with a PIN, and their links."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from clients.actions import portal
from clients.models import PortalLink
from clients.portal_tokens import LINK, token_of
from tests.factories.clients import AT
from tests.factories.portal import make_account

PIN = "493817"


def make_holder(*, client=None, person=None, email="someone@home.example", **fields):
    return make_account(client=client, person=person, email=email, pin=make_password(PIN), **fields)


def make_link(account, at=AT) -> str:
    """The secret of a link that was just sent."""
    portal.ask_for_links(email=account.user.email, at=at)
    row = PortalLink.objects.filter(account=account).order_by("-created_at", "-id").first()
    return token_of(LINK, row.pk)


def wrong(pin: str = PIN) -> str:
    return f"{(int(pin) + 1) % 1_000_000:06d}"
