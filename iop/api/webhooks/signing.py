"""Signatures that a receiver can check: Standard Webhooks 1.0 (HMAC-SHA256 over id, timestamp and body)."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Iterable

PREFIX = "whsec_"
BYTES = 32


def new_secret() -> str:
    """Make a secret for one webhook."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def headers(*, message_id: str, at: dt.datetime, body: bytes, using: Iterable[str]) -> dict[str, str]:
    """Give the three headers that go along, signed with each of the secrets that hold."""
    stamp = str(int(at.timestamp()))
    signed = f"{message_id}.{stamp}.".encode() + body
    signatures = " ".join(f"v1,{_signature(secret, signed)}" for secret in using)
    return {"webhook-id": message_id, "webhook-timestamp": stamp, "webhook-signature": signatures}


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
