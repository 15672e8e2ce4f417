"""Ids of the small clinic for addresses about messages, their delivery, and what people answer."""

from __future__ import annotations

import uuid
from typing import Any

from clients.models import Client
from iop.clinic.models import Site
from iop.notifications.models import AddressStop, Message, Reply

NOWHERE = uuid.UUID(int=7)


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """A message that failed to reach somebody of Boston, a text that came in there, and a stopped address of ``client``."""
    people = Client.objects.filter(episodes__site=boston, is_restricted=False).values("pk")
    failed = Message.objects.filter(status="failed", site_id=boston.pk, recipient_id__in=people).order_by("pk").first()
    reply = Reply.objects.filter(site_id=boston.pk).order_by("pk").first()
    values = set(client.contact_points.values_list("value", flat=True))
    stops = AddressStop.objects.filter(source="link", ended_at__isnull=True)
    return {
        "message_id": failed.pk if failed else NOWHERE,
        "reply_id": reply.pk if reply else NOWHERE,
        "stop_id": next((row.pk for row in stops if row.address in values), NOWHERE),
        "token": "none",
    }
