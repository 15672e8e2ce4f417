"""Whose or what's time it is: the calendars that busy times stand on."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping

from django.db.models import Q

from scheduling.models import Calendar

CalendarKey = tuple[str, uuid.UUID]
Calendars = Mapping[CalendarKey, uuid.UUID]
"""Of each (kind, id) of client, colleague, room or related person: the id of its calendar."""
KINDS = ("client", "staff", "room", "person")


def ensure(
    *,
    clients: Collection[uuid.UUID] = (),
    staff: Collection[uuid.UUID] = (),
    rooms: Collection[uuid.UUID] = (),
    people: Collection[uuid.UUID] = (),
    lock: bool = False,
) -> Calendars:
    """Give the calendar of each (kind, id), making those that are missing: one statement when none is.

    ``lock`` holds them for the transaction, always in the same order, so that two bookings wait for each other instead of
    dead-locking on the exclusion constraint. Ids are of clients, staff members, rooms and related persons.
    """
    wanted = dict(zip(KINDS, (set(clients), set(staff), set(rooms), set(people)), strict=True))
    found = _read(wanted, lock)
    missing = sorted((kind, each) for kind, ids in wanted.items() for each in ids if (kind, each) not in found)
    if not missing:
        return found
    # Another booking may make the same one at this moment: then its row is the one that counts.
    Calendar.objects.bulk_create((Calendar(**{f"{kind}_id": each}) for kind, each in missing), ignore_conflicts=True)
    return _read(wanted, lock)


def _read(wanted: Mapping[str, set[uuid.UUID]], lock: bool) -> dict[CalendarKey, uuid.UUID]:
    which = Q(pk__in=[])
    for kind, ids in wanted.items():
        if ids:
            which |= Q(**{f"{kind}_id__in": ids})
    rows = Calendar.objects.filter(which).order_by("pk")
    if lock:
        rows = rows.select_for_update(no_key=True)
    found = {}
    for pk, *owners in rows.values_list("pk", *(f"{kind}_id" for kind in KINDS)):
        kind, owner = next((kind, owner) for kind, owner in zip(KINDS, owners, strict=True) if owner)
        found[kind, owner] = pk
    return found
