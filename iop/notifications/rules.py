"""When a message may leave, and when it is tried again. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from iop.core import clock
from iop.notifications.choices import (
    ASK_AGAIN_SECONDS,
    BACK_OFF_MINUTES,
    GIVE_UP_HOURS,
    JITTER,
    MAX_ATTEMPTS,
    Priority,
)

NOTICE = dt.timedelta(hours=2)
"""How long before a thing begins somebody must know that it changed, or the night's rest is broken for it."""
PACE_WINDOW = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Quiet:
    """From which full hour to which full hour of the wall clock nothing is sent; equal hours mean never quiet."""

    from_hour: int
    until_hour: int

    @property
    def is_never(self) -> bool:
        """Say whether there is no quiet hour at all."""
        return self.from_hour % 24 == self.until_hour % 24

    def holds(self, hour: int) -> bool:
        """Say whether this hour of the wall clock is quiet; the hours may run over midnight."""
        first, last = self.from_hour % 24, self.until_hour % 24
        if first < last:
            return first <= hour < last
        return first > last and (hour >= first or hour < last)


NEVER_QUIET = Quiet(0, 0)


def next_allowed(at: dt.datetime, zone: str, quiet: Quiet) -> dt.datetime:
    """Say when something due at ``at`` may leave where the wall clock follows ``zone``: at once, or when the quiet hours end."""
    local = at.astimezone(ZoneInfo(zone))
    if not quiet.holds(local.hour):
        return at
    until = quiet.until_hour % 24
    on = local.date() if local.hour < until else local.date() + dt.timedelta(days=1)
    return clock.at_local(on, dt.time(until), zone)


def leaves_at(at: dt.datetime, *, priority: int, allowed: dt.datetime, expires_at: dt.datetime | None) -> dt.datetime:
    """Say when a message that is due leaves, if its quiet hours end at ``allowed``.

    Urgent ones go at once. So does a change of something that begins (``expires_at``) too soon after the quiet hours for
    anybody to act on it: a site closed by snow at seven must be told before people set out for nine.
    """
    if priority == Priority.URGENT or allowed <= at:
        return at
    too_late = expires_at is not None and expires_at - allowed < NOTICE
    return at if priority == Priority.CHANGE and too_late else allowed


def try_again_at(attempts: int, at: dt.datetime, chance: float = 0.0) -> dt.datetime:
    """A failed message waits longer after each try; ``attempts`` counts the tries made so far.

    ``chance`` (0 to 1) lengthens the wait by up to a tenth, so that what failed together is not tried together.
    """
    wait = dt.timedelta(minutes=BACK_OFF_MINUTES[min(attempts, len(BACK_OFF_MINUTES)) - 1])
    return at + wait * (1 + JITTER * chance)


def is_hopeless(*, attempts: int, is_down: bool, due_at: dt.datetime, at: dt.datetime) -> bool:
    """Say whether a failed message is not tried again: its tries are used up, or it waited two days for a provider."""
    return at - due_at > dt.timedelta(hours=GIVE_UP_HOURS) if is_down else attempts >= MAX_ATTEMPTS


def ask_again_at(failures: int, at: dt.datetime) -> dt.datetime:
    """Say when a provider that was down ``failures`` times in a row is asked again, with a single message."""
    return at + dt.timedelta(seconds=ASK_AGAIN_SECONDS[min(failures, len(ASK_AGAIN_SECONDS)) - 1])


def room(*, per_minute: int, taken: int, at_most: int) -> int:
    """Say how many more messages may be taken now, if ``taken`` were in the last minute."""
    return max(0, min(at_most, per_minute - taken))
