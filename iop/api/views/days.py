"""Treatment days, rosters and attendance as resources."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from clients.choices import Information
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.filters import AttendanceFilter, SessionFilter
from iop.api.resources import Resource
from iop.api.serializers import days
from iop.core import clock
from iop.workflows import closing
from sessions_app import actions as sessions
from sessions_app.models import Attendance, ProgramSession, SessionComponent


class SessionResource(Resource):
    """Treatment days: listed by their start, fetched with their parts."""

    filterset_class = SessionFilter
    read_scope = Scope.SESSIONS_READ
    scopes = {
        "roster": Scope.SESSIONS_READ,
        "attendance": Scope.ATTENDANCE_WRITE,
        "start": Scope.ATTENDANCE_WRITE,
        "close": Scope.ATTENDANCE_WRITE,
    }

    def get_queryset(self) -> QuerySet[ProgramSession]:
        """Scope to the caller's sites; one day comes with its parts."""
        rows = ProgramSession.objects.visible_to(self.actor)
        if self.action == "list":
            return rows
        parts = SessionComponent.objects.select_related("kind", "topic").order_by("position")
        return rows.prefetch_related(Prefetch("components", parts))

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """Give a list without parts, and one day with them."""
        return days.SessionOut if self.action == "list" else days.SessionDetail

    @extend_schema(responses=days.AttendanceOut(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def roster(self, request: Request, pk: str) -> Response:
        """List a day's roster, whole."""
        return self._roster_of(self.get_object())

    @extend_schema(request=days.MarkManyIn, responses=days.AttendanceOut(many=True), filters=False)
    @action(detail=True, methods=["post"], pagination_class=None, filterset_class=None)
    def attendance(self, request: Request, pk: str) -> Response:
        """Take a whole roster in one call: all of it is kept, or none."""
        data = self.parsed(days.MarkManyIn)
        session = self.get_object()
        marks = [_as_mark(entry) for entry in data["entries"]]
        sessions.mark_many(by=self.actor, session=session, entries=marks, reason=data["reason"], at=clock.now())
        return self._roster_of(session)

    @extend_schema(request=days.VersionIn, responses=days.SessionDetail)
    @action(detail=True, methods=["post"])
    def start(self, request: Request, pk: str) -> Response:
        """Start a day: it needs a licensed lead."""
        data = self.parsed(days.VersionIn)
        session = self.get_object()
        sessions.start(by=self.actor, session=session, at=clock.now(), **data)
        return self.fresh(session)

    @extend_schema(request=days.CloseIn, responses=days.SessionDetail)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Close a day; what is missing is refused unless accepted with a reason."""
        data = self.parsed(days.CloseIn)
        session = self.get_object()
        closing.close_day(by=self.actor, session=session, at=clock.now(), **data)
        return self.fresh(session)

    def _roster_of(self, session: ProgramSession) -> Response:
        return Response(self.exit(_lines(session), kind=AttendanceResource))


class AttendanceResource(Resource):
    """Roster lines across days."""

    serializer_class = days.AttendanceOut
    filterset_class = AttendanceFilter
    read_scope = Scope.SESSIONS_READ
    scopes = {"partial_update": Scope.ATTENDANCE_WRITE}
    client_path = "client_id"
    information = (Information.ATTENDANCE,)
    event_name = "attendance"

    def get_queryset(self) -> QuerySet[Attendance]:
        """Scope to the caller's sites."""
        return Attendance.objects.visible_to(self.actor, Permission.SESSION_VIEW)

    @extend_schema(request=days.MarkIn, responses=days.AttendanceOut)
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Mark one line. A stale version is told, not obeyed."""
        data = self.parsed(days.MarkIn)
        line = self.get_object()
        sessions.mark(by=self.actor, attendance=line, at=clock.now(), **data)
        return self.fresh(line)


def _as_mark(entry: dict[str, Any]) -> sessions.Mark:
    return sessions.Mark(attendance_id=entry.pop("attendance"), **entry)


def _lines(session: ProgramSession) -> list[Attendance]:
    return list(Attendance.objects.filter(session=session).on_roster().order_by("client_id"))
