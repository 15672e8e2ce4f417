"""What a payer's answer does to what is owed: which amounts move where, as postings, and whether it is a denial. Pure."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from billing.choices.claims import ClaimStatus
from billing.choices.ledger import Account, EntryKind
from billing.choices.remittances import Cause, Treatment
from billing.rules.adjudications import REVERSAL, Adjudication, Adjustment
from billing.rules.ledger import Side

NOT_A_DECISION = frozenset({"25"})
"""CLP02 25: what would be paid, asked beforehand; nothing moves."""


@dataclass(frozen=True)
class Owed:
    """A charge of the claim as the answer meets it: how much was asked for it."""

    charge_id: uuid.UUID
    cents: int
    left: int | None = None
    """What this payer still owes for it, where that is less than what was asked: a payer after the first owes no more."""


@dataclass(frozen=True)
class Part:
    """What of an answer is about one charge."""

    charge_id: uuid.UUID
    paid: int
    adjustments: tuple[Adjustment, ...]
    left: int | None = None


@dataclass(frozen=True)
class Parties:
    """Who is behind the claim: the client, the payer that answers, and the one that pays next, if there is one."""

    client_id: uuid.UUID
    payer_id: uuid.UUID
    next_payer_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Refused:
    """What of an answer is a denial: cents, the cause with the most money, and all reasons, the largest first."""

    cents: int
    cause: str
    reasons: tuple[str, ...]


Treat = Callable[[str], tuple[str, str]]
"""A code to its treatment and its cause."""


def shares(cents: int, weights: Sequence[int]) -> list[int]:
    """Share cents out by weight so that not one is lost: what is left over goes to the first ones with the largest rest."""
    whole = sum(weights)
    if not weights:
        return []
    if whole == 0:
        return [cents, *([0] * (len(weights) - 1))]
    exact = [divmod(abs(cents) * weight, whole) for weight in weights]
    parts = [part for part, _rest in exact]
    order = sorted(range(len(weights)), key=lambda index: -exact[index][1])
    for index in order[: abs(cents) - sum(parts)]:
        parts[index] += 1
    return [part if cents >= 0 else -part for part in parts]


def parts_of(answer: Adjudication, lines: Mapping[str, uuid.UUID], owed: Sequence[Owed]) -> list[Part]:
    """Say which charge each amount is about.

    ``lines`` names the charge of each line that was found. What is about the claim as a whole, or about a line that was not
    found, is shared out over the claim's charges by what was asked for them.
    """
    paid: dict[uuid.UUID, int] = defaultdict(int)
    kept: dict[uuid.UUID, list[Adjustment]] = defaultdict(list)
    loose: list[tuple[int, Sequence[Adjustment]]] = []
    for key, line in answer.lines.items():
        charge_id = lines.get(key)
        if charge_id is None:
            loose.append((line.paid, line.adjustments))
        else:
            paid[charge_id] += line.paid
            kept[charge_id] += line.adjustments
    # Beside lines, an adjustment of the claim lessens what they say was paid; without lines the claim says both itself.
    loose += (
        [(-each.cents, (each,)) for each in answer.adjustments] if answer.lines else [(answer.paid, answer.adjustments)]
    )
    for cents, adjustments in loose:
        _share(cents, adjustments, owed, paid, kept)
    return [Part(each.charge_id, paid[each.charge_id], tuple(kept[each.charge_id]), each.left) for each in owed]


def _share(
    cents: int, adjustments: Sequence[Adjustment], owed: Sequence[Owed], paid: dict[uuid.UUID, int],
    kept: dict[uuid.UUID, list[Adjustment]],
) -> None:  # fmt: skip
    weights = [each.cents for each in owed]
    for each, part in zip(owed, shares(cents, weights), strict=True):
        paid[each.charge_id] += part
    for adjustment in adjustments:
        for each, part in zip(owed, shares(adjustment.cents, weights), strict=True):
            if part:
                kept[each.charge_id].append(Adjustment(adjustment.group, adjustment.code, part, adjustment.quantity))


def sides(parts: Sequence[Part], who: Parties, status: str, treat: Treat) -> list[tuple[str, list[Side]]]:
    """Give the entries of an answer: what was paid, what the contract takes off, and what falls to the client or the next payer.

    What is denied moves nothing: it stays with the payer until somebody works on it. An answer that is taken back has the same
    entries with the other sign, because its amounts have.
    """
    if status in NOT_A_DECISION:
        return []
    payment, written, passed = [], [], []
    for part in parts:
        payment += _moved(Account.CASH, part.paid, who, part.charge_id, "")
        for each, treatment in _within(part, treat):
            if treatment == Treatment.WRITE_OFF:
                written += _moved(Account.CONTRACTUAL, each.cents, who, part.charge_id, each.reason)
            elif treatment == Treatment.CLIENT:
                passed += _moved(Account.CLIENTS_OWE, each.cents, who, part.charge_id, each.reason)
    back = status == REVERSAL
    found = [(EntryKind.PAYER_PAYMENT, payment), (EntryKind.ADJUSTMENT, written), (EntryKind.TRANSFER, passed)]
    return [(str(EntryKind.TAKEBACK if back else kind), each) for kind, each in found if each]


def _within(part: Part, treat: Treat) -> list[tuple[Adjustment, str]]:
    # A payer after the first repeats what the first one took off: no more is written off than it still owes.
    treated = [(each, treatment_of(each, treat)) for each in part.adjustments]
    if part.left is None:
        return treated
    left = part.left - part.paid - sum(each.cents for each, kind in treated if kind == Treatment.CLIENT)
    found = []
    for each, kind in treated:
        if kind == Treatment.WRITE_OFF and each.cents > 0:
            cents = max(0, min(each.cents, left))
            left -= cents
            found.append((Adjustment(each.group, each.code, cents, each.quantity), kind))
        else:
            found.append((each, kind))
    return found


def _moved(account: str, cents: int, who: Parties, charge_id: uuid.UUID, reason: str) -> list[Side]:
    if cents == 0:
        return []
    owed = Side(Account.PAYERS_OWE, -cents, who.client_id, who.payer_id, charge_id, reason)
    if account == Account.CASH:
        return [Side(account, cents, None, who.payer_id, None, reason), owed]
    if account == Account.CLIENTS_OWE and who.next_payer_id:
        return [Side(Account.PAYERS_OWE, cents, who.client_id, who.next_payer_id, charge_id, reason), owed]
    return [Side(account, cents, who.client_id, who.payer_id, charge_id, reason), owed]


def treatment_of(adjustment: Adjustment, treat: Treat) -> str:
    """Say what an adjustment does: what a payer gives to the client (PR) is theirs, and never what it gives to the contract (CO).

    Source: billing.md §10, §12 (responsibility is the sum of PR). A code that is nobody's to pay but of no known contract rule
    stays open.
    """
    if adjustment.group == "PR":
        return Treatment.CLIENT
    treatment, _cause = treat(adjustment.code)
    return Treatment.WRITE_OFF if treatment == Treatment.CLIENT else treatment


def refused(adjustments: Sequence[Adjustment], status: str, treat: Treat, paid: int = 0) -> Refused | None:
    """Say what of an answer is a denial; none when nothing is. A payment taken back with nothing in its place is one too."""
    if status in NOT_A_DECISION:
        return None
    if status == REVERSAL:
        return Refused(-paid, Cause.TAKEN_BACK, ()) if paid < 0 else None
    by_reason: dict[str, int] = defaultdict(int)
    causes: dict[str, str] = {}
    for each in adjustments:
        if treatment_of(each, treat) == Treatment.DENIED:
            by_reason[each.reason] += each.cents
            causes[each.reason] = treat(each.code)[1] or Cause.OTHER
    ordered = sorted((reason for reason in by_reason if by_reason[reason] > 0), key=lambda reason: -by_reason[reason])
    total = sum(by_reason[reason] for reason in ordered)
    return Refused(total, causes[ordered[0]], tuple(ordered)) if total > 0 else None


def claim_status(paid: int, denial: Refused | None) -> str:
    """Say what became of a claim: denied when something was and nothing is paid, in part when both, else paid."""
    if denial is None:
        return ClaimStatus.PAID
    return ClaimStatus.PARTIAL if paid > 0 else ClaimStatus.DENIED


def deadlines(denied_on: dt.date, correction_days: int, appeal_days: int) -> tuple[dt.date, dt.date, dt.date]:
    """Give the last day to correct, to appeal, and the nearer of the two (the payer's own days, counted from the decision)."""
    correct_by = denied_on + dt.timedelta(days=correction_days)
    appeal_by = denied_on + dt.timedelta(days=appeal_days)
    return correct_by, appeal_by, min(correct_by, appeal_by)
