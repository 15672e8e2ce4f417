"""What every resource of the API shares: scopes, scoped rows, the log of what was read, and the ground on which it leaves."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any, ClassVar

from django.db import models, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework import viewsets
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from clients import gate
from clients.choices import Ground, Information, SentKind
from clients.gate import Recipient
from iop.access.actors import Actor
from iop.api.models import IntegrationKey
from iop.audit.choices import ActorKind
from iop.audit.recorder import record
from iop.core import clock
from iop.core.basis import Basis, own_use
from iop.core.words import say

NOBODY = Actor(kind=ActorKind.API)
WRITING_IS_SERVING = say("Only a party that serves the program by agreement may write to the record.")


class Resource(viewsets.GenericViewSet[Any]):
    """A kind of thing that can be listed and fetched.

    ``read_scope`` opens list and retrieve, ``scopes`` names the scope of every other action. ``client_path`` leads from a
    row to the client it is about; where there is one, reading is an event in the audit record, and for an integration a
    disclosure of ``information`` that passes the gate.
    """

    read_scope: ClassVar[str]
    scopes: ClassVar[dict[str, str]] = {}
    client_path: ClassVar[str | None] = None
    information: ClassVar[tuple[Information, ...]] = ()
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

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let an integration write only for a party that serves the program: nobody else keeps the clinic's record."""
        super().initial(request, *args, **kwargs)
        if self.key and request.method not in SAFE_METHODS and self.serving is None:
            raise PermissionDenied(str(WRITING_IS_SERVING))

    @property
    def key(self) -> IntegrationKey | None:
        """Give the integration's key, none for staff in their browser."""
        auth = self.request.auth
        return auth if isinstance(auth, IntegrationKey) else None

    @cached_property
    def serving(self) -> Basis | None:
        """Give the ground of a party that serves the program by agreement; none for one that needs each client's consent."""
        if self.key is None:
            return None
        told = self.information or (Information.PRESENCE,)
        return gate.served(to=self.recipient, purpose=self.key.purpose, information=told, at=clock.now())

    @property
    def recipient(self) -> Recipient:
        """Name the party behind the key."""
        assert self.key is not None
        return Recipient.integration(self.key.actor_id, self.key.party)

    def filter_queryset(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Keep, for a party that needs consents, the rows of clients whose consent stands: the others look like none."""
        rows = super().filter_queryset(queryset)
        if self.key is None or self.client_path is None or self.serving:
            return rows
        open_to = gate.open_to(
            party_id=self.key.party_id, purpose=self.key.purpose, information=self.information, at=clock.now()
        )
        return rows.filter(**{f"{self.client_path.replace('.', '__')}__in": open_to})

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List what the caller may see, a page at a time."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.exit(page or []))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Fetch one by its id; one the caller may not see looks like none."""
        return Response(self.exit_one(self.get_object()))

    @transaction.atomic
    def exit(self, rows: Iterable[Any], *, kind: type[Resource] | None = None) -> Any:
        """Turn rows into an answer: the gate names the ground for each client's, and what leaves the program is written down.

        ``kind`` names the resource that the rows are of, when it is not this one (the roster of a day). Rows of clients whom
        the caller may not be told about are left out.
        """
        of = kind or type(self)
        read = [*rows]
        if of.client_path is None:
            return self._drawn(read, kind)
        basis_by_client = self._grounds(read, of)
        read = [row for row in read if _client_of(row, of.client_path) in basis_by_client]
        answer = self._drawn(read, kind)
        self._note_read(read, answer, basis_by_client, of)
        return answer

    def exit_one(self, row: Any) -> Any:
        """The same for a single row; one that may not leave looks like none."""
        for answer in self.exit([row]):
            return answer
        raise Http404

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Send the statement of 42 CFR 2.32 and the scope of the consent along with what leaves on consent."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        for name, text in self.notices.items():
            answer[name] = text
        return answer

    @cached_property
    def notices(self) -> dict[str, str]:
        """Collect the headers that must go along with the answer."""
        return {}

    def fresh(self, row: models.Model, status: int = 200) -> Response:
        """Answer a write with the row as it now stands."""
        return Response(self.exit_one(self.get_queryset().get(pk=row.pk)), status=status)

    def parsed(self, serializer: type[BaseSerializer[Any]]) -> dict[str, Any]:
        """Read the body by ``serializer`` or refuse with what is wrong, field by field."""
        body = serializer(data=self.request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        data: dict[str, Any] = body.validated_data
        return data

    def pick(self, queryset: models.QuerySet[Any], pk: uuid.UUID) -> Any:
        """Get a scoped row that a body points to, or answer as for one that isn't there."""
        return get_object_or_404(queryset, pk=pk)

    def _drawn(self, rows: Sequence[Any], kind: type[Resource] | None) -> Any:
        make: Any = kind.serializer_class if kind else self.get_serializer_class()
        return make(rows, many=True, context=self.get_serializer_context()).data

    def _grounds(self, rows: Sequence[Any], kind: type[Resource]) -> dict[uuid.UUID, Basis]:
        """Staff use it themselves; a party is told on its agreement, or on the consents, held until they are written down."""
        client_ids = {_client_of(row, str(kind.client_path)) for row in rows}
        if self.key is None:
            return dict.fromkeys(client_ids, own_use("operations", kind.event_name))
        if kind is type(self) and self.serving:
            return dict.fromkeys(client_ids, self.serving)
        found = gate.decide(
            client_ids=client_ids, to=self.recipient, purpose=self.key.purpose, information=kind.information,
            at=clock.now(), hold=True,
        )  # fmt: skip
        return {client_id: basis for client_id, basis in found.items() if isinstance(basis, Basis)}

    def _note_read(
        self, rows: Sequence[Any], answer: Sequence[Any], bases: Mapping[uuid.UUID, Basis], kind: type[Resource]
    ) -> None:
        if not rows:
            return
        some = next(iter(bases.values()))
        if self.key:
            self._write_down(rows, answer, bases, kind)
        record(
            by=self.actor,
            verb=f"api.{kind.event_name}_read",
            subject=None,
            clients=set(bases),
            detail={"count": len(rows), "ground": some.ground},
        )

    def _write_down(
        self, rows: Sequence[Any], answer: Sequence[Any], bases: Mapping[uuid.UUID, Basis], kind: type[Resource]
    ) -> None:
        records: dict[uuid.UUID, list[tuple[str, uuid.UUID]]] = {}
        content: dict[uuid.UUID, list[Any]] = {}
        for row, drawn in zip(rows, answer, strict=True):
            client_id = _client_of(row, str(kind.client_path))
            records.setdefault(client_id, []).append((row._meta.label_lower, row.pk))
            content.setdefault(client_id, []).append(drawn)
        gate.release_many(
            by=self.actor, basis_by_client=bases, sent_as=SentKind.API, records_by_client=records, content=content,
            at=clock.now(), description=kind.event_name,
        )  # fmt: skip
        some = next(iter(bases.values()))
        if some.ground == Ground.CONSENT:
            self.notices["Redisclosure-Notice"] = gate.notice_text(some, sent_as=SentKind.API)
            self.notices["Consent-Scope"] = f"purpose={some.purpose}; information={','.join(some.scope)}"


def _client_of(row: Any, path: str) -> uuid.UUID:
    client_id: uuid.UUID = attrgetter(path)(row)
    return client_id
