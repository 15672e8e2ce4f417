"""Which fields of an answer are wanted (``fields``), and what the ids in it stand for (``expand``)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.urls import resolve, reverse
from rest_framework.exceptions import PermissionDenied

from iop.api.permissions import may_use
from iop.core.errors import Invalid
from iop.core.words import say, sentence

if TYPE_CHECKING:
    from rest_framework.request import Request

    from iop.api.resources import Resource


def shaped(view: Resource, drawn: Any) -> list[dict[str, Any]]:
    """Give the rows with what was asked for beside them, and without the fields that weren't.

    What an id stands for is read through its own resource, with its own scope and ground: a few statements for each kind,
    whatever the number of rows; what the caller may not be told of is left out.
    """
    rows = [dict(row) for row in drawn]
    for name in named(view.request, "expand", tuple(view.expands)):
        found = _read(view, view.expands[name], {row[name] for row in rows if row.get(name)})
        for row in rows:
            expanded = row.setdefault("expanded", {})
            expanded[name] = found.get(str(row.get(name)))
    return [_kept(row, view.request) for row in rows]


def refuse_misshapen(view: Resource) -> None:
    """Refuse fields that aren't there, what cannot be expanded or not by this caller, and values written in brackets."""
    told = view.request.query_params
    for name in told:
        if "[" in name:
            raise Invalid(say("Write a value once, without brackets."), field="query")
    if "fields" in told:
        named(view.request, "fields", tuple(getattr(view.get_serializer(), "fields", {})))
    for name in named(view.request, "expand", tuple(view.expands)):
        _require_scope(view, resource_of(view.expands[name]))


def named(request: Request, parameter: str, known: tuple[str, ...]) -> list[str]:
    """Read a comma-separated parameter. Raises ``Invalid`` for a word that isn't known, and for none at all."""
    text = request.query_params.get(parameter)
    if text == "":
        raise Invalid(say("Name at least one, or leave this out."), field=parameter)
    told = text.split(",") if text else []
    for word in told:
        if word not in known:
            raise Invalid(
                sentence(say("{word} cannot be asked for here. Known: {known}."), word=word, known=", ".join(known)),
                field=parameter,
            )
    return list(dict.fromkeys(told))


def resource_of(basename: str) -> type[Resource]:
    """Name the resource of that name."""
    view: Any = resolve(reverse(f"api:{basename}-list")).func
    kind: type[Resource] = view.cls
    return kind


def _kept(row: dict[str, Any], request: Request) -> dict[str, Any]:
    told = [word.strip() for word in request.query_params.get("fields", "").split(",") if word.strip()]
    if not told:
        return row
    named(request, "fields", tuple(row))
    return {name: value for name, value in row.items() if name in {*told, "id", "expanded"}}


def _read(view: Resource, basename: str, ids: set[Any]) -> dict[str, Any]:
    kind = resource_of(basename)
    _require_scope(view, kind)
    other = view.beside(kind, basename)
    wanted = {uuid.UUID(str(one)) for one in ids}
    rows = other.open_rows(other.get_queryset()).filter(pk__in=wanted)
    return {str(row["id"]): dict(row) for row in other.exit(rows)}


def _require_scope(view: Resource, kind: type[Resource]) -> None:
    if not may_use(view.request, kind.read_scope):
        raise PermissionDenied(str(sentence(say("This needs the scope {scope}."), scope=kind.read_scope)))
