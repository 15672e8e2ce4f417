"""Writing through the API: each verb of a resource is an action of the house, with its scope and the shape of its body.

    class EnrolmentResource(Resource):
        @creates(Scope.ENROLMENTS_WRITE, takes=shapes.EnrolIn)
        def create(self, data):
            \"\"\"Enrol a client in a track.\"\"\"
            return workflow.enrol(by=self.actor, at=self.at, **data)

        @verb(Scope.ENROLMENTS_WRITE, takes=shapes.PauseIn)
        def pause(self, row, data):
            \"\"\"Pause an enrolment.\"\"\"
            workflow.pause(by=self.actor, enrolment=row, at=self.at, **data)

The method is given the row (as far as the caller may see it) and the parsed body, calls one action and gives the row that the
answer shows, or nothing when that is the row itself. Rows in a body are ``RowField``s: the action gets them as rows. The rest
happens here: the scope, the body read or refused, ``If-Match``, the answer with its ETag (204 when what was written is not the
caller's to see), and what the schema says of it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.http import Http404
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from iop.core.errors import Stale

if TYPE_CHECKING:
    from rest_framework.request import Request

    from iop.api.resources import Resource

Method = Callable[..., Any]


@dataclass(frozen=True)
class Spec:
    """What a verb needs and how it is answered. ``gives`` is the resource of the answer's row, when it is another one."""

    scope: str
    takes: type[BaseSerializer[Any]] | None
    gives: type[Resource] | None
    status: int
    detail: bool


def verb(
    scope: str, *, takes: type[BaseSerializer[Any]] | None = None, gives: type[Resource] | None = None, detail: bool = True,
    status: int = 200, path: str = "",
) -> Callable[[Method], Method]:  # fmt: skip
    """Make a method a verb of a row (``POST …/{id}/name/``), or with ``detail`` false of the whole collection."""
    spec = Spec(scope, takes, gives, status, detail)

    def wrap(method: Method) -> Method:
        run = _running(method, spec)
        url = path or method.__name__.replace("_", "-")
        made: Method = action(detail=detail, methods=["post"], url_path=url, url_name=url)(run)
        return made

    return wrap


def creates(
    scope: str, *, takes: type[BaseSerializer[Any]], gives: type[Resource] | None = None
) -> Callable[[Method], Method]:  # fmt: skip
    """Make ``create`` answer a POST to the collection with 201 and the new row."""
    return lambda method: _running(method, Spec(scope, takes, gives, 201, False))


def changes(scope: str, *, takes: type[BaseSerializer[Any]]) -> Callable[[Method], Method]:
    """Make ``partial_update`` answer a PATCH of a row with the row as it then stands."""
    return lambda method: _running(method, Spec(scope, takes, None, 200, True))


def removes(scope: str) -> Callable[[Method], Method]:
    """Make ``destroy`` answer a DELETE of a row with 204. What is removed was never part of a signed record."""
    return lambda method: _running(method, Spec(scope, None, None, 204, True))


def _running(method: Method, spec: Spec) -> Method:
    @functools.wraps(method)
    def run(view: Resource, request: Request, *args: Any, **kwargs: Any) -> Response:
        with view.held_as_read(spec.takes) if spec.detail else nullcontext():
            return _done(view, method, spec)

    run.spec = spec  # type: ignore[attr-defined]
    return run


def _done(view: Resource, method: Method, spec: Spec) -> Response:
    row = view.get_object() if spec.detail else None
    if row is not None:
        view.as_read(row)
    given = [row] if spec.detail else []
    if spec.status != 204:
        given.append(view.parsed(spec.takes) if spec.takes else {})
    try:
        made = method(view, *given)
    except Stale as stale:
        raise view.refused(stale) from stale
    return _answer(view, spec, row if made is None else made)


def _answer(view: Resource, spec: Spec, row: models.Model | None) -> Response:
    if spec.status == 204 or row is None:
        return Response(status=204)
    try:
        if spec.gives is not None:
            return Response(view.exit_of(spec.gives, row), status=spec.status)
        return view.fresh(row, spec.status)
    except Http404:
        # It is done, and the row is not (or no longer) one that this caller may see: 404 would say that nothing happened.
        return Response(status=204)
