"""Plans a client owns follow them into the chart that is kept: the one kept last there is the one in use.

Aftercare and discharge summaries belong to an episode and follow it without a change.
"""

from __future__ import annotations

import datetime as dt
import uuid

from clients.merging import Plan, by_key
from iop.core.words import Sentence
from therapy.models import OwnPlan

STAYS: dict[str, Sentence] = {}


def plan(kept_id: uuid.UUID, absorbed_id: uuid.UUID, at: dt.datetime) -> Plan:
    """All safety and relapse-prevention plans follow, with their versions; ``at`` does not matter here."""
    move = by_key(kept_id, absorbed_id, OwnPlan, OwnPlan.objects.filter(client=absorbed_id))
    return Plan(moves=[move] if move.ids else [])


MOVED = frozenset({OwnPlan._meta.label})
"""Tables of this area that bear a client and of which rows move."""
