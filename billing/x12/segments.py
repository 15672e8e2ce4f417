"""X12 files piece by piece: reading segments as a stream, and writing them with an envelope.

Source: ASC X12.5 (interchange) and X12.6 (syntax). An interchange says its own delimiters in its first 106 letters.
"""

from __future__ import annotations

import codecs
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import BinaryIO

from iop.core.errors import Invalid
from iop.core.words import Sentence, say, sentence

ISA_LENGTH = 106
CHUNK = 64 * 1024
LONGEST_SEGMENT = 100_000
"""No segment of any set we read is near as long: what is longer is not X12."""
Elements = tuple[str, ...]
NUMBER = re.compile(r"[+-]?[0-9]{0,15}(?:\.[0-9]{0,9})?")
"""Type R of X12.6, without the exponents that nobody writes: a power of ten of any size is no amount."""


class BadFile(Invalid):
    """The file is not what it should be; nothing of it was taken over."""

    def __init__(self, words: Sentence, code: str = "bad_file") -> None:
        super().__init__(words, field="file", code=code)


@dataclass(frozen=True)
class Delimiters:
    """What parts elements, repeated elements, components and segments."""

    element: str = "*"
    repetition: str = "^"
    component: str = ":"
    segment: str = "~"


USUAL = Delimiters()


@dataclass(frozen=True)
class Segment:
    """One segment: its name, its elements (``[0]`` is element 01), and where in the file it stands (the first is 1)."""

    name: str
    elements: Elements
    position: int
    delimiters: Delimiters = field(default=USUAL, compare=False, repr=False)

    def at(self, number: int) -> str:
        """Give element ``number`` counted from 1; empty when the segment ends before."""
        return self.elements[number - 1].strip() if len(self.elements) >= number else ""

    def parts(self, number: int) -> list[str]:
        """Give the components of element ``number``."""
        return self.at(number).split(self.delimiters.component)


def delimiters_of(head: str) -> Delimiters:
    """Read the delimiters that an interchange states. Raises ``BadFile`` when it does not begin as one."""
    if not head.startswith("ISA") or len(head) < ISA_LENGTH:
        raise BadFile(say("This is no X12 file: it does not begin with an ISA segment."), "no_isa")
    element, component, segment = head[3], head[104], head[105]
    repetition = head[82] if head[84:89] >= "00402" else "^"
    found = Delimiters(element, repetition, component, segment)
    marks = [element, component, segment]
    if any(mark.isalnum() or mark == " " for mark in marks) or len(set(marks)) < len(marks):
        raise BadFile(say("The file's delimiters cannot be told apart: its ISA segment is damaged."), "bad_delimiters")
    if head[:ISA_LENGTH].count(element) != 16:
        raise BadFile(say("The file's ISA segment does not have 16 elements: it is damaged."), "bad_isa")
    return found


def read(file: BinaryIO) -> Iterator[Segment]:
    """Read a file's segments one after another, holding no more than one piece of it in memory.

    Line breaks between segments are passed over; a byte order mark at the start too. Raises ``BadFile`` for what is no text in
    UTF-8, is cut off in the middle of a segment, or never ends one.
    """
    text = _decoded(file)
    rest = ""
    while len(rest) < ISA_LENGTH:
        piece = next(text, None)
        if piece is None:
            break
        rest = (rest + piece).lstrip("\ufeff\r\n\t ")
    marks = delimiters_of(rest)
    position = 0
    while True:
        *whole, rest = rest.split(marks.segment)
        for line in whole:
            plain = line.strip("\r\n\t ")
            if plain:
                position += 1
                name, *elements = plain.split(marks.element)
                yield Segment(name, tuple(elements), position, marks)
        if len(rest) > LONGEST_SEGMENT:
            raise BadFile(say("The file's segments do not end: its delimiters are wrong."), "endless_segment")
        piece = next(text, None)
        if piece is None:
            break
        rest += piece
    if rest.strip("\r\n\t \x1a\x00"):
        raise BadFile(
            sentence(say("The file ends in the middle of segment {position}: it was cut off."), position=position + 1),
            "cut_off",
        )


def _decoded(file: BinaryIO) -> Iterator[str]:
    # An incremental decoder keeps a letter together that two pieces share.
    decoder = codecs.getincrementaldecoder("utf-8")()
    while True:
        piece = file.read(CHUNK)
        try:
            yield decoder.decode(piece, final=not piece)
        except UnicodeDecodeError:
            raise BadFile(
                say("The file holds letters in a mixed or unknown encoding. Ask for it again in UTF-8 or plain ASCII."),
                "bad_encoding",
            ) from None
        if not piece:
            return


def date8(value: dt.date) -> str:
    """Write a date as CCYYMMDD."""
    return f"{value:%Y%m%d}"


def money(cents: int) -> str:
    """Write cents as X12 does: without needless zeros, "525", "99.5"."""
    sign, cents = ("-" if cents < 0 else ""), abs(cents)
    whole, rest = divmod(cents, 100)
    return f"{sign}{whole}" if not rest else f"{sign}{whole}.{rest:02d}".rstrip("0")


def cents_of(text: str) -> int:
    """Read an amount in dollars as whole cents. Raises ``ValueError`` for what is no amount or has parts of a cent."""
    amount = decimal_of(text) * 100
    if amount != amount.to_integral_value():
        raise ValueError(text)
    return int(amount)


def decimal_of(text: str) -> Decimal:
    """Read a number of at most fifteen digits before its point. Raises ``ValueError`` for what is none."""
    if not NUMBER.fullmatch(text) or not any(letter.isdigit() for letter in text):
        raise ValueError(text)
    return Decimal(text)


def date_of(text: str) -> dt.date:
    """Read a date written as CCYYMMDD. Raises ``ValueError`` for what is none."""
    return dt.date.fromisoformat(f"{text[:4]}-{text[4:6]}-{text[6:]}")


def clean(text: str, marks: Delimiters = USUAL, most: int = 80) -> str:
    """Write a text as X12's basic and extended letters allow: plain letters, no delimiters, capitals, cut to ``most``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    for mark in (marks.element, marks.repetition, marks.component, marks.segment):
        plain = plain.replace(mark, " ")
    return " ".join(plain.upper().split())[:most].strip()


def line(name: str, *elements: object, marks: Delimiters = USUAL) -> str:
    """Write one segment; empty elements at its end are left out. A list or tuple is an element of components."""
    written = [
        marks.component.join(map(str, _short(each))) if isinstance(each, list | tuple) else str(each)
        for each in elements
    ]
    return marks.element.join([name, *map(str, _short(written))]) + marks.segment


def _short(values: Iterable[object]) -> list[object]:
    kept = list(values)
    while kept and kept[-1] in ("", None):
        kept.pop()
    return ["" if each is None else each for each in kept]
