"""What changed, in one order that never shifts: the sealed events of the audit record, as far as the caller may know of them.

An event is published when its link of the hash chain is made, within a minute: from then on its position is final and nothing
is put before it, so that a reader who remembers the last position misses nothing and sees nothing twice. Events of looking at
things, of signing in and of the audit record itself are not published. They carry ids and codes, never what was written.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import Q
from rest_framework.serializers import ModelSerializer

from clients.choices import Information
from clients.models import Client
from iop.access.actors import Actor
from iop.api.choices import Scope
from iop.api.exits import Exit
from iop.audit.models import AuditSeal, AuditSubject

NAME = "changes"
INFORMATION = (Information.PRESENCE,)
AT_MOST = 500
KEPT_TO_OURSELVES = r"^(accounts|access|api|audit|portal|operations)\."
LOOKING = r"(_read|_viewed|_downloaded|_printed|_shown|printed|chart_opened|list_opened|note_opened|file_opened|material_opened)$"
NEVER_TOLD = r"counseling"
AREAS: dict[str, str] = {
    "clients": Scope.CLIENTS_READ, "scheduling": Scope.SCHEDULE_READ, "sessions": Scope.SESSIONS_READ,
    "therapy": Scope.NOTES_READ, "billing": Scope.BILLING_READ, "family": Scope.FAMILY_READ,
    "notifications": Scope.MESSAGES_READ, "documents": Scope.DOCUMENTS_READ, "work": Scope.WORK_READ,
    "clinic": Scope.CLINIC_READ,
}  # fmt: skip
"""The scope that opens changes which are about no single thing of the API, by where they happened."""


@dataclass(frozen=True)
class Change:
    """One change: where it stands in the order, what happened to what, and whose record it touched."""

    position: int
    at: Any
    event: str
    resource: str | None
    id: uuid.UUID | None
    site: uuid.UUID | None
    by: str
    clients: list[uuid.UUID] = field(default_factory=list)

    @property
    def ordering(self) -> str:
        """Name what changes of one thing have in common, so that they can be told in their order."""
        return str(self.id or next(iter(self.clients), None) or self.site or self.event)

    def as_data(self) -> dict[str, Any]:
        """Give it as it is sent."""
        return {
            "position": self.position, "at": self.at.isoformat(), "event": self.event, "resource": self.resource,
            "id": str(self.id) if self.id else None, "site": str(self.site) if self.site else None, "by": self.by,
            "clients": [str(client) for client in self.clients],
        }  # fmt: skip


@dataclass(frozen=True)
class Stretch:
    """Changes, the position up to which was looked, and whether there is more."""

    changes: list[Change]
    next_since: int
    more: bool


def read(
    *, actor: Actor, scopes: Iterable[str], way_out: Exit, since: int, limit: int = AT_MOST, events: Sequence[str] = ()
) -> Stretch:
    """Give the changes after position ``since`` that the caller may know of, at most ``limit`` looked at, oldest first.

    ``scopes`` are those of the caller, ``events`` names (``billing.claim_settled``), areas (``billing.*``) or ``*``; none is all.
    Of clients whom the caller may not be told about nothing is given.
    """
    newest = _last()
    links = list(
        AuditSeal.objects.filter(position__gt=since, position__lte=newest).filter(_wanted(frozenset(scopes), events)).filter(
            Q(event__site_id__in=list(actor.site_ids)) | Q(event__site_id__isnull=True)
        ).select_related("event").order_by("position")[: limit + 1]
    )  # fmt: skip
    looked, more = links[:limit], len(links) > limit
    touched = _touched([link.event_id for link in looked])
    told = _told_of(actor, way_out, {client for clients in touched.values() for client in clients})
    changes = []
    for link in looked:
        clients = touched.get(link.event_id, [])
        seen = [client for client in clients if client in told]
        if seen or not clients:
            changes.append(_change(link, seen))
    return Stretch(changes, looked[-1].position if more else max(newest, since), more)


def matches(wanted: Sequence[str], event: str) -> bool:
    """Say whether an event is among those wanted: by its name, ``area.*`` or ``*``."""
    return any(name in ("*", event, f"{event.partition('.')[0]}.*") for name in wanted)


@cache
def kinds() -> dict[str, tuple[str, str]]:
    """Name for each kind of thing its resource in the API and the scope that reads it."""
    from iop.api.urls import router

    found: dict[str, tuple[str, str]] = {}
    for _prefix, view, basename in router.registry:
        shape = getattr(view, "serializer_class", None)
        if shape is not None and issubclass(shape, ModelSerializer) and hasattr(view, "read_scope"):
            found.setdefault(shape.Meta.model._meta.label_lower, (basename, view.read_scope))
    return found


def _wanted(scopes: frozenset[str], events: Sequence[str]) -> Q:
    known = kinds()
    readable = [kind for kind, (_name, scope) in known.items() if scope in scopes]
    areas = "|".join(area for area, scope in AREAS.items() if scope in scopes) or "-"
    q = Q(event__subject_kind__in=readable) | (
        ~Q(event__subject_kind__in=list(known)) & Q(event__verb__regex=rf"^({areas})\.")
    )
    q &= ~Q(event__verb__regex=rf"{KEPT_TO_OURSELVES}|{LOOKING}|{NEVER_TOLD}")
    if events and "*" not in events:
        named = Q(event__verb__in=[name for name in events if not name.endswith(".*")])
        for name in events:
            if name.endswith(".*"):
                named |= Q(event__verb__startswith=name[:-1])
        q &= named
    return q


def _touched(event_ids: list[int]) -> dict[int, list[uuid.UUID]]:
    found: dict[int, list[uuid.UUID]] = defaultdict(list)
    for event_id, client in AuditSubject.objects.filter(event__in=event_ids).values_list("event_id", "client_id"):
        found[event_id].append(client)
    return found


def _told_of(actor: Actor, way_out: Exit, clients: set[uuid.UUID]) -> set[uuid.UUID]:
    if not clients:
        return set()
    seen = way_out.open_rows(Client.objects.visible_to(actor), "pk", INFORMATION).filter(pk__in=clients)
    return set(seen.values_list("pk", flat=True))


def _change(link: AuditSeal, clients: list[uuid.UUID]) -> Change:
    event = link.event
    resource = kinds().get(event.subject_kind, (None, ""))[0]
    return Change(
        link.position, event.at, event.verb, resource, event.subject_id, event.site_id, event.actor_kind, clients
    )


def _last() -> int:
    newest = AuditSeal.objects.order_by("-position").values_list("position", flat=True).first()
    return newest or 0
