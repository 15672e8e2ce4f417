"""The envelope around a file of claims: interchange, group, transaction set, and their counts (ASC X12.5, X12.6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from billing.x12.claim_values import Header
from billing.x12.segments import line
from billing.x12.words import words

SET = "0001"


def wrapped(header: Header, guide: str, body: Iterable[str]) -> Iterator[str]:
    """Give a file's segments one by one: the envelope, BHT, the two names of loop 1000, then ``body``.

    ``guide`` is the implementation guide's number. Nothing is held back: the count in SE is made while they pass.
    """
    number = f"{header.number:09d}"
    yield _isa(header, number)
    yield line(
        "GS", "HC", words(header.sender.code, 15), words(header.receiver.code, 15), f"{header.at:%Y%m%d}",
        f"{header.at:%H%M}", header.number, "X", guide,
    )  # fmt: skip
    count = 0
    for segment in _set(header, guide, body):
        count += 1
        yield segment
    yield line("SE", count + 1, SET)
    yield line("GE", 1, header.number)
    yield line("IEA", 1, number)


def _isa(header: Header, number: str) -> str:
    # The one segment of fixed widths: every reader finds the delimiters in it by their place.
    sender, receiver = (f"{words(party.code, 15):<15}" for party in (header.sender, header.receiver))
    usage = "T" if header.is_test else "P"
    return f"ISA*00*{'':10}*00*{'':10}*ZZ*{sender}*ZZ*{receiver}*{header.at:%y%m%d}*{header.at:%H%M}*^*00501*{number}*0*{usage}*:~"


def _set(header: Header, guide: str, body: Iterable[str]) -> Iterator[str]:
    yield line("ST", "837", SET, guide)
    yield line("BHT", "0019", "00", header.number, f"{header.at:%Y%m%d}", f"{header.at:%H%M}", "CH")
    yield line("NM1", "41", "2", words(header.sender.name, 60), "", "", "", "", "46", words(header.sender.code, 80))
    yield line("PER", "IC", words(header.contact_name, 60), "TE", header.contact_phone)
    yield line("NM1", "40", "2", words(header.receiver.name, 60), "", "", "", "", "46", words(header.receiver.code, 80))
    yield from body
