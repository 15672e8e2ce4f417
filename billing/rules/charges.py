"""What a charge says, on what it rests, and what has to be taken back and posted anew when that changes."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from billing.choices.ledger import Account
from billing.choices.rules import DayState
from billing.rules.ledger import Side
from billing.rules.shapes import DayFacts, Decision, Line


@dataclass(frozen=True)
class Said:
    """What a charge tells whoever pays. Two that say the same need no correction."""

    source_key: str
    form: str
    code: str
    revenue_code: str
    modifiers: tuple[str, ...]
    place_of_service: str
    units: int
    cents: int
    payer_id: uuid.UUID | None
    coverage_id: uuid.UUID | None
    level_id: uuid.UUID | None
    rendered_by: uuid.UUID | None
    diagnoses: tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    """A line that should be charged, with what it would say."""

    line: Line
    said: Said


@dataclass(frozen=True)
class Difference:
    """Charges to take back and lines to post; ``replaced`` names the charge that a line stands in for, by the line's place."""

    take_back: tuple[uuid.UUID, ...]
    post: tuple[Wanted, ...]

    def __bool__(self) -> bool:
        return bool(self.take_back or self.post)


def payer_of(facts: DayFacts) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """Say by which cover and payer a day is paid: none when the client pays, or has asked that the payer be told nothing.

    Source: 45 CFR 164.522(a)(1)(vi).
    """
    if facts.cover is None or facts.is_restricted:
        return None, None
    return facts.cover.coverage_id, facts.cover.payer_id


def said_of(facts: DayFacts, line: Line) -> Said:
    """Say what the charge of a line would tell."""
    coverage_id, payer_id = payer_of(facts)
    return Said(
        line.source_key, line.form, line.code, line.revenue_code, tuple(line.modifiers), line.place_of_service, line.units,
        line.cents, payer_id, coverage_id, facts.level_id, line.staff_id, tuple(facts.diagnoses),
    )  # fmt: skip


def chargeable(facts: DayFacts, decision: Decision) -> tuple[Wanted, ...]:
    """Give the lines that may be charged now: those of a billable day. A day that is held waits as a whole."""
    return _wanted(facts, decision) if decision.state == DayState.BILLABLE else ()


def still_right(facts: DayFacts, decision: Decision) -> tuple[Wanted, ...]:
    """Give what a day that was charged before is charged for now: all lines but those that something holds.

    What is held of such a day (an appointment whose note came later) leaves the rest of it charged.
    """
    if decision.state not in {DayState.BILLABLE, DayState.HELD, DayState.REVIEW}:
        return ()
    held = {hold.source_key for hold in decision.holds}
    return () if "" in held else tuple(one for one in _wanted(facts, decision) if one.line.source_key not in held)


def _wanted(facts: DayFacts, decision: Decision) -> tuple[Wanted, ...]:
    return tuple(Wanted(line, said_of(facts, line)) for line in decision.lines)


def difference(standing: Iterable[tuple[uuid.UUID, Said]], wanted: Sequence[Wanted]) -> Difference:
    """Compare what is charged with what should be: charges that nobody wants any more, and lines that nobody has charged."""
    charged = list(standing)
    have, want = {said for _id, said in charged}, {one.said for one in wanted}
    return Difference(
        tuple(charge_id for charge_id, said in charged if said not in want),
        tuple(one for one in wanted if one.said not in have),
    )


def sides_of(
    charge_id: uuid.UUID, client_id: uuid.UUID, payer_id: uuid.UUID | None, cents: int
) -> list[Side]:  # fmt: skip
    """Give the postings of a charge: who owes it, and what the clinic earned."""
    who = Account.PAYERS_OWE if payer_id else Account.CLIENTS_OWE
    return [
        Side(who, cents, client_id=client_id, payer_id=payer_id, charge_id=charge_id),
        Side(Account.REVENUE, -cents, client_id=client_id, payer_id=payer_id, charge_id=charge_id),
    ]


def rests_on(facts: DayFacts) -> str:
    """Give a short sum of what happened that day and who pays, so that a change after the charge is noticed.

    Prices and rules are not in it: what a change of those with a past date would do is shown and confirmed first.
    """
    cover = (facts.cover.coverage_id, facts.cover.payer_id) if facts.cover else None
    week = (facts.week.first, facts.week.minutes, facts.week.days) if facts.week else None
    told = (
        facts.site_id, facts.level_id, facts.place_of_service, facts.other_level, cover, facts.diagnoses, facts.has_plan,
        facts.consents, facts.is_restricted, week, tuple(sorted(one.number for one in facts.authorized)),
        tuple(
            (
                one.service, one.source_key, one.minutes, one.came, one.is_final, one.note, one.staff_id, one.supervisor_id,
                one.is_telehealth, one.group_size, one.client_present,
            )
            for one in sorted(facts.delivered, key=lambda one: one.source_key)
        ),
    )  # fmt: skip
    return hashlib.sha256(repr(told).encode()).hexdigest()
