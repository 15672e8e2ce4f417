"""The timeline of a client as a resource: the same facts that the chart draws."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from clients import timeline
from clients.choices import Information
from clients.models import Client
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers.timeline import TimelineAsk, TimelineOut
from iop.core import clock
from iop.core.errors import Invalid
from iop.core.words import say

USUAL = dt.timedelta(weeks=12)
LONGEST = dt.timedelta(days=731)


class TimelineResource(Resource):
    """One client's facts by date. Fetched by the client's id; a party that needs consents must have one for all of it."""

    serializer_class = TimelineOut
    read_scope = Scope.TIMELINE_READ
    client_path = "pk"
    information = (
        Information.ATTENDANCE, Information.SCHEDULE, Information.ASSESSMENT, Information.PROGRESS, Information.NOTES,
        Information.PLAN, Information.MEASURES, Information.DRUG_TESTS, Information.MEDICATIONS, Information.SAFETY,
    )  # fmt: skip
    event_name = "timeline"
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[Client]:
        """Scope to the clients whose clinical facts the caller reads."""
        return Client.objects.visible_to(self.actor, Permission.NOTE_VIEW)

    @extend_schema(exclude=True)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A timeline is of one client."""
        raise Invalid(say("A timeline is of one client: name the client's id in the address."))

    @extend_schema(parameters=[TimelineAsk], responses=TimelineOut)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Fetch a client's facts between two days, as far as the caller may read each sort."""
        asked = TimelineAsk(data=request.query_params)
        asked.is_valid(raise_exception=True)
        client: Any = self.get_object()
        last = asked.validated_data.get("last") or clock.today(_zone_of(client))
        first = asked.validated_data.get("first") or last - USUAL
        if first > last:
            raise Invalid(say("The first day lies after the last."), field="first")
        if last - first > LONGEST:
            raise Invalid(say("Ask for two years at most."), field="first")
        client.timeline_first, client.timeline_last = first, last
        found = timeline.lines(client.pk, first, last)
        reads = {needs for needs in {line.needs for line in found} if needs is None or self._reads(client, needs)}
        client.timeline_lines = [line for line in found if line.needs in reads]
        return Response(self.exit_one(client))

    def _reads(self, client: Client, needs: str) -> bool:
        """Say whether the caller reads that sort of facts where this client is treated."""
        return Client.objects.visible_to(self.actor, needs).filter(pk=client.pk).exists()


def _zone_of(client: Client) -> str:
    """Give the time zone of the newest stay's site: a client's day is the clinic's day."""
    zones = client.episodes.order_by("-opened_on").values_list("site__time_zone", flat=True)
    return zones.first() or "UTC"
