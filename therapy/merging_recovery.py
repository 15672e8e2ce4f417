"""A client's journal follows them into the chart that is kept (the slot ``MERGE_PLANS``). Homework belongs to a stay."""

from __future__ import annotations

import datetime as dt
import uuid

from clients.merging import Plan, by_key
from iop.core.words import Sentence
from therapy.models import JournalEntry

STAYS: dict[str, Sentence] = {}


def plan(kept_id: uuid.UUID, absorbed_id: uuid.UUID, at: dt.datetime) -> Plan:
    """All entries follow, private ones as private as they were; ``at`` does not matter here."""
    move = by_key(kept_id, absorbed_id, JournalEntry, JournalEntry.objects.own(absorbed_id))
    return Plan(moves=[move] if move.ids else [])


MOVED = frozenset({JournalEntry._meta.label})
"""Tables of this area that bear a client and of which rows move."""
