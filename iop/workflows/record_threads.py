"""Messages with the care team as a part of the client's own copy of their record."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from clients.models import Client, Thread, ThreadMessage
from iop.workflows.record_parts import Records, Section, day


def read_threads(client: Client, zone: ZoneInfo) -> tuple[Section, Records]:
    """Give every thread with what was written in it, in order of time. Two statements."""
    threads = list(Thread.objects.filter(client=client).order_by("opened_at", "pk"))
    said: dict[object, list[str]] = {}
    rows = ThreadMessage.objects.of_client(client.pk).select_related("staff").order_by("sent_at")
    for row in rows:
        who = row.staff.name if row.staff else _("You")
        said.setdefault(row.thread_id, []).append(f"{day(row.sent_at, zone)} · {who}: {row.words}")
    texts = [
        {"title": f"{day(row.opened_at, zone)} · {row.subject}", "text": "\n\n".join(said.get(row.pk, ())), "under": ""}
        for row in threads
    ]
    return {"title": _("Messages with the care team"), "texts": texts}, [("clients.thread", row.pk) for row in threads]
