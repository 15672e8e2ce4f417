"""What is done about missed days: make-ups, attempts to reach somebody, calls ahead of a day; and the history of lines."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clients.choices import Information
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.filters import AttendanceFilter
from iop.api.page_rights import shown_to
from iop.api.resources import Resource
from iop.api.serializers import day_voices as shapes
from iop.api.serializers import days
from iop.api.verbs import creates, verb
from iop.api.views.absence import FOLLOWS_UP
from iop.api.views.check_ins import OfLineFilter, of_care
from sessions_app import actions as sessions
from sessions_app import makeups
from sessions_app.actions.absence.noticing import take_notice
from sessions_app.choices import MISSED, AttendanceMode
from sessions_app.models import (
    AbsenceNotice,
    Attendance,
    AttendanceChange,
    ComponentAttendance,
    MakeUp,
    Outreach,
)


class OutreachFilter(OfLineFilter):
    """Attempts by client, day, roster line and clinic date."""

    class Meta(OfLineFilter.Meta):
        model = Outreach


class NoticeFilter(OfLineFilter):
    """Calls ahead by client, day, roster line and clinic date."""

    class Meta(OfLineFilter.Meta):
        model = AbsenceNotice


class ChangeFilter(OfLineFilter):
    """Changes by client, day, roster line and clinic date."""

    class Meta(OfLineFilter.Meta):
        model = AttendanceChange


class PartAttendanceFilter(OfLineFilter):
    """Corrections by client, day, roster line and clinic date."""

    class Meta(OfLineFilter.Meta):
        model = ComponentAttendance


class WhereaboutsFilter(filters.FilterSet):
    """Whereabouts by client and day."""

    client = filters.UUIDFilter(field_name="client_id")
    session = filters.UUIDFilter(field_name="session_id")

    class Meta:
        model = Attendance
        fields: list[str] = []


class MakeUpFilter(filters.FilterSet):
    """Make-ups by client, missed line and the day that makes up for it; ``standing`` leaves out those given back."""

    client = filters.UUIDFilter(field_name="line__client_id")
    missed = filters.UUIDFilter(field_name="missed_id")
    session = filters.UUIDFilter(field_name="line__session_id")
    standing = filters.BooleanFilter(field_name="cancelled_at", lookup_expr="isnull")

    class Meta:
        model = MakeUp
        fields: list[str] = []


class OfLineResource(Resource):
    """Rows that belong to a roster line."""

    client_path = "attendance.client_id"
    information = (Information.ATTENDANCE,)
    expands = {"client": "client", "attendance": "attendance"}

    def _lines(self) -> QuerySet[Attendance]:
        return Attendance.objects.visible_to(self.actor, Permission.SESSION_VIEW).order_by()

    def _charted(self) -> QuerySet[Attendance]:
        """Give the lines of which more is read than who came: a colleague opens the chart for that."""
        rows = shown_to(Attendance.objects.all(), self.actor, Permission.CLIENT_VIEW, program=Permission.SESSION_VIEW)
        found: QuerySet[Attendance] = rows.order_by()
        return found


class MakeUpResource(OfLineResource):
    """Seats on other days for days that were missed."""

    serializer_class = shapes.MakeUpOut
    filterset_class = MakeUpFilter
    read_scope = Scope.SESSIONS_READ
    client_path = "line.client_id"
    information = (Information.ATTENDANCE,)
    event_name = "make_ups"
    expands = {"client": "client", "missed": "attendance", "line": "attendance", "session": "session"}

    def get_queryset(self) -> QuerySet[MakeUp]:
        """Scope to the caller's sites."""
        return MakeUp.objects.filter(line__in=self._lines()).select_related("line")

    @creates(Scope.ATTENDANCE_WRITE, takes=shapes.MakeUpIn)
    def create(self, data: dict[str, Any]) -> MakeUp:
        """Book a free seat of another day for a miss; the client is told."""
        return sessions.offer_make_up(by=self.actor, at=self.at, **data)

    @verb(Scope.ATTENDANCE_WRITE, takes=shapes.MakeUpCancelIn)
    def cancel(self, row: MakeUp, data: dict[str, Any]) -> None:
        """Give a booked make-up back before it is held."""
        sessions.cancel_make_up(by=self.actor, make_up=row, at=self.at, **data)


