"""When a message is tried again. Pure."""

from __future__ import annotations

import datetime as dt

from iop.notifications.choices import BACK_OFF_MINUTES


def try_again_at(attempts: int, at: dt.datetime) -> dt.datetime:
    """A failed message waits longer after each try; ``attempts`` counts the tries made so far."""
    return at + dt.timedelta(minutes=BACK_OFF_MINUTES[min(attempts, len(BACK_OFF_MINUTES)) - 1])
