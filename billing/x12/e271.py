"""The answer to whether a cover holds: X12 271, implementation guide 005010X279A1, read piece by piece.

Each person it answers about becomes an ``Answer`` in plain values. What a payer says beside the benefit of substance use or
mental health counts only where nothing nearer is said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import BinaryIO, TypeVar

from billing.x12.segments import BadFile, Segment, cents_of, date_of, decimal_of, read
from iop.core.words import Sentence, say, sentence

T = TypeVar("T")
NEAREST = ("AI", "A4", "MH", "30", "")
"""Service types, the nearest to this program first: substance use, psychiatric, mental health, the plan."""
ACTIVE = frozenset({"1", "2", "3", "4", "5"})
INACTIVE = frozenset({"6", "7", "8"})
LEFT = "29"
"""EB06: what remains of the period."""
MOST_BENEFITS = 5_000
REJECTED: dict[str, Sentence] = {
    "15": say("something the payer requires is missing"), "42": say("the payer cannot answer at the moment"),
    "43": say("our provider number is missing or unknown to the payer"), "50": say("we may not ask this payer"),
    "51": say("the payer does not know us"), "52": say("the day asked about lies too far back or ahead"),
    "56": say("the day asked about is wrong"), "57": say("the day asked about is wrong"), "58": say("the birth date is missing or wrong"),
    "60": say("the birth date lies after the day asked about"), "62": say("the day asked about lies too far back or ahead"),
    "63": say("the day asked about lies ahead"), "64": say("the member number is missing or wrong"),
    "65": say("the name is missing or wrong"), "67": say("the payer does not find this person"),
    "68": say("more than one person fits"), "71": say("the birth date does not fit what the payer has"),
    "72": say("the member number is missing or wrong"), "73": say("the name does not fit what the payer has"),
    "75": say("the payer does not find this member"), "76": say("the payer finds the member twice"),
    "78": say("the member is not in the group named"), "79": say("the payer's own number is wrong"),
    "80": say("the payer does not answer questions about this kind of service"),
}  # fmt: skip


@dataclass(frozen=True)
class Benefit:
    """One EB segment: what (``kind``), for which services, in which period, an amount in cents, a share or a number."""

    kind: str
    services: tuple[str, ...]
    plan: str = ""
    period: str = ""
    cents: int | None = None
    percent: Decimal | None = None
    quantity_kind: str = ""
    quantity: int | None = None
    authorization: str = ""
    network: str = ""
    coverage_level: str = ""


@dataclass
class Answer:
    """What is said of one person."""

    trace: str = ""
    member_number: str = ""
    last_name: str = ""
    first_name: str = ""
    born: dt.date | None = None
    rejects: list[str] = field(default_factory=list)
    benefits: list[Benefit] = field(default_factory=list)
    carve_out: str = ""

    @property
    def why_rejected(self) -> Sentence | None:
        """Say why the payer did not answer; nothing when it did."""
        if not self.rejects:
            return None
        reason = REJECTED.get(self.rejects[0], say("a reason we have no words for"))
        return sentence(say("The payer did not answer: {reason} (code {code})."), reason=reason, code=self.rejects[0])


def answers(file: BinaryIO) -> list[Answer]:
    """Read a file's answers. Raises ``BadFile`` with what is wrong for anything that is no whole 271."""
    found = _File()
    for segment in read(file):
        found.take(segment)
    return found.finished()


