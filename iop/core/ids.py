"""Opaque identifiers."""

from __future__ import annotations

import os
import time
import uuid


def uuid7() -> uuid.UUID:
    """Make a time-ordered UUID (RFC 9562 §5.7): random enough to be opaque, ordered enough to keep indexes compact.

    It reads the machine's clock by itself: its order is a storage matter, and a frozen clock must not make ids collide.
    """
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80
    value |= 0x7 << 76
    value |= int.from_bytes(os.urandom(10)) & ((1 << 76) - 1)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return uuid.UUID(int=value)
