"""What a payer decided about a claim, in values: how much it paid, what it took off and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

REVERSAL = "22"
"""CLP02: an answer given before is taken back."""
NOT_OURS = "23"
DENIED_STATUS = "4"


@dataclass(frozen=True)
class Adjustment:
    """One amount that is not paid: its group (CO, PR, OA, PI, CR), its reason code, and cents; below zero gives back."""

    group: str
    code: str
    cents: int
    quantity: Decimal | None = None

    @property
    def reason(self) -> str:
        """The group and code as they are written everywhere: "CO-45"."""
        return f"{self.group}-{self.code}"


@dataclass(frozen=True)
class LineAnswer:
    """What was decided about one line: asked and paid in cents, and every adjustment between them."""

    control_number: str
    code: str
    cents: int
    paid: int
    on: dt.date | None = None
    units: Decimal | None = None
    adjustments: tuple[Adjustment, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Adjudication:
    """What a payer decided about one claim, as the next payer has to be told."""

    paid: int
    on: dt.date
    """The day of the answer's payment."""
    payer_number: str = ""
    """The payer's own number of the claim (CLP07)."""
    status: str = "1"
    """CLP02."""
    cents: int = 0
    patient: int = 0
    lines: dict[str, LineAnswer] = field(default_factory=dict)
    """By line control number."""
    adjustments: tuple[Adjustment, ...] = ()
    """Those of the claim as a whole; the lines have their own."""

    @property
    def every_adjustment(self) -> list[Adjustment]:
        """Those of the claim and of all its lines."""
        return [*self.adjustments, *(each for line in self.lines.values() for each in line.adjustments)]


def total(adjustments: Iterable[Adjustment], group: str = "") -> int:
    """Add up adjustments in cents, of one group or of all."""
    return sum(each.cents for each in adjustments if not group or each.group == group)
