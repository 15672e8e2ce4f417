"""Which relatives a client lets know anything at all, as the consents stand now."""

from __future__ import annotations

import datetime as dt
import uuid

from clients.gate import rules, standing
from clients.gate.shapes import Asked, Held
from clients.models import RecipientParty


def released_people(client_id: uuid.UUID, at: dt.datetime) -> set[uuid.UUID]:
    """Name the related persons whom a release of this client names and permits to know something, in two statements."""
    speaking = {}
    for held in standing.consents_of([client_id], at).get(client_id, ()):
        if held.party_id and _stands(held):
            speaking[held.party_id] = held
    rows = RecipientParty.objects.filter(pk__in=speaking, is_active=True, person__isnull=False)
    return set(rows.values_list("person_id", flat=True))


def has_release(client_id: uuid.UUID, person_id: uuid.UUID, at: dt.datetime) -> bool:
    """Say whether a release names this person now."""
    return person_id in released_people(client_id, at)


def _stands(held: Held) -> bool:
    return any(
        rules.why_not(held, Asked("relative", held.party_id, purpose, frozenset({kind})))[1] is None
        for purpose in held.purposes
        for kind in held.information
    )
