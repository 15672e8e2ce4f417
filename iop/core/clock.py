"""The only place that reads the time.

Rules and actions take ``at`` (an instant) or ``on`` (a clinic date); only views, tasks and commands call this module.
Only the demo and the tests may set it (``frozen``), so a demo clinic's history is written at the hours it happened.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

_frozen: ContextVar[dt.datetime | None] = ContextVar("iop_clock", default=None)


def now() -> dt.datetime:
    """Say the present instant, aware and in UTC."""
    return _frozen.get() or dt.datetime.now(dt.UTC)


def today(zone: str | ZoneInfo) -> dt.date:
    """Say the present calendar date where the wall clock follows ``zone``."""
    return local_date(now(), zone)


def local_date(at: dt.datetime, zone: str | ZoneInfo) -> dt.date:
    """Say on which calendar date ``at`` falls in ``zone``."""
    return at.astimezone(_zone(zone)).date()


def at_local(on: dt.date, wall: dt.time, zone: str | ZoneInfo) -> dt.datetime:
    """Say at which instant a clinic's wall clock shows ``wall`` on the date ``on``.

    On the spring Sunday a skipped wall time (02:30) is read as the same distance after the jump (03:30), on the autumn
    Sunday a repeated one as its first occurrence: both as PEP 495 reads ``fold=0``. ``is_skipped`` tells the first case.
    """
    return dt.datetime.combine(on, wall, tzinfo=_zone(zone)).astimezone(dt.UTC)


def is_skipped(on: dt.date, wall: dt.time, zone: str | ZoneInfo) -> bool:
    """Say whether the wall clock never shows ``wall`` on that date (the spring daylight-saving jump)."""
    shown = at_local(on, wall, zone).astimezone(_zone(zone))
    return (shown.date(), shown.time()) != (on, wall)


def is_repeated(on: dt.date, wall: dt.time, zone: str | ZoneInfo) -> bool:
    """Say whether the wall clock shows ``wall`` twice on that date (the autumn daylight-saving hour)."""
    local = dt.datetime.combine(on, wall, tzinfo=_zone(zone))
    return not is_skipped(on, wall, zone) and local.utcoffset() != local.replace(fold=1).utcoffset()


def day_bounds(on: dt.date, zone: str | ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """Say the half-open range of instants that make up the date ``on`` in ``zone`` (23, 24 or 25 hours)."""
    midnight = dt.time(0)
    return at_local(on, midnight, zone), at_local(on + dt.timedelta(days=1), midnight, zone)


@contextmanager
def frozen(at: dt.datetime) -> Iterator[None]:
    """Let ``now`` say ``at`` inside the block. For the demo and the tests."""
    token = _frozen.set(at.astimezone(dt.UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


def _zone(zone: str | ZoneInfo) -> ZoneInfo:
    return zone if isinstance(zone, ZoneInfo) else ZoneInfo(zone)
