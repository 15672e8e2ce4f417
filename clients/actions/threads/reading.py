"""Reading what was written, and opening what came with it. A colleague's look goes on that client's record."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from clients import thread_policies as policies
from clients.models import Thread, ThreadFile, ThreadRead
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import require


@transaction.atomic
def mark_read(*, by: Actor, thread: Thread, until: dt.datetime, at: dt.datetime) -> None:
    """Note that a colleague, or the client, was shown a thread up to the message of ``until``. Raises ``NotAllowed``."""
    require(policies.may_read(by, thread))
    if by.staff_id is not None:
        record(by=by, verb="clients.thread_read", subject=thread, clients=[thread.client_id], site_id=thread.site_id)
    known = ThreadRead.objects.filter(thread=thread, staff=by.staff_id).values_list("at", flat=True).first()
    if known is None or known < until:
        seen_until(by=by, thread=thread, until=until, at=at)


@transaction.atomic
def open_file(*, by: Actor, thread: Thread, file: ThreadFile, at: dt.datetime) -> None:
    """Record that a file of a thread was opened. Raises ``NotAllowed``."""
    require(policies.may_read(by, thread))
    record(
        by=by, verb="clients.thread_file_opened", subject=file, clients=[thread.client_id], site_id=thread.site_id,
        detail={"at": at},
    )  # fmt: skip


def seen_until(*, by: Actor, thread: Thread, until: dt.datetime, at: dt.datetime) -> None:
    """Keep until which message somebody has read."""
    ThreadRead.objects.bulk_create(
        [ThreadRead(thread=thread, staff_id=by.staff_id, at=until, seen_at=at)],
        update_conflicts=True, unique_fields=["thread", "staff"], update_fields=["at", "seen_at"],
    )  # fmt: skip
