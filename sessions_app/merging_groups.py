"""Which places in groups follow a person from a duplicate chart into the one that is kept (the slot ``MERGE_PLANS``)."""

from __future__ import annotations

import datetime as dt
import uuid

from clients.merging import Move, Plan
from iop.core.words import Sentence, say
from sessions_app.group_choices import OPEN_MEMBER
from sessions_app.models import OpenGroupMember

STAYS: dict[str, Sentence] = {}
MOVED = frozenset({OpenGroupMember._meta.label})
"""Tables that bear a client and of which rows move."""


def plan(kept_id: uuid.UUID, absorbed_id: uuid.UUID, at: dt.datetime) -> Plan:
    """Places move with who came to what; of two open places in one group one must be given up first."""
    rows = OpenGroupMember.objects.filter(client=absorbed_id)
    kept = OpenGroupMember.objects.filter(client=kept_id, status__in=OPEN_MEMBER)
    if rows.filter(status__in=OPEN_MEMBER, group__in=kept.order_by().values("group")).exists():
        return Plan(why_not=[say("Both charts are on the list of one group. Take one of them off first.")])
    ids = list(rows.order_by().values_list("pk", flat=True))
    words = say("Places in groups, and when they came")
    moves = [Move("sessions_app.OpenGroupMember", "client_id", "pk", ids, kept_id, absorbed_id, words)] if ids else []
    return Plan(moves=moves)
