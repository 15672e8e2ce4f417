"""Parts of treatment days as resources: when they were, what they taught, where, and who led them."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import days
from iop.api.verbs import changes, verb
from sessions_app import actions as sessions
from sessions_app.models import ProgramSession, SessionComponent


class PartFilter(filters.FilterSet):
    """Parts by day, track, kind, colleague and clinic date."""

    session = filters.UUIDFilter(field_name="session_id")
    track = filters.UUIDFilter(field_name="session__track_id")
    kind = filters.CharFilter(field_name="kind__key")
    staff = filters.UUIDFilter(field_name="facilitators__staff_id")
    first = filters.DateFilter(field_name="session__on", lookup_expr="gte")
    last = filters.DateFilter(field_name="session__on", lookup_expr="lte")

    class Meta:
        model = SessionComponent
        fields: list[str] = []


class SessionPartResource(Resource):
    """Parts of treatment days."""

    serializer_class = days.ComponentOut
    filterset_class = PartFilter
    read_scope = Scope.SESSIONS_READ
    expands = {"session": "session", "room": "room", "topic_id": "topic"}

    def get_queryset(self) -> QuerySet[SessionComponent]:
        """Scope to the caller's sites."""
        theirs = ProgramSession.objects.visible_to(self.actor).order_by()
        rows = SessionComponent.objects.filter(session__in=theirs)
        return rows.select_related("kind", "topic").prefetch_related("facilitators")

    @changes(Scope.ATTENDANCE_WRITE, takes=days.PartTimesIn)
    def partial_update(self, row: SessionComponent, data: dict[str, Any]) -> None:
        """Record when a part really began and ended; everybody's minutes follow. Nothing for both takes it back."""
        sessions.set_component_times(by=self.actor, component=row, at=self.at, **data)

    @verb(Scope.ATTENDANCE_WRITE, takes=days.PartTopicIn)
    def topic(self, row: SessionComponent, data: dict[str, Any]) -> None:
        """Say what a part teaches or taught."""
        sessions.set_component_topic(by=self.actor, component=row, at=self.at, **data)

    @verb(Scope.SESSIONS_WRITE, takes=days.PartRoomIn)
    def room(self, row: SessionComponent, data: dict[str, Any]) -> None:
        """Give a part of a planned day another room, or none; ``scope`` takes the days that follow along."""
        sessions.change_room(by=self.actor, component=row, at=self.at, **data)

    @verb(Scope.SESSIONS_WRITE, takes=days.PartFacilitatorIn)
    def facilitator(self, row: SessionComponent, data: dict[str, Any]) -> None:
        """Let a colleague lead a part or join it; ``scope`` takes the days that follow along."""
        sessions.change_facilitator(by=self.actor, component=row, at=self.at, **data)

    @verb(Scope.SESSIONS_WRITE, takes=days.PartColleagueIn)
    def facilitator_remove(self, row: SessionComponent, data: dict[str, Any]) -> None:
        """Take a co-facilitator off a part of this day."""
        sessions.remove_facilitator(by=self.actor, component=row, at=self.at, **data)
