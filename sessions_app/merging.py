"""What of treatment days follows a person from a duplicate chart into the one that is kept (the slot ``MERGE_PLANS``)."""

from __future__ import annotations

import datetime as dt
import uuid

from clients.merging import Move, Plan
from iop.core.words import Sentence, say
from sessions_app.models import Attendance, ShortTermGoal

STAYS: dict[str, Sentence] = {}


def plan(kept_id: uuid.UUID, absorbed_id: uuid.UUID, at: dt.datetime) -> Plan:
    """Roster lines and goals follow their episode; a line of a day on whose roster the kept chart stands too stays."""
    lines = Attendance.objects.filter(client=absorbed_id)
    twice = lines.filter(session__in=Attendance.objects.filter(client=kept_id).values("session"))
    if twice.filter(session__ends_at__gt=at).exists():
        return Plan(why_not=[say("Both charts are on the roster of a day to come. Take one of them off first.")])
    stay = set(twice.values_list("pk", flat=True))
    moved = [key for key in lines.values_list("pk", flat=True) if key not in stay]
    later = [
        Move("sessions_app.Attendance", "client_id", "pk", moved, kept_id, absorbed_id, say("Days attended and ahead")),
        Move("sessions_app.ShortTermGoal", "client_id", "attendance", moved, kept_id, absorbed_id, say("Goals")),
    ]
    return Plan(
        moves=[move for move in later if move.ids],
        stays=[(say("Days on which both charts stand on the roster"), len(stay))] if stay else [],
    )


MOVED = frozenset({Attendance._meta.label, ShortTermGoal._meta.label})
"""Tables of this app that bear a client and of which rows move."""
