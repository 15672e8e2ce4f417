"""Taking a file in, and what people decide about it: another mapping, putting it aside, bringing it in."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping
from functools import partial
from itertools import islice
from typing import IO, Any

from celery import current_app
from django.core.files import File
from django.db import transaction
from kombu.exceptions import OperationalError

from clients.import_choices import FAULTS, MOST_BYTES, SOURCE_LENGTH, ImportKind, ImportStatus
from clients.import_policies import may_import
from clients.models import ImportRun
from clients.rules import plain_line
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core.errors import Conflict, Invalid, require, require_valid
from iop.core.words import say, sentence
from iop.documents.models import StoredFile
from iop.workflows.importing import tables
from iop.workflows.importing.bringing import bring, is_alone
from iop.workflows.importing.checking import DAY_FIRST, MONTH_FIRST, order_of
from iop.workflows.importing.fields import BY_KEY, guessed, why_not_mapped
from iop.workflows.importing.reading import read
from iop.workflows.importing.records import Unusable
from iop.workflows.importing.states import held, move, note

CHUNK = 64 * 1024
READ_AT_ONCE = 128 * 1024
"""Up to this many bytes a file is read while somebody waits; a longer one by a task."""
BRING_AT_ONCE = 100
"""Up to this many people are brought in while somebody waits."""
READ_TASK, BRING_TASK = "imports.read_waiting", "imports.bring_waiting"
CONTENT = {ImportKind.CSV: "text/csv", ImportKind.FHIR: "application/fhir+json"}
LOOKED_AT = 1_000
"""So many people are looked at for the order in which dates are written."""
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How workbooks of spreadsheets begin, new and old."""
HOLDS = dt.timedelta(hours=24)
"""How long a look at a file holds: later somebody may have been registered by hand."""


@transaction.atomic
def receive(
    *, by: Actor, file: IO[bytes] | Any, site: Site, source: str, at: dt.datetime, mapping: Mapping[str, Any] | None = None
) -> ImportRun:  # fmt: skip
    """Take a file of clients in; what it is, a table or a bundle, is seen from its beginning. Nothing is brought in yet.

    ``mapping`` is said for a table whose headings would be guessed wrongly. Raises ``Invalid`` with the reason.
    """
    require(may_import(by, site.pk))
    if not site.is_active:
        raise Invalid(say("This site is closed; choose another."), field="site")
    name = plain_line(source)
    if not name or len(name) > SOURCE_LENGTH:
        raise Invalid(say("Say what the other system is called, in 80 characters at most."), field="source")
    digest, size, kind = _measured(file)
    headings = tables.headings(file) if kind == ImportKind.CSV else []
    chosen = _chosen(file, headings, mapping) if headings else {}
    row = ImportRun.objects.create(
        site=site, source=name, source_key=name.casefold()[:SOURCE_LENGTH], kind=kind, digest=digest,
        file=_stored(by, file, digest, size, kind), mapping=chosen,
        report={"headings": [plain_line(text)[:80] for text in headings]}, received_at=at,
        received_by=by.staff_id or by.id,
    )  # fmt: skip
    note(row, ImportStatus.WAITING, by, at)
    record(
        by=by, verb="clients.import_received", subject=row, site_id=site.pk,
        detail={"kind": str(kind), "size_bytes": size},
    )  # fmt: skip
    _read(row, at, size)
    return row


@transaction.atomic
def change_mapping(
    *, by: Actor, run: ImportRun, version: int, columns: Mapping[str, str], dates: str, at: dt.datetime
) -> ImportRun:  # fmt: skip
    """Say anew which column is which field; the file is then read again. Raises ``Invalid``, ``Stale``, ``Conflict``."""
    row = held(by, run, version)
    if row.kind != ImportKind.CSV:
        raise Conflict(say("Only a table has columns to choose."))
    chosen = {place: key for place, key in columns.items() if key}
    if not set(chosen.values()) <= set(BY_KEY) or dates not in {MONTH_FIRST, DAY_FIRST}:
        raise Invalid(say("Choose from the list."), field="columns")
    require_valid(why_not_mapped(chosen), "columns")
    row.mapping = {"columns": chosen, "dates": dates}
    move(row, ImportStatus.WAITING, by, at)
    row.save(update_fields=["mapping"])
    _read(row, at, row.file.size_bytes)
    return row


@transaction.atomic
def read_again(*, by: Actor, run: ImportRun, version: int, at: dt.datetime) -> ImportRun:
    """Look at a file anew: somebody may have been registered by hand meanwhile."""
    row = held(by, run, version)
    move(row, ImportStatus.WAITING, by, at)
    _read(row, at, row.file.size_bytes)
    return row


@transaction.atomic
def withdraw(*, by: Actor, run: ImportRun, version: int, at: dt.datetime) -> ImportRun:
    """Put a file aside: nobody of it is brought in."""
    row = held(by, run, version)
    move(row, ImportStatus.WITHDRAWN, by, at)
    record(by=by, verb="clients.import_withdrawn", subject=row, site_id=row.site_id)
    return row


