"""Taking a payer's file in: stored as it came, read whole or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from functools import partial
from typing import IO, Any, cast

from celery import current_app
from django.core.files import File
from django.db import IntegrityError, transaction
from kombu.exceptions import OperationalError

from billing.actions.remittances.reading import take_over
from billing.choices.remittances import FileStatus
from billing.models import RemittanceFile
from billing.policies.remittances import may_work
from billing.x12.segments import CHUNK, BadFile
from iop.access.actors import SYSTEM, Actor
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import say, sentence
from iop.documents.models import StoredFile

X12 = "application/edi-x12"
AT_ONCE = 512 * 1024
"""Up to this many bytes a file is read while somebody waits; a longer one by itself."""
AT_MOST = 64 * 1024 * 1024
TASK = "billing.read_remittance"


@transaction.atomic
def receive(*, by: Actor, file: IO[bytes] | Any, at: dt.datetime, site: Site) -> RemittanceFile:
    """Take a file in for a site: a short one is read at once, a long one by a task.

    Raises ``BadFile`` with the reason and the segment for what is no whole and balanced remittance: then nothing is kept.
    Raises ``Conflict`` for a file that was taken in before.
    """
    require(may_work(by, site.pk))
    digest, size = _measured(file)
    _must_be_new(digest, site)
    stored = _stored(by, file, digest, size)
    try:
        with transaction.atomic():
            row = RemittanceFile.objects.create(
                file=stored, site=site, digest=digest, received_at=at, received_by=by.staff_id or by.id
            )
    except IntegrityError:
        # Somebody handed the same file in at this moment, and was quicker.
        _must_be_new(digest, site)
        raise
    record(by=by, verb="billing.remittance_received", subject=row, site_id=site.pk, detail={"size_bytes": size})
    if size <= AT_ONCE:
        read_file(by=by, row=row, at=at)
    else:
        transaction.on_commit(partial(_start, row.pk))
    return row


def _must_be_new(digest: str, site: Site) -> None:
    before = RemittanceFile.objects.filter(digest=digest).exclude(status=FileStatus.REFUSED).first()
    if before is not None:
        on = clock.local_date(before.received_at, site.time_zone)
        raise Conflict(
            sentence(say("This file was taken in already, on {day}. Nothing was changed."), day=on), code="same_file"
        )


@transaction.atomic
def read_file(*, by: Actor, row: RemittanceFile, at: dt.datetime) -> None:
    """Read a file into its payments; all of it or nothing. Raises ``BadFile``, or ``Conflict`` for a payment known already."""
    with row.file.file.open("rb") as opened:
        take_over(by=by, file=row, stream=cast(IO[bytes], opened), at=at)
    row.status = FileStatus.READ
    row.save(update_fields=["status"])


@transaction.atomic
def read_waiting(*, file_id: uuid.UUID | None = None, at: dt.datetime) -> int:
    """Read the files that wait, or one of them; say how many. Two workers never read the same; a killed one leaves nothing half.

    A file that is refused is marked with the reason, for whoever handed it in.
    """
    waiting = RemittanceFile.objects.filter(status=FileStatus.RECEIVED).order_by("received_at")
    if file_id is not None:
        waiting = waiting.filter(pk=file_id)
    rows = list(waiting.select_for_update(skip_locked=True, of=("self",)).select_related("file", "site")[:5])
    for row in rows:
        _read_or_refuse(row, at)
    return len(rows)


def _read_or_refuse(row: RemittanceFile, at: dt.datetime) -> None:
    try:
        read_file(by=SYSTEM, row=row, at=at)
    except (BadFile, Conflict) as refusal:
        row.status, row.refusal = FileStatus.REFUSED, str(refusal)[:500]
        row.save(update_fields=["status", "refusal"])
        record(
            by=SYSTEM, verb="billing.remittance_refused", subject=row, site_id=row.site_id,
            detail={"code": refusal.code},
        )  # fmt: skip


def _measured(file: IO[bytes] | Any) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(CHUNK):
        digest.update(piece)
        size += len(piece)
        if size > AT_MOST:
            raise Invalid(sentence(say("The file is larger than {limit} MB."), limit=AT_MOST // 1024**2), field="file")
    file.seek(0)
    if not size:
        raise Invalid(say("The file is empty."), field="file")
    return digest.hexdigest(), size


def _stored(by: Actor, file: IO[bytes] | Any, digest: str, size: int) -> StoredFile:
    # Kept as text under a name of our own: it is never shown, only read, and what is no X12 text is refused by its reader.
    row = StoredFile(
        original_name="remittance.835",
        content_type=X12,
        size_bytes=size,
        sha256=digest,
        uploaded_by=by.staff_id or by.id,
    )
    row.file.save(f"{uuid.uuid4().hex}.835", File(file), save=False)
    row.save(force_insert=True)
    return row


def _start(file_id: uuid.UUID) -> None:
    try:
        current_app.send_task(TASK, args=[str(file_id)], retry=False)
    except (OperationalError, OSError):
        # The clock's own task finds it within some minutes.
        return
