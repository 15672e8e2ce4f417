"""Making an export, a few hundred rows at a time: memory stays the same whatever their number.

Each chunk is a transaction of its own: the gate is asked, what leaves is written down, then the lines are written to a file
beside. A file gets its row once it is whole, and the export its time once all of them are. Whoever is killed half-way is
followed by another, who begins anew; what was written down stays written down.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import IO, Any

from django.core.files import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q, QuerySet

from iop.api.callers import Caller, actor_of
from iop.api.exits import client_of
from iop.audit.recorder import record
from iop.core import clock
from iop.fhir.elements import Part
from iop.fhir.models import BulkExport, BulkExportFile
from iop.fhir.reach import Reach
from iop.fhir.reading import Reading
from iop.fhir.registry import spec_of
from iop.fhir.specs import Source, Spec

CHUNK = 500
LINES_A_FILE = 20_000
LIES_FOR = dt.timedelta(hours=24)
SILENT_FOR = dt.timedelta(minutes=10)
"""After so long without a word another worker begins anew."""
MOST_TRIES = 3
WAITING = Q(ready_at__isnull=True, failed_at__isnull=True, removed_at__isnull=True)


class Dropped(Exception):
    """Somebody cancelled it, or another worker took it over: nothing more is written."""


def make_next() -> int:
    """Make the export that waits longest; say how many were made. Each has a task's whole time to itself."""
    row = _claimed(clock.now())
    return _made(row) if row else 0


def some_wait() -> bool:
    """Say whether an export waits that nobody works on."""
    return BulkExport.objects.filter(WAITING, claim__isnull=True).exists()


@transaction.atomic
def remove_ended(at: dt.datetime, pk: uuid.UUID | None = None) -> int:
    """Take away the files of exports whose time is up or whose integration has ended, or of one; say how many exports."""
    over = Q(ends_at__lte=at) | Q(integration__ended_at__isnull=False)
    ended = BulkExport.objects.filter(removed_at__isnull=True).filter(Q(pk=pk) if pk else over)
    rows = list(ended.select_for_update(of=("self",), no_key=True))
    for row in rows:
        _without_files(row)
    BulkExport.objects.filter(pk__in=[row.pk for row in rows]).update(removed_at=at, claim=None)
    return len(rows)


def _claimed(at: dt.datetime) -> BulkExport | None:
    """Take the oldest export that nobody works on, and forget what a killed worker left of it.

    One at which workers were killed again and again has failed: nobody follows the last of them.
    """
    silent = BulkExport.objects.filter(WAITING, claimed_at__lt=at - SILENT_FOR, tries__gte=MOST_TRIES)
    silent.update(failed_at=at, ends_at=at + LIES_FOR, claim=None)
    free = Q(claim__isnull=True) | Q(claimed_at__lt=at - SILENT_FOR)
    with transaction.atomic():
        waiting = BulkExport.objects.filter(WAITING, free).order_by("asked_at", "pk")
        row = waiting.select_for_update(skip_locked=True, of=("self",), no_key=True).first()
        if row is None:
            return None
        row.claim, row.claimed_at, row.tries, row.done = uuid.uuid4(), at, row.tries + 1, 0
        row.save(update_fields=["claim", "claimed_at", "tries", "done"])
        _without_files(row)
    return row


def _made(row: BulkExport) -> int:
    try:
        _write(row)
    except Dropped:
        _forget_files_of_nobody(row)
        return 0
    except Exception:
        # The round fails for all to see; the export is begun anew, or the integration hears that it failed.
        _give_back(row)
        raise
    return 1


def _write(row: BulkExport) -> None:
    caller = Caller(row.integration, frozenset(row.scopes), "export")
    reach = Reach(actor_of(row.integration, caller.scopes), caller)
    notices: dict[str, str] = {}
    number = 0
    for done, kind in enumerate(row.kinds):
        spec = spec_of(kind)
        for index, source in enumerate(spec.sources if spec else ()):
            assert spec is not None
            if row.of_client and source.client_path is None:
                continue
            for written in _files(row, reach, spec, index, notices):
                number += 1
                _keep(row, written, number)
        _go_on(row, done=done + 1)
    at = clock.now()
    ready = BulkExport.objects.filter(WAITING, pk=row.pk, claim=row.claim).update(
        ready_at=at, ends_at=at + LIES_FOR, claim=None, notice=notices.get("Redisclosure-Notice", ""),
        consent_scope=notices.get("Consent-Scope", "")[:500],
    )  # fmt: skip
    if not ready:
        raise Dropped
    record(
        by=reach.actor, verb="fhir.export_made", subject=row, clients=[row.of_client] if row.of_client else [],
        detail={"files": number},
    )  # fmt: skip


