"""Reading a file into rows: what would become of each person, without anybody being brought in."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import IO, Any, cast

from django.db import transaction

from clients.import_choices import BROUGHT, ImportKind, ImportStatus, RowDecision, RowOutcome
from clients.models import Client, ImportedRow, ImportRun
from iop.access.actors import SYSTEM
from iop.audit.recorder import record
from iop.core import clock
from iop.core.crypto import blind_indexes
from iop.core.errors import Conflict
from iop.core.words import say
from iop.workflows.importing import bundles, progress, tables
from iop.workflows.importing.bundles import OF_A_PATIENT
from iop.workflows.importing.checking import Checked, checked, mark_of
from iop.workflows.importing.comparing import differences, points_of
from iop.workflows.importing.neighbours import Neighbours
from iop.workflows.importing.payers import Payers
from iop.workflows.importing.problems import is_fault
from iop.workflows.importing.records import Record, Unusable
from iop.workflows.importing.states import move, move_for, taken_up, waiting_for

AT_A_TIME = 500
MARK = "clients_importedrow.mark"


def read_waiting(*, run_id: uuid.UUID | None = None, at: dt.datetime) -> int:
    """Read the files that wait, or one of them; say how many. Two workers never read the same; a killed one leaves nothing half."""
    return sum(_read_one(each, at) for each in waiting_for(ImportStatus.WAITING, run_id))


def _read_one(run_id: uuid.UUID, at: dt.datetime) -> bool:
    try:
        with transaction.atomic():
            run = taken_up(run_id, ImportStatus.WAITING)
            if run is not None:
                read(run=run, at=at)
    except Exception:
        # The round fails for all to see, but the file does not fail every round anew, nor keep others from being read.
        _give_up(run_id, at)
        raise
    return run is not None


@transaction.atomic
def _give_up(run_id: uuid.UUID, at: dt.datetime) -> None:
    if (run := taken_up(run_id, ImportStatus.WAITING)) is not None:
        run.rows.all().delete()
        _refuse(
            run,
            str(say("Reading this file failed, and nobody was brought in. Tell whoever runs the system.")),
            "failed",
            at,
        )


def read(*, run: ImportRun, at: dt.datetime) -> None:
    """Read a locked file into its rows and counts, or mark it as refused with the reason. What was decided of a row stays, if it fits."""
    decided = {row.position: row for row in run.rows.exclude(decision="")}
    run.rows.all().delete()
    try:
        with transaction.atomic():
            _read(run, at, decided)
    except Unusable as refusal:
        _refuse(run, str(refusal), refusal.code, at)
        return
    move(run, ImportStatus.READY, SYSTEM, at)


def _refuse(run: ImportRun, words: str, code: str, at: dt.datetime) -> None:
    move_for(run, ImportStatus.REFUSED, words, at)
    record(by=SYSTEM, verb="clients.import_refused", subject=run, site_id=run.site_id, detail={"code": code})


def require_unchanged(run: ImportRun) -> None:
    """Raise ``Conflict`` when the stored file is not the one that was handed in."""
    digest = hashlib.sha256()
    with run.file.file.open("rb") as file:
        while piece := file.read(64 * 1024):
            digest.update(piece)
    if digest.hexdigest() != run.digest:
        raise Conflict(say("The file is not the one that was looked through. Hand it in again."), code="file_changed")


def _read(run: ImportRun, at: dt.datetime, decided: Mapping[int, ImportedRow]) -> None:
    require_unchanged(run)
    kinds: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    with run.file.file.open("rb") as opened:
        around = Neighbours()
        looked = _looked_at(run, _records(run, cast(IO[bytes], opened), kinds), at)
        for rows in _in_batches(looked):
            found = _after_known(run, rows, around)
            for row in found:
                _keep_decision(row, decided.get(row.position))
            ImportedRow.objects.bulk_create(found)
            outcomes.update(row.outcome for row in rows)
    if not outcomes:
        raise Unusable(say("This table holds headings and nobody below them."), field="file")
    run.counts, run.read_at = dict(outcomes), at
    run.report = {**run.report, **_report(kinds)}
    run.save(update_fields=["counts", "read_at", "report"])


def _in_batches(rows: Iterator[ImportedRow]) -> Iterator[tuple[ImportedRow, ...]]:
    while batch := tuple(islice(rows, AT_A_TIME)):
        yield batch


def _records(run: ImportRun, file: IO[bytes], kinds: Counter[str]) -> Iterator[Record]:
    if run.kind == ImportKind.FHIR:
        return bundles.records(file, kinds)
    # Headings that say nothing are no reason to hand the file in again: every row tells what it lacks, and the mapping is changed.
    return tables.records(file, run.mapping["columns"])


def _report(kinds: Counter[str]) -> dict[str, Any]:
    known = {"Patient", "Organization", *OF_A_PATIENT}
    return {
        "read": {kind: number for kind, number in sorted(kinds.items()) if kind in known},
        "unread": {kind[:64]: number for kind, number in sorted(kinds.items()) if kind and kind not in known},
    }


def _looked_at(run: ImportRun, found: Iterable[Record], at: dt.datetime) -> Iterator[ImportedRow]:
    today, payers = clock.local_date(at, run.site.time_zone), Payers()
    order = run.mapping.get("dates", "mdy")
    marks: set[str] = set()
    people: set[tuple[str, ...]] = set()
    for number, each in enumerate(found, start=1):
        look = checked(each, today=today, order=order, payers=payers)
        mark = mark_of(look.values)
        outcome = _outcome(look, mark, marks, people)
        progress.tell(run.pk, number)
        yield ImportedRow(
            run=run, position=each.position, source_key=run.source_key, external_id=look.values["external_id"],
            mark=mark, outcome=outcome, problems=look.problems, values=json.dumps(look.values),
        )  # fmt: skip


def _outcome(look: Checked, mark: str, marks: set[str], people: set[tuple[str, ...]]) -> RowOutcome:
    if any(is_fault(code) for code, _about in look.problems):
        return RowOutcome.FAULTY
    if mark in marks:
        look.tell("double", "external_id")
        return RowOutcome.DOUBLE
    marks.add(mark)
    values = look.values
    person = (values["legal_first_name"].casefold(), values["legal_last_name"].casefold(), values["date_of_birth"])
    if person in people:
        look.tell("double_person", "last_name")
        return RowOutcome.ALIKE
    people.add(person)
    return RowOutcome.NEW


def _after_known(run: ImportRun, rows: tuple[ImportedRow, ...], around: Neighbours) -> list[ImportedRow]:
    """Mark those who were brought in before, and those who look like somebody here."""
    known = known_clients(run.source_key, [row.mark for row in rows])
    points = points_of(known.values())
    for row in rows:
        client = known.get(row.mark)
        if client is not None and row.outcome not in {RowOutcome.FAULTY, RowOutcome.DOUBLE}:
            row.outcome, row.client = RowOutcome.KNOWN, client
            # Of a restricted chart not even that it says something else: a file could be made to find out what.
            other = [] if client.is_restricted else differences(json.loads(row.values), client, points[client.pk])
            row.problems = [["known", ""], *(["differs", each.field] for each in other)]
        elif row.outcome in {RowOutcome.NEW, RowOutcome.ALIKE}:
            _look_around(row, around)
    return list(rows)


def known_clients(source_key: str, marks: list[str]) -> dict[str, Client]:
    """Give the charts of people who were brought in from this system before, by their mark; of a merged chart the one kept."""
    indexes = {index: mark for mark in marks for index in blind_indexes(mark, MARK)}
    rows = ImportedRow.objects.filter(
        source_key=source_key, mark_index__in=list(indexes), outcome__in=BROUGHT
    ).select_related("client__merged_into")
    found = {}
    for row in rows.defer("values", "external_id", "mark"):
        assert row.client is not None
        found[indexes[row.mark_index]] = row.client.merged_into or row.client
    return found


def _look_around(row: ImportedRow, around: Neighbours) -> None:
    found = around.alike(json.loads(row.values))
    if not found:
        return
    closest = found[0].who
    row.outcome = RowOutcome.ALIKE
    row.problems = [*row.problems, ["alike_restricted" if closest.kind == "restricted" else "alike", ""]]
    row.alike = [each.as_data() for each in found]
    if closest.kind == "client":
        row.client_id = closest.client_id


def _keep_decision(row: ImportedRow, before: ImportedRow | None) -> None:
    """Keep what was decided of a row when the file is read anew, unless the row or whom it looks like is another than then."""
    if before is None or row.outcome != RowOutcome.ALIKE or row.values != before.values:
        return
    charts = {each["id"] for each in row.alike}
    if not charts <= {each["id"] for each in before.alike}:
        return
    if before.decision == RowDecision.LINK:
        if str(before.client_id) not in charts:
            return
        row.client_id = before.client_id
    row.decision, row.decided_at, row.decided_by = before.decision, before.decided_at, before.decided_by
    row.version = before.version + 1
