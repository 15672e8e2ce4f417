"""The secret part of a link by e-mail. It is drawn from the row's id and the installation's key when the letter leaves.

So neither the outbox nor a copy of the database holds a link that opens anything; the row keeps a digest to find it by.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import uuid

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

INVITATION, LINK = "clients.portalinvitation", "clients.portallink"
PAGES = {INVITATION: "welcome", LINK: "door_enter"}


def token_of(kind: str, row_id: uuid.UUID) -> str:
    """Give the secret that stands in the link of one row; ``kind`` keeps secrets of different tables apart."""
    drawn = salted_hmac(f"clients.portal.{kind}", row_id.hex, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(drawn).decode().rstrip("=")


def digest(token: str) -> str:
    """Give what is kept of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def kept(kind: str, row_id: uuid.UUID) -> str:
    """Give the digest to keep with a new row."""
    return digest(token_of(kind, row_id))


def invitation_url(row_id: uuid.UUID) -> str:
    """Give the address that an invitation's letter carries."""
    return _url(INVITATION, row_id)


def link_url(row_id: uuid.UUID) -> str:
    """Give the address that a sign-in letter carries."""
    return _url(LINK, row_id)


def six_digits() -> str:
    """Draw a code to be told from mouth to ear."""
    return f"{secrets.randbelow(1_000_000):06d}"


def random_key() -> str:
    """Draw the secret by which a tablet is known."""
    return secrets.token_urlsafe(32)


def _url(kind: str, row_id: uuid.UUID) -> str:
    return str(settings.SITE_URL + reverse(PAGES[kind], args=[token_of(kind, row_id)]))
