"""The keys under which the most identifying columns are kept: how they are written in the environment, and why one is refused."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Sequence

KEY_BYTES = 32
KEY_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,15}", re.ASCII)
HOW_TO_MAKE_ONE = "Make one with: python3 -c 'import base64, secrets; print(\"k1:\" + base64.b64encode(secrets.token_bytes(32)).decode())'"
LEAST_DIFFERENT_BYTES = 12
"""Thirty-two random bytes hold fewer different ones about once in 10^18 tries; a key typed by hand nearly always does."""


TESTS_SECRET = "only-for-tests"  # noqa: S105 - known to everybody, and so refused


def parsed(written: Sequence[str]) -> dict[str, bytes]:
    """Read keys written as ``id:base64``; the first is the one that new values are written under.

    Raises ``ValueError`` with the first of ``why_refused``.
    """
    for reason in why_refused(written):
        raise ValueError(reason)
    return {name: _bytes(coded) or b"" for name, _, coded in (entry.strip().partition(":") for entry in written)}


def why_refused(written: Sequence[str]) -> Iterator[str]:
    """Say each reason against these keys; nothing when all can guard a record."""
    if not written:
        yield f"FIELD_ENCRYPTION_KEYS is missing. {HOW_TO_MAKE_ONE}"
    names: set[str] = set()
    keys: set[bytes | None] = set()
    for place, entry in enumerate(written, start=1):
        name, _, coded = entry.strip().partition(":")
        key = _bytes(coded)
        if not KEY_ID.fullmatch(name):
            yield f"Entry {place} of FIELD_ENCRYPTION_KEYS has no id: write id:base64, the id of small letters and digits."
        elif key is None or len(key) != KEY_BYTES:
            yield f"Entry {place} of FIELD_ENCRYPTION_KEYS is not {KEY_BYTES} bytes in base64. {HOW_TO_MAKE_ONE}"
        elif _is_known(key):
            yield f"Entry {place} of FIELD_ENCRYPTION_KEYS is a default or too plain: anybody could guess it. {HOW_TO_MAKE_ONE}"
        elif name in names or key in keys:
            yield f"Entry {place} of FIELD_ENCRYPTION_KEYS repeats an earlier id or key: each key has one id of its own."
        names.add(name)
        keys.add(key)


def derived(secret: str) -> dict[str, bytes]:
    """Give keys drawn from a secret, for machines that hold no real clients (the demo, development, tests)."""
    return {"own": hashlib.sha256(b"iop field keys " + secret.encode()).digest()}


def _bytes(coded: str) -> bytes | None:
    try:
        return base64.b64decode(coded, validate=True)
    except (binascii.Error, ValueError):
        return None


def _is_known(key: bytes) -> bool:
    typed = all(32 <= byte < 127 for byte in key)
    return typed or len(set(key)) < LEAST_DIFFERENT_BYTES or key in derived(TESTS_SECRET).values()
