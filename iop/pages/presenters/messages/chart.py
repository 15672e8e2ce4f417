"""The chart's part about messages: what goes out, what went and how it fared, what they agreed to."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from clients.choices import ContactKind
from clients.models import ChannelPermission, ContactPoint
from clients.rules import phone_for_people
from iop.notifications import policies
from iop.notifications.choices import Channel, MessageStatus
from iop.notifications.holding_back import quiet_hours, safe_hours_of
from iop.notifications.models import AddressStop, Message
from iop.notifications.stops import stops_of
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.parts.common import page_words
from iop.pages.presenters.messages.listing import lines, with_answers
from iop.pages.presenters.schedule.when import instant_words

PAGE = 40
NEXT = 20
BY = ((Channel.SMS, ContactKind.PHONE), (Channel.EMAIL, ContactKind.EMAIL))


def read(chart: Chart, page: int) -> dict[str, Any]:
    """Read what was and will be sent to somebody, in a fixed number of statements; messages of absorbed charts are theirs."""
    mine = Message.objects.filter(recipient_kind="client", recipient_id__in=chart.ids)
    waiting = mine.filter(status=MessageStatus.WAITING)
    done = mine.exclude(status=MessageStatus.WAITING)
    total, start = done.count(), (page - 1) * PAGE
    shown = list(with_answers(done.order_by("-due_at", "-id"))[start : start + PAGE])
    return {
        "next": lines(list(with_answers(waiting.order_by("due_at", "id"))[:NEXT]), chart.zone),
        "rows": lines(shown, chart.zone), "says": page_words(start, len(shown), total) if shown else "",
        "earlier": f"?page={page - 1}" if page > 1 else "", "later": f"?page={page + 1}" if start + PAGE < total else "",
        "ways": _ways(chart), "hours": hours_words(chart),
    }  # fmt: skip


def safe_hours(chart: Chart) -> dict[str, int]:
    """Give the hours as the form begins: theirs, else those that hold for everybody."""
    quiet = safe_hours_of([chart.client.pk]).get(chart.client.pk) or quiet_hours(
        chart.episode.site_id, chart.zone, chart.at
    )
    return {"from_hour": quiet.until_hour % 24, "until_hour": quiet.from_hour}


def hours_words(chart: Chart) -> str:
    """Say when messages reach them."""
    own = safe_hours_of([chart.client.pk]).get(chart.client.pk)
    quiet = own or quiet_hours(chart.episode.site_id, chart.zone, chart.at)
    if quiet.is_never:
        return _("At any hour.")
    words = (
        _("Their own wish: from %(first)d:00 to %(last)d:00.")
        if own
        else _("From %(first)d:00 to %(last)d:00, as for everybody here.")
    )
    return words % {"first": quiet.until_hour % 24, "last": quiet.from_hour}


def _ways(chart: Chart) -> list[dict[str, Any]]:
    newest = (
        ChannelPermission.objects.filter(client=chart.client).order_by("channel", "-since", "-id").distinct("channel")
    )
    allowed = {row.channel: row for row in newest}
    points = list(ContactPoint.objects.filter(client=chart.client))
    held = stops_of({(channel, point.value) for channel, kind in BY for point in points if point.kind == kind})
    return [
        _way(chart, channel, allowed.get(channel), [point for point in points if point.kind == kind], held)
        for channel, kind in BY
    ]


def _way(
    chart: Chart, channel: Channel, said: ChannelPermission | None, points: list[ContactPoint], held: dict[tuple[str, str], AddressStop]
) -> dict[str, Any]:  # fmt: skip
    return {
        "label": channel.label, "allowed": bool(said and said.allowed),
        "since": instant_words(said.since, ZoneInfo(chart.zone)) if said else "",
        "addresses": [_address(chart, channel, point, held.get((channel, point.value))) for point in points],
    }  # fmt: skip


def _address(chart: Chart, channel: Channel, point: ContactPoint, stop: AddressStop | None) -> dict[str, Any]:
    is_phone = channel == Channel.SMS
    return {
        "value": phone_for_people(point.value) if is_phone else point.value,
        "may_hold": point.may_leave_message or not is_phone,
        "stopped": instant_words(stop.since, ZoneInfo(chart.zone)) if stop else "",
        "how": str(stop.get_source_display()) if stop else "",
        "lift_url": reverse("client_stop_lift", args=[chart.client.pk, stop.pk])
        if stop and policies.may_lift(chart.actor, stop) is None
        else "",
    }
