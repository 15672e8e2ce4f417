"""Ids of the small clinic for addresses about messages with clients."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet

from clients.models import Client, Thread, ThreadFile
from iop.clinic.models import Site

NOWHERE = uuid.UUID(int=7)


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: of somebody whose only site is Boston."""
    found = Thread.objects.filter(site=boston, client__is_restricted=False)
    with_file = ThreadFile.objects.filter(message__thread__in=found)
    file = with_file.select_related("message").order_by("pk").first()
    return {
        "thread_id": file.message.thread_id if file else _first(found),
        "thread_file_id": file.pk if file else NOWHERE,
    }


def _first(rows: QuerySet[Any]) -> uuid.UUID:
    row = rows.order_by("pk").first()
    return row.pk if row else NOWHERE
