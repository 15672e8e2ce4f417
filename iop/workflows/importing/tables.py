"""Reading a table (CSV): line by line, whatever signs separate its columns."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import IO

from clients.import_choices import MOST_ROWS
from iop.core.words import say, sentence
from iop.workflows.importing.records import Record, Unusable

SEPARATORS = ",;\t|"
MOST_COLUMNS = 200
LONGEST_CELL = 2_000
PIECE = 64 * 1024
IS_NO_HEADING = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|@|\d{7}|\d{3}.\d{4}")
"""A date, an address for e-mail, a phone number: no column is called so."""


def headings(file: IO[bytes]) -> list[str]:
    """Read the first line. Raises ``Unusable`` for what is no table, and where a person stands on it instead of headings."""
    found = next(_lines(file))
    if any(IS_NO_HEADING.search(cell) for cell in found):
        # Headings are kept and shown; what a person's row says is neither.
        raise Unusable(
            say("The first line seems to be about a person. Put a line with headings above it."), field="file"
        )
    return found


def records(file: IO[bytes], columns: Mapping[str, str]) -> Iterator[Record]:
    """Give each person of a table; ``columns`` says which column (by its place) is which field. Lines without anything are passed over."""
    places = {int(place): key for place, key in columns.items()}
    for position, cells in rows(file):
        values = {key: cells[place].strip() for place, key in places.items() if place < len(cells)}
        yield Record(position, values)


def rows(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """Give each line with its number; headings are line 1. Raises ``Unusable`` at the line that cannot be read."""
    lines = _lines(file)
    next(lines)
    for position, cells in enumerate(lines, start=2):
        if position > MOST_ROWS + 1:
            raise Unusable(
                sentence(say("A file may hold {limit} people at most. Hand it in in parts."), limit=MOST_ROWS)
            )
        if any(cell.strip() for cell in cells):
            yield position, cells


def _lines(file: IO[bytes]) -> Iterator[list[str]]:
    encoding = _encoding(file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        first = text.readline(PIECE)
        if not first.strip() or "\0" in first:
            raise Unusable(say("This is no table: its first line holds no headings."), field="file")
        reader = csv.reader(_whole(first, text), delimiter=max(SEPARATORS, key=first.count), strict=True)
        yield from _checked(reader)
    finally:
        text.detach()


def _whole(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    for line in rest:
        if "\0" in line:
            raise Unusable(say("This is no table of text."), field="file")
        yield line


def _checked(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if len(cells) > MOST_COLUMNS or any(len(cell) > LONGEST_CELL for cell in cells):
                words = say("Line {number} is too long to be about one person. Is a quotation mark missing?")
                raise Unusable(sentence(words, number=number), field="file")
            yield cells
    except csv.Error:
        words = say("Line {number} cannot be read: a quotation mark is missing or stands where none belongs.")
        raise Unusable(sentence(words, number=number + 1), field="file") from None


def _encoding(file: IO[bytes]) -> str:
    # Spreadsheets write either; every file is readable as the second, so the first is tried to the end.
    file.seek(0)
    reading = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        while piece := file.read(PIECE):
            reading.decode(piece)
        reading.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"
