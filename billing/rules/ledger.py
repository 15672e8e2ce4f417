"""Which sides an entry has: every way money moves here, as postings that add up to zero."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from billing.rules.months import next_month
from iop.core.words import Sentence, say


@dataclass(frozen=True)
class Side:
    """One posting: so many cents (a debit positive) to an account, with whom and what it is about."""

    account: str
    cents: int
    client_id: uuid.UUID | None = None
    payer_id: uuid.UUID | None = None
    charge_id: uuid.UUID | None = None
    reason: str = ""


def why_not_sides(sides: Sequence[Side]) -> Sentence | None:
    """An entry has at least two sides, none of them nothing, and they add up to zero.

    Source: double-entry bookkeeping; the database refuses it as well.
    """
    if len(sides) < 2:
        return say("An entry has at least two sides.")
    if any(side.cents == 0 for side in sides):
        return say("An entry has no side of nothing.")
    if sum(side.cents for side in sides):
        return say("The sides of an entry add up to zero.")
    return None


def reversed_sides(sides: Iterable[Side]) -> list[Side]:
    """Taking an entry back posts each of its sides with the other sign."""
    return [
        Side(side.account, -side.cents, side.client_id, side.payer_id, side.charge_id, side.reason) for side in sides
    ]


def open_day(on: dt.date, closed: Collection[dt.date]) -> dt.date:
    """What belongs to a closed month, or to one before it, is posted on the first day after the last closed month.

    ``closed`` are the first days of closed months. A month's balances are those of all that was posted until its end, so nothing
    goes before it any more, also into a month in which nothing was posted. Source: issue of the month close; the past is never
    rewritten.
    """
    last = max((first for first in closed if first >= on.replace(day=1)), default=None)
    return next_month(last) if last else on
