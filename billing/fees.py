"""What a code costs on a day: a payer's contract first, then the clinic's own price list."""

from __future__ import annotations

import datetime as dt
import uuid
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q

from billing.models import FeeLine

Place = tuple[uuid.UUID | None, uuid.UUID | None, str]
"""Payer, level and code."""


class Fees:
    """Prices with the days from which they hold."""

    def __init__(self) -> None:
        self._rows: dict[Place, dict[dt.date, int]] = defaultdict(dict)
        self._days: dict[Place, list[dt.date]] = {}

    def take(self, place: Place, valid_from: dt.date, cents: int) -> None:
        """Hold one price; of one day the one taken last holds."""
        self._rows[place][valid_from] = cents
        self._days.pop(place, None)

    def cents(self, payer_id: uuid.UUID | None, level_id: uuid.UUID | None, code: str, on: dt.date) -> int | None:
        """Give the price of one unit on a day: the payer's for the level, the payer's for any, the clinic's for the level, the clinic's.

        None: nobody has said a price. Source: billing.md, payer rules win over everything.
        """
        for payer in dict.fromkeys([payer_id, None]):
            for level in dict.fromkeys([level_id, None]):
                found = self._on((payer, level, code), on)
                if found is not None:
                    return found
        return None

    def own(self, level_id: uuid.UUID | None, code: str, on: dt.date) -> int | None:
        """Give the clinic's own price, whoever pays."""
        return self.cents(None, level_id, code, on)

    def _on(self, place: Place, on: dt.date) -> int | None:
        if place not in self._rows:
            return None
        days = self._days.setdefault(place, sorted(self._rows[place]))
        at = bisect_right(days, on)
        return self._rows[place][days[at - 1]] if at else None


def read(payer_ids: Collection[uuid.UUID | None], on: dt.date) -> Fees:
    """Read the prices of payers and of the clinic that hold on ``on`` or held before: right for any day up to it. One statement.

    Pass the last day of a stretch to ask about all its days.
    """
    known = [payer_id for payer_id in payer_ids if payer_id is not None]
    found = Fees()
    rows = FeeLine.objects.filter(Q(payer__in=known) | Q(payer__isnull=True), valid_from__lte=on)
    for row in rows.order_by("created_at", "pk"):
        found.take((row.payer_id, row.level_id, row.code), row.valid_from, row.cents)
    return found
