"""What of the medication list follows a person from a duplicate chart into the one that is kept (the slot ``MERGE_PLANS``).

Everything else of medications and support belongs to a stay or to a medication, and follows it without a change.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models.functions import Lower

from clients.merging import Plan, by_key
from iop.core.words import Sentence
from therapy.models.medications import Allergy, Medication

STAYS: dict[str, Sentence] = {}


def plan(kept_id: uuid.UUID, absorbed_id: uuid.UUID, at: dt.datetime) -> Plan:
    """Medications follow, and allergies that the kept chart does not name yet. ``at`` changes nothing here."""
    known = Allergy.objects.right().filter(client=kept_id).values(told=Lower("substance"))
    allergies = Allergy.objects.filter(client=absorbed_id).annotate(told=Lower("substance"))
    moves = [
        by_key(kept_id, absorbed_id, Medication, Medication.objects.filter(client=absorbed_id)),
        by_key(kept_id, absorbed_id, Allergy, allergies.exclude(entered_in_error_at__isnull=True, told__in=known)),
    ]
    return Plan(moves=[move for move in moves if move.ids])


MOVED = frozenset({Allergy._meta.label, Medication._meta.label})
"""Tables of this area that bear a client and of which rows move."""
