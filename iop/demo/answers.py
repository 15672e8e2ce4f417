"""What payers would write: remittance files (835) made from plain values, for the demo, for tests and for measuring."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from billing.x12.segments import date8, line, money

Off = tuple[str, str, int]
"""An adjustment: group, code, cents."""


@dataclass(frozen=True)
class AnsweredLine:
    """What a payer says of one line; what is paid is what was asked less what was taken off."""

    code: str
    cents: int
    on: dt.date
    control_number: str = ""
    off: tuple[Off, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def paid(self) -> int:
        """What is left after all that was taken off."""
        return self.cents - sum(cents for _group, _code, cents in self.off)


@dataclass(frozen=True)
class Answered:
    """What a payer says of one claim."""

    number: str
    lines: tuple[AnsweredLine, ...]
    status: str = "1"
    payer_number: str = ""
    name: tuple[str, str] = ("DOE", "JANE")
    off: tuple[Off, ...] = ()
    """Taken off the claim as a whole."""

    @property
    def cents(self) -> int:
        """What was asked."""
        return sum(each.cents for each in self.lines)

    @property
    def paid(self) -> int:
        """What was paid."""
        return sum(each.paid for each in self.lines) - sum(cents for _group, _code, cents in self.off)

    def reversed(self) -> Answered:
        """Take it back: the same with every amount's other sign."""
        lines = tuple(
            AnsweredLine(
                each.code, -each.cents, each.on, each.control_number, tuple((g, c, -cents) for g, c, cents in each.off)
            )
            for each in self.lines
        )
        off = tuple((group, code, -cents) for group, code, cents in self.off)
        return Answered(self.number, lines, "22", self.payer_number, self.name, off)


@dataclass(frozen=True)
class Paying:
    """Who pays, when, and under which trace number."""

    payer: str
    payer_code: str
    trace: str
    on: dt.date
    npi: str = ""
    others: tuple[tuple[str, str, int], ...] = field(default=())
    """About no claim: reason, reference, cents that lessen the payment."""


def remittance(paying: Paying, answers: Iterable[Answered], control: int = 1) -> str:
    """Write a whole file with one payment."""
    return "".join(_pieces(paying, list(answers), control))


def _pieces(paying: Paying, answers: list[Answered], control: int) -> Iterator[str]:
    number = f"{control:09d}"
    yield (
        f"ISA*00*          *00*          *ZZ*{paying.payer_code:<15.15}*ZZ*{'CLINIC':<15}*{paying.on:%y%m%d}*1200*^*00501*"
        f"{number}*0*P*:~"
    )
    yield line("GS", "HP", paying.payer_code[:15], "CLINIC", date8(paying.on), "1200", control, "X", "005010X221A1")
    count = 1
    for piece in _set(paying, answers):
        count += piece.count("~")
        yield piece
    yield line("SE", count, "0001")
    yield line("GE", 1, control)
    yield line("IEA", 1, number)


def _set(paying: Paying, answers: list[Answered]) -> Iterator[str]:
    cents = sum(each.paid for each in answers) - sum(other for _reason, _reference, other in paying.others)
    yield line("ST", "835", "0001")
    yield line("BPR", "I", money(abs(cents)), "C" if cents >= 0 else "D", "ACH", *[""] * 11, date8(paying.on))
    yield line("TRN", 1, paying.trace, "1999999999")
    yield line("DTM", "405", date8(paying.on))
    yield line("N1", "PR", paying.payer.upper(), "XV", paying.payer_code)
    yield line("N1", "PE", "CLINIC", *(("XX", paying.npi) if paying.npi else ()))
    yield line("LX", 1)
    for each in answers:
        yield _claim(each)
    for reason, reference, other in paying.others:
        yield line("PLB", paying.npi or "1", f"{paying.on:%Y}1231", (reason, reference), money(other))


def _claim(each: Answered) -> str:
    patient = sum(
        cents for group, _code, cents in [*each.off, *(off for one in each.lines for off in one.off)] if group == "PR"
    )
    number = each.payer_number or f"P{each.number}"
    return "".join(
        [
            line("CLP", each.number, each.status, money(each.cents), money(each.paid), money(patient) if patient else "", "CI", number, "11", "1"),
            *_taken(each.off),
            line("NM1", "QC", 1, each.name[0].upper(), each.name[1].upper(), "", "", "", "MI", "MEM000001"),
            line("DTM", "232", date8(min(one.on for one in each.lines))),
            line("DTM", "233", date8(max(one.on for one in each.lines))),
            *(_line(one) for one in each.lines),
        ]
    )  # fmt: skip


def _line(one: AnsweredLine) -> str:
    return "".join(
        [
            line("SVC", ("HC", one.code), money(one.cents), money(one.paid), "", "1"),
            line("DTM", "472", date8(one.on)),
            *_taken(one.off),
            *([line("REF", "6R", one.control_number)] if one.control_number else []),
            *(line("LQ", "HE", remark) for remark in one.remarks),
        ]
    )


def _taken(off: Iterable[Off]) -> list[str]:
    return [line("CAS", group, code, money(cents)) for group, code, cents in off]
