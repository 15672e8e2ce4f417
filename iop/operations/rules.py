"""Slots of the schedule, and when a task counts as late. Pure.

Time is cut into slots as long as a task's rhythm, the same for every clock that asks: so two of them ask for the same slot.
"""

from __future__ import annotations

import datetime as dt

from iop.operations.choices import TROUBLE, Outcome, State

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
NIGHT = dt.timedelta(hours=7)
"""Days of nightly work begin at this hour of UTC: the small hours from coast to coast, and no daylight-saving time moves it."""
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
LEAST_GRACE = dt.timedelta(minutes=10)
MOST_GRACE = dt.timedelta(hours=6)


def slot_of(at: dt.datetime, every: dt.timedelta) -> dt.datetime:
    """Say when the slot began into which ``at`` falls."""
    shift = EPOCH + (NIGHT if every >= DAY else dt.timedelta())
    return shift + (at - shift) // every * every


def next_slot(at: dt.datetime, every: dt.timedelta) -> dt.datetime:
    """Say when the slot after the one of ``at`` begins."""
    return slot_of(at, every) + every


def asked_every(every: dt.timedelta) -> dt.timedelta:
    """Say how often the clock asks for the task: at least hourly, so that a night's work that failed is tried again soon."""
    return min(every, HOUR)


def allowed(every: dt.timedelta) -> dt.timedelta:
    """Say how long the last good run may lie back: the rhythm and a quarter of it, at least ten minutes, at most six hours."""
    return every + min(max(every / 4, LEAST_GRACE), MOST_GRACE)


def is_late(since: dt.datetime | None, at: dt.datetime, every: dt.timedelta) -> bool:
    """Say whether a task is late whose last good run (else: the first run of anything) began at ``since``."""
    return since is not None and at - since > allowed(every)


def state_of(
    *, last: Outcome | None, last_ok_at: dt.datetime | None, known_since: dt.datetime | None, at: dt.datetime,
    every: dt.timedelta,
) -> State:  # fmt: skip
    """Say in what state a task is: late before anything else, then by how its newest run went.

    ``last`` is the outcome of its newest run that was not left out, ``known_since`` when anything ran here for the first time.
    """
    if is_late(last_ok_at or known_since, at, every):
        return State.LATE
    if last is None:
        return State.WAITING
    if last == Outcome.RUNNING:
        return State.RUNNING
    return State.FAILING if last in TROUBLE else State.FINE
