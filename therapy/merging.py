"""What of the clinical content follows a person from a duplicate chart into the one that is kept (the slot ``MERGE_PLANS``).

Assessments and counseling notes belong to an episode and follow it without a change. A signed line of a group note carries
the client inside its hash: it stays as it was signed, and the kept chart shows it.
"""

from __future__ import annotations

import datetime as dt
import uuid

from clients.merging import Plan, by_key
from iop.core.words import Sentence, say
from therapy.models import GroupNoteLine

STAYS: dict[str, Sentence] = {}


def plan(kept_id: uuid.UUID, absorbed_id: uuid.UUID, at: dt.datetime) -> Plan:
    """Lines of notes that are not signed follow; signed ones stay."""
    lines = GroupNoteLine.objects.filter(client=absorbed_id)
    both = GroupNoteLine.objects.filter(client=kept_id).values("note")
    drafts = lines.filter(note__signed_at__isnull=True).exclude(note__in=both)
    signed = lines.filter(note__signed_at__isnull=False).count()
    move = by_key(kept_id, absorbed_id, GroupNoteLine, drafts)
    return Plan(
        moves=[move] if move.ids else [],
        stays=[(say("Signed notes: they stay as they were signed, and are shown"), signed)] if signed else [],
    )


MOVED = frozenset({GroupNoteLine._meta.label})
"""Tables of this app that bear a client and of which rows move."""
