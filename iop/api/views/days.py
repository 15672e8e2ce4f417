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
from iop.api import expanding
from iop.api.choices import Scope
from iop.api.filters import AttendanceFilter, SessionFilter
from iop.api.resources import Resource
from iop.api.serializers import days
from iop.api.verbs import changes, verb
from iop.core.errors import require
from iop.workflows import closing
from sessions_app import actions as sessions
from sessions_app import policies
from sessions_app.models import Attendance, ProgramSession, SessionComponent

WITHOUT_PARTS = frozenset({"list", "roster", "worth", "gaps", "attendance"})
"""What is read of a day without showing its parts."""


class AttendanceResource(Resource):
    """Roster lines across days."""

    serializer_class = days.AttendanceOut
    filterset_class = AttendanceFilter
    read_scope = Scope.SESSIONS_READ
    client_path = "client_id"
    information = (Information.ATTENDANCE,)
    event_name = "attendance"
    expands = {
        "client": "client", "episode": "episode", "session": "session", "enrolment": "enrolment", "check_in": "check-in",
        "wrap_up": "wrap-up",
    }  # fmt: skip

    def get_queryset(self) -> QuerySet[Attendance]:
        """Scope to the caller's sites."""
        return Attendance.objects.visible_to(self.actor, Permission.SESSION_VIEW).select_related(
            "check_in", "wrap_up", "session"
        )

    @changes(Scope.ATTENDANCE_WRITE, takes=days.MarkIn)
    def partial_update(self, row: Attendance, data: dict[str, Any]) -> None:
        """Mark one line. A stale version is told, not obeyed."""
        sessions.mark(by=self.actor, attendance=row, at=self.at, **data)

    @verb(Scope.ATTENDANCE_WRITE, takes=days.LateEntryIn)
    def enter_late(self, row: Attendance, data: dict[str, Any]) -> None:
        """Correct a line of a day that is closed or final; what stood before stays in its history."""
        sessions.enter_late(by=self.actor, attendance=row, at=self.at, **data)

    @verb(Scope.ATTENDANCE_WRITE, takes=days.ParticipationIn)
    def participation(self, row: Attendance, data: dict[str, Any]) -> None:
        """Note how somebody took part; present and silent is fine."""
        sessions.set_participation(by=self.actor, attendance=row, at=self.at, **data)

    @verb(Scope.ATTENDANCE_WRITE, takes=days.PartMinutesIn)
    def part_minutes(self, row: Attendance, data: dict[str, Any]) -> None:
        """Say that somebody was there for only so many minutes of one part; their minutes follow."""
        sessions.correct_component(by=self.actor, attendance=row, at=self.at, **data)

    @verb(Scope.ATTENDANCE_WRITE, takes=days.WhereaboutsIn)
    def whereabouts(self, row: Attendance, data: dict[str, Any]) -> None:
        """Note where a client on video is today and which number to call back."""
        sessions.set_whereabouts(by=self.actor, attendance=row, at=self.at, **data)

    @verb(Scope.ATTENDANCE_WRITE, takes=days.ProposedTimesIn)
    def propose_times(self, row: Attendance, data: dict[str, Any]) -> None:
        """Keep the times of a video call as a proposal: for the system that holds the call."""
        sessions.propose_telehealth_times(by=self.actor, attendance=row, at=self.at, **data)

    @verb(Scope.ATTENDANCE_WRITE, takes=days.LineReasonIn)
    def accept_times(self, row: Attendance, data: dict[str, Any]) -> None:
        """Take the proposed times as the times in and out."""
        sessions.accept_proposed(by=self.actor, attendance=row, at=self.at, **data)

    @verb(Scope.ATTENDANCE_WRITE, takes=days.LineReasonIn)
    def remove(self, row: Attendance, data: dict[str, Any]) -> None:
        """Take somebody who is still expected off this day's roster; a make-up is cancelled instead."""
        sessions.remove_from_roster(by=self.actor, attendance=row, at=self.at, **data)


class WorthResource(Resource):
    """What days are worth to clients. Reached through a day (``sessions/{id}/worth/``)."""

    serializer_class = days.WorthOut
    read_scope = Scope.SESSIONS_READ
    client_path = "client_id"
    information = (Information.ATTENDANCE,)
    event_name = "attendance"


