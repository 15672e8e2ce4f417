"""What the palette finds: clients, today's sessions and pages. Three statements."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import NoReverseMatch

from clients.models import Client, Inquiry
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core import clock
from iop.pages.context import Shell
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import moment_words
from sessions_app.models import ProgramSession

MOST = 8
SHORTEST = 2


@dataclass(frozen=True)
class Row:
    """One thing to go to."""

    label: str
    more: str
    url: str
    icon: str


def found(request: Any, words: str, at: dt.datetime) -> list[Row]:
    """Find what ``words`` may mean, clients first. Only what this colleague may open is there."""
    words = words.strip()[:200]
    if len(words) < SHORTEST:
        return []
    return [
        *_clients(request.actor, words),
        *_inquiries(request.actor, words),
        *_sessions(request.actor, words, at),
        *_pages(request, words),
    ]


def _clients(actor: Actor, words: str) -> list[Row]:
    if not actor.can(Permission.CLIENT_VIEW):
        return []
    rows = Client.objects.visible_to(actor).matching(words).closest_first(words)[:MOST]
    return [Row(client.name, client.record_number, to("client")(client.pk), "person") for client in rows]


def _inquiries(actor: Actor, words: str) -> list[Row]:
    # Whoever has a chart is found by it; these are the people who have none yet.
    if not actor.can(Permission.INTAKE_WORK):
        return []
    rows = Inquiry.objects.visible_to(actor, Permission.INTAKE_WORK).open().filter(client__isnull=True)
    found = rows.named(words)[:MOST]
    return [Row(row.name, row.get_status_display(), to("inquiry")(row.pk), "telephone") for row in found]


def _sessions(actor: Actor, words: str, at: dt.datetime) -> list[Row]:
    places = {place.id: place for place in actor.places if actor.can(Permission.SESSION_VIEW, place.id)}
    try:
        link = to("session")
    except NoReverseMatch:
        return []
    if not places:
        return []
    bounds = [clock.day_bounds(clock.local_date(at, place.time_zone), place.time_zone) for place in places.values()]
    rows = (
        ProgramSession.objects.visible_to(actor)
        .standing()
        .between(min(first for first, _ in bounds), max(last for _, last in bounds))
        .select_related("track")
    )
    wanted = words.casefold().split()
    return [
        Row(row.track.name, _when(row, places[row.site_id].time_zone), link(row.pk), "calendar3")
        for row in rows
        if all(word in f"{row.track.name} {row.focus}".casefold() for word in wanted)
    ][:MOST]


def _when(row: ProgramSession, zone: str) -> str:
    return moment_words(row.starts_at, row.ends_at, ZoneInfo(zone))


def _pages(request: Any, words: str) -> list[Row]:
    items = [item for section in Shell(request).sections for item in section.items]
    return [
        Row(str(item.label), "", item.url, item.icon)
        for item in items
        if words.casefold() in str(item.label).casefold()
    ]
