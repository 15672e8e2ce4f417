"""What changed, in one order that never shifts: the sealed events of the audit record, as far as the caller may know of them.

An event is published when its link of the hash chain is made, within a minute: from then on its position is final and nothing
is put before it, so that a reader who remembers the last position misses nothing and sees nothing twice. Events of looking at
things, of signing in and of the audit record itself are not published. They carry ids and codes, never what was written.

That something of a kind happened to a client tells of that kind: a change is told to whoever may read the thing itself, with
the scope, at the site and on the ground that its resource asks for.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from django.db.models import Q
from rest_framework.serializers import ModelSerializer

from clients.choices import Information
from clients.models import Client
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.api.choices import NEEDED_FOR, Scope
from iop.api.exits import Exit
from iop.audit.models import AuditSeal, AuditSubject

NAME = "changes"
INFORMATION = (Information.PRESENCE,)
AT_MOST = 500
LOOKED_THROUGH = 20_000
"""How many positions one answer looks through: an answer takes its time by this, and not by how much there is."""
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
class Kind:
    """A kind of thing: its resource, the scope that reads it, what reading it tells of a client, and of whom it is.

    What ``is_in_house`` is read by colleagues and those who serve the program; what is not ``is_of_clients`` (a treatment
    day, a room) by whoever holds the scope.
    """

    resource: str | None
    scope: str
    information: tuple[Information, ...]
    is_of_clients: bool
    is_in_house: bool


@dataclass(frozen=True)
class Change:
    """One change: where it stands in the order, what happened to what, and whose record it touched."""

    position: int
    at: dt.datetime
    event: str
    resource: str | None
    id: uuid.UUID | None
    site: uuid.UUID | None
    by: str
    clients: list[uuid.UUID] = field(default_factory=list)

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Change:
        """Read one as ``as_data`` gave it."""
        return cls(
            told["position"], dt.datetime.fromisoformat(told["at"]), told["event"], told["resource"], _id(told["id"]),
            _id(told["site"]), told["by"], [uuid.UUID(client) for client in told["clients"]],
        )  # fmt: skip

    @property
    def kind(self) -> Kind | None:
        """Name the kind of what changed; none for what is told to nobody."""
        return _named().get(self.resource) if self.resource else _elsewhere(self.event)

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
    A stretch may be empty and have more behind it: where nothing concerns the caller it ends after some thousand positions.
    """
    newest = _last()
    upto = min(newest, since + LOOKED_THROUGH)
    sites = actor.site_ids if way_out.caller else actor.sites_where(Permission.AUDIT_VIEW)
    links = list(
        AuditSeal.objects.filter(position__gt=since, position__lte=upto).filter(_wanted(frozenset(scopes), events)).filter(
            Q(event__site_id__in=list(sites)) | Q(event__site_id__isnull=True)
        ).select_related("event").order_by("position")[: limit + 1]
    )  # fmt: skip
    looked, is_cut = links[:limit], len(links) > limit
    touched = _touched([link.event_id for link in looked])
    found = sifted(actor, scopes, way_out, [_change(link, touched.get(link.event_id, [])) for link in looked])
    return Stretch(found, looked[-1].position if is_cut else max(upto, since), is_cut or upto < newest)


def sifted(actor: Actor, scopes: Iterable[str], way_out: Exit, found: Sequence[Change]) -> list[Change]:
    """Keep the changes that the caller may know of at this moment, with those clients alone of whom it may."""
    held = frozenset(scopes)
    readable = [
        (change, kind) for change in found if (kind := change.kind) is not None and _reads(actor, held, kind, change.site)
    ]  # fmt: skip
    known = _known_of(actor, way_out, readable)
    served = {told for told in known if way_out.caller is None or way_out.serving(told) is not None}
    kept = []
    for change, kind in readable:
        serves = kind.information in served
        open_clients = known[kind.information] if serves or kind.is_of_clients else set()
        seen = [client for client in change.clients if client in open_clients]
        if _is_told(kind, had_clients=bool(change.clients), sees_some=bool(seen), serves=serves):
            kept.append(replace(change, clients=seen))
    return kept


