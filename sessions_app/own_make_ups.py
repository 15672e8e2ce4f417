"""Missed days a client may still make up, with the real free seats they may choose from."""

from __future__ import annotations

import datetime as dt
import uuid

from sessions_app import makeups
from sessions_app.choices import MISSED
from sessions_app.models import Attendance
from sessions_app.rules.hours import Seat

LOOKS_BACK = dt.timedelta(days=21)
MOST_MISSES = 3
"""Misses shown with their seats; each costs some statements."""


def choices(client_id: uuid.UUID, at: dt.datetime) -> list[tuple[Attendance, list[Seat]]]:
    """Give the newest misses that are not made up for, each with its free seats; those without a seat are left out."""
    missed = Attendance.objects.filter(client=client_id, status__in=MISSED, session__starts_at__gte=at - LOOKS_BACK)
    open_ones = missed.exclude(make_ups__cancelled_at__isnull=True, make_ups__isnull=False)
    rows = open_ones.select_related("session__site", "session__track__program").order_by("-session__starts_at")
    found = [(row, makeups.offers(row, at)) for row in rows[:MOST_MISSES]]
    return [(row, seats) for row, seats in found if seats]