class _File:
    """The answers read so far, and the counts that must come out."""

    def __init__(self) -> None:
        self.people: list[Answer] = []
        self.early: list[str] = []
        self.opened = self.ended = self.closed = False
        self.count = 0
        self.control = ""
        self.benefits = 0

    def take(self, segment: Segment) -> None:
        self.count += 1
        if segment.name in HANDLERS and not self.ended:
            HANDLERS[segment.name](self, segment)
        elif segment.name == "IEA":
            self.closed = True

    def finished(self) -> list[Answer]:
        if not self.opened:
            raise BadFile(say("This X12 file holds no answer about coverage (271)."), "no_271")
        if not (self.ended and self.closed):
            raise BadFile(say("The file ends before its last segments: it was cut off. Ask for it again."), "cut_off")
        if not self.people and self.early:
            self.people.append(Answer(rejects=self.early))
        if not self.people:
            raise BadFile(say("The file answers about nobody."), "nobody")
        return self.people

    def st(self, segment: Segment) -> None:
        if segment.at(1) != "271":
            words = say("This file holds a set {number}, not an answer about coverage (271).")
            raise BadFile(sentence(words, number=segment.at(1)[:6]), "no_271")
        if self.opened:
            raise BadFile(say("The file holds more than one set of answers. Send them one by one."), "two_sets")
        self.opened, self.count, self.control = True, 1, segment.at(2)

    def se(self, segment: Segment) -> None:
        if segment.at(1) != str(self.count) or segment.at(2) != self.control:
            words = say("The file says it has {said} segments and has {found}: something is missing or was added.")
            raise BadFile(sentence(words, said=segment.at(1)[:9], found=self.count), "count")
        self.ended = True

    def hl(self, segment: Segment) -> None:
        if segment.at(3) == "22":
            self.people.append(Answer())
        elif segment.at(3) == "23" and self.people:
            # The dependent is the person; the member number stays the holder's.
            holder = self.people[-1]
            whole = holder.benefits or holder.trace or holder.rejects
            kept = holder.member_number
            if whole:
                self.people.append(Answer(member_number=kept))
            else:
                self.people[-1] = Answer(member_number=kept)

    def trn(self, segment: Segment) -> None:
        # TRN01 2 repeats our own mark; 1 would be the payer's.
        if self.people and segment.at(1) == "2":
            self.people[-1].trace = self.people[-1].trace or segment.at(2)

    def nm1(self, segment: Segment) -> None:
        if not self.people:
            return
        who = self.people[-1]
        if segment.at(1) in ("IL", "03"):
            who.last_name, who.first_name = segment.at(3), segment.at(4)
            who.member_number = segment.at(9) or who.member_number
        elif segment.at(1) in ("PRP", "VN", "X3", "PR", "Y2") and who.benefits:
            who.carve_out = who.carve_out or segment.at(3)

    def dmg(self, segment: Segment) -> None:
        if self.people and segment.at(2):
            self.people[-1].born = _day(segment, 2)

    def aaa(self, segment: Segment) -> None:
        (self.people[-1].rejects if self.people else self.early).append(segment.at(3))

    def eb(self, segment: Segment) -> None:
        if not self.people:
            raise _bad(segment, say("Segment {position} tells of a benefit before it tells whose."), "order")
        self.benefits += 1
        if self.benefits > MOST_BENEFITS:
            raise BadFile(say("The file tells of more benefits than one answer can."), "too_long")
        self.people[-1].benefits.append(_benefit(segment))


