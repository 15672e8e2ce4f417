"""What clients asked for about their times follows them into the chart that is kept (the slot ``MERGE_PLANS``)."""

from __future__ import annotations

import datetime as dt
import uuid

from clients.merging import Plan, by_key
from iop.core.words import Sentence
from sessions_app.models import ScheduleAsk

STAYS: dict[str, Sentence] = {}
MOVED = frozenset({ScheduleAsk._meta.label})
"""Tables that bear a client and of which rows move."""


def plan(kept_id: uuid.UUID, absorbed_id: uuid.UUID, at: dt.datetime) -> Plan:
    """Every ask follows the person who asked."""
    move = by_key(kept_id, absorbed_id, ScheduleAsk, ScheduleAsk.objects.filter(client=absorbed_id))
    return Plan(moves=[move] if move.ids else [])
