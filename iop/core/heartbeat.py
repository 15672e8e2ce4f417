"""Who of the background processes was seen, and when.

Beat marks itself when it sends the heartbeat, a worker marks itself when it runs it: so a stopped worker and a stopped
beat can be told apart. The marks live in Redis, since they are about processes and not about the clinic.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.core.cache import cache

from iop.core import clock

Who = Literal["worker", "beat"]

TASK = "core.heartbeat"
STALE_AFTER_SECONDS = 70
"""Three heartbeats of 20 seconds, and ten for a slow start of one."""
FORGOTTEN_AFTER_SECONDS = 7 * 24 * 3600


def mark(who: Who) -> None:
    """Write down that ``who`` is alive now."""
    cache.set(_key(who), clock.now().isoformat(), FORGOTTEN_AFTER_SECONDS)


def seen_seconds_ago(who: Who, *, at: dt.datetime) -> int | None:
    """Say how many seconds before ``at`` this process was last seen; nothing when never.

    Raises what the cache raises when Redis cannot be reached.
    """
    said = cache.get(_key(who))
    return None if said is None else max(0, int((at - dt.datetime.fromisoformat(said)).total_seconds()))


def is_fresh(seconds: int | None) -> bool:
    """Say whether a process seen so long ago counts as running."""
    return seconds is not None and seconds <= STALE_AFTER_SECONDS


def _key(who: Who) -> str:
    return f"heartbeat:{who}"
