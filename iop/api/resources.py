"""What every resource of the API shares: scopes, scoped rows, the log of what was read, and the ground on which it leaves."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, ClassVar

from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from rest_framework import viewsets
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from clients.choices import Information
from iop.access.actors import Actor
from iop.api import exactness, expanding, idempotency, limits, refusals, versions
from iop.api.callers import Caller
from iop.api.exits import Exit, client_of
from iop.api.strictness import refuse_loose
from iop.audit.choices import ActorKind
from iop.audit.recorder import record
from iop.core import clock
from iop.core.basis import Basis
from iop.core.errors import Stale
from iop.core.words import say

NOBODY = Actor(kind=ActorKind.API)
WRITING_IS_SERVING = say("Only a party that serves the program by agreement may write to the record.")


class Replayed(Exception):
    """A call that was made before under the same key: its answer is given again."""

    def __init__(self, answer: HttpResponse) -> None:
        super().__init__()
        self.answer = answer


class Resource(limits.CountedFirst, viewsets.GenericViewSet[Any]):
    """A kind of thing that can be listed and fetched.

    ``read_scope`` opens list and retrieve; ``scopes`` names the scope of every other action, unless the action carries its own
    (``iop.api.verbs``). ``client_path`` leads from a row to the client it is about; where there is one, reading is an event in
    the audit record, and for an integration a disclosure of ``information`` that passes the gate. ``expands`` names the
    resource that an id in an answer belongs to, for ``?expand=``. ``keeps_the_record`` says that who writes here keeps the
    clinic's record, which is for those alone who serve the program.
    """

    read_scope: ClassVar[str]
    scopes: ClassVar[dict[str, str]] = {}
    client_path: ClassVar[str | None] = None
    information: ClassVar[tuple[Information, ...]] = ()
    event_name: ClassVar[str] = ""
    expands: ClassVar[dict[str, str]] = {}
    keeps_the_record: ClassVar[bool] = True
    lookup_value_converter = "uuid"
    question: tuple[str, str, str] | None = None

    def scope_for(self, action: str | None) -> str | None:
        """Say which scope an action needs; OPTIONS needs what reading needs."""
        if action in (None, "list", "retrieve", "metadata"):
            return self.read_scope
        own = getattr(getattr(self, action, None), "spec", None)
        return own.scope if own else self.scopes.get(action)

    @property
    def actor(self) -> Actor:
        """Who is calling. The schema is drawn without a caller, who then may nothing."""
        actor: Actor = getattr(self.request._request, "actor", NOBODY)
        return actor

    @cached_property
    def at(self) -> dt.datetime:
        """When the call came in."""
        return clock.now()

    @property
    def key(self) -> Caller | None:
        """Give the integration that calls, none for staff in their browser, and none while the schema is drawn."""
        auth = None if getattr(self, "swagger_fake_view", False) else self.request.auth
        return auth if isinstance(auth, Caller) else None

    @cached_property
    def way_out(self) -> Exit:
        """How this call's answer leaves."""
        return Exit(self.actor, self.key, self.at)

    @cached_property
    def serving(self) -> Basis | None:
        """Give the ground of a party that serves the program by agreement; none for one that needs each client's consent."""
        return self.way_out.serving(self.information)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer a call; a POST with an ``Idempotency-Key`` happens in one transaction with the keeping of its answer."""
        if request.method == "POST" and idempotency.HEADER in request.headers:
            answer = self._answer_once(request, *args, **kwargs)
        else:
            answer = super().dispatch(request, *args, **kwargs)
        self._note_call(answer)
        return answer

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let an integration write only for a party that serves the program: nobody else keeps the clinic's record."""
        super().initial(request, *args, **kwargs)
        key = self.key
        writes = self.keeps_the_record and request.method not in SAFE_METHODS
        if key and not key.by_staff and writes and self.serving is None:
            raise PermissionDenied(str(WRITING_IS_SERVING))
        if self._is_shaped():
            # Before anything happens: what is refused afterwards would have happened, or be written down as told.
            expanding.refuse_misshapen(self)
        self._refuse_twice(request)

    def handle_exception(self, exc: Exception) -> Any:
        """Give a kept answer again; say a stale version as the precondition it was sent as."""
        if isinstance(exc, Replayed):
            return exc.answer
        return super().handle_exception(self.refused(exc) if isinstance(exc, Stale) else exc)

    def filter_queryset(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Filter by what was asked, and keep what the caller may be told of."""
        if self.action == "list":
            for backend in self.filter_backends:
                kind = getattr(backend(), "get_filterset_class", lambda *_: None)(self, queryset)
                refuse_loose(self.request.query_params, kind)
        return self.open_rows(super().filter_queryset(queryset))

    def open_rows(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Keep, for a party that needs consents, the rows of clients whose consent stands: the others look like none."""
        return self.way_out.open_rows(queryset, self.client_path, self.information)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List what the caller may see, a page at a time."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.shaped(self.exit(page or [])))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Fetch one by its id; one the caller may not see looks like none. Unchanged since ``If-None-Match``: 304."""
        return self._told(self.get_object())

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
        clients = {client_of(row, of.client_path) for row in read}
        bases = self.way_out.grounds(clients, of.event_name, of.information, may_serve=of is type(self))
        read = [row for row in read if client_of(row, of.client_path) in bases]
        answer = self._drawn(read, kind)
        told = [(client_of(row, of.client_path), row, drawn) for row, drawn in zip(read, answer, strict=True)]
        self.way_out.note(of.event_name, told, bases)
        return answer

    def exit_one(self, row: Any) -> Any:
        """The same for a single row; one that may not leave looks like none."""
        for answer in self.exit([row]):
            return answer
        raise Http404

    def beside(self, kind: type[Resource], basename: str, action: str = "retrieve") -> Resource:
        """Give another resource for the same call: one caller, one way out, one notice that goes along."""
        other: Any = kind(request=self.request, action=action, format_kwarg=None, kwargs={}, basename=basename)
        other.__dict__["way_out"] = self.way_out
        made: Resource = other
        return made

    def exit_of(self, kind: type[Resource], row: models.Model) -> Any:
        """Draw a row of another resource as that resource would; one that may not leave looks like none."""
        other = self.beside(kind, self.basename)
        stands = other.open_rows(other.get_queryset()).filter(pk=row.pk).first()
        if stands is None:
            raise Http404
        return other.exit_one(stands)

    def shaped(self, drawn: Any) -> Any:
        """Add what ``expand`` asks for and keep the fields that ``fields`` names."""
        return expanding.shaped(self, drawn)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Send the statement of 42 CFR 2.32 and the scope of the consent along with what leaves on consent."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        for name, text in {**self.notices, **limits.headers_of(request)}.items():
            answer[name] = text
        return answer

    @property
    def notices(self) -> dict[str, str]:
        """Collect the headers that must go along with the answer."""
        return self.way_out.notices

    def fresh(self, row: models.Model, status: int = 200) -> Response:
        """Answer a write with the row as it now stands."""
        stands = self.get_queryset().filter(pk=row.pk).first()
        if stands is None:
            raise Http404
        drawn = self.exit_one(stands)
        headers = {"ETag": versions.etag_of(stands, drawn)}
        return Response(self.shaped([drawn])[0], status=status, headers=headers)

    def parsed(self, serializer: type[BaseSerializer[Any]]) -> dict[str, Any]:
        """Read the body by ``serializer`` or refuse with what is wrong, field by field.

        A ``version`` that the body leaves out is read from ``If-Match``.
        """
        body = serializer(data=self._with_version(serializer), context=self.get_serializer_context())
        if wrong := exactness.loose(body, body.initial_data):
            raise ValidationError(wrong)
        body.is_valid(raise_exception=True)
        data: dict[str, Any] = body.validated_data
        return data

    def get_serializer_context(self) -> dict[str, Any]:
        """Tell fields who calls."""
        return {**super().get_serializer_context(), "actor": self.actor, "at": self.at}

    def pick(self, queryset: models.QuerySet[Any], pk: uuid.UUID) -> Any:
        """Get a scoped row that a body points to, or answer as for one that isn't there."""
        return get_object_or_404(queryset, pk=pk)

    def as_read(self, row: Any) -> None:
        """Refuse a change of a row that is not in the state that ``If-Match`` names. Raises ``NotAsRead``."""
        told = self._if_match
        if not told:
            return
        read = versions.versions_in(told)
        if read and hasattr(row, "version"):
            same = row.version in read
        else:
            same = versions.matches(told, versions.etag_of(row, self._drawn([row], None)[0]))
        if not same:
            raise versions.NotAsRead(versions.CHANGED_MEANWHILE)

    @contextmanager
    def held_as_read(self, takes: type[BaseSerializer[Any]] | None) -> Iterator[None]:
        """Hold the row still from the look at ``If-Match`` until it is changed, unless the action itself asks for its version."""
        if not self._if_match or "version" in getattr(takes, "_declared_fields", {}):
            yield
            return
        with transaction.atomic():
            row = self.get_object()
            type(row)._base_manager.select_for_update(of=("self",), no_key=True).filter(pk=row.pk).first()
            yield

    @property
    def _if_match(self) -> str:
        told = self.request.headers.get("If-Match", "").strip()
        return "" if told == "*" else told

    def refused(self, stale: Stale) -> Exception:
        """Say a stale version as the precondition it was sent as."""
        return versions.NotAsRead(versions.CHANGED_MEANWHILE) if "If-Match" in self.request.headers else stale

    def _told(self, row: Any) -> Response:
        with transaction.atomic():
            drawn = self.exit_one(row)
            etag = versions.etag_of(row, drawn)
            # What an id stands for is no part of the tag: whoever asks for it is answered whole.
            is_known = versions.matches(self.request.headers.get("If-None-Match", ""), etag)
            if is_known and "expand" not in self.request.query_params:
                # Nothing left: neither a disclosure nor a reading happened, and the call is written down as a call.
                transaction.set_rollback(True)
                self.way_out.was_read = False
                return Response(status=304, headers={"ETag": etag})
        return Response(self.shaped([drawn])[0], headers={"ETag": etag})

    def _drawn(self, rows: Sequence[Any], kind: type[Resource] | None) -> Any:
        make: Any = kind.serializer_class if kind else self.get_serializer_class()
        return make(rows, many=True, context=self.get_serializer_context()).data

    def _with_version(self, serializer: type[BaseSerializer[Any]]) -> Any:
        body = self.request.data
        read = versions.versions_in(self._if_match)
        wanted = len(read) == 1 and "version" in getattr(serializer, "_declared_fields", {})
        if wanted and isinstance(body, Mapping) and "version" not in body:
            return {**body, "version": read[0]}
        return body

    def _answer_once(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            answer: Any = super().dispatch(request, *args, **kwargs)
            if answer.status_code >= 400:
                transaction.set_rollback(True)
            elif self.question and not answer.has_header("Idempotency-Replayed"):
                idempotency.keep(*self.question, answer)
        return answer

    def _is_shaped(self) -> bool:
        """Say whether the answer is drawn with ``fields`` and ``expand``."""
        spec = getattr(getattr(self, self.action or "", None), "spec", None)
        if spec is not None:
            return spec.gives is None and spec.status != 204
        return self.action in ("list", "retrieve")

    def _refuse_twice(self, request: Request) -> None:
        asked: HttpRequest = request._request
        key = idempotency.key_of(asked)
        if not key:
            return
        question = (self._caller_name, key, idempotency.fingerprint_of(asked, asked.body))
        again = idempotency.kept(*question)
        if again is not None:
            raise Replayed(again)
        self.question = question

    @property
    def _caller_name(self) -> str:
        """Name whose key it is: an app that acts for a colleague has keys of its own."""
        app = f" {self.key.integration.pk}" if self.key and self.key.by_staff else ""
        return f"{self.actor.staff_id or self.actor.id}{app}"

    def _note_call(self, answer: HttpResponseBase) -> None:
        """Write an integration's call into the audit record, unless what it read stands there already."""
        if not hasattr(self, "request"):
            return
        refusals.note_of(self.request)
        if self.key is None or self.way_out.was_read:
            return
        record(
            by=self.actor, verb="api.called", subject=("api.integration", self.key.integration.pk),
            detail={"operation": f"{self.basename}.{self.action or 'none'}", "status": answer.status_code},
        )  # fmt: skip
