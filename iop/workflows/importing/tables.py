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
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""How a spreadsheet's "Unicode text" begins."""
STARTS_A_FORMULA = frozenset("=+-@\t\r")
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
        values = {key: unguarded(cells[place].strip()) for place, key in places.items() if place < len(cells)}
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
    encoding = encoding_of(file)
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


def encoding_of(file: IO[bytes]) -> str:
    """Say how a file's letters are written: as one of the ways of spreadsheets. Raises ``Unusable`` for any other."""
    file.seek(0)
    ways = ("utf-16",) if file.read(2) in WIDE else ("utf-8-sig", "cp1252")
    found = next((way for way in ways if _is_readable(file, way)), None)
    if found is None:
        raise Unusable(
            say("The letters of this file cannot be read. Save it as CSV (UTF-8) and hand it in again."), field="file"
        )
    return found


def _is_readable(file: IO[bytes], encoding: str) -> bool:
    file.seek(0)
    reading = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := file.read(PIECE):
            reading.decode(piece)
        reading.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def unguarded(cell: str) -> str:
    """Take the stroke away that our own table of rows puts before what a spreadsheet would run."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in STARTS_A_FORMULA else cell
