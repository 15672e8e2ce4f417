"""How to reach a client, what they agreed to, and whom to call."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from clients import rules
from clients.choices import ContactKind
from clients.models import ChannelPermission, ContactPoint, Relationship
from iop.notifications.choices import Channel
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.parts.common import to_two
from iop.pages.presenters.schedule.when import (
    instant_words,
)


def read_contacts(chart: Chart) -> dict[str, Any]:
    """Read ways to reach a client, what they agreed to, and whom to call: three statements."""
    zone = ZoneInfo(chart.zone)
    points = ContactPoint.objects.filter(client=chart.client)
    newest = (
        ChannelPermission.objects.filter(client=chart.client).order_by("channel", "-since", "-id").distinct("channel")
    )
    said = {row.channel: row for row in newest}
    emergency = (
        Relationship.objects.filter(client=chart.client, is_emergency_contact=True).select_related("person").first()
    )
    return {
        "points": [_point(point, chart) for point in points],
        "channels": [_channel(channel, said.get(channel), zone) for channel in Channel],
        "emergency": {
            "name": f"{emergency.person.first_name} {emergency.person.last_name}".strip(),
            "role": emergency.role,
            "phone": rules.phone_for_people(emergency.person.phone) if emergency.person.phone else "",
        }
        if emergency
        else None,
    }


def _point(point: ContactPoint, chart: Chart) -> dict[str, Any]:
    is_phone = point.kind == ContactKind.PHONE
    return {
        "kind": point.get_kind_display(),
        "value": rules.phone_for_people(point.value) if is_phone else point.value,
        "label": point.label,
        "is_preferred": point.is_preferred,
        "may_leave_message": point.may_leave_message,
        "is_phone": is_phone,
        "remove_url": to_two("client_contact_remove", chart.client.pk, point.pk),
        "key": f"remove-{point.pk}",
    }


def _channel(channel: Channel, row: ChannelPermission | None, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "code": channel.value,
        "label": channel.label,
        "allowed": bool(row and row.allowed),
        "says": _("since %(when)s") % {"when": instant_words(row.since, zone)} if row else _("not asked yet"),
    }