@dataclass
class Written:
    """A file that is being written beside: its lines so far, and who is in it."""

    kind: str
    source: int
    out: IO[bytes]
    count: int = 0
    clients: set[uuid.UUID] = field(default_factory=set)


def _files(row: BulkExport, reach: Reach, spec: Spec, index: int, notices: dict[str, str]) -> Iterator[Written]:
    """Write one table's resources, and give each file when it is full or nothing follows."""
    chunks = _chunks(row, reach, spec, spec.sources[index], notices)
    more = next(chunks, None)
    while more is not None:
        with tempfile.TemporaryFile() as out:
            written = Written(spec.kind, index, out)
            while more is not None and written.count < LINES_A_FILE:
                _append(written, *more)
                more = next(chunks, None)
            if written.count:
                yield written


def _append(written: Written, drawn: list[Part], clients: set[uuid.UUID]) -> None:
    for each in drawn:
        written.out.write(json.dumps(each, cls=DjangoJSONEncoder, ensure_ascii=False).encode() + b"\n")
    written.count += len(drawn)
    written.clients |= clients


def _chunks(
    row: BulkExport, reach: Reach, spec: Spec, source: Source, notices: dict[str, str]
) -> Iterator[tuple[list[Part], set[uuid.UUID]]]:
    """Give resources a chunk at a time, with who is in them, each chunk through the gate and written down."""
    after: uuid.UUID | None = None
    while True:
        _go_on(row)
        with transaction.atomic():
            reading = Reading(reach, clock.now())
            rows = list(_rows(row, reading, spec, source, after)[:CHUNK])
            drawn = reading.leave(spec, source, rows)
        notices.update(reading.way_out.notices)
        if not rows:
            return
        told = {each["id"] for each in drawn}
        path = source.client_path
        yield drawn, {client_of(each, path) for each in rows if str(each.pk) in told} if path else set()
        after = rows[-1].pk


def _rows(row: BulkExport, reading: Reading, spec: Spec, source: Source, after: uuid.UUID | None) -> QuerySet[Any]:
    rows = reading.rows(spec, source, "s")
    if row.since:
        rows = rows.filter(changed_at__gte=row.since)
    if row.of_client and source.client_path:
        rows = rows.filter(**{source.client_path.replace(".", "__"): row.of_client})
    return rows.filter(pk__gt=after) if after else rows


def _keep(row: BulkExport, written: Written, number: int) -> None:
    """Put a whole file away, then say that it is there."""
    size = written.out.tell()
    written.out.seek(0)
    kept = BulkExportFile(
        export=row, kind=written.kind, source=written.source, number=number, count=written.count, size_bytes=size,
        clients=sorted(written.clients),
    )  # fmt: skip
    _go_on(row)
    kept.file.save(f"{uuid.uuid4().hex}.ndjson", File(written.out), save=False)
    kept.save()


def _go_on(row: BulkExport, **changes: Any) -> None:
    """Say that the work goes on. Raises ``Dropped`` when it is no longer ours, or the integration has ended meanwhile."""
    mine = BulkExport.objects.filter(WAITING, pk=row.pk, claim=row.claim, integration__ended_at__isnull=True)
    if not mine.update(claimed_at=clock.now(), **changes):
        raise Dropped


def _give_back(row: BulkExport) -> None:
    at = clock.now()
    with transaction.atomic():
        _without_files(row)
        mine = BulkExport.objects.filter(WAITING, pk=row.pk, claim=row.claim)
        if row.tries >= MOST_TRIES:
            mine.update(failed_at=at, ends_at=at + LIES_FOR, claim=None)
        else:
            mine.update(claim=None)


def _forget_files_of_nobody(row: BulkExport) -> None:
    """Take away what was put down after somebody cancelled."""
    with transaction.atomic():
        if BulkExport.objects.filter(pk=row.pk, removed_at__isnull=False).exists():
            _without_files(row)


def _without_files(row: BulkExport) -> None:
    for each in BulkExportFile.objects.filter(export=row):
        transaction.on_commit(partial(each.file.storage.delete, each.file.name or ""))
    BulkExportFile.objects.filter(export=row).delete()


def progress(row: BulkExport) -> str:
    """Say how far it is, in a few words."""
    if row.claim is None:
        return "waiting"
    return f"{row.done} of {len(row.kinds)} kinds of resources"
