"""What a code costs on a day: a payer's contract first, then the clinic's own price list."""

from __future__ import annotations

import datetime as dt
import uuid
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from billing.models import Charge, ClaimLine, FeeLine
from iop.core.money import dollars
from iop.core.words import Sentence, count_words, say, sentence

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


@dataclass(frozen=True)
class Touched:
    """Charges already posted that another price would change: how many, by how many cents in all, how many are on claims."""

    charges: int = 0
    difference: int = 0
    on_claims: int = 0

    @property
    def words(self) -> Sentence | None:
        """Say what the price does to them; nothing when it touches none."""
        if not self.charges:
            return None
        told = count_words(
            "This changes {number} charge that is posted already, by ${amount} in all.",
            "This changes {number} charges that are posted already, by ${amount} in all.",
            self.charges,
        )
        parts = [sentence(told, number=self.charges, amount=dollars(self.difference))]
        if self.charges - self.on_claims:
            parts.append(say("Those not on a claim yet are taken back and posted anew by the next run."))
        if self.on_claims:
            words = count_words(
                "{number} is on a claim: it stays until somebody corrects the claim, and a task is opened for it.",
                "{number} are on claims: they stay until somebody corrects the claims, and tasks are opened for them.",
                self.on_claims,
            )
            parts.append(sentence(words, number=self.on_claims))
        pattern = " ".join(f"{{part_{number}}}" for number in range(len(parts)))
        return sentence(pattern, **{f"part_{number}": part for number, part in enumerate(parts)})


def touched(
    *, payer_id: uuid.UUID | None, level_id: uuid.UUID | None, code: str, cents: int, valid_from: dt.date, today: dt.date
) -> Touched:  # fmt: skip
    """Say which standing charges a price from a past day on would change. Three statements, whatever their number."""
    if valid_from > today:
        return Touched()
    rows = Charge.objects.filter(code=code.strip().upper(), on__gte=valid_from, on__lte=today, reversed_at__isnull=True)
    rows = rows.filter(payer=payer_id) if payer_id else rows
    rows = rows.filter(level=level_id) if level_id else rows
    claimed = ClaimLine.objects.filter(charge=OuterRef("pk"), is_live=True)
    found = rows.annotate(on_claim=Exists(claimed)).values_list("payer", "level", "on", "units", "cents", "on_claim")
    changed = read({row[0] for row in found}, today)
    changed.take((payer_id, level_id, code.strip().upper()), valid_from, cents)
    charges = difference = on_claims = 0
    for payer, level, on, units, posted, on_claim in found:
        price = changed.cents(payer, level, code.strip().upper(), on)
        if price is not None and price * units != posted:
            charges, difference, on_claims = charges + 1, difference + price * units - posted, on_claims + on_claim
    return Touched(charges, difference, on_claims)
