"""What the clinic agreed not to tell (42 CFR 2.26; 45 CFR 164.522(a)): asked by the gate before anything leaves."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from clients import register_rules
from clients.models import RestrictionRequest


def restricts(client_id: uuid.UUID, purpose: str, on: dt.date, information: Collection[str] = ()) -> bool:
    """Say whether an agreed restriction holds this back on a day; no ``information`` asks for anything at all."""
    return bool(restricted([client_id], purpose, information, on))


def restricted(
    client_ids: Collection[uuid.UUID], purpose: str, information: Collection[str], on: dt.date
) -> set[uuid.UUID]:
    """Name the clients with whom a restriction was agreed that covers what is asked on a day (one statement).

    A restriction agreed in a chart that another absorbed holds for that one too.
    """
    return {client for client, _on in restricted_days([(each, on) for each in client_ids], purpose, information)}


def restricted_days(
    keys: Collection[tuple[uuid.UUID, dt.date]], purpose: str, information: Collection[str]
) -> set[tuple[uuid.UUID, dt.date]]:
    """Name the days of clients on which a restriction holds that covers what is asked, as ``restricted`` does (one statement)."""
    days: dict[uuid.UUID, set[dt.date]] = {}
    for client_id, on in keys:
        days.setdefault(client_id, set()).add(on)
    wanted = set(days)
    rows = RestrictionRequest.objects.filter(starts_on__isnull=False).values_list(
        "client", "client__merged_into", "purposes", "information", "starts_on", "ends_on"
    )
    rows = rows.filter(client__in=wanted) | rows.filter(client__merged_into__in=wanted)
    return {
        (merged if merged in wanted else client, on)
        for client, merged, purposes, kinds, first, last in rows
        for on in days[merged if merged in wanted else client]
        if register_rules.restricts(
            purposes=purposes,
            information=kinds,
            starts_on=first or on,
            ends_on=last,
            purpose=purpose,
            asked=information,
            on=on,
        )
    }
