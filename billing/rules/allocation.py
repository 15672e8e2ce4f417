"""Which of a client's charges a payment pays, and what a refund opens again."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Owed:
    """What a client owes for one charge, in cents; below zero: too much was paid on it. ``charge_id`` none: for no charge."""

    client_id: uuid.UUID
    charge_id: uuid.UUID | None
    on: dt.date
    cents: int


@dataclass(frozen=True)
class Part:
    """So many cents of a client's money, put to one charge."""

    owed: Owed
    cents: int


def oldest_first(owed: Iterable[Owed], cents: int) -> list[Part]:
    """A client's money pays what they owe, the oldest day first, as far as it reaches. What is left stays on account.

    ``cents`` is what is there to use. Source: the clinic's own way, told on each receipt; billing.md §12.
    """
    parts: list[Part] = []
    for one in sorted(owed, key=lambda each: (each.on, str(each.charge_id))):
        taken = min(one.cents, cents)
        if taken > 0:
            parts.append(Part(one, taken))
            cents -= taken
    return parts


def overpaid(owed: Iterable[Owed]) -> list[Part]:
    """What was paid beyond a charge goes back on account, where it pays the next one or is given back."""
    return [Part(one, -one.cents) for one in owed if one.cents < 0]


def opened_again(paid: Iterable[Owed], cents: int) -> list[Part]:
    """Money that goes back after it has paid something opens the newest charges it paid, as far as needed.

    ``paid`` says by charge what the client's own money paid on it.
    """
    parts: list[Part] = []
    for one in sorted(paid, key=lambda each: (each.on, str(each.charge_id)), reverse=True):
        taken = min(one.cents, cents)
        if taken > 0:
            parts.append(Part(one, taken))
            cents -= taken
    return parts
