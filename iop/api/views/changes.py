"""What changed: a feed that is read on from the last position."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from drf_spectacular.helpers import forced_singular_serializer
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from iop.api import changes
from iop.api.choices import NEEDED_FOR, Scope
from iop.api.resources import Resource
from iop.api.serializers.changes import StretchOut
from iop.api.strictness import refuse_unknown
from iop.core.errors import Invalid
from iop.core.words import say

LARGEST = 2**63 - 1


class ChangeResource(Resource):
    """The feed of changes, oldest first."""

    serializer_class = StretchOut
    read_scope = Scope.CHANGES_READ
    information = changes.INFORMATION
    event_name = changes.NAME
    pagination_class = None
    filter_backends = []
    basename = "change"

    @extend_schema(
        parameters=[
            OpenApiParameter("since", OpenApiTypes.INT64, description="The `next_since` of the last answer; 0 begins."),
            OpenApiParameter("limit", OpenApiTypes.INT32, description="How many are looked at, at most 500."),
            OpenApiParameter(
                "events", OpenApiTypes.STR, description="Names, areas (`billing.*`) or `*`, with commas between."
            ),
        ],
        responses=forced_singular_serializer(StretchOut),
        operation_id="changes_list",
    )
    @transaction.atomic
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Give what changed since a position that the caller may know of."""
        told = request.query_params
        refuse_unknown(told, ("since", "limit", "events"))
        events = [name.strip() for name in told.get("events", "").split(",") if name.strip()]
        found = changes.read(
            actor=self.actor, scopes=self._scopes(), way_out=self.way_out, events=events,
            since=_number(told.get("since", "0"), "since", 0, LARGEST),
            limit=_number(told.get("limit", str(changes.AT_MOST)), "limit", 1, changes.AT_MOST),
        )  # fmt: skip
        left = changes.released(self.way_out, found.changes, changes.NAME)
        return Response(StretchOut(replace(found, changes=left)).data)

    def _scopes(self) -> frozenset[str]:
        if self.key:
            return self.key.scopes
        return frozenset(scope for scope, needed in NEEDED_FOR.items() if all(self.actor.can(each) for each in needed))


def _number(text: str, field: str, least: int, most: int) -> int:
    if not text.isascii() or not text.isdecimal() or not least <= int(text) <= most:
        raise Invalid(say("Give a whole number within the bounds."), field=field)
    return int(text)