HANDLERS = {
    "ST": _File.st, "SE": _File.se, "HL": _File.hl, "TRN": _File.trn, "NM1": _File.nm1, "DMG": _File.dmg, "AAA": _File.aaa,
    "EB": _File.eb,
}  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What an answer comes to for this program; nothing where the payer says nothing. Amounts in cents."""

    is_active: bool | None
    plan: str = ""
    benefit_days: int | None = None
    benefit_days_left: int | None = None
    copay_cents: int | None = None
    coinsurance_percent: Decimal | None = None
    deductible_cents: int | None = None
    deductible_left_cents: int | None = None
    out_of_pocket_cents: int | None = None
    out_of_pocket_left_cents: int | None = None
    is_in_network: bool | None = None
    authorization: str = ""
    carve_out: str = ""


def facts(answer: Answer) -> Facts:
    """Draw together what a payer says of one person: the nearest service type first, in network before out of it.

    Source: X12 271 EB01 (1 to 5 active, 6 to 8 not; A coinsurance, B copay, C deductible, F limits, G out-of-pocket limit), EB06
    29 for what is left, EB09/EB10 for days, EB11 authorization, EB12 network.
    """
    rows = sorted(answer.benefits, key=_nearness)
    status = [row for row in rows if row.kind in ACTIVE | INACTIVE]
    days = [
        row for row in rows if row.kind == "F" and row.quantity is not None and row.quantity_kind in ("DY", "VS", "DB")
    ]
    return Facts(
        is_active=_is_active(status), plan=next((row.plan for row in status if row.plan), ""),
        benefit_days=_first(row.quantity for row in days if row.period != LEFT),
        benefit_days_left=_first(row.quantity for row in days if row.period == LEFT),
        copay_cents=_first(row.cents for row in rows if row.kind == "B"),
        coinsurance_percent=_first(row.percent for row in rows if row.kind == "A"),
        deductible_cents=_whole(rows, "C"), deductible_left_cents=_left(rows, "C"),
        out_of_pocket_cents=_whole(rows, "G"), out_of_pocket_left_cents=_left(rows, "G"),
        is_in_network={"Y": True, "N": False}.get(next((row.network for row in rows if row.network in ("Y", "N")), "")),
        authorization=next((row.authorization for row in rows if row.authorization in ("Y", "N")), ""),
        carve_out=answer.carve_out,
    )  # fmt: skip


def _is_active(rows: list[Benefit]) -> bool | None:
    return None if not rows else rows[0].kind in ACTIVE


def _nearness(row: Benefit) -> tuple[int, bool, bool]:
    near = min((NEAREST.index(each) for each in row.services or ("",) if each in NEAREST), default=len(NEAREST))
    return near, row.network == "N", row.coverage_level not in ("", "IND")


def _whole(rows: list[Benefit], kind: str) -> int | None:
    return _first(row.cents for row in rows if row.kind == kind and row.period != LEFT)


def _left(rows: list[Benefit], kind: str) -> int | None:
    return _first(row.cents for row in rows if row.kind == kind and row.period == LEFT)


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


def _benefit(segment: Segment) -> Benefit:
    services = tuple(filter(None, segment.at(3).split(segment.delimiters.repetition)))
    return Benefit(
        kind=segment.at(1), coverage_level=segment.at(2), services=services, plan=segment.at(5), period=segment.at(6),
        cents=_cents(segment, 7), percent=_percent(segment, 8), quantity_kind=segment.at(9), quantity=_number(segment, 10),
        authorization=segment.at(11), network=segment.at(12),
    )  # fmt: skip


def _cents(segment: Segment, place: int) -> int | None:
    text = segment.at(place)
    try:
        amount = cents_of(text) if text else None
    except ValueError:
        raise _bad(segment, say("Segment {position} does not hold an amount where one belongs."), "amount") from None
    if amount is not None and not 0 <= amount <= 99_999_999:
        raise _bad(segment, say("Segment {position} holds an amount that cannot be."), "amount")
    return amount


def _percent(segment: Segment, place: int) -> Decimal | None:
    share = _decimal(segment, place)
    if share is None:
        return None
    # The guide has shares as parts of one; many payers write 20 for 20 %.
    percent = share * 100 if share <= 1 else share
    if not 0 <= percent <= 100:
        raise _bad(segment, say("Segment {position} holds a share that cannot be."), "percent")
    return percent.quantize(Decimal("0.01"))


def _number(segment: Segment, place: int) -> int | None:
    found = _decimal(segment, place)
    if found is not None and not 0 <= found <= 32_000:
        raise _bad(segment, say("Segment {position} holds a number that cannot be."), "number")
    return None if found is None else int(found)


def _decimal(segment: Segment, place: int) -> Decimal | None:
    text = segment.at(place)
    try:
        return decimal_of(text) if text else None
    except ValueError:
        raise _bad(segment, say("Segment {position} does not hold a number where one belongs."), "number") from None


def _day(segment: Segment, place: int) -> dt.date:
    try:
        return date_of(segment.at(place))
    except ValueError:
        raise _bad(segment, say("Segment {position} does not hold a date where one belongs."), "date") from None


def _bad(segment: Segment, words: Sentence, code: str) -> BadFile:
    return BadFile(sentence(words, position=segment.position), code)
