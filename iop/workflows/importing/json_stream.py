"""Reading the entries of a bundle one after another, so that a large one needs no more memory than a small one."""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from collections.abc import Iterator
from typing import IO, Any

from iop.core.words import say
from iop.workflows.importing.records import Unusable

PIECE = 256 * 1024
LARGEST_VALUE = 8 * 1024 * 1024
BLANK = " \t\r\n"
UNSTORABLE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
"""How signs are written that the database cannot keep, or half of a pair of them."""


class Reader:
    """Takes JSON values and signs off the front of a stream of UTF-8."""

    def __init__(self, file: IO[bytes]) -> None:
        file.seek(0)
        self._file, self._text, self._at, self._ended = file, "", 0, False
        self._decoder = json.JSONDecoder()
        self._reading = codecs.getincrementaldecoder("utf-8-sig")()

    def sign(self) -> str:
        """Look at the next sign that is no blank; empty at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in BLANK:
                self._at += 1
            if self._at < len(self._text) or not self._more():
                return self._text[self._at : self._at + 1]

    def take(self, sign: str) -> None:
        """Pass over a sign that must stand next."""
        if self.sign() != sign:
            raise broken()
        self._at += 1

    def value(self) -> Any:
        """Take the next whole value."""
        self.sign()
        while True:
            try:
                found, end = self._decoder.raw_decode(self._text, self._at)
            except (json.JSONDecodeError, RecursionError):
                end = 0
            # A value that ends where the text does may go on: 12 of 123.
            if end and (end < len(self._text) or not self._more()):
                written, self._at = self._text[self._at : end], end
                return _storable(found) if UNSTORABLE.search(written) else found
            if not end and (len(self._text) - self._at > LARGEST_VALUE or not self._more()):
                raise broken()

    def _more(self) -> bool:
        if self._ended:
            return False
        self._text, self._at = self._text[self._at :], 0
        # Twice as much as waits, so that a long value is not begun anew at every piece.
        piece = self._file.read(max(PIECE, len(self._text)))
        try:
            self._text += self._reading.decode(piece, final=not piece)
        except UnicodeDecodeError:
            raise broken() from None
        self._ended = not piece
        return not self._ended


def entries(file: IO[bytes]) -> Iterator[Any]:
    """Give each entry of a bundle. Raises ``Unusable`` for what is no bundle, or one that breaks off."""
    reader, kind = Reader(file), ""
    reader.take("{")
    while reader.sign() != "}":
        key = reader.value()
        reader.take(":")
        if key == "entry" and reader.sign() == "[":
            yield from _items(reader)
        else:
            value = reader.value()
            kind = str(value) if key == "resourceType" else kind
        if reader.sign() == ",":
            reader.take(",")
        elif reader.sign() != "}":
            raise broken()
    if kind != "Bundle":
        raise Unusable(say("This is no FHIR bundle."), field="file")


def broken() -> Unusable:
    """Say that a file is no JSON, or breaks off."""
    return Unusable(say("This file cannot be read: it is no JSON, or it was cut off."), field="file")


def _storable(value: Any) -> Any:
    """Leave out of a value what no database keeps: the sign zero, and halves of pairs."""
    if isinstance(value, str):
        return "".join(sign for sign in value if sign != "\0" and unicodedata.category(sign) != "Cs")
    if isinstance(value, list):
        return [_storable(each) for each in value]
    return {_storable(key): _storable(each) for key, each in value.items()} if isinstance(value, dict) else value


def _items(reader: Reader) -> Iterator[Any]:
    reader.take("[")
    while reader.sign() != "]":
        yield reader.value()
        if reader.sign() == ",":
            reader.take(",")
        elif reader.sign() != "]":
            raise broken()
    reader.take("]")
