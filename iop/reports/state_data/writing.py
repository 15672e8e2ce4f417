"""How records become a file: a line of each, as its layout says. Pure, of values alone."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import hashlib
import io
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from iop.core.errors import Conflict
from iop.core.words import say, sentence
from iop.reports.state_data.choices import SentAs
from iop.reports.state_data.codes import Column, Family, Layout
from iop.reports.state_data.fields import FIELDS

OPAQUE_LENGTH = 15
"""TEDS client ids have 1 to 15 letters and digits (MDS 2)."""
UNSAFE = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Line:
    """One record as a file needs it. ``values`` are our own words; the rest stands around them."""

    kind: str
    values: Mapping[str, str]
    client_id: uuid.UUID
    record_number: str
    state: str
    provider: str
    sent_as: str = SentAs.ADD


def content(layout: Layout, family: Family, lines: Iterable[Line]) -> bytes:
    """Write a file. Lines of kinds that the layout does not know are left out; dates, codes and padding are the layout's."""
    rows = [_row(layout, family, each) for each in lines if each.kind in layout.kinds]
    text = _csv(layout, rows) if layout.form == "csv" else _fixed(layout, rows)
    return text.encode(layout.encoding, errors="replace")


def can_take_back(layout: Layout, family: Family, kind: str) -> bool:
    """Say whether a line of a kind can tell that it takes something back: without, it would read as one more record."""
    has_column = any(column.field == "change" for column in layout.kinds.get(kind, ()))
    return has_column and SentAs.DELETE in family.lists["change"].codes


def digest(values: Mapping[str, str]) -> str:
    """Give the digest of what was told, whatever the layout: a later change shows by it."""
    return hashlib.sha256(json.dumps(dict(values), sort_keys=True).encode()).hexdigest()


def opaque(client_id: uuid.UUID) -> str:
    """Give the number by which a state knows a client without our record number: the same each time, and no way back."""
    whole = hashlib.sha256(b"state-data:" + client_id.bytes).digest()
    return base64.b32encode(whole).decode()[:OPAQUE_LENGTH]


def file_name(layout: Layout, site: str, first: dt.date, last: dt.date) -> str:
    """Name a file by site and days, never by a person."""
    return layout.file_name.format(site=site, first=first.isoformat(), last=last.isoformat())


def _row(layout: Layout, family: Family, line: Line) -> list[tuple[Column, str]]:
    return [(column, _cell(layout, family, column, line)) for column in layout.kinds[line.kind]]


def _cell(layout: Layout, family: Family, column: Column, line: Line) -> str:
    if column.constant:
        return column.constant
    if column.field == "client":
        return line.record_number if layout.client == "record_number" else opaque(line.client_id)
    if column.field in ("state", "provider"):
        return getattr(line, column.field)
    if column.field == "change":
        return family.encode("change", str(line.sent_as))
    if column.field == "prior":
        return family.encode("prior", line.values.get("prior", ""))
    return _value(layout, family, column.field, line.values.get(column.field, ""))


def _value(layout: Layout, family: Family, key: str, value: str) -> str:
    known = FIELDS[key]
    if known.kind == "date":
        return dt.date.fromisoformat(value).strftime(layout.date_format) if value else ""
    if known.kind == "text":
        return value
    return family.encode(known.words, value)


def _csv(layout: Layout, rows: list[list[tuple[Column, str]]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=layout.delimiter, lineterminator=layout.line_end)
    if layout.header:
        writer.writerow([column.name for column in next(iter(layout.kinds.values()))])
    writer.writerows([[_safe(cell) for _, cell in row] for row in rows])
    return out.getvalue()


def _safe(cell: str) -> str:
    # Codes like -9 stay as they are; a spreadsheet takes other words that begin so for a formula.
    return f"'{cell}" if cell.startswith(UNSAFE) and not cell.lstrip("-").isdigit() else cell


def _fixed(layout: Layout, rows: list[list[tuple[Column, str]]]) -> str:
    head = (
        "".join(column.name[: column.width].ljust(column.width) for column in next(iter(layout.kinds.values())))
        if layout.header
        else ""
    )
    lines = [*([head] if head else []), *("".join(_padded(column, cell) for column, cell in row) for row in rows)]
    return "".join(line + layout.line_end for line in lines)


def _padded(column: Column, cell: str) -> str:
    if len(cell) > column.width:
        raise Conflict(sentence(say("The layout gives “{name}” too little room."), name=column.name), code="too_narrow")
    return cell.rjust(column.width, column.pad) if column.align == "right" else cell.ljust(column.width, column.pad)
