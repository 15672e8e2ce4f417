"""The rows that were not brought in, as a table with the reasons, to be mended and handed in again."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import IO, Any, cast

from django.db.models import Q

from clients.import_choices import ImportKind, RowDecision, RowOutcome
from clients.models import ImportedRow, ImportRun
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.basis import Basis
from iop.core.errors import Conflict
from iop.core.words import say
from iop.workflows.importing import tables
from iop.workflows.importing.fields import BY_KEY
from iop.workflows.importing.problems import PROBLEMS

OUT = (RowOutcome.LEFT_OUT, RowOutcome.FAULTY, RowOutcome.DOUBLE, RowOutcome.ALIKE)
COMES_IN = Q(outcome=RowOutcome.ALIKE, decision__in=(RowDecision.LINK, RowDecision.NEW))
"""Of rows that look like somebody those for which it was decided otherwise."""
TOLD = ("external_id", "legal_first_name", "legal_last_name", "date_of_birth", "sex", "language")


def take(*, by: Actor, run: ImportRun, basis: Basis) -> bytes:
    """Write the rows that are not (or would not be) brought in as a table; who took it goes on record with the ground."""
    if run.file_removed_at is not None:
        raise Conflict(say("This file was removed when its time was up. Hand it in again."), code="removed")
    rows = list(run.rows.filter(outcome__in=OUT).exclude(COMES_IN).order_by("position"))
    record(
        by=by, verb="clients.import_rows_taken", subject=run, site_id=run.site_id,
        detail={"rows": len(rows), "basis": basis.as_data()},
    )  # fmt: skip
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for line in _table(run, rows) if run.kind == ImportKind.CSV else _people(rows):
        writer.writerow([_harmless(cell) for cell in line])
    return out.getvalue().encode("utf-8-sig")


def reasons(row: ImportedRow) -> str:
    """Say in sentences why a row is out."""
    said = []
    for code, about in row.problems:
        field = f"{BY_KEY[about].label}: " if about in BY_KEY else ""
        said.append(f"{field}{PROBLEMS[code].words}")
    if row.decision == RowDecision.LEAVE_OUT:
        said.append(str(say("It was decided to leave this row out.")))
    return " ".join(said)


def _table(run: ImportRun, rows: list[ImportedRow]) -> Iterator[list[str]]:
    wanted = {row.position: row for row in rows}
    with run.file.file.open("rb") as opened:
        file = cast(IO[bytes], opened)
        yield [*tables.headings(file), str(say("Reason"))]
        for position, cells in tables.rows(file):
            if position in wanted:
                yield [*cells, reasons(wanted[position])]


def _people(rows: list[ImportedRow]) -> Iterator[list[str]]:
    yield [*TOLD, str(say("Reason"))]
    for row in rows:
        values: dict[str, Any] = json.loads(row.values)
        yield [*(str(values.get(key) or "") for key in TOLD), reasons(row)]


def _harmless(cell: str) -> str:
    # A spreadsheet would run it (CWE-1236).
    return f"'{cell}" if cell[:1] in tables.STARTS_A_FORMULA else cell
