"""When a sign-in ends by itself. Pure."""

from __future__ import annotations

import datetime as dt

TOUCH_EVERY = dt.timedelta(minutes=1)
"""Activity is noted at most this often: one more write a minute, not one a click."""


def seconds_left(
    *, signed_in_at: dt.datetime, active_at: dt.datetime, at: dt.datetime, idle_minutes: int, session_hours: int
) -> int:
    """A sign-in ends after a while without activity, and after a working day in any case (45 CFR 164.312(a)(2)(iii)).

    ``idle_minutes`` counts from the last thing a person did, ``session_hours`` from signing in. Never less than 0.
    """
    idle_end = active_at + dt.timedelta(minutes=idle_minutes)
    day_end = signed_in_at + dt.timedelta(hours=session_hours)
    return max(0, int((min(idle_end, day_end) - at).total_seconds()))


def is_worth_noting(*, active_at: dt.datetime, at: dt.datetime) -> bool:
    """Activity is noted when the last note of it is a minute old."""
    return at - active_at >= TOUCH_EVERY
