"""The audit record as people read it: who, what, when, whose record, from where."""

from __future__ import annotations

import csv
import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from clients.models import Client
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.audit.choices import ActorKind
from iop.audit.models import AuditEvent, AuditSubject
from iop.audit.querysets import AuditQuerySet, verbs_in_use
from iop.clinic.models import StaffMember
from iop.core import clock

PAGE = 50
DOWNLOAD_AT_MOST = 100_000
SHOWN_CLIENTS = 3
CSV_COLUMNS = (
    "id", "at_utc", "actor_kind", "actor_id", "actor_name", "verb", "subject_kind", "subject_id", "clients", "site_id", "channel",
    "request_id", "ip", "detail",
)  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What the page's address says. Coded values only: a name never stands in an address."""

    verb: str = ""
    actor: uuid.UUID | None = None
    client: uuid.UUID | None = None
    first: dt.date | None = None
    last: dt.date | None = None

    def query(self, **more: str) -> str:
        """Give the address's query for these filters."""
        own = {"verb": self.verb, "actor": self.actor, "client": self.client, "from": self.first, "until": self.last}
        return urlencode({name: str(value) for name, value in {**own, **more}.items() if value})

    def as_detail(self) -> dict[str, Any]:
        """Give the filters for the record itself."""
        own = {"verb": self.verb, "actor": self.actor, "client": self.client, "from": self.first, "until": self.last}
        return {name: value for name, value in own.items() if value}


def found(actor: Actor, filters: Filters, zone: str) -> AuditQuerySet:
    """Give the events that the actor may read and asks for, newest first is left to the caller."""
    rows = AuditEvent.objects.at_sites(actor.sites_where(Permission.AUDIT_VIEW))
    if filters.verb:
        rows = rows.filter(verb=filters.verb)
    if filters.actor:
        rows = rows.filter(actor_id=filters.actor)
    if filters.client:
        rows = rows.touching(filters.client)
    start = clock.day_bounds(filters.first, zone)[0] if filters.first else None
    end = clock.day_bounds(filters.last, zone)[1] if filters.last else None
    return rows.between(start, end)


def page(actor: Actor, filters: Filters, zone: str, before: tuple[dt.datetime, int] | None, url: str) -> dict[str, Any]:
    """Give one page of the record: five statements whatever the rows."""
    events = list(found(actor, filters, zone).newest_first(before=before)[: PAGE + 1])
    shown = events[:PAGE]
    people = _names_of_staff()
    touched = _touched(shown)
    named = _names_of_clients(actor, touched)
    more = f"{url}?{filters.query(before=f'{shown[-1].at.isoformat()}_{shown[-1].pk}')}" if len(events) > PAGE else ""
    return {
        "rows": [_row(event, people, touched.get(event.pk, []), named, zone) for event in shown],
        "later": more,
        "newest": f"{url}?{filters.query()}" if before else "",
        "verbs": verbs_in_use(),
        "staff": sorted(((str(key), name) for key, name in people.items()), key=lambda pair: pair[1]),
    }


def csv_lines(events: Iterable[AuditEvent]) -> Iterator[str]:
    """Write events as CSV, line by line. Cells that a spreadsheet would run as a formula are made harmless."""
    people = _names_of_staff()
    writer = csv.writer(_Echo())
    yield writer.writerow(CSV_COLUMNS)
    for event in events:
        yield writer.writerow([_harmless(value) for value in _csv_row(event, people)])


def _csv_row(event: AuditEvent, people: dict[uuid.UUID, str]) -> list[Any]:
    clients = " ".join(str(row.client_id) for row in event.subjects.all())
    return [
        event.pk, event.at.isoformat(), event.actor_kind, event.actor_id, _who(event, people), event.verb, event.subject_kind,
        event.subject_id, clients, event.site_id, event.channel, event.request_id, event.ip, event.detail,
    ]  # fmt: skip


class _Echo:
    """Hands a written line straight back, so that a download never stands in memory."""

    def write(self, line: str) -> str:
        return line


def _harmless(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _row(
    event: AuditEvent, people: dict[uuid.UUID, str], clients: list[uuid.UUID], named: dict[uuid.UUID, str], zone: str
) -> dict[str, Any]:
    local = event.at.astimezone(ZoneInfo(zone))
    return {
        "id": event.pk,
        "at": f"{local:%Y-%m-%d %H:%M:%S}",
        "who": _who(event, people),
        "verb": event.verb,
        "clients": [{"id": str(key), "name": named.get(key, short(key))} for key in clients[:SHOWN_CLIENTS]],
        "more_clients": max(0, len(clients) - SHOWN_CLIENTS),
        "subject": f"{event.subject_kind} {short(event.subject_id)}".strip(),
        "where": " · ".join(part for part in (event.channel, event.ip or "") if part),
        "detail": _detail_words(event.detail, people),
    }


def short(key: uuid.UUID | None) -> str:
    """Give the end of an id, by which two can be told apart: their beginnings are the time and much alike."""
    return str(key)[-8:] if key else ""


def _detail_words(detail: dict[str, Any], people: dict[uuid.UUID, str]) -> str:
    names = {str(key): name for key, name in people.items()}
    return ", ".join(
        f"{name}: {_value_words(value, names)}" for name, value in detail.items() if value not in (None, "", [])
    )


def _value_words(value: Any, names: dict[str, str]) -> str:
    if isinstance(value, list):
        return " · ".join(_value_words(item, names) for item in value)
    if isinstance(value, dict):
        return " · ".join(f"{name} {_value_words(item, names)}" for name, item in value.items())
    return names.get(str(value), str(value))


def _who(event: AuditEvent, people: dict[uuid.UUID, str]) -> str:
    if event.actor_id is None:
        return str(ActorKind(event.actor_kind).label)
    return people.get(event.actor_id) or f"{ActorKind(event.actor_kind).label} {short(event.actor_id)}"


def _names_of_staff() -> dict[uuid.UUID, str]:
    return {
        key: f"{first} {last}" for key, first, last in StaffMember.objects.values_list("id", "first_name", "last_name")
    }


def _touched(events: list[AuditEvent]) -> dict[int, list[uuid.UUID]]:
    found_rows: dict[int, list[uuid.UUID]] = {}
    ids = [event.pk for event in events]
    for event_id, client_id in AuditSubject.objects.filter(event__in=ids).values_list("event_id", "client_id"):
        found_rows.setdefault(event_id, []).append(client_id)
    return found_rows


def _names_of_clients(actor: Actor, touched: dict[int, list[uuid.UUID]]) -> dict[uuid.UUID, str]:
    # Whoever reads the record sees names only of clients whose chart they may open.
    wanted = {client for clients in touched.values() for client in clients[:SHOWN_CLIENTS]}
    return {client.pk: client.name for client in Client.objects.visible_to(actor).filter(pk__in=wanted)}
