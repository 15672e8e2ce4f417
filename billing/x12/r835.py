"""Payers' answers with their payment (835, 005010X221A1), read as a stream and checked to the cent.

Nothing of a file is to be taken over before its end was read: a sum that is wrong, a count that is off or a part that is
missing refuses it whole, with the segment that shows it. Source: ASC X12N 005010X221A1 (the 835's balancing rules, §1.10.2).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import BinaryIO

from billing.rules.adjudications import Adjustment, LineAnswer, total
from billing.x12.segments import BadFile, Segment, cents_of, date_of, decimal_of, read
from iop.core.money import dollars
from iop.core.words import Sentence, say, sentence

VERSION = "005010X221"
INSIDE = frozenset(
    {
        "BPR", "TRN", "CUR", "REF", "DTM", "N1", "N3", "N4", "PER", "RDM", "LX", "TS3", "TS2", "CLP", "CAS", "NM1", "MIA", "MOA",
        "AMT", "QTY", "SVC", "LQ", "PLB",
    }
)  # fmt: skip
SERVICE_DAY = frozenset({"472", "150"})
CLAIM_DAY = {"232": "starts_on", "233": "ends_on", "472": "starts_on"}
MIA_REMARKS, MOA_REMARKS = (5, 20, 21, 22, 23), (3, 4, 5, 6, 7)
TRIPLETS = range(2, 20, 3)
MOST = Decimal(10_000_000)
"""Units of a line stay below it: what is more cannot be kept, and is no count of anything."""


@dataclass(frozen=True)
class Payment:
    """The head of one payment: how much, when, by whom and under which trace number."""

    cents: int
    on: dt.date
    method: str
    trace_number: str
    payer_name: str
    payer_codes: tuple[str, ...]
    """Numbers by which the payer calls itself: N104, REF*2U, TRN03; the surest first."""
    payee_npi: str
    position: int
    """Where its ST stands in the file."""


@dataclass
class ClaimAnswer:
    """What was decided about one claim."""

    control_number: str
    status: str
    cents: int
    paid: int
    patient: int
    payer_number: str
    position: int
    name: str = ""
    member_number: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    adjustments: list[Adjustment] = field(default_factory=list)
    lines: list[LineAnswer] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Provider:
    """An amount that is about no claim (PLB): its reason, its reference, and cents that lessen the payment."""

    reason: str
    reference: str
    cents: int
    year_ends_on: dt.date | None
    position: int


@dataclass(frozen=True)
class End:
    """The end of one payment, which adds up."""

    claims: int
    position: int


Event = Payment | ClaimAnswer | Provider | End


def answers(file: BinaryIO) -> Iterator[Event]:
    """Read a file of one or more payments: for each its head, its claims and other amounts in their order, then its end.

    Holds one claim in memory, however long the file is. Raises ``BadFile`` with the reason and the segment for whatever is
    cut off, doubled, wrongly delimited, in a mixed encoding, miscounted or unbalanced; who reads must then drop it all.
    """
    return _File().events(read(file))


def bad(segment: Segment, words: Sentence, code: str, **values: object) -> BadFile:
    """Say what is wrong and where."""
    said = sentence(words, **values) if values else words
    whole = sentence(
        say("Segment {position} ({name}): {what} Nothing of the file was taken over."),
        position=segment.position, name=segment.name[:12], what=said,
    )  # fmt: skip
    return BadFile(whole, code)


def cents(segment: Segment, number: int) -> int:
    """Read an amount; nothing written is nothing paid."""
    try:
        return cents_of(segment.at(number) or "0")
    except ValueError:
        raise bad(
            segment, say("{text} is no amount in dollars and cents."), "no_amount", text=segment.at(number)[:20]
        ) from None


def day(segment: Segment, number: int) -> dt.date | None:
    """Read a date written as CCYYMMDD; none where none is written."""
    text = segment.at(number)
    try:
        return date_of(text) if text else None
    except ValueError:
        raise bad(segment, say("{text} is no date."), "no_date", text=text[:20]) from None


def number(segment: Segment, place: int) -> Decimal | None:
    """Read a quantity; none where none is written."""
    text = segment.at(place)
    try:
        found = decimal_of(text) if text else None
    except ValueError:
        found = MOST
    if found is not None and abs(found) >= MOST:
        raise bad(segment, say("{text} is no number."), "no_number", text=text[:20])
    return found


def adjustments(segment: Segment) -> list[Adjustment]:
    """Read a CAS segment: one group and up to six of reason, amount and quantity."""
    found = [
        Adjustment(segment.at(1), segment.at(place), cents(segment, place + 1), number(segment, place + 2))
        for place in TRIPLETS
        if segment.at(place)
    ]
    if not segment.at(1) or not found:
        raise bad(segment, say("an adjustment without a group or a reason."), "no_reason")
    return found


def _is_ours(version: str) -> bool:
    # Many senders leave ST03 out and name the version in GS08 alone.
    return not version or version.startswith(VERSION)


class _File:
    """The envelopes around the payments: what is open, what was counted, and what may come next."""

    def __init__(self) -> None:
        self.interchange = self.group = self.set = ""
        self.groups = self.sets = 0
        self.interchanges: set[str] = set()
        self.traces: set[tuple[str, str]] = set()
        self.payment: _Payment | None = None
        self.last: Segment | None = None
        self.written_on: dt.date | None = None
        self.found = False

    def events(self, segments: Iterator[Segment]) -> Iterator[Event]:
        for segment in segments:
            self.last = segment
            begins = getattr(self, f"on_{segment.name.lower()}", None) if segment.name.isalnum() else None
            if begins is not None:
                yield from begins(segment) or ()
            elif segment.name in INSIDE and self.payment is not None:
                yield from self.payment.take(segment)
            else:
                raise bad(
                    segment,
                    say("this does not belong here in a remittance; the delimiters may be wrong."),
                    "strange_segment",
                )
        self._ends()

    def _ends(self) -> None:
        if self.interchange:
            assert self.last is not None
            raise bad(self.last, say("the file ends before its own end (IEA): it was cut off."), "cut_off")
        if not self.found:
            raise BadFile(say("The file holds no remittance."), "no_payment")

    def on_isa(self, segment: Segment) -> None:
        if self.interchange or len(segment.elements) != 16:
            raise bad(segment, say("a second beginning before the first has ended."), "two_beginnings")
        if segment.at(13) in self.interchanges:
            raise bad(
                segment,
                say("the same interchange ({number}) stands twice in the file."),
                "doubled",
                number=segment.at(13),
            )
        self.interchange, self.groups = segment.at(13) or "-", 0
        self.interchanges.add(segment.at(13))

    def on_ta1(self, segment: Segment) -> None:
        self._within(segment, bool(self.interchange) and not self.group)

    def on_gs(self, segment: Segment) -> None:
        self._within(segment, bool(self.interchange) and not self.group)
        if segment.at(1) != "HP":
            raise bad(
                segment, say("this is another kind of file ({kind}), no remittance."), "not_835", kind=segment.at(1)[:4]
            )
        if not _is_ours(segment.at(8)):
            raise bad(segment, say("this is no remittance of version 005010X221A1."), "not_835")
        self.group, self.sets, self.written_on = segment.at(6) or "-", 0, day(segment, 4)
        self.groups += 1

    def on_st(self, segment: Segment) -> None:
        self._within(segment, bool(self.group) and self.payment is None)
        if segment.at(1) != "835" or not _is_ours(segment.at(3)):
            raise bad(segment, say("this is no remittance of version 005010X221A1."), "not_835")
        self.set, self.found = segment.at(2), True
        self.sets += 1
        self.payment = _Payment(segment, self.written_on)

    def on_se(self, segment: Segment) -> Iterator[Event]:
        if self.payment is None:
            raise bad(segment, say("an end without a beginning."), "no_beginning")
        self._counted(segment, self.payment.segments + 1, self.set)
        yield from self.payment.end(segment)
        key = self.payment.key
        if key in self.traces:
            raise bad(segment, say("the payment {trace} stands twice in the file."), "doubled", trace=key[1])
        self.traces.add(key)
        self.payment = None

    def on_ge(self, segment: Segment) -> None:
        self._within(segment, bool(self.group) and self.payment is None)
        self._counted(segment, self.sets, self.group)
        self.group = ""

    def on_iea(self, segment: Segment) -> None:
        self._within(segment, bool(self.interchange) and not self.group)
        self._counted(segment, self.groups, self.interchange)
        self.interchange = ""

    def _within(self, segment: Segment, fits: bool) -> None:
        if not fits:
            raise bad(
                segment,
                say("its envelope is not open, or another part has not ended: something is missing."),
                "out_of_place",
            )

    def _counted(self, segment: Segment, counted: int, control: str) -> None:
        if segment.at(1).lstrip("0") != str(counted) and not (counted == 0 and not segment.at(1).strip("0")):
            raise bad(segment, say("it says {said} parts, and there are {counted}: some are missing or doubled."), "miscounted",
                      said=segment.at(1)[:12] or "0", counted=counted)  # fmt: skip
        if (segment.at(2) or "-") != control:
            raise bad(segment, say("its number is not that of its beginning."), "wrong_control")


class _Payment:
    """One payment while it is read: its head, the claim that is open, and the sums so far."""

    def __init__(self, segment: Segment, written_on: dt.date | None) -> None:
        self.st, self.segments = segment, 1
        self.made_on = written_on
        """For a payment that gives no date of its own: when the payer made it (DTM*405), else when the file was written."""
        self.money: Segment | None = None
        self.trace: Segment | None = None
        self.head: Payment | None = None
        self.party = self.payer_name = self.payee_npi = ""
        self.codes: list[str] = []
        self.claim: ClaimAnswer | None = None
        self.open_line: tuple[Segment, list[Adjustment], dict[str, object]] | None = None
        self.claim_at: Segment | None = None
        self.claims = self.paid = self.other = 0

    @property
    def key(self) -> tuple[str, str]:
        """By which a payment is told from every other: who pays, and its trace number."""
        assert self.head is not None
        return (self.head.payer_codes[0] if self.head.payer_codes else self.head.payer_name, self.head.trace_number)

    def take(self, segment: Segment) -> Iterator[Event]:
        self.segments += 1
        handle = getattr(self, f"on_{segment.name.lower()}", None)
        if handle is not None:
            yield from handle(segment) or ()

    def on_bpr(self, segment: Segment) -> None:
        if self.money is not None:
            raise bad(segment, say("a second payment before the first has ended."), "two_payments")
        self.money = segment

    def on_trn(self, segment: Segment) -> None:
        self.trace = segment

    def on_n1(self, segment: Segment) -> None:
        if self.claim is not None:
            return
        self.party = segment.at(1)
        if self.party == "PR":
            self.payer_name = segment.at(2)
            self.codes += [segment.at(4)] if segment.at(4) else []
        elif self.party == "PE" and segment.at(3) == "XX":
            self.payee_npi = segment.at(4)

    def on_ref(self, segment: Segment) -> None:
        if self.open_line is not None and segment.at(1) == "6R":
            self.open_line[2]["control_number"] = segment.at(2)
        elif self.head is None and self.party == "PR" and segment.at(1) == "2U":
            self.codes.append(segment.at(2))

    def on_lx(self, segment: Segment) -> Iterator[Event]:
        yield from self._begun(segment)
        yield from self._claim_ends()

    def on_clp(self, segment: Segment) -> Iterator[Event]:
        yield from self._begun(segment)
        yield from self._claim_ends()
        if not segment.at(1) or not segment.at(2):
            raise bad(segment, say("an answer without the claim's number or without a status."), "no_claim_number")
        self.claim_at = segment
        self.claim = ClaimAnswer(
            control_number=segment.at(1), status=segment.at(2), cents=cents(segment, 3), paid=cents(segment, 4),
            patient=cents(segment, 5), payer_number=segment.at(7), position=segment.position,
        )  # fmt: skip

    def on_nm1(self, segment: Segment) -> None:
        if self.claim is not None and segment.at(1) == "QC":
            self.claim.name = ", ".join(part for part in (segment.at(3), segment.at(4)) if part)
            self.claim.member_number = segment.at(9)

    def on_dtm(self, segment: Segment) -> None:
        kind = segment.at(1)
        if kind == "405" and self.head is None:
            self.made_on = day(segment, 2) or self.made_on
        elif self.open_line is not None and kind in SERVICE_DAY:
            self.open_line[2]["on"] = day(segment, 2)
        elif self.open_line is None and self.claim is not None and kind in CLAIM_DAY:
            setattr(self.claim, CLAIM_DAY[kind], day(segment, 2))

    def on_mia(self, segment: Segment) -> None:
        self._remarks(segment, MIA_REMARKS)

    def on_moa(self, segment: Segment) -> None:
        self._remarks(segment, MOA_REMARKS)

    def _remarks(self, segment: Segment, places: tuple[int, ...]) -> None:
        if self.claim is not None:
            self.claim.remarks += [segment.at(place) for place in places if segment.at(place)]

    def on_lq(self, segment: Segment) -> None:
        if self.open_line is not None and segment.at(1) == "HE":
            kept = self.open_line[2].get("remarks", ())
            assert isinstance(kept, tuple)
            self.open_line[2]["remarks"] = (*kept, segment.at(2))

    def on_cas(self, segment: Segment) -> None:
        if self.claim is None:
            raise bad(segment, say("an adjustment that belongs to no claim."), "no_claim")
        (self.open_line[1] if self.open_line else self.claim.adjustments).extend(adjustments(segment))

    def on_svc(self, segment: Segment) -> None:
        if self.claim is None:
            raise bad(segment, say("a service that belongs to no claim."), "no_claim")
        self._line_ends()
        self.open_line = (segment, [], {})

    def on_plb(self, segment: Segment) -> Iterator[Event]:
        yield from self._begun(segment)
        yield from self._claim_ends()
        for place in range(3, 14, 2):
            if segment.at(place):
                reason, *reference = segment.parts(place)
                found = Provider(
                    reason, "".join(reference[:1]), cents(segment, place + 1), day(segment, 2), segment.position
                )
                self.other += found.cents
                yield found

    def end(self, segment: Segment) -> Iterator[Event]:
        """Close it: every sum must hold."""
        yield from self._begun(segment)
        yield from self._claim_ends()
        assert self.head is not None
        if self.head.cents != self.paid - self.other:
            assert self.money is not None
            raise bad(
                self.money, say("the payment is ${payment}, but its claims and other amounts come to ${sum}."), "unbalanced_payment",
                payment=dollars(self.head.cents), sum=dollars(self.paid - self.other),
            )  # fmt: skip
        yield End(self.claims, segment.position)

    def _begun(self, segment: Segment) -> Iterator[Event]:
        if self.head is not None:
            return
        if self.money is None or self.trace is None or not self.trace.at(2):
            raise bad(segment, say("the payment's amount (BPR) or its trace number (TRN) is missing."), "no_head")
        amount = cents(self.money, 2)
        on = day(self.money, 16) or self.made_on
        if on is None:
            raise bad(self.money, say("the payment has no date."), "no_date")
        codes = [*self.codes, *([self.trace.at(3)] if self.trace.at(3) else [])]
        self.head = Payment(
            cents=-amount if self.money.at(3) == "D" else amount, on=on, method=self.money.at(4),
            trace_number=self.trace.at(2), payer_name=self.payer_name, payer_codes=tuple(dict.fromkeys(codes)),
            payee_npi=self.payee_npi, position=self.st.position,
        )  # fmt: skip
        yield self.head

    def _line_ends(self) -> None:
        if self.open_line is None:
            return
        segment, kept, values = self.open_line
        self.open_line = None
        procedure = segment.parts(1)
        line = LineAnswer(
            control_number=str(values.get("control_number", "")), code=procedure[1] if len(procedure) > 1 else segment.at(4),
            cents=cents(segment, 2), paid=cents(segment, 3), units=number(segment, 5), adjustments=tuple(kept),
            on=values.get("on"), remarks=values.get("remarks", ()),  # type: ignore[arg-type]
        )  # fmt: skip
        if line.cents - total(kept) != line.paid:
            raise bad(
                segment, say("${cents} less adjustments of ${off} is not the ${paid} paid."), "unbalanced_line",
                cents=dollars(line.cents), off=dollars(total(kept)), paid=dollars(line.paid),
            )  # fmt: skip
        assert self.claim is not None
        self.claim.lines.append(line)

    def _claim_ends(self) -> Iterator[Event]:
        self._line_ends()
        claim, self.claim = self.claim, None
        if claim is None:
            return
        self._must_balance(claim)
        self.claims += 1
        self.paid += claim.paid
        yield claim

    def _must_balance(self, claim: ClaimAnswer) -> None:
        assert self.claim_at is not None
        off = total(claim.adjustments) + sum(total(line.adjustments) for line in claim.lines)
        if claim.cents - off != claim.paid:
            raise bad(
                self.claim_at, say("claim {number}: ${cents} less adjustments of ${off} is not the ${paid} paid."),
                "unbalanced_claim", number=claim.control_number[:38], cents=dollars(claim.cents), off=dollars(off),
                paid=dollars(claim.paid),
            )  # fmt: skip
        if claim.lines and sum(line.cents for line in claim.lines) != claim.cents:
            raise bad(
                self.claim_at, say("claim {number}: its lines do not add up to the ${cents} of the claim."),
                "unbalanced_lines", number=claim.control_number[:38], cents=dollars(claim.cents),
            )  # fmt: skip


__all__ = ["ClaimAnswer", "End", "Event", "Payment", "Provider", "answers"]
