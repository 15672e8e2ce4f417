"""Which of the people a row looks like somebody may see: of all others they are told only that somebody who may has to decide."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from clients.models import Client, ImportedRow, Inquiry
from iop.access.actors import Actor
from iop.access.choices import Permission

CHART, CALL = "client", "inquiry"
UNNAMED = ("alike", "alike_restricted")
"""Codes of problems (``problems``) of rows that look like somebody who has a chart or called."""


@dataclass(frozen=True)
class Seen:
    """Somebody a row looks like whom the colleague may see: a chart, or a call for help without one. ``reason`` is a code."""

    reason: str
    client: Client | None
    inquiry: Inquiry | None


@dataclass(frozen=True)
class Sight:
    """The charts and calls of some rows that somebody may see, by the id under which a row names them."""

    charts: dict[uuid.UUID, Client]
    calls: dict[uuid.UUID, Inquiry]

    def of(self, row: ImportedRow) -> list[Seen]:
        """Give whom a row looks like, as far as they may be seen: the likeliest first, and two joined charts as one."""
        found: dict[uuid.UUID, Seen] = {}
        for kind, key, reason in _named(row):
            client = self.charts.get(key) if kind == CHART else None
            inquiry = self.calls.get(key) if kind == CALL else None
            if client is not None or inquiry is not None:
                found.setdefault(client.pk if client else key, Seen(reason, client, inquiry))
        return list(found.values())

    def is_partial(self, row: ImportedRow) -> bool:
        """Say whether a row also looks like somebody who is not to be seen, or whom the row does not name (it was read before)."""
        if not row.alike:
            return any(code in UNNAMED for code, _about in row.problems)
        return any(key not in (self.charts if kind == CHART else self.calls) for kind, key, _reason in _named(row))


def seen_by(actor: Actor, rows: Iterable[ImportedRow]) -> Sight:
    """Read what ``actor`` may see of the people these rows look like: three statements at most, whatever their number."""
    named: dict[str, set[uuid.UUID]] = {CHART: set(), CALL: set()}
    for row in rows:
        for kind, key, _reason in _named(row):
            named[kind].add(key)
    calls = Inquiry.objects.visible_to(actor, Permission.INTAKE_WORK).filter(pk__in=named[CALL]) if named[CALL] else ()
    return Sight(_charts(actor, named[CHART]), {each.pk: each for each in calls})


def _charts(actor: Actor, keys: set[uuid.UUID]) -> dict[uuid.UUID, Client]:
    if not keys:
        return {}
    # A chart that was joined to another since is that other one.
    kept = {key: into or key for key, into in Client.objects.filter(pk__in=keys).values_list("pk", "merged_into_id")}
    seen: dict[Any, Client] = Client.objects.visible_to(actor).filter(pk__in=set(kept.values())).in_bulk()
    return {key: seen[pk] for key, pk in kept.items() if pk in seen}


def _named(row: ImportedRow) -> Iterator[tuple[str, uuid.UUID, str]]:
    for each in row.alike:
        yield each["kind"], uuid.UUID(each["id"]), each["reason"]
