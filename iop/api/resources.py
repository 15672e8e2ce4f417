"""What every resource of the API shares: scopes, scoped rows, the log of what was read, and the ground on which it leaves."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, ClassVar

from django.db import models
from django.shortcuts import get_object_or_404
from rest_framework import viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from iop.access.actors import Actor
from iop.api.models import IntegrationKey
from iop.audit.choices import ActorKind
from iop.audit.recorder import record
from iop.core.basis import Basis, own_use

NOBODY = Actor(kind=ActorKind.API)


class Resource(viewsets.GenericViewSet[Any]):
    """A kind of thing that can be listed and fetched.

    ``read_scope`` opens list and retrieve, ``scopes`` names the scope of every other action. ``client_path`` leads from a
    row to the client it is about; where there is one, reading is an event in the audit record.
    """

    read_scope: ClassVar[str]
    scopes: ClassVar[dict[str, str]] = {}
    client_path: ClassVar[str | None] = None
    event_name: ClassVar[str] = ""
    lookup_value_converter = "uuid"

    def scope_for(self, action: str | None) -> str | None:
        """Say which scope an action needs; OPTIONS needs what reading needs."""
        if action in (None, "list", "retrieve", "metadata"):
            return self.read_scope
        return self.scopes.get(action)

    @property
    def actor(self) -> Actor:
        """Who is calling. The schema is drawn without a caller, who then may nothing."""
        actor: Actor = getattr(self.request._request, "actor", NOBODY)
        return actor

    def basis(self) -> Basis:
        """Say on what ground an answer leaves: staff's own use, or an integration that serves the program."""
        if isinstance(self.request.auth, IntegrationKey):
            return Basis(
                ground="service_provider",
                recipient=f"integration:{self.actor.id}",
                purpose="operations",
                scope=(self.event_name,),
            )
        return own_use("operations", self.event_name)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List what the caller may see, a page at a time."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        answer = self.exit(page or [], basis=self.basis())
        return self.get_paginated_response(answer)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Fetch one by its id; one the caller may not see looks like none."""
        return Response(self.exit_one(self.get_object(), basis=self.basis()))

    def exit(self, rows: Iterable[Any], *, basis: Basis, kind: type[Resource] | None = None) -> Any:
        """Turn rows into an answer and note whose records it holds, on which ground.

        ``kind`` names the resource that the rows are of, when it is not this one (the roster of a day).
        """
        read = [*rows]
        self._note_read(read, basis, kind or type(self))
        make: Any = kind.serializer_class if kind else self.get_serializer_class()
        return make(read, many=True, context=self.get_serializer_context()).data

    def exit_one(self, row: Any, *, basis: Basis) -> Any:
        """The same for a single row."""
        self._note_read([row], basis, type(self))
        return self.get_serializer(row).data

    def fresh(self, row: models.Model, status: int = 200) -> Response:
        """Answer a write with the row as it now stands."""
        return Response(self.exit_one(self.get_queryset().get(pk=row.pk), basis=self.basis()), status=status)

    def parsed(self, serializer: type[BaseSerializer[Any]]) -> dict[str, Any]:
        """Read the body by ``serializer`` or refuse with what is wrong, field by field."""
        body = serializer(data=self.request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        data: dict[str, Any] = body.validated_data
        return data

    def pick(self, queryset: models.QuerySet[Any], pk: uuid.UUID) -> Any:
        """Get a scoped row that a body points to, or answer as for one that isn't there."""
        return get_object_or_404(queryset, pk=pk)

    def _note_read(self, rows: Sequence[Any], basis: Basis, kind: type[Resource]) -> None:
        if kind.client_path is None or not rows:
            return
        record(
            by=self.actor,
            verb=f"api.{kind.event_name}_read",
            subject=None,
            clients={_client_of(row, kind.client_path) for row in rows},
            detail={"count": len(rows), "ground": basis.ground},
        )


def _client_of(row: Any, path: str) -> uuid.UUID:
    client_id: uuid.UUID = attrgetter(path)(row)
    return client_id
