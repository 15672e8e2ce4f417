"""Opaque identifiers."""

from __future__ import annotations

import os
import threading
import time
import uuid

_lock = threading.Lock()
_last = 0


def uuid7() -> uuid.UUID:
    """Make a time-ordered UUID (RFC 9562 §5.7, method 3): opaque enough for an address, and later ones sort later.

    The order holds within a process even inside one clock tick, since histories are read newest first. It reads the
    machine's clock by itself: a frozen clock must not make ids collide.
    """
    global _last
    with _lock:
        # 48 bits of milliseconds and 12 bits of their fraction, never the same twice.
        nanoseconds = time.time_ns()
        tick = (nanoseconds // 1_000_000 << 12) | (nanoseconds % 1_000_000 * 4096 // 1_000_000)
        _last = tick = max(tick, _last + 1)
    value = (tick >> 12 & (1 << 48) - 1) << 80 | 0x7 << 76 | (tick & 0xFFF) << 64
    value |= 0x2 << 62 | int.from_bytes(os.urandom(8)) & (1 << 62) - 1
    return uuid.UUID(int=value)