class SessionResource(Resource):
    """Treatment days: listed by their start, fetched with their parts."""

    filterset_class = SessionFilter
    read_scope = Scope.SESSIONS_READ
    scopes = {
        "roster": Scope.SESSIONS_READ,
        "gaps": Scope.SESSIONS_READ,
        "worth": Scope.SESSIONS_READ,
        "attendance": Scope.ATTENDANCE_WRITE,
        "make_ahead": Scope.SESSIONS_WRITE,
    }
    expands = {"track": "track", "site": "site"}

    def get_queryset(self) -> QuerySet[ProgramSession]:
        """Scope to the caller's sites; one day comes with its parts and what became of it."""
        rows = ProgramSession.objects.visible_to(self.actor)
        if self.action in WITHOUT_PARTS:
            return rows
        parts = SessionComponent.objects.select_related("kind", "topic").prefetch_related("facilitators")
        return rows.prefetch_related(Prefetch("components", parts.order_by("position")), "status_changes")

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """Give a list without parts, and one day with them."""
        return days.SessionOut if self.action == "list" else days.SessionDetail

    @extend_schema(responses=days.AttendanceOut(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def roster(self, request: Request, pk: str) -> Response:
        """List a day's roster, whole; ``expand`` and ``fields`` as in ``attendance``."""
        return self._roster_of(self.get_object())

    @extend_schema(responses=days.WorthOut(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def worth(self, request: Request, pk: str) -> Response:
        """Say what the day is worth to each client, part by part, in minutes of service."""
        found = {each.attendance_id: each for each in sessions.worth(self.get_object(), self.at)}
        lines = Attendance.objects.filter(pk__in=found).order_by("client_id")
        self.worth_of = found
        return Response(self.exit(lines, kind=WorthResource))

    @extend_schema(responses=days.GapOut(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def gaps(self, request: Request, pk: str) -> Response:
        """List what a day still lacks before it can be closed."""
        session = self.get_object()
        told = {row["id"] for row in self.exit(_lines(session), kind=AttendanceResource)}
        found = [gap for gap in sessions.gaps(session, self.at) if str(gap.attendance_id or "") in {"", *told}]
        return Response(days.GapOut(found, many=True).data)

    @extend_schema(request=days.MarkManyIn, responses=days.AttendanceOut(many=True), filters=False)
    @action(detail=True, methods=["post"], pagination_class=None, filterset_class=None)
    def attendance(self, request: Request, pk: str) -> Response:
        """Take a whole roster in one call: all of it is kept, or none."""
        data = self.parsed(days.MarkManyIn)
        session = self.get_object()
        marks = [_as_mark(entry) for entry in data["entries"]]
        sessions.mark_many(by=self.actor, session=session, entries=marks, reason=data["reason"], at=self.at)
        return self._roster_of(session)

    @extend_schema(request=days.MakeAheadIn, responses=days.MadeAheadOut, filters=False)
    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None, url_path="make-ahead")
    def make_ahead(self, request: Request) -> Response:
        """Make the missing days of a site's tracks now; asking twice does no harm."""
        site = self.parsed(days.MakeAheadIn)["site"]
        require(policies.may_materialise(self.actor, site.pk))
        report = sessions.materialise(by=self.actor, at=self.at, site_ids=[site.pk])
        told = {
            "made": [day.session_id for day in report.made],
            "already_there": report.already_there,
            "skipped": [str(each.reason) for each in report.skipped],
        }
        return Response(days.MadeAheadOut(told).data)

    @verb(Scope.SESSIONS_READ)
    def open(self, row: ProgramSession, data: dict[str, Any]) -> None:
        """Write down that somebody looks at a day and the people on its roster, for faces that show it to a person."""
        sessions.open_session(by=self.actor, session=row, at=self.at)

    @verb(Scope.ATTENDANCE_WRITE, takes=days.StartIn)
    def start(self, row: ProgramSession, data: dict[str, Any]) -> None:
        """Start a day: it needs a licensed lead, or a stand-in named here."""
        instead = {one["component"]: one["staff"] for one in data.pop("stand_ins", ())}
        sessions.start(by=self.actor, session=row, at=self.at, stand_ins=instead, **data)

    @verb(Scope.ATTENDANCE_WRITE, takes=days.CloseIn)
    def close(self, row: ProgramSession, data: dict[str, Any]) -> None:
        """Close a day; what is missing is refused unless accepted with a reason."""
        closing.close_day(by=self.actor, session=row, at=self.at, **data)

    @verb(Scope.SESSIONS_WRITE, takes=days.SessionMoveIn)
    def move(self, row: ProgramSession, data: dict[str, Any]) -> None:
        """Move a planned day, alone or with those that follow; everybody affected is told."""
        sessions.move_session(by=self.actor, session=row, at=self.at, **data)

    @verb(Scope.SESSIONS_WRITE, takes=days.CancelIn)
    def cancel(self, row: ProgramSession, data: dict[str, Any]) -> None:
        """Cancel a planned day with a reason, alone or with those that follow; everybody affected is told."""
        sessions.cancel_session(by=self.actor, session=row, at=self.at, **data)

    @verb(Scope.ATTENDANCE_WRITE, takes=days.RosterAddIn, gives=AttendanceResource, status=201, path="roster-add")
    def add(self, row: ProgramSession, data: dict[str, Any]) -> Attendance:
        """Put somebody in treatment at the site on the roster of this one day, where a seat is free."""
        return sessions.add_to_roster(by=self.actor, session=row, at=self.at, **data)

    def get_serializer_context(self) -> dict[str, Any]:
        """Bring what the day is worth along."""
        return {**super().get_serializer_context(), "worth": getattr(self, "worth_of", {})}

    def _roster_of(self, session: ProgramSession) -> Response:
        drawn = self.exit(_lines(session), kind=AttendanceResource)
        return Response(expanding.shaped(self.beside(AttendanceResource, "attendance", "list"), drawn))


def _as_mark(entry: dict[str, Any]) -> sessions.Mark:
    return sessions.Mark(attendance_id=entry.pop("attendance"), **entry)


def _lines(session: ProgramSession) -> list[Attendance]:
    rows = Attendance.objects.filter(session=session).on_roster().select_related("check_in", "wrap_up", "session")
    return list(rows.order_by("client_id"))