def released(way_out: Exit, found: Sequence[Change], name: str) -> list[Change]:
    """Write down what leaves under ``name``, and give it: with those clients alone for whom a ground stands as it leaves."""
    alike: dict[tuple[Information, ...], list[Change]] = defaultdict(list)
    for change in found:
        alike[change.kind.information if change.kind else INFORMATION].append(change)
    left: list[Change] = []
    for information, changes in alike.items():
        clients = {client for change in changes for client in change.clients}
        bases = way_out.grounds(clients, name, information) if clients else {}
        going = [
            replace(change, clients=[client for client in change.clients if client in bases])
            for change in changes
            if not change.clients or any(client in bases for client in change.clients)
        ]
        way_out.note(
            name,
            [
                (client, (change.resource or "change", change.id or client), change.as_data())
                for change in going
                for client in change.clients
            ],
            bases,
        )
        left += going
    return sorted(left, key=lambda change: change.position)


@cache
def kinds() -> dict[str, Kind]:
    """Name for each kind of thing (the label of its table) how it is read in the API.

    Of several resources that show rows of one table it is the one that bears the table's name, else the first.
    """
    from iop.api.urls import router

    found: dict[str, Kind] = {}
    for _prefix, view, basename in router.registry:
        model = _table_of(view)
        if model is not None and (model.label_lower not in found or basename == model.model_name):
            found[model.label_lower] = _kind(view, basename)
    return found


def _kind(view: Any, basename: str) -> Kind:
    from iop.api.reaching import InHouse

    told = tuple(view.information)
    names_clients = view.client_path is not None
    return Kind(
        basename, view.read_scope, told or INFORMATION, is_of_clients=names_clients or bool(told),
        is_in_house=issubclass(view, InHouse) or (bool(told) and not names_clients),
    )  # fmt: skip


def _table_of(view: Any) -> Any:
    """Name the table whose rows a resource shows; none for what is no table."""
    shape = getattr(view, "serializer_class", None)
    if shape is not None:
        return shape.Meta.model._meta if issubclass(shape, ModelSerializer) else None
    model = getattr(getattr(getattr(view, "filterset_class", None), "_meta", None), "model", None)
    return None if model is None else model._meta


@cache
def _named() -> dict[str, Kind]:
    return {str(kind.resource): kind for kind in kinds().values()}


def _elsewhere(event: str) -> Kind | None:
    """Name the kind of what is no single thing of the API: it is told, by its area, in the house alone."""
    scope = AREAS.get(event.partition(".")[0])
    return Kind(None, scope, INFORMATION, is_of_clients=True, is_in_house=True) if scope else None


def _reads(actor: Actor, scopes: frozenset[str], kind: Kind, site: uuid.UUID | None) -> bool:
    """Say whether the caller reads such a thing where it happened: by its scope, a colleague by their roles at that site."""
    return kind.scope in scopes and all(actor.can(needed, site) for needed in NEEDED_FOR[kind.scope])


def _is_told(kind: Kind, *, had_clients: bool, sees_some: bool, serves: bool) -> bool:
    if not serves and (kind.is_in_house or (kind.is_of_clients and not had_clients)):
        return False
    return sees_some or not had_clients or not kind.is_of_clients


def _wanted(scopes: frozenset[str], events: Sequence[str]) -> Q:
    known = kinds()
    readable = [label for label, kind in known.items() if kind.scope in scopes]
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
    rows = AuditSubject.objects.filter(event__in=event_ids).order_by("pk")
    for event_id, client in rows.values_list("event_id", "client_id"):
        found[event_id].append(client)
    return found


def _known_of(
    actor: Actor, way_out: Exit, found: Sequence[tuple[Change, Kind]]
) -> dict[tuple[Information, ...], set[uuid.UUID]]:
    """Read of which clients the caller may know what, a few statements for each kind of information."""
    wanted: dict[tuple[Information, ...], set[uuid.UUID]] = defaultdict(set)
    for change, kind in found:
        wanted[kind.information] |= set(change.clients)
    return {information: _seen(actor, way_out, clients, information) for information, clients in wanted.items()}


def _seen(actor: Actor, way_out: Exit, clients: set[uuid.UUID], information: tuple[Information, ...]) -> set[uuid.UUID]:
    if not clients:
        return set()
    seen = way_out.open_rows(Client.objects.visible_to(actor), "pk", information).filter(pk__in=clients)
    return set(seen.values_list("pk", flat=True))


def _change(link: AuditSeal, clients: list[uuid.UUID]) -> Change:
    event = link.event
    kind = kinds().get(event.subject_kind)
    return Change(
        link.position, event.at, event.verb, kind.resource if kind else None, event.subject_id, event.site_id,
        event.actor_kind, clients,
    )  # fmt: skip


def _last() -> int:
    newest = AuditSeal.objects.order_by("-position").values_list("position", flat=True).first()
    return newest or 0


def _id(text: str | None) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None