@transaction.atomic
def bring_in(
    *, by: Actor, run: ImportRun, version: int, at: dt.datetime, leave_faulty_out: bool = False, bring_alike: bool = False
) -> ImportRun:  # fmt: skip
    """Say that what was looked through shall be brought in; a few people at once, many by a task.

    ``leave_faulty_out`` is needed where rows cannot be used; ``bring_alike`` opens charts for people who look like somebody here
    too. Raises ``Stale`` for the later of two people, ``Conflict`` with what is in the way.
    """
    row = held(by, run, version)
    _must_be_looked_through(row, at)
    faulty = sum(row.counts.get(outcome, 0) for outcome in FAULTS)
    if faulty and not leave_faulty_out:
        raise Conflict(
            say("Some rows cannot be used. Mend the file, or say that they are left out."), code="faulty_rows",
            detail={"rows": faulty},
        )  # fmt: skip
    row.leaves_faulty_out, row.brings_alike, row.asked_by = leave_faulty_out, bring_alike, by.staff_id
    move(row, ImportStatus.ASKED, by, at)
    row.save(update_fields=["leaves_faulty_out", "brings_alike", "asked_by"])
    record(
        by=by, verb="clients.import_asked", subject=row, site_id=row.site_id,
        detail={"leaves_faulty_out": leave_faulty_out, "brings_alike": bring_alike},
    )  # fmt: skip
    # Behind a long file of somebody else nobody waits: the task takes it next.
    if sum(row.counts.values()) <= BRING_AT_ONCE and is_alone():
        bring(by=by, run=row, at=at)
    else:
        transaction.on_commit(partial(_start, BRING_TASK, row.pk))
    return row


def _must_be_looked_through(row: ImportRun, at: dt.datetime) -> None:
    _must_be_here(row)
    if row.read_at is None or at - row.read_at > HOLDS:
        raise Conflict(
            say("It is more than a day since this file was looked through. Read it again first."), code="look_again"
        )


def _must_be_here(row: ImportRun) -> None:
    if row.file_removed_at is not None:
        raise Conflict(say("This file was removed when its time was up. Hand it in again."), code="removed")


def _read(row: ImportRun, at: dt.datetime, size: int) -> None:
    _must_be_here(row)
    if size <= READ_AT_ONCE:
        read(run=row, at=at)
    else:
        transaction.on_commit(partial(_start, READ_TASK, row.pk))


def _measured(file: IO[bytes] | Any) -> tuple[str, int, ImportKind]:
    digest, size, beginning = hashlib.sha256(), 0, b""
    file.seek(0)
    while piece := file.read(CHUNK):
        beginning = beginning or piece.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        digest.update(piece)
        size += len(piece)
        if size > MOST_BYTES:
            words = say("The file is larger than {limit} MB. Hand it in in parts.")
            raise Invalid(sentence(words, limit=MOST_BYTES // 1024**2), field="file")
    file.seek(0)
    if not size:
        raise Invalid(say("The file is empty."), field="file")
    if file.read(4) in WORKBOOKS:
        words = say("This is a workbook. Open it in a spreadsheet, save the sheet as CSV (UTF-8), and hand that in.")
        raise Invalid(words, field="file")
    file.seek(0)
    return digest.hexdigest(), size, ImportKind.FHIR if beginning == b"{" else ImportKind.CSV


def _chosen(file: IO[bytes], headings: list[str], mapping: Mapping[str, Any] | None) -> dict[str, Any]:
    """Give what was said of the columns, and guess what nobody said."""
    if mapping is not None:
        require_valid(why_not_mapped(mapping["columns"]), "columns")
    columns = dict(mapping["columns"]) if mapping is not None else guessed(headings)
    return {"columns": columns, "dates": (mapping or {}).get("dates") or _order(file, columns)}


def _order(file: IO[bytes], columns: Mapping[str, str]) -> str:
    born = {place: key for place, key in columns.items() if key == "date_of_birth"}
    try:
        written = [each.values.get("date_of_birth", "") for each in islice(tables.records(file, born), LOOKED_AT)]
    except Unusable:
        # Told with the line when the file is read.
        written = []
    return order_of(written)


def _stored(by: Actor, file: IO[bytes] | Any, digest: str, size: int, kind: ImportKind) -> StoredFile:
    # Under a name of our own: it is never shown, only read, and what is neither table nor bundle is refused by its reader.
    ending = "csv" if kind == ImportKind.CSV else "json"
    row = StoredFile(
        original_name=f"clients.{ending}", content_type=CONTENT[kind], size_bytes=size, sha256=digest,
        uploaded_by=by.staff_id or by.id,
    )  # fmt: skip
    file.seek(0)
    row.file.save(f"{uuid.uuid4().hex}.{ending}", File(file), save=False)
    row.save(force_insert=True)
    return row


def _start(task: str, run_id: uuid.UUID) -> None:
    try:
        current_app.send_task(task, args=[str(run_id)], retry=False)
    except (OperationalError, OSError):
        # The clock's own task finds it within some minutes.
        return
