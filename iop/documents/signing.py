"""What exactly a signature covers: one unambiguous byte string of the signed content, and its hash."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from decimal import Decimal
from enum import Enum
from typing import Any


def canonical(data: Any) -> bytes:
    """Write plain data as bytes that are the same for the same content: sorted keys, UTC instants, no spaces, UTF-8.

    Raises ``TypeError`` for what has no plain form and ``ValueError`` for a number that JSON cannot hold.
    """
    return json.dumps(_plain(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode(
        "utf-8", "surrogatepass"
    )


def digest_of(data: Any) -> str:
    """Give the SHA-256 of the canonical bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(data)).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return _plain(value.value)
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, dict):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dt.datetime):
        return _instant(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, uuid.UUID | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be signed; give plain values")


def _key(key: Any) -> str:
    # Two keys that look alike as text ("1" and 1) would hash as one; only texts and ids are keys.
    if isinstance(key, str | uuid.UUID):
        return str(key)
    raise TypeError("keys of signed content are texts")


def _instant(value: dt.datetime) -> str:
    if value.tzinfo is None:
        raise TypeError("an instant needs its zone to be signed")
    return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