class OutreachResource(OfLineResource):
    """Attempts to reach clients who were missed."""

    serializer_class = shapes.OutreachOut
    filterset_class = OutreachFilter
    read_scope = Scope.SESSIONS_READ
    event_name = "outreach"

    def get_queryset(self) -> QuerySet[Outreach]:
        """Scope to the caller's sites."""
        rows = shown_to(Outreach.objects.all(), self.actor, *FOLLOWS_UP, program=Permission.SESSION_VIEW)
        return rows.select_related("attendance")

    @creates(Scope.ATTENDANCE_WRITE, takes=shapes.OutreachIn)
    def create(self, data: dict[str, Any]) -> Outreach:
        """Note one attempt: a person's doing, refused to a key. A worry about safety raises a concern."""
        return sessions.record_outreach(by=self.actor, at=self.at, **data)


class AbsenceNoticeResource(OfLineResource):
    """Clients who called ahead of days they miss."""

    serializer_class = shapes.AbsenceNoticeOut
    filterset_class = NoticeFilter
    read_scope = Scope.SESSIONS_READ
    event_name = "absence_notices"

    def get_queryset(self) -> QuerySet[AbsenceNotice]:
        """Scope to the caller's sites."""
        return AbsenceNotice.objects.filter(attendance__in=self._charted()).select_related("attendance")

    @extend_schema(request=shapes.AbsenceNoticeIn, responses={201: shapes.AbsenceNoticeOut(many=True)}, filters=False)
    def create(self, request: Request) -> Response:
        """Note that a client called ahead of one day or several: they are off the call list, and their time is free."""
        data = self.parsed(shapes.AbsenceNoticeIn)
        rows = take_notice(by=self.actor, at=self.at, **data)
        return Response(self.exit(self.get_queryset().filter(pk__in=[row.pk for row in rows])), status=201)

    scopes = {"create": Scope.ATTENDANCE_WRITE}


class AttendanceChangeResource(OfLineResource):
    """How roster lines stood after each change: who was marked what, when, and why."""

    serializer_class = days.AttendanceChangeOut
    filterset_class = ChangeFilter
    read_scope = Scope.SESSIONS_READ
    event_name = "attendance_changes"

    def get_queryset(self) -> QuerySet[AttendanceChange]:
        """Scope to the caller's sites."""
        return AttendanceChange.objects.filter(attendance__in=self._charted()).select_related("attendance")


class PartAttendanceResource(OfLineResource):
    """For how many minutes somebody was there of a part, where that differs from their times in and out."""

    serializer_class = days.ComponentAttendanceOut
    filterset_class = PartAttendanceFilter
    read_scope = Scope.SESSIONS_READ
    event_name = "part_attendance"
    expands = {"client": "client", "attendance": "attendance", "component": "session-part"}

    def get_queryset(self) -> QuerySet[ComponentAttendance]:
        """Scope to the caller's sites."""
        return ComponentAttendance.objects.filter(attendance__in=self._charted()).select_related("attendance")


class WhereaboutsResource(Resource):
    """Where clients on video are that day, so that help can be sent. Set with ``attendance/{id}/whereabouts/``."""

    serializer_class = days.WhereaboutsOut
    filterset_class = WhereaboutsFilter
    read_scope = Scope.NOTES_READ
    client_path = "client_id"
    information = (Information.ATTENDANCE, Information.CONTACT)
    event_name = "whereabouts"
    expands = {"client": "client", "session": "session"}

    def get_queryset(self) -> QuerySet[Attendance]:
        """Scope to those who were by video, where the caller reads more of a client's day than that they came."""
        return of_care(Attendance.objects.filter(mode=AttendanceMode.TELEHEALTH), self.actor)


class MissedLineResource(Resource):
    """Roster lines of days that were missed, with the seats that would make up for them."""

    serializer_class = days.AttendanceOut
    filterset_class = AttendanceFilter
    read_scope = Scope.SESSIONS_READ
    scopes = {"offers": Scope.SESSIONS_READ}
    client_path = "client_id"
    information = (Information.ATTENDANCE,)
    event_name = "attendance"

    def get_queryset(self) -> QuerySet[Attendance]:
        """Scope to the caller's sites."""
        rows = Attendance.objects.visible_to(self.actor, Permission.SESSION_VIEW).filter(status__in=MISSED)
        return rows.select_related("check_in", "wrap_up", "session")

    @extend_schema(responses=shapes.FreeSeatOut(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def offers(self, request: Request, pk: str) -> Response:
        """List free seats that would make up for the miss: of the same week, else of the days after."""
        row = self.get_object()
        self.exit_one(row)
        return Response(shapes.FreeSeatOut(makeups.offers(row, self.at), many=True).data)
