"""How rows become resources and leave: scoped, opened by the gate, drawn, labelled and written down. Nothing leaves beside it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from clients.choices import Information
from iop.api.exits import Exit, client_of
from iop.fhir import labels
from iop.fhir.asking import Ask
from iop.fhir.changed import by_the_record
from iop.fhir.cursors import Position
from iop.fhir.elements import Part, pruned
from iop.fhir.matching import Ref
from iop.fhir.reach import Reach
from iop.fhir.registry import spec_of
from iop.fhir.specs import Source, Spec

Found = list[tuple[Source, list[Any]]]


class Reading:
    """One call's reading, with the one way out that it has."""

    def __init__(self, reach: Reach, at: dt.datetime, within: Collection[Information] | None = None) -> None:
        self.reach = reach
        self.way_out = Exit(reach.actor, reach.caller, at)
        self.within = within
        """The kinds of information of a copy that passes the gate as a whole; none: the gate decides row by row."""
        self._known: dict[int, QuerySet[Any]] = {}

    def rows(self, spec: Spec, source: Source, way: str) -> QuerySet[Any]:
        """Give the rows of a table that the caller may be told of, by their ids: whom they may not looks like nobody."""
        rows = self._open(source)
        for fuller in source.fuller:
            rows = rows.exclude(pk__in=self._open(fuller).order_by().values("pk"))
        rows = rows.filter(self.reach.within_categories(spec, source, way))
        changed = source.changed() if source.changed else by_the_record()
        return rows.annotate(changed_at=changed).order_by("pk")

    def _open(self, source: Source) -> QuerySet[Any]:
        found = self._known.get(id(source))
        if found is None:
            found = self._known[id(source)] = self._opened(source)
        return found

    def _opened(self, source: Source) -> QuerySet[Any]:
        rows = source.rows(self.reach.rows_as)
        beyond = self.within is not None and not set(source.information) <= set(self.within)
        if beyond or not source.on_consent and self._rests_on_consent(source):
            return rows.none()
        return self.way_out.open_rows(rows, source.client_path, source.information)

    def one(self, spec: Spec, pk: uuid.UUID) -> Part | None:
        """Read one by its id; none for one that isn't there or may not be told of."""
        for source in spec.sources:
            for drawn in self.leave(spec, source, list(self.rows(spec, source, "r").filter(pk=pk))):
                return drawn
        return None

    def page(self, spec: Spec, ask: Ask, position: Position) -> tuple[list[Part], Position | None]:
        """Read a page of a search, and where the next one begins; none when this is the last."""
        found, following = self._found(spec, ask, position)
        return [drawn for source, rows in found for drawn in self.leave(spec, source, rows)], following

    def every(self, spec: Spec, ids: Iterable[uuid.UUID]) -> list[Part]:
        """Read those of these ids that the caller may be told of: what references of an answer lead to."""
        wanted = set(ids)
        if not wanted or self.reach.refusal(spec, "r"):
            return []
        return [
            drawn for source in spec.sources
            for drawn in self.leave(spec, source, list(self.rows(spec, source, "r").filter(pk__in=wanted)))
        ]  # fmt: skip

    def pointing(self, spec: Spec, parameter: str, told: Sequence[Part]) -> list[Part]:
        """Read the resources of a kind that point to what is told, through a reference parameter (``_revinclude``)."""
        if not told or self.reach.refusal(spec, "s"):
            return []
        drawn: list[Part] = []
        for source in spec.sources:
            match = source.matches.get(parameter)
            if isinstance(match, Ref):
                asked = [f"{each['resourceType']}/{each['id']}" for each in told]
                rows = self.rows(spec, source, "s").filter(match.each(parameter, asked))
                drawn += self.leave(spec, source, list(rows))
        return drawn

    def leave(self, spec: Spec, source: Source, rows: list[Any]) -> list[Part]:
        """Turn rows into resources: the gate names the ground for each client's, and what leaves the program is written down."""
        if source.client_path is None:
            return self._drawn(spec, source, rows)
        path, name = source.client_path, spec.event_name
        clients = {client_of(row, path) for row in rows}
        bases = self.way_out.grounds(clients, name, source.information) if clients else {}
        rows = [row for row in rows if client_of(row, path) in bases]
        drawn = self._drawn(spec, source, rows)
        told = [(client_of(row, path), row, each) for row, each in zip(rows, drawn, strict=True)]
        named = {client_id: basis for client_id, basis in bases.items() if any(client_id == each[0] for each in told)}
        self.way_out.note(name, told, named)
        return drawn

    def drawn(self, spec: Spec, source: Source, rows: list[Any]) -> list[Part]:
        """Draw rows for a copy that passes the gate as a whole, where it is handed over: nothing is written down here."""
        return self._drawn(spec, source, rows)

    def _drawn(self, spec: Spec, source: Source, rows: list[Any]) -> list[Part]:
        beside = source.gather(rows) if rows else None
        return [_whole(spec, source, row, source.draw(row, beside)) for row in rows]

    def _found(self, spec: Spec, ask: Ask, position: Position) -> tuple[Found, Position | None]:
        found: Found = []
        room, after = ask.count, position.after
        for index in range(position.source, len(spec.sources)):
            source = spec.sources[index]
            rows = self.rows(spec, source, "s").filter(ask.of(source))
            rows = rows.filter(pk__gt=after) if after else rows
            read = list(rows[: room + 1])
            found.append((source, read[:room]))
            if len(read) > room:
                return found, Position(index, read[room - 1].pk if room else after)
            room, after = room - len(read), None
        return found, None

    def _rests_on_consent(self, source: Source) -> bool:
        caller = self.reach.caller
        return caller is not None and caller.client_id is None and self.way_out.serving(source.information) is None


def references_in(drawn: Iterable[Part], element: str) -> dict[str, set[uuid.UUID]]:
    """Collect what stands at an element (``participant.actor``, ``subject``) of drawn resources, by kind."""
    found: dict[str, set[uuid.UUID]] = {}
    for each in drawn:
        for told in _at(each, element.split(".")):
            kind, _, pk = str(told.get("reference", "")).partition("/")
            if spec_of(kind) and pk:
                found.setdefault(kind, set()).add(uuid.UUID(pk))
    return found


def _at(value: Any, path: list[str]) -> list[Any]:
    if isinstance(value, list):
        return [found for part in value for found in _at(part, path)]
    if not path:
        return [value] if isinstance(value, dict) else []
    return _at(value[path[0]], path[1:]) if isinstance(value, dict) and path[0] in value else []


def _whole(spec: Spec, source: Source, row: Any, drawn: Part) -> Part:
    said = pruned(drawn)
    marks = labels.security(*source.labels) if source.client_path else []
    profiles = (*spec.profiles, *source.profiles)
    own = labels.meta(labels.state_of(row, said), row.changed_at, profiles, marks)
    whole: Part = pruned({"resourceType": spec.kind, "id": str(row.pk), "meta": own})
    return {**whole, **said}
