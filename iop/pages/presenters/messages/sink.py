"""What the development sink took, as phones and mailboxes would show it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Max
from django.http import Http404

from iop.notifications.channels.sink import OUTGOING
from iop.notifications.choices import Channel
from iop.notifications.models import Reply, SinkMessage

DEVICES = 60
ON_ONE = 60
LINK = "List-Unsubscribe"


def read(asked: str, zone: str) -> dict[str, Any]:
    """Give the devices that got something, the latest first, and what stands on the one asked for (the first's id)."""
    devices = list(
        SinkMessage.objects.order_by().values("channel", "to").annotate(n=Count("pk"), latest=Max("taken_at"), key=Max("key"))
        .order_by("-latest")[:DEVICES]
    )  # fmt: skip
    here = next((row for row in devices if row["key"] == asked), devices[0] if devices else None)
    wall = ZoneInfo(zone)
    return {
        "devices": [{**row, "is_here": row is here, "is_phone": row["channel"] == Channel.SMS} for row in devices],
        "here": {**here, "is_phone": here["channel"] == Channel.SMS} if here else None,
        "shown": _shown(dict(here), wall) if here else [],
    }  # fmt: skip


def _shown(here: dict[str, Any], wall: ZoneInfo) -> list[dict[str, Any]]:
    rows = SinkMessage.objects.filter(channel=here["channel"], to=here["to"]).order_by("-taken_at", "-id")[:ON_ONE]
    ours = [
        (row.taken_at, {"mine": False, "subject": row.subject, "body": row.body, "hand_overs": row.hand_overs,
                        "link": _path(row.headers.get(LINK, ""))})
        for row in rows
    ]  # fmt: skip
    theirs = [(row.at, {"mine": True, "body": row.words}) for row in _written_by(here)]
    return [
        {**rest, "when": f"{at.astimezone(wall):%a %H:%M}"}
        for at, rest in sorted(ours + theirs, key=lambda item: item[0])
    ]


def _written_by(here: dict[str, Any]) -> list[Reply]:
    newest = Reply.objects.filter(provider_id__startswith=OUTGOING).order_by("-at")[:ON_ONE]
    return [row for row in newest if row.address == here["to"]] if here["channel"] == Channel.SMS else []


def _path(link: str) -> str:
    address = link.strip("<>")
    return address.removeprefix(settings.SITE_URL) if settings.SITE_URL else ""


def phone_of(key: str) -> str:
    """Give the number of the phone on which a message arrived."""
    row = SinkMessage.objects.filter(key=key, channel=Channel.SMS).first()
    if row is None:
        raise Http404
    return row.to
