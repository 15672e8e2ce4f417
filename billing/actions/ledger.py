"""Posting to the ledger. Every movement of money goes through here, once for each key."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from billing.models import BillingMonth, Entry, Posting
from billing.rules import ledger as rules
from billing.rules.ledger import Side
from iop.access.actors import Actor
from iop.core.errors import require


@dataclass(frozen=True)
class Draft:
    """An entry to be posted: ``key`` makes it happen once, ``on`` is the day it belongs to."""

    key: str
    kind: str
    site_id: uuid.UUID
    on: dt.date
    sides: Sequence[Side]
    memo: str = ""


@transaction.atomic
def post(*, by: Actor, drafts: Iterable[Draft], at: dt.datetime) -> int:
    """Post entries; those whose key is there already are passed over. Say how many are new.

    A day in a closed month or before one is moved to the first day of the month after the last closed one. Three statements,
    whatever the number. The caller records the event for the audit, since it knows what it was about. Raises ``Refused`` for
    sides that do not add up.
    """
    wanted = list(drafts)
    for draft in wanted:
        require(rules.why_not_sides(draft.sides), code="unbalanced")
    days = closed_months({draft.on for draft in wanted})
    entries = [
        Entry(
            key=draft.key, kind=draft.kind, site_id=draft.site_id, posted_on=rules.open_day(draft.on, days), at=at,
            by_id=by.id, memo=draft.memo[:200], size=len(draft.sides),
        )
        for draft in wanted
    ]  # fmt: skip
    Entry.objects.bulk_create(entries, ignore_conflicts=True, batch_size=1000)
    ids = [entry.pk for entry in entries]
    mine = set(Entry.objects.filter(pk__in=ids).values_list("pk", flat=True))
    Posting.objects.bulk_create(
        [
            Posting(
                entry=entry, account=side.account, cents=side.cents, client_id=side.client_id, payer_id=side.payer_id,
                charge_id=side.charge_id, reason=side.reason,
            )
            for entry, draft in zip(entries, wanted, strict=True)
            if entry.pk in mine
            for side in draft.sides
        ],
        batch_size=2000,
    )  # fmt: skip
    return len(mine)


def closed_months(days: Iterable[dt.date]) -> set[dt.date]:
    """Give the first days of the closed months from the earliest of these days on, and keep the open ones from closing meanwhile."""
    firsts = {day.replace(day=1) for day in days}
    if not firsts:
        return set()
    BillingMonth.objects.bulk_create([BillingMonth(first_on=first) for first in sorted(firsts)], ignore_conflicts=True)
    rows = BillingMonth.objects.filter(first_on__gte=min(firsts)).order_by("first_on").select_for_update(no_key=True)
    return {row.first_on for row in rows if row.closed_at is not None}
