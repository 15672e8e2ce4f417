"""The envelope around a transaction set: interchange, group, set, and their counts (ASC X12.5, X12.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from billing.x12.claim_values import Header
from billing.x12.segments import date8, line
from billing.x12.words import words

SET = "0001"


@dataclass(frozen=True)
class Envelope:
    """Who sends a file of one transaction set to whom, when, and under which control number.

    ``group`` is the group's kind (GS01) and ``kind`` the set's (ST01), ``guide`` the implementation guide's number; ``at`` is the
    sender's wall time.
    """

    number: int
    group: str
    kind: str
    guide: str
    sender: str
    receiver: str
    at: dt.datetime
    is_test: bool = False


def enclosed(around: Envelope, body: Iterable[str]) -> Iterator[str]:
    """Give a file's segments one by one: the envelope, and in it ``body`` from its BHT on.

    Nothing is held back: the count in SE is made while they pass.
    """
    number = f"{around.number:09d}"
    yield _isa(around, number)
    yield line(
        "GS", around.group, words(around.sender, 15), words(around.receiver, 15), *wall_time(around.at), around.number, "X",
        around.guide,
    )  # fmt: skip
    yield line("ST", around.kind, SET, around.guide)
    count = 2
    for segment in body:
        count += 1
        yield segment
    yield line("SE", count, SET)
    yield line("GE", 1, around.number)
    yield line("IEA", 1, number)


def wall_time(at: dt.datetime) -> tuple[str, str]:
    """Write a wall time as date and time elements."""
    return date8(at.date()), f"{at:%H%M}"


def of_claims(header: Header, guide: str, body: Iterable[str]) -> Iterator[str]:
    """Give the segments of a file of claims: the envelope, the two names of loop 1000, then ``body``."""
    around = Envelope(
        header.number, "HC", "837", guide, header.sender.code, header.receiver.code, header.at, header.is_test
    )
    return enclosed(around, _claims(header, body))


def _isa(around: Envelope, number: str) -> str:
    # The one segment of fixed widths: every reader finds the delimiters in it by their place.
    sender, receiver = (f"{words(code, 15):<15}" for code in (around.sender, around.receiver))
    usage = "T" if around.is_test else "P"
    return f"ISA*00*{'':10}*00*{'':10}*ZZ*{sender}*ZZ*{receiver}*{around.at:%y%m%d}*{around.at:%H%M}*^*00501*{number}*0*{usage}*:~"


def _claims(header: Header, body: Iterable[str]) -> Iterator[str]:
    yield line("BHT", "0019", "00", header.number, *wall_time(header.at), "CH")
    yield line("NM1", "41", "2", words(header.sender.name, 60), "", "", "", "", "46", words(header.sender.code, 80))
    yield line("PER", "IC", words(header.contact_name, 60), "TE", header.contact_phone)
    yield line("NM1", "40", "2", words(header.receiver.name, 60), "", "", "", "", "46", words(header.receiver.code, 80))
    yield from body
