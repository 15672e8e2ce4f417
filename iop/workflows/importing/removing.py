"""Removing files of other systems: what was brought in stands in the charts, the rest is nobody's business here."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.conf import settings
from django.db import transaction

from clients.import_choices import BROUGHT, ImportStatus, RowOutcome
from clients.models import ImportRun
from iop.access.actors import SYSTEM
from iop.audit.recorder import record
from iop.documents.models import StoredFile

STILL_WORKED_ON = (ImportStatus.WAITING, ImportStatus.ASKED)


@transaction.atomic
def remove_ended(*, at: dt.datetime) -> int:
    """Remove files, and what was read of them, ``IMPORT_FILE_DAYS`` days after they were handed in; say how many.

    By which number the other system knew somebody stays, so that a later file brings nobody in twice.
    """
    before = at - dt.timedelta(days=settings.IMPORT_FILE_DAYS)
    ended = ImportRun.objects.filter(received_at__lte=before, file_removed_at__isnull=True)
    rows = ended.exclude(status__in=STILL_WORKED_ON).select_for_update(skip_locked=True, of=("self",))
    found = list(rows.select_related("file"))
    for run in found:
        stored = run.file.file
        transaction.on_commit(partial(stored.storage.delete, str(stored.name)))
        StoredFile.objects.filter(pk=run.file_id).update(file="")
        run.rows.exclude(outcome__in=(*BROUGHT, RowOutcome.KNOWN)).delete()
        run.rows.update(values="", alike=[])
        run.file_removed_at = at
        run.save(update_fields=["file_removed_at"])
        record(by=SYSTEM, verb="clients.import_file_removed", subject=run, site_id=run.site_id)
    return len(found)
