"""Weekly templates as resources: read whole, previewed and published whole."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import weeks as shapes
from iop.api.verbs import creates
from iop.workflows import template as publishing
from scheduling.models import Track, WeeklyTemplate


class WeeklyTemplateFilter(filters.FilterSet):
    """Versions by track, and the one of each that holds on a day."""

    track = filters.UUIDFilter(field_name="track_id")
    on = filters.DateFilter(method="holding_on")

    class Meta:
        model = WeeklyTemplate
        fields: list[str] = []

    def holding_on(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep, of each track, the version that holds on the day."""
        return queryset.filter(pk__in=WeeklyTemplate.objects.holding(value).values("pk"))


class WeeklyTemplateResource(Resource):
    """Weeks that tracks follow, each from a date on."""

    serializer_class = shapes.WeeklyTemplateOut
    filterset_class = WeeklyTemplateFilter
    read_scope = Scope.SCHEDULE_READ
    scopes = {"preview": Scope.SCHEDULE_WRITE}
    expands = {"track": "track"}

    def get_queryset(self) -> QuerySet[WeeklyTemplate]:
        """Scope to the caller's sites, with days and parts in a fixed number of statements."""
        theirs = Track.objects.at_sites_of(self.actor).order_by()
        rows = WeeklyTemplate.objects.filter(track__in=theirs)
        return rows.prefetch_related("days__components__facilitators")

    @creates(Scope.SCHEDULE_WRITE, takes=shapes.WeekIn)
    def create(self, data: dict[str, Any]) -> WeeklyTemplate:
        """Save a track's week from a day on and let the days already made ahead follow it; whose times change are told."""
        return publishing.publish(by=self.actor, at=self.at, **data)

    @extend_schema(request=shapes.WeekIn, responses=shapes.WeekPreviewOut, filters=False)
    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None)
    def preview(self, request: Request) -> Response:
        """Say what publishing this week would do. Nothing is kept and nobody is told."""
        found = publishing.preview(by=self.actor, at=self.at, **self.parsed(shapes.WeekIn))
        return Response(shapes.WeekPreviewOut(found).data)
