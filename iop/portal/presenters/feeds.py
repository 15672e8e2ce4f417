"""A client's calendar as an iCalendar file: times and one neutral word, right over the clock changes."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from clients.models import PortalAccount
from iop.core import clock
from iop.core.words import day_words
from scheduling.models import CalendarFeed
from sessions_app import coming
from sessions_app.coming import Coming

if TYPE_CHECKING:
    from icalendar import Event

BEHIND, AHEAD = dt.timedelta(days=30), dt.timedelta(days=120)
PRODUCT = "-//IOP//Calendar//EN"
ASK_AGAIN = dt.timedelta(hours=1)
MARGIN = dt.timedelta(days=370)
"""How far around the entries the zones' clock changes are written."""


@dataclass(frozen=True)
class Fed:
    """A feed's file, and the tag by which a calendar asks whether it changed."""

    body: bytes
    tag: str


def fed(feed: CalendarFeed, at: dt.datetime) -> Fed:
    """Write the file of a feed. What was called off stays in it as cancelled, so that calendars strike it out."""
    client = feed.account.client
    if client is None:
        return Fed(b"", "")
    kept = client.merged_into or client
    found = coming.of_client(kept.pk, at - BEHIND, at + AHEAD)
    return Fed(written(found, feed.title, kept.pk, at), _tag(found, feed))


def written(found: Sequence[Coming], title: str, client_id: uuid.UUID, at: dt.datetime) -> bytes:
    """Write things with a time as iCalendar (RFC 5545), each in its site's zone with that zone's rules."""
    # Brings the tables of the world's time zones: loaded with the first calendar that is asked for.
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    for item in found:
        calendar.add_component(_event(item, title, client_id, at))
    calendar.add_missing_timezones(first_date=(at - MARGIN).date(), last_date=(at + MARGIN).date())
    return bytes(calendar.to_ical())


def page(account: PortalAccount, at: dt.datetime) -> dict[str, Any]:
    """Say whether an address stands, since when, and whether a calendar has asked it."""
    row = CalendarFeed.objects.filter(account=account, revoked_at__isnull=True).first()
    if row is None:
        return {"feed": None}
    return {
        "feed": {
            "title": row.title,
            "made": str(day_words(clock.local_date(row.made_at, "UTC"))),
            "read": str(day_words(clock.local_date(row.read_at, "UTC"))) if row.read_at else _("not yet"),
        }
    }


def uid(item: Coming, client_id: uuid.UUID) -> str:
    """Name an entry for good, whatever address it is read from; nobody learns from it which group it is."""
    return str(uuid.uuid5(client_id, str(item.id)))


def _event(item: Coming, title: str, client_id: uuid.UUID, at: dt.datetime) -> Event:
    from icalendar import Event

    zone = ZoneInfo(item.site.time_zone)
    event = Event()
    event.add("uid", uid(item, client_id))
    event.add("dtstamp", at.astimezone(dt.UTC))
    event.add("dtstart", item.starts_at.astimezone(zone))
    event.add("dtend", item.ends_at.astimezone(zone))
    event.add("summary", title)
    event.add("sequence", item.version)
    event.add("status", "CANCELLED" if item.is_off else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event


def _tag(found: Sequence[Coming], feed: CalendarFeed) -> str:
    lines = [f"{item.id}{item.version}{item.starts_at}{item.ends_at}{item.is_off}" for item in found]
    return hashlib.sha256("\n".join([str(feed.pk), feed.title, *lines]).encode()).hexdigest()[:32]
